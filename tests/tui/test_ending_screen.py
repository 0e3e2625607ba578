"""The last screen of a game: roads not taken, what was named, and a card to show to others."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.presentation.ending_card import card_lines, ending_card
from ceo_sim.tui.screens.ending import EndingScreen
from ceo_sim.tui.widgets.rows import ScrollPane

from .conftest import Open, app_of, ended, press, screen_name, settle, text_of, written


@pytest.fixture
def game(saves: Path) -> Path:
    return written(ended(), saves)


async def test_the_roads_not_taken_stand_below_the_ending_by_name_and_with_odds(opened: Open, game: Path) -> None:
    async with opened((100, 60), resume=game) as pilot:
        await settle(pilot)
        assert screen_name(pilot) == "EndingScreen"
        pilot.app.screen.query_one(ScrollPane).scroll_end(animate=False)
        await settle(pilot)
        shown = text_of(pilot)
        play = app_of(pilot).play
        assert play is not None
        met = play.game.ending
        others = [ending for ending in play.scenario.endings.values() if ending is not met]
        below = shown[shown.index("Roads not taken") :]
        assert all(play.game.fill(ending.title) in below for ending in others)
        assert "Your answers" in below


async def test_one_key_copies_the_card_and_one_keeps_it_as_a_picture(opened: Open, game: Path) -> None:
    async with opened((80, 24), resume=game) as pilot:
        await settle(pilot)
        await press(pilot, "c")
        play = app_of(pilot).play
        assert play is not None
        assert pilot.app.clipboard.split("\n") == list(card_lines(ending_card(play.session)))
        await press(pilot, "p")
        (picture,) = play.session.path.parent.glob("*.svg")
        said = [str(notification.message) for notification in pilot.app._notifications]
        assert f"Your card is in {picture}" in said


async def test_a_card_tells_of_no_other_ending(opened: Open, game: Path) -> None:
    async with opened(resume=game) as pilot:
        await settle(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, EndingScreen)
        await press(pilot, "c")
        game_played = screen.play.game
        for ending in screen.play.scenario.endings.values():
            title = game_played.fill(ending.title)
            assert (title in pilot.app.clipboard) == (ending is game_played.ending)


async def test_an_assigned_game_shows_its_result_code_under_the_title_and_one_key_copies_it(
    opened: Open, saves: Path
) -> None:
    path = written(ended(), saves)
    lines = [line for line in path.read_text().splitlines() if not line.startswith("checksum")]
    path.write_text("\n".join(['assignment = "AS55-A6BG-G000-7GBV"', *lines, ""]))
    async with opened((80, 24), resume=path) as pilot:
        await settle(pilot)
        play = app_of(pilot).play
        assert play is not None
        code = play.session.result().code
        assert code in text_of(pilot)
        await press(pilot, "r")
        assert pilot.app.clipboard == code


async def test_a_game_that_nobody_assigned_shows_no_code(opened: Open, game: Path) -> None:
    async with opened(resume=game) as pilot:
        await settle(pilot)
        assert "result code" not in text_of(pilot)
        await press(pilot, "r")
        assert pilot.app.clipboard == ""
