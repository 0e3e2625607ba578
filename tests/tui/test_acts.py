"""The break between two acts at the screen: read, looked back at, left, and come back to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ceo_sim.library import manifest_of
from ceo_sim.saves.reading import read
from ceo_sim.tui.app import CeoSim
from tests.support.ward import WARD

from .conftest import Game, Open, app_of, press, screen_name, settle, text_of

SIZES = [(80, 24), (120, 40)]
TO_BREAK = (
    *("enter", "1", "enter", "x", "enter", "N", "N", "N"),
    *("1", "2", "enter", "x", "enter", "N", "N", "N", "N", "enter"),
)
"""From the opening to the end of the first act: two answers, and a week of days."""


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    path = tmp_path / "ward.toml"
    path.write_text(WARD)
    return path


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The same story, where a game can begin with the second act."""
    path = tmp_path / "later.toml"
    path.write_text(WARD.replace('title = "The fortnight"\n', 'title = "The fortnight"\nstart = ["ask.up"]\n'))
    return path


def only(saves: Path) -> Path:
    (save,) = saves.glob("*.toml")
    return save


async def to_break(pilot: Game) -> None:
    await press(pilot, *TO_BREAK)
    assert screen_name(pilot) == "AskScreen", text_of(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_a_break_says_how_the_act_ended_and_what_comes_next(
    opened: Open, ward: Path, size: tuple[int, int]
) -> None:
    async with opened(size, scenario=ward, seed=3) as pilot:
        await to_break(pilot)
        text = " ".join(text_of(pilot).replace("│", " ").split())

        assert "The week: A glad week" in text
        assert "Act 1 of 2 is over. Next: The fortnight." in text
        await press(pilot, "1")
        assert screen_name(pilot) == "DeskScreen"
        assert "D look back" in text_of(pilot) or size[0] == 80


async def test_one_can_look_back_at_the_break_and_at_any_time_after_it_but_not_before(opened: Open, ward: Path) -> None:
    async with opened((80, 24), scenario=ward, seed=3) as pilot:
        await press(pilot, "enter", "1", "enter", "x", "enter", "D")
        assert screen_name(pilot) == "DeskScreen"
        await press(pilot, *TO_BREAK[5:])
        await press(pilot, "2")
        assert screen_name(pilot) == "DebriefScreen"
        assert "Esc desk" in text_of(pilot)
        await press(pilot, "6")
        assert "What was the week about?" in text_of(pilot)
        await press(pilot, "escape", "N")
        await press(pilot, "enter", "D")
        assert screen_name(pilot) == "DebriefScreen"


async def test_who_leaves_at_a_break_comes_back_to_it_and_after_the_next_answer_no_more(
    make: Callable[..., CeoSim], opened: Open, ward: Path, saves: Path
) -> None:
    async with opened((80, 24), scenario=ward, seed=3) as pilot:
        await to_break(pilot)
        await press(pilot, "3")
        assert screen_name(pilot) == "TitleScreen"
        assert "reached Monday 10 June" in text_of(pilot)
    save = only(saves)
    async with make(resume=save, scenario=ward).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "Act 1 of 2 is over" in text_of(pilot)
        await press(pilot, "1", "N", "escape", "2")
        assert screen_name(pilot) == "TitleScreen", text_of(pilot)
    async with make(resume=save, scenario=ward).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert screen_name(pilot) != "AskScreen", text_of(pilot)


async def test_an_act_alone_ends_and_goes_on_from_its_save(
    make: Callable[..., CeoSim], opened: Open, ward: Path, saves: Path
) -> None:
    async with opened((80, 24), scenario=ward, seed=3, act="week") as pilot:
        await press(pilot, *TO_BREAK[:8], "escape", "2")
        assert screen_name(pilot) == "TitleScreen", text_of(pilot)
    save = only(saves)
    assert read(save).act == "week"
    async with make(resume=save, scenario=ward).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "1", "2", "enter", "x", "enter", "N", "N", "N", "N", "enter")
        assert screen_name(pilot) == "EndingScreen", text_of(pilot)
        assert "A glad week" in text_of(pilot)
        await press(pilot, "enter")
        assert "Esc ending" in text_of(pilot)


async def test_the_length_is_chosen_at_the_title_and_the_cursor_stays_on_what_was_changed(
    opened: Open, ward: Path, saves: Path
) -> None:
    async with opened((80, 24)) as pilot:
        app_of(pilot).ask_how(manifest_of(str(ward)))
        await settle(pilot)
        for words in ("the whole story", "up to the end of The week", "up to the end of The fortnight"):
            assert f"5 Length: {words}" in text_of(pilot)
            await press(pilot, *(["5"] if "whole" in words else ["enter"]))
            assert "▶5 Length" in text_of(pilot)
        await press(pilot, "enter", "enter", "4")
        assert "▶4 Poles: mirrored" in text_of(pilot)
        await press(pilot, "2", "enter", "1", "enter", "x", "enter")
        assert screen_name(pilot) == "DeskScreen", text_of(pilot)
    save = read(only(saves))
    assert (save.act, save.mirror) == ("fortnight", True)


async def test_a_game_can_begin_with_a_later_act_and_tells_what_was_decided_before(
    opened: Open, later: Path, saves: Path
) -> None:
    async with opened((80, 24)) as pilot:
        app_of(pilot).ask_how(manifest_of(str(later)))
        await settle(pilot)
        await press(pilot, "5")
        assert "▶5 Begins with: The fortnight" in text_of(pilot)
        await press(pilot, "6")
        assert "▶6 Length: up to the end of The fortnight" in text_of(pilot)
        await press(pilot, "2")
        assert screen_name(pilot) == "OpeningScreen", text_of(pilot)
        assert "Extra shifts: Pay for them" in text_of(pilot)
        await press(pilot, "enter", "N")
    save = read(only(saves))
    assert save.act == "fortnight"
    assert save.answers[0].option == "up"


async def test_hidden_options_are_nowhere_while_they_are_hidden(opened: Open, ward: Path) -> None:
    async with opened((80, 24), scenario=ward, seed=3) as pilot:
        await press(pilot, "enter")
        assert "secret" not in text_of(pilot)
        await press(pilot, *TO_BREAK[1:9])
        text = text_of(pilot)
        assert "locked: There is nothing left to give back" in text
        assert "Say that there is nothing" in text
        assert "Borrow" not in text
        await press(pilot, *TO_BREAK[9:], "2", "4")
        await settle(pilot)
        for _ in range(8):
            assert "secret" not in text_of(pilot)
            assert "Borrow" not in text_of(pilot)
            assert "being looked up" not in text_of(pilot)
            await press(pilot, "down")
