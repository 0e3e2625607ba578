"""One thing after another, however slow the machine: nothing is lost, and nothing is done on a screen that has gone."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual import events

from ceo_sim.tui import input_queue
from ceo_sim.tui.commands import commands
from ceo_sim.tui.screens.decision import DecisionScreen, ReasonInput
from ceo_sim.tui.screens.predict import PredictScreen
from ceo_sim.tui.screens.saves import SavesScreen
from ceo_sim.tui.screens.why import CauseRow

from .conftest import BEGIN, TORTOISE, Game, Open, app_of, press, screen_name, settle


async def test_what_comes_after_something_slow_is_done_all_the_same(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(input_queue, "LONGEST_WAIT", 0.02)
    done: list[str] = []
    both_are_done = asyncio.Event()

    async def slow() -> None:
        await asyncio.sleep(0.1)
        done.append("slow")

    async with opened() as pilot:
        app = pilot.app
        app.post_message(events.Key("down", None))
        app.call_next(slow)
        app.call_next(done.append, "next")
        app.call_next(both_are_done.set)
        async with asyncio.timeout(20):
            await both_are_done.wait()
        assert done == ["slow", "next"]


async def test_a_command_is_left_undone_where_a_key_on_its_heels_has_opened_another_screen(at_desk: Open) -> None:
    async with at_desk() as pilot:
        play = app_of(pilot).play
        assert play is not None
        (next_day,) = (each.callback for each in commands(pilot.app, pilot.app.screen) if each.title == "Next")
        now = play.game.now
        await press(pilot, "w")
        app_of(pilot).call_later(next_day)
        await settle(pilot)
        assert (play.game.now, screen_name(pilot)) == (now, "WhyScreen")
        await press(pilot, "escape")
        app_of(pilot).call_later(next_day)
        await settle(pilot)
        assert play.game.now > now


async def test_what_a_closed_screen_looks_for_is_dropped(opened: Open) -> None:
    async with opened() as pilot:
        await press(pilot, "S")
        screen = pilot.app.screen
        assert isinstance(screen, SavesScreen)
        await press(pilot, "escape")
        app_of(pilot).call_later(screen.read)
        await settle(pilot)
        assert screen_name(pilot) == "TitleScreen"


async def test_the_focus_never_goes_to_what_is_being_removed(at_desk: Open) -> None:
    async with at_desk() as pilot:
        await press(pilot, "w")
        screen = pilot.app.screen
        row = screen.query(CauseRow).first()
        removal = screen.query(CauseRow).remove()
        screen.set_focus(row)
        await removal
        assert screen.focused is None
        await press(pilot, "escape")
        assert screen_name(pilot) == "DeskScreen"


def press_at_once(pilot: Game, *keys: str) -> None:
    """Press keys so fast that all of them have come in before the first has done its work."""
    for key in keys:
        pilot.app.post_message(events.Key(key, key if len(key) == 1 else None))


@pytest.mark.parametrize("keys", [("3", "enter"), ("down", "down", "enter")], ids=["number", "arrows"])
async def test_the_option_that_is_pointed_at_is_decided_for_however_quickly(
    opened: Open, keys: tuple[str, ...]
) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN)
        asking = pilot.app.screen
        assert isinstance(asking, DecisionScreen)
        press_at_once(pilot, *keys)
        await settle(pilot)
        decided = pilot.app.screen
        assert isinstance(decided, PredictScreen)
        assert decided.label == asking.options[2].label


async def test_a_reason_that_is_typed_at_once_loses_no_letter(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN)
        press_at_once(pilot, "r", "w", "h", "y")
        await settle(pilot)
        assert pilot.app.screen.query_one(ReasonInput).value == "why"


async def test_a_decision_that_was_taken_under_another_screen_closes(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "?")
        play = app_of(pilot).play
        assert play is not None
        play.session.choose("alarm", "own_up", "")
        await press(pilot, "escape")
        assert screen_name(pilot) == "DeskScreen"


def click_at_once(pilot: Game, widget: str) -> None:
    """Click as a terminal says it, which `Pilot.click` goes past."""
    x, y = pilot.app.screen.query_one(widget).region.offset
    for kind in (events.MouseDown, events.MouseUp):
        pilot.app.post_message(kind(None, x + 3, y, 0, 0, 1, False, False, False, screen_x=x + 3, screen_y=y))


# ---- screens that open by themselves --------------------------------------------------------------------------------


@pytest.mark.parametrize("by_click", [False, True])
async def test_what_was_meant_for_the_screen_before_answers_none_that_opens_by_itself(
    opened: Open, monkeypatch: pytest.MonkeyPatch, by_click: bool
) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN[:-1])
        monkeypatch.setattr(input_queue, "STARTLED", 60)
        await pilot.press("down")
        await press(pilot, "enter")
        assert screen_name(pilot) == "DecisionScreen"
        if by_click:
            for _ in range(3):
                click_at_once(pilot, "#option-1")
                await settle(pilot)
        else:
            await press(pilot, "enter", "enter")
        assert screen_name(pilot) == "DecisionScreen"
        await press(pilot, "1")
        if by_click:
            click_at_once(pilot, "#option-1")
            click_at_once(pilot, "#option-1")
        await press(pilot, "enter", "enter")
        assert screen_name(pilot) == "PredictScreen"
        await press(pilot, "u", "enter", "enter", "space")
        assert screen_name(pilot) == "ConsequenceScreen"
        monkeypatch.setattr(input_queue, "STARTLED", 0)
        await press(pilot, "enter")
        assert screen_name(pilot) == "DeskScreen"


async def test_keys_that_are_typed_before_a_panel_is_there_answer_it(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN)
        monkeypatch.setattr(input_queue, "STARTLED", 60)
        press_at_once(pilot, "2", "enter", "u", "d", "enter")
        await settle(pilot)
        play = app_of(pilot).play
        assert play is not None
        assert screen_name(pilot) == "ConsequenceScreen"
        assert list(play.game.answers[-1].predicted.values()) == ["up", "down"]


async def test_a_desk_that_comes_back_by_itself_is_deaf_to_an_enter_too_many(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "1", "enter", "enter")
        assert screen_name(pilot) == "ConsequenceScreen"
        monkeypatch.setattr(input_queue, "STARTLED", 60)

        await press(pilot, "down")
        press_at_once(pilot, "enter", "enter", "enter")
        await settle(pilot)
        assert screen_name(pilot) == "DeskScreen"

        await press(pilot, "down", "up", "enter")
        assert screen_name(pilot) == "DecisionScreen"


def press_at(pilot: Game, key: str, *times: float) -> None:
    """Press a key at some moments, in seconds on the clock that events have."""
    for at in times:
        event = events.Key(key, None)
        event.time = at
        pilot.app.post_message(event)


@pytest.mark.parametrize("key", ["enter", "d", "escape"])
async def test_a_key_that_is_held_down_goes_on_from_no_screen_that_opens_by_itself(
    opened: Open, finished: Path, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    async with opened(resume=finished) as pilot:
        monkeypatch.setattr(input_queue, "STARTLED", 0.5)
        monkeypatch.setattr(input_queue, "REPEATED", 0.15)
        app_of(pilot).recover()
        await settle(pilot)
        shown = app_of(pilot).input_queue._shown_at
        press_at(pilot, key, *(shown + tenth / 10 for tenth in range(1, 40)))
        await settle(pilot)
        assert screen_name(pilot) == "EndingScreen"
        press_at(pilot, key, shown + 4.1)
        await settle(pilot)
        assert screen_name(pilot) != "EndingScreen"
