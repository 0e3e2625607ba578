from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.beginning import holding
from ceo_sim.classroom.console.app import Console
from ceo_sim.classroom.controls import controls
from ceo_sim.classroom.entities import Ballot
from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.store import SqliteStore
from ceo_sim.classroom.story import beginning
from ceo_sim.tui.widgets.document import DocumentView
from tests.support.classes import joined
from tests.support.scenarios import shipped


@asynccontextmanager
async def console(
    folder: Path,
    seats: int = 6,
    play: ev.PlayMode = "board",
    size: tuple[int, int] = (80, 24),
    about: Sequence[str] = ("Students open http://127.0.0.1",),
    scenario: str = "tutorial",
) -> AsyncIterator[tuple[Pilot[None], HeldClass]]:
    loaded = shipped(scenario)
    begin = beginning(loaded, seed=7, teacher="secret", play=play)
    async with holding(SqliteStore.create(folder / "a.class"), loaded, begin) as held:
        for number in range(seats):
            await held.lesson.live.submit(joined(number))
        async with Console(held, about).run_test(size=size) as pilot:
            await pilot.pause()
            yield pilot, held


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await pilot.pause(0.05)


def seen(pilot: Pilot[None]) -> str:
    """The class as the console shows it, in the words of its lines."""
    view = pilot.app.query_one("#standing", DocumentView)
    return "\n".join(line.plain for line in view.draw(60))


def phase(held: HeldClass) -> str:
    return held.room.phase


def note(pilot: Pilot[None]) -> str:
    return str(pilot.app.query_one("#note", Static).visual)


async def vote(held: HeldClass, number: int, option: str, round: ev.Round = 1, reason: str = "") -> None:
    ballot = held.room.ballot
    assert ballot is not None
    event = ev.Voted(ballot=ballot.number, round=round, seat=f"s{number}", option=option, reason=reason)
    await held.lesson.live.submit(event)


async def counting_hands(pilot: Pilot[None], held: HeldClass) -> Ballot:
    """The decision that is put before a class without devices, its hands to be counted."""
    held.lesson.by_hands = True
    await press(pilot, "enter", "enter")
    assert held.room.ballot is not None
    return held.room.ballot


async def test_a_lesson_can_be_led_by_enter_alone(tmp_path: Path) -> None:
    async with console(tmp_path) as (pilot, held):
        await press(pilot, "enter", "enter")  # put the first of what waits
        assert phase(held) == "put"
        await press(pilot, "enter", "enter")  # open the vote without a countdown
        assert phase(held) == "voting"
        ballot = held.room.ballot
        assert ballot is not None
        for number in range(5):
            await vote(held, number, ballot.options[number % 2])
        await pilot.pause(0.3)
        assert "5 of 6 have voted." in seen(pilot)
        await press(pilot, "enter", "enter")  # one has not voted: it is asked, and no stands first
        assert phase(held) == "voting"
        await press(pilot, "enter", "down", "enter")
        assert phase(held) == "talk"
        await press(pilot, "enter", "enter", "c")
        assert phase(held) == "closed"
        await press(pilot, "enter")
        assert phase(held) == "revealed"
        await press(pilot, "enter", "enter")  # what the class chose
        assert held.room.ballot is None
        await pilot.pause(0.3)
        assert "The class decided:" in seen(pilot)


async def test_what_cannot_be_done_says_why_and_does_nothing(tmp_path: Path) -> None:
    async with console(tmp_path) as (pilot, held):
        seq = held.room.seq
        await press(pilot, "r")
        assert "No decision is before the class." in note(pilot)
        await press(pilot, "d", "escape")
        assert "Nothing was done." in note(pilot)
        assert held.room.seq == seq


async def test_raised_hands_are_typed_option_by_option(tmp_path: Path) -> None:
    async with console(tmp_path, seats=0) as (pilot, held):
        await press(pilot, "enter", "enter", "h")
        ballot = held.room.ballot
        assert ballot is not None
        for count in range(len(ballot.options)):
            assert isinstance(pilot.app.screen.focused, Input)
            await press(pilot, *f"{count + 3}", "enter")
        assert list(ballot.hands[1].values()) == [count + 3 for count in range(len(ballot.options))]
        assert f"{len(ballot.options) + 2}" in seen(pilot)


