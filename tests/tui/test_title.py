"""What can be chosen of a new game at the title."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim import places
from ceo_sim.presentation.story_list import MOST_STORIES

from .conftest import Open, app_of, press, screen_name, settle, text_of

SHIPPED = Path(__file__).parents[2] / "scenarios"


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "scenario_folders", lambda: [SHIPPED])


@pytest.mark.usefixtures("shipped")
async def test_the_tutorial_stands_first_and_is_called_one(opened: Open) -> None:
    async with opened() as pilot:
        assert "▶1 Tutorial: The Tortoise Alarm" in text_of(pilot)


@pytest.mark.usefixtures("shipped")
async def test_seed_poles_and_edition_are_chosen_before_a_game_begins(opened: Open) -> None:
    async with opened(seed=None) as pilot:
        row = next(row for row in pilot.app.screen.query("GameRow") if "The Post" in str(row.render_line(0).text))
        row.focus()
        await settle(pilot)
        await press(pilot, "o")
        assert "A new game of The Post" in text_of(pilot)
        assert "Seed: a fresh one" in text_of(pilot)
        await press(pilot, "3", *"4x", "enter")
        assert "Seed: a fresh one" in text_of(pilot), "no seed is no number"
        await press(pilot, "3", *"42", "enter", "4", "5")
        shown = text_of(pilot)
        assert all(words in shown for words in ("Seed: 42", "Poles: mirrored", "Edition: 13plus"))
        await press(pilot, "2")
        play = app_of(pilot).play
        assert play is not None
        session = play.session
        assert (session.game.seed, session.mirror, session.edition) == (42, True, "13plus")


@pytest.mark.usefixtures("shipped")
async def test_what_a_story_does_not_have_is_not_offered_and_nothing_begins_on_leaving(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "o")
        assert "A new game of Tutorial: The Tortoise Alarm" in text_of(pilot)
        assert "Poles" not in text_of(pilot)
        assert "Edition" not in text_of(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "TitleScreen"
        assert app_of(pilot).play is None


async def test_where_no_story_is_pointed_at_one_is_told_to(opened: Open) -> None:
    async with opened() as pilot:
        pilot.app.screen.query("LinkRow").last().focus()
        await press(pilot, "o")
        assert screen_name(pilot) == "TitleScreen"
        assert "Point at a story" in next(iter(app_of(pilot)._notifications)).message


async def test_of_many_stories_the_first_are_listed_and_the_others_are_a_number(
    opened: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for number in range(MOST_STORIES + 1_234):
        (tmp_path / f"s{number:04}.toml").write_text('[scenario]\nid = "s"\n'.replace('"s"', f'"s{number}"'))
    monkeypatch.setattr(places, "scenario_folders", lambda: [tmp_path])
    async with opened() as pilot:
        await settle(pilot)
        assert len(pilot.app.screen.query(".story")) == MOST_STORIES
        (left_out,) = pilot.app.screen.query("#left-out")
        assert str(left_out.visual).startswith("1,234 more are not listed: ceo-sim scenarios")  # type: ignore[attr-defined]
