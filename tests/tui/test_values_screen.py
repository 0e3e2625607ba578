"""What the player stands for, picked before the first decision."""

from __future__ import annotations

import filecmp
from pathlib import Path

import pytest

from ceo_sim import places
from ceo_sim.saves import manage
from ceo_sim.saves.session import Session
from ceo_sim.tui.screens.values import ValueRow
from tests.support.scenarios import SCENARIOS

from .conftest import DECIDE, TORTOISE, Open, app_of, press, screen_name, text_of

OLD = Path(__file__).parents[1] / "data" / "saves" / "before_portable_arithmetic" / "the_post_under_way_2.toml"
"""A game of the flagship's first edition; the second does not have the values that it names."""
ORDER = ("candour", "readiness", "team")


def stood_for(pilot: object) -> tuple[str, ...]:
    play = app_of(pilot).play  # type: ignore[arg-type]
    assert play is not None
    return play.session.values


async def test_values_are_kept_in_the_order_in_which_they_are_picked(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, "enter", "enter")
        assert screen_name(pilot) == "ValuesScreen"
        await press(pilot, "3", "1")
        assert "You stand for: The team, Candour" in text_of(pilot)
        await press(pilot, "enter")
        assert stood_for(pilot) == ("team", "candour")


async def test_arrows_pick_and_drop_and_a_number_drops_what_it_picked(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, "enter", "enter", "right", "down", "right", "2", "up", "left", "left", "enter")
        assert stood_for(pilot) == ()


async def test_nothing_needs_to_be_picked(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, "enter", "enter", "enter")
        assert screen_name(pilot) == "DecisionScreen"
        assert stood_for(pilot) == ()


async def test_no_more_than_three_can_be_picked(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ceo_sim.tui.screens.values.MOST", 2)
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, "enter", "enter", "1", "2", "3")
        assert "2 at most. Drop one first." in text_of(pilot)
        assert [row.place for row in pilot.app.screen.query(ValueRow)] == [1, 2, 0]


async def test_what_was_picked_is_in_the_save(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, "enter", "enter", "2", "enter", "1", *DECIDE)
        play = app_of(pilot).play
        assert play is not None
        assert Session.look(play.session.path).values == ("readiness",)


async def test_a_story_without_values_does_not_ask(opened: Open, tmp_path: Path) -> None:
    story = tmp_path / "plain.toml"
    lines = TORTOISE.read_text(encoding="utf-8").split("\n")
    kept = [
        line
        for line in lines
        if not line.startswith(("values ", "[value]", *(f"{id} " for id in ORDER))) or "{ name" not in line
    ]
    kept = [line for line in kept if not line.startswith(("values ", "[value]"))]
    story.write_text("\n".join(kept), encoding="utf-8")
    async with opened(scenario=story) as pilot:
        await press(pilot, "enter", "enter")
        assert screen_name(pilot) == "DecisionScreen"


async def test_escape_goes_back_to_the_title(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, "enter", "enter", "escape")
        assert screen_name(pilot) == "TitleScreen"


async def test_what_an_old_save_stood_for_and_its_story_has_no_longer_is_not_picked(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "scenario_folders", lambda: [SCENARIOS])
    old = manage.export(OLD, tmp_path)
    async with opened((100, 50), saves=tmp_path) as pilot:
        await press(pilot, "S", "1")
        said = " ".join(text_of(pilot).replace("│", " ").split())
        assert "from version 1.0.0 to 2.0.0" in said
        assert "none of its 19 answers can be kept, only its seed" in said
        await press(pilot, "2", "enter", "enter")
        assert screen_name(pilot) == "ValuesScreen"
        assert "Nothing picked." in text_of(pilot)
        await press(pilot, "2", "enter")
        assert screen_name(pilot) in {"DecisionScreen", "DeskScreen"}
        assert len(stood_for(pilot)) == 1
    assert filecmp.cmp(OLD, old, shallow=False)