async def test_a_count_can_be_gone_over_before_it_is_saved_and_corrected_afterwards(tmp_path: Path) -> None:
    async with console(tmp_path, seats=0) as (pilot, held):
        ballot = await counting_hands(pilot, held)
        last = len(ballot.options) - 1
        await press(pilot, "enter", "7", "x", "enter", "4", "up", "1", "2", *("down",) * (last + 1))
        assert "In all: 16" in str(pilot.app.screen.query_one("#sum", Static).visual)
        assert not any(ballot.hands[1].values())
        await press(pilot, "enter")
        assert list(ballot.hands[1].values()) == [12, 4, *(0,) * (last - 1)]
        await press(pilot, "h", "1", *("down",) * last, "enter")
        assert list(ballot.hands[1].values()) == [1, 4, *(0,) * (last - 1)]


async def test_by_raised_hands_enter_alone_leads_from_a_decision_to_what_comes_of_it(tmp_path: Path) -> None:
    async with console(tmp_path, seats=0) as (pilot, held):
        ballot = await counting_hands(pilot, held)
        for asked, counts in enumerate(((12, 9), (3, 18)), 1):
            await press(pilot, "enter")
            typed = [*map(str, counts), *("",) * (len(ballot.options) - 2)]
            await press(pilot, *(key for count in typed for key in (*count, "enter")))
            assert len(ballot.rounds()) == asked
            assert " of 0 " not in seen(pilot)
        assert "12 →  3" in seen(pilot)
        assert " 9 → 18" in seen(pilot)
        await press(pilot, "enter")
        assert phase(held) == "revealed"
        await press(pilot, "enter", "enter")
        assert ballot.answer == ballot.options[1]


async def test_a_choice_of_the_teacher_s_is_not_called_that_of_the_class(tmp_path: Path) -> None:
    async with console(tmp_path, seats=0) as (pilot, held):
        lesson = held.lesson
        await lesson.put(lesson.waiting()[0].id)
        ballot = held.room.ballot
        assert ballot is not None
        await lesson.answer(ballot.options[0])
        await pilot.pause(0.4)
        assert "The teacher decided: " in seen(pilot)


async def test_every_key_is_seen_in_80_by_24_whatever_the_class_does(tmp_path: Path) -> None:
    async with console(tmp_path, scenario="the_post") as (pilot, held):
        lesson = held.lesson
        for _ in range(5):
            while not (waiting := lesson.waiting()) or lesson.game.urgent() is None:
                await lesson.next()
            await lesson.put(waiting[0].id)
            ballot = held.room.ballot
            assert ballot is not None
            labels = {each.id: each.label for each in lesson.decision(ballot.decision).options}
            longest = max(ballot.options, key=lambda option: len(labels[option]))
            for round in (1, 2):
                await lesson.open_vote()
                for number in range(5):
                    await vote(held, number, longest, 2 if round == 2 else 1, "Because.")
                for _ in ("voting", "closed"):
                    await pilot.pause(0.3)
                    assert pilot.app.query_one("#controls").max_scroll_y == 0, (round, phase(held))
                    if ballot.is_open:
                        await lesson.close()
            await lesson.answer()


@pytest.mark.parametrize("scenario", ["tutorial", "the_post"])
async def test_both_votes_and_what_comes_next_are_seen_at_once_in_80_by_24(tmp_path: Path, scenario: str) -> None:
    """Of the decision with the most options as well."""
    async with console(tmp_path, seats=0, scenario=scenario) as (pilot, held):
        lesson = held.lesson
        lesson.by_hands = True
        while len(lesson.waiting()) < 1 or max(len(lesson.open_options(line.id)) for line in lesson.waiting()) < 3:
            await lesson.next()
        await lesson.put(max(lesson.waiting(), key=lambda line: len(lesson.open_options(line.id))).id)
        ballot = held.room.ballot
        assert ballot is not None
        for _ in (1, 2):
            await lesson.take_hands(dict.fromkeys(ballot.options, 11))
        await press(pilot, "down")
        assert pilot.app.query_one("#class").max_scroll_y == 0
        assert pilot.app.query_one("#controls").max_scroll_y == 0
        assert seen(pilot).count("11 → 11") == len(ballot.options)
        assert "Enter Show both votes" in str(pilot.app.query_one("#keys", Static).visual).splitlines()[0]


