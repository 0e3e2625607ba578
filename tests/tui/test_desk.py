"""The desk: three layouts, the feed by sender, and what is in view."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.presentation.desk import senders
from ceo_sim.saves.session import Session
from ceo_sim.tui.play import Play
from ceo_sim.tui.screens.desk import DeskScreen
from ceo_sim.tui.widgets.feed import Feed
from ceo_sim.tui.widgets.line_widget import LineWidget
from tests.saves.helpers import INTERRUPTED_STORY, begun
from tests.support.scenarios import load_once

from .conftest import SEED, TORTOISE, Game, Open, app_of, press, screen_name, settle, text_of


def play_of(pilot: Game) -> Play:
    play = app_of(pilot).play
    assert play is not None
    return play


@pytest.mark.parametrize(
    "size, name, panels",
    [
        ((80, 24), "-one", ("Your agenda", "The feed")),
        ((120, 40), "-two", ("How things stand", "Your agenda", "The feed", "Promised and said")),
        (
            (200, 60),
            "-three",
            (
                "How things stand",
                "Your agenda",
                "The feed",
                "What is due",
                "What your advisers say",
                "The story so far",
            ),
        ),
    ],
)
async def test_each_size_has_a_layout_of_its_own(
    at_desk: Open, size: tuple[int, int], name: str, panels: tuple[str, ...]
) -> None:
    async with at_desk(size) as pilot:
        assert pilot.app.screen.has_class(name)
        for panel in panels:
            assert panel in text_of(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_date_hours_meters_and_what_waits_are_in_view(at_desk: Open, size: tuple[int, int]) -> None:
    async with at_desk(size) as pilot:
        text, desk = text_of(pilot), play_of(pilot).desk()
        assert desk.when in text
        assert "of 2 hours left" in text
        for waiting in desk.agenda:
            assert waiting.title in text
            assert waiting.deadline in text
        for meter in desk.headline:
            assert meter.name in text
            assert meter.band in text


async def test_a_desk_that_is_made_larger_changes_its_layout(at_desk: Open) -> None:
    async with at_desk((80, 24)) as pilot:
        for size, name in (((120, 40), "-two"), ((200, 60), "-three"), ((80, 24), "-one")):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            assert [each for each in ("-one", "-two", "-three") if pilot.app.screen.has_class(each)] == [name]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (100, 30), (120, 40), (180, 48), (200, 60)])
async def test_no_line_is_wider_than_its_panel(at_desk: Open, size: tuple[int, int]) -> None:
    async with at_desk(size) as pilot:
        await press(pilot, "n", "enter")
        for shown in pilot.app.screen.query(LineWidget):
            width = shown.content_size.width
            if width > 0 and shown.is_on_screen:
                assert max((line.cell_length for line in shown.draw(width)), default=0) <= width


async def test_a_key_goes_through_those_who_speak_in_the_feed(at_desk: Open) -> None:
    async with at_desk((120, 40)) as pilot:
        await press(pilot, "n", "enter")
        feed = pilot.app.screen.query_one(Feed)
        names = ["", *senders(play_of(pilot).desk().feed)]
        assert len(names) > 1
        assert "f: all senders" in text_of(pilot)
        for sender in (*names[1:], ""):
            await press(pilot, "f")
            assert feed.sender == sender
            assert f"f: {sender or 'all senders'}" in text_of(pilot)


async def test_a_click_on_the_feed_opens_all_of_it(at_desk: Open) -> None:
    async with at_desk((120, 40)) as pilot:
        await pilot.click("#feed")
        await settle(pilot)
        assert screen_name(pilot) == "FeedScreen"


def test_what_is_due_stands_in_the_order_of_its_dates(saves: object) -> None:
    with Session.start(load_once(TORTOISE), SEED, saves) as session:  # type: ignore[arg-type]
        play = Play(session)
        play.session.choose("alarm", "own_up", "")
        game = play.game
        due = play.desk().due
        dated = [waiting.expires for waiting in game.agenda() if waiting.expires is not None]
        promised = [promise.due for promise in game.promises()]
        assert len(due) == len(dated) + len(promised)
        assert [line.kind for line in due].count("promised") == len(promised) > 0
        steps = sorted([*dated, *promised])
        assert due[0].text in (
            *(waiting.title for waiting in game.agenda() if waiting.expires == steps[0]),
            *(promise.text for promise in game.promises() if promise.due == steps[0]),
        )


async def test_what_stands_in_the_feed_is_never_cut_within_an_item(at_desk: Open) -> None:
    async with at_desk((80, 24)) as pilot:
        await press(pilot, "N", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, DeskScreen)
        feed = screen.query_one(Feed)
        assert len(feed.draw(feed.content_size.width)) <= max(1, feed.size.height)


def test_what_is_thrown_in_is_on_the_desk_at_once(tmp_path: Path) -> None:
    with begun(tmp_path, story=INTERRUPTED_STORY) as session:
        play = Play(session)
        before = play.desk()
        assert play.desk() is before

        session.throw("memo")

        assert play.desk() is not before
        assert "A memo is out." in [item.text for item in play.desk().feed]