async def test_reasons_are_looked_at_and_shown_one_by_one(tmp_path: Path) -> None:
    async with console(tmp_path) as (pilot, held):
        await press(pilot, "o")
        assert "There are no reasons yet." in note(pilot)
        await press(pilot, "enter", "enter", "enter", "enter")
        ballot = held.room.ballot
        assert ballot is not None
        await vote(held, 0, ballot.options[0], reason="[bold]It is fair.[/] $text")
        await press(pilot, "o")
        rows = pilot.app.screen.query_one(OptionList)
        assert "[bold]It is fair.[/] $text" in str(rows.get_option_at_index(0).prompt)
        await press(pilot, "enter")
        assert ballot.votes[1]["s0"].is_shown
        await press(pilot, "enter", "escape")
        assert not ballot.votes[1]["s0"].is_shown


async def test_what_cannot_be_undone_is_asked_once_more(tmp_path: Path) -> None:
    async with console(tmp_path) as (pilot, held):
        await press(pilot, "e", "enter")
        assert not held.room.is_over
        await press(pilot, "e", "down", "enter")
        assert held.room.is_over


async def test_leaving_is_asked_and_the_class_goes_on_in_its_log(tmp_path: Path) -> None:
    async with console(tmp_path) as (pilot, held):
        await press(pilot, "ctrl+q", "enter")
        assert pilot.app.is_running
        await press(pilot, "ctrl+c", "down", "enter")
        assert not held.room.is_over


async def test_a_class_that_changes_while_the_console_is_taken_down_does_no_harm(tmp_path: Path) -> None:
    async with console(tmp_path) as (pilot, held):
        await pilot.app.query_one("#head").remove()
        await held.lesson.put(held.lesson.waiting()[0].id)
        await pilot.pause(1.3)  # the clock has ticked, too
        assert pilot.app.is_running


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16)])
async def test_it_can_be_used_at_any_size(tmp_path: Path, size: tuple[int, int]) -> None:
    async with console(tmp_path, size=size) as (pilot, held):
        await press(pilot, "enter", "enter")
        assert phase(held) == "put"
        assert pilot.app.query_one("#standing").region.width > 15


async def test_stories_of_their_own_show_how_far_each_seat_is(tmp_path: Path) -> None:
    async with console(tmp_path, play="own") as (pilot, held):
        await held.lesson.live.submit(
            ev.OwnAnswered(seat="s1", number=0, step=0, decision="alarm", option="joke", check="")
        )
        await pilot.pause(0.3)
        assert "0 of 6 stories are over." in seen(pilot)
        assert "1 decision" in seen(pilot)


async def test_every_key_does_one_thing(tmp_path: Path) -> None:
    async with console(tmp_path) as (_, held):
        keys = [control.key for control in controls(held.lesson)]
        assert len(set(keys)) == len(keys)
        assert not {"o", "u"} & set(keys)


async def test_every_address_can_be_read_to_its_end_in_80_columns(tmp_path: Path) -> None:
    address = "http://192.168.100.100:54321/BCDF/teach?key=abcdefghijklmnopqrstuv"
    async with console(tmp_path, about=[f"Teacher:    {address}"]) as (pilot, _):
        beside_the_keys = pilot.app.query_one("#about")
        room = pilot.app.query_one("#class").content_region.width
        assert beside_the_keys.region.width <= room
        assert beside_the_keys.region.height > 3
        await press(pilot, "u")
        whole = pilot.app.screen.query_one("#about-lines")
        assert any(address in whole.render_line(row).text for row in range(whole.region.height))
        await press(pilot, "u")
        assert len(pilot.app.screen_stack) == 1
