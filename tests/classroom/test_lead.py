"""What a teacher does, without a face: the order of a lesson, its countdown, going back, and what is refused."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ceo_sim.classroom import controls
from ceo_sim.classroom import events as ev
from ceo_sim.classroom.beginning import holding
from ceo_sim.classroom.entities import ThrowMove
from ceo_sim.classroom.lead import Lesson
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.store import SqliteStore
from ceo_sim.classroom.story import beginning, story_of
from tests.support.scenarios import shipped


@contextlib.asynccontextmanager
async def lesson_of(folder: Path, scenario: str = "tutorial", play: ev.PlayMode = "board") -> AsyncIterator[Lesson]:
    """A class of a shipped scenario, at its beginning."""
    loaded = shipped(scenario)
    begin = beginning(loaded, seed=7, teacher="key", play=play, code="BCDF")
    async with holding(SqliteStore.create(folder / "a.class"), loaded, begin) as held:
        yield held.lesson


async def put(lesson: Lesson) -> tuple[str, ...]:
    """Put what waits before the class; its options."""
    while not lesson.waiting():
        await lesson.next()
    await lesson.put(lesson.waiting()[0].id)
    assert lesson.ballot is not None
    return lesson.ballot.options


def is_open(lesson: Lesson) -> bool:
    """Whether votes are taken."""
    return lesson.ballot is not None and lesson.ballot.is_open


async def vote(lesson: Lesson, seat: str, option: str) -> None:
    """Let a seat vote in the open round."""
    ballot = lesson.ballot
    assert ballot is not None
    await lesson.live.submit(ev.Voted(ballot.number, 2 if ballot.round == 2 else 1, seat, option))


async def test_what_is_suggested_leads_through_a_whole_story(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        seats = [(await lesson.join())[0].id for _ in range(3)]
        done: list[str] = []
        while (id := controls.suggested(lesson)) and len(done) < 400:
            control = controls.control(lesson, id)
            assert control is not None
            assert control.can, (id, control.refusal)
            fields = {ask.name: ask.choices[0][0] for ask in control.asks if ask.is_needed}
            await controls.perform(lesson, id, fields)
            if id == "open":
                for seat in seats:
                    assert lesson.ballot is not None
                    await vote(lesson, seat, lesson.ballot.options[0])
            done.append(id)
        assert lesson.game.ended
        assert done[:6] == ["put", "open", "close", "open", "close", "reveal"]
        assert set(done) == {"put", "open", "close", "reveal", "answer", "next", "debrief"}


async def test_every_control_that_can_be_used_is_done_and_every_other_is_refused(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        seat = (await lesson.join())[0].id
        options: tuple[str, ...] = ()
        for stage in ("lobby", "put", "voting", "talk", "closed", "revealed"):
            assert lesson.room.phase == stage
            for control in controls.controls(lesson):
                if control.id in ("end", "remove", "code", "pause", "resume", "withdraw", "back") or control.can:
                    continue
                fields = {ask.name: ask.choices[0][0] if ask.choices else "1" for ask in control.asks}
                with pytest.raises(Refused):
                    await controls.perform(lesson, control.id, fields)
            match stage:
                case "lobby":
                    options = await put(lesson)
                case "put" | "talk":
                    await lesson.open_vote()
                case "voting":
                    await vote(lesson, seat, options[0])
                    await lesson.close()
                case "closed":
                    await lesson.reveal()
            if stage == "talk":
                await vote(lesson, seat, options[0])
                await lesson.close()


async def test_on_a_tie_the_teacher_has_to_pick(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        seats = [(await lesson.join())[0].id for _ in range(2)]
        options = await put(lesson)
        await lesson.open_vote()
        for seat, option in zip(seats, options, strict=False):
            await vote(lesson, seat, option)
        await lesson.close()
        with pytest.raises(Refused, match=r"tie: pick the option"):
            await lesson.answer()
        control = controls.control(lesson, "answer")
        assert control is not None
        assert control.label == "Carry out, on a tie, what you pick"
        assert control.asks[0].is_needed
        await lesson.answer(options[1])
        ballot = lesson.room.ballots[1]
        assert (ballot.answer, ballot.by) == (options[1], "teacher")


async def test_raised_hands_decide_where_nobody_has_a_device(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        options = await put(lesson)
        fields = {"round": "1", f"count-{options[0]}": "4", f"count-{options[1]}": " 19 ", "count-none": "3"}
        await lesson.open_vote()
        assert controls.suggested(lesson) == "hands"
        await controls.perform(lesson, "hands", fields)
        assert controls.suggested(lesson) == "close"
        await lesson.close()
        assert lesson.majority() == options[1]
        for typed in ("x", "-1", "1.5", "99999", "２"):
            with pytest.raises(Refused, match=r"no whole number"):
                await controls.perform(lesson, "hands", {**fields, f"count-{options[0]}": typed})
        await lesson.reveal()
        await lesson.answer()
        assert lesson.room.ballots[1].by == "majority"


async def test_where_no_device_can_reach_the_class_a_vote_is_a_count_of_hands(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        lesson.by_hands = True
        done: list[str] = []
        while "answer" not in done:
            control = controls.control(lesson, id := controls.suggested(lesson))
            assert control is not None
            assert control.can, (id, control.refusal)
            assert not any("countdown" in ask.label.lower() for ask in control.asks)
            numbers = {ask.name: "7" for ask in control.asks if ask.is_number}
            fields = {ask.name: ask.choices[0][0] for ask in control.asks if ask.choices} | numbers
            await controls.perform(lesson, id, fields)
            done.append(id)
        assert done == ["put", "count", "count", "reveal", "answer"]


async def test_where_no_device_can_reach_the_class_nothing_of_devices_is_offered(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        lesson.by_hands = True
        await put(lesson)
        ids = {control.id for control in controls.controls(lesson)}
        assert not ids & {"open", "close", "time", "group", "move", "remove", "code"}
        display = controls.control(lesson, "display")
        assert display is not None
        assert not {"reasons", "groups"} & {view for view, _ in display.asks[0].choices}


async def test_a_count_of_no_hands_is_refused_and_a_correction_begins_with_what_was_counted(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        lesson.by_hands = True
        options = await put(lesson)
        with pytest.raises(Refused, match=r"at least one hand"):
            await controls.perform(lesson, "count", {})
        for counts in ({options[0]: 4}, {options[1]: 6}):
            await lesson.take_hands(counts)
        with pytest.raises(Refused, match=r"Both votes"):
            await lesson.take_hands({options[0]: 1})
        hands, earlier = controls.control(lesson, "hands"), controls.control(lesson, "earlier")
        assert hands is not None
        assert earlier is not None
        assert [(ask.name, ask.value) for ask in hands.asks if ask.value] == [(f"count-{options[1]}", "6")]
        assert [(ask.name, ask.value) for ask in earlier.asks if ask.value] == [(f"count-{options[0]}", "4")]
        await controls.perform(lesson, "earlier", {"round": "1", f"count-{options[0]}": "5"})
        assert lesson.ballot is not None
        assert [lesson.ballot.hands[round].get(options[0], 0) for round in (1, 2)] == [5, 0]


async def test_a_vote_that_devices_had_opened_is_closed_by_counting_hands(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        options = await put(lesson)
        await lesson.open_vote()
        lesson.by_hands = True
        assert controls.suggested(lesson) == "count"
        await lesson.take_hands({options[0]: 4})
        assert lesson.room.phase == "talk"


async def test_a_countdown_closes_the_vote_by_itself_and_stands_still_in_a_pause(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        await lesson.join()
        await put(lesson)
        await lesson.open_vote(1)
        await lesson.pause()
        await asyncio.sleep(1.3)
        assert is_open(lesson)
        assert lesson.live.seconds_left() == 1
        await lesson.resume()
        await asyncio.sleep(1.8)
        assert not is_open(lesson)


async def test_time_that_is_given_keeps_the_vote_open(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        await put(lesson)
        await lesson.open_vote(1)
        await lesson.give_time(0)
        await asyncio.sleep(1.3)
        assert lesson.room.phase == "voting"
        assert lesson.live.seconds_left() is None
        with pytest.raises(Refused, match=r"0 to 3,600 seconds"):
            await lesson.give_time(3601)


async def test_going_back_undoes_one_step_and_the_story_is_as_it_was(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        checks = [lesson.game.check()]
        for _ in range(3):
            options = await put(lesson) if lesson.waiting() else ()
            if options:
                await lesson.answer(options[0])
            else:
                await lesson.next()
            checks.append(lesson.game.check())
        while lesson.room.moves:
            count = len(lesson.room.moves)
            await lesson.back()
            assert len(lesson.room.moves) == count - 1
        assert lesson.game.check() == checks[0]
        with pytest.raises(Refused, match=r"nothing to go back to"):
            await lesson.back()


async def test_an_inject_is_thrown_once_and_played_again_from_the_log(tmp_path: Path) -> None:
    async with lesson_of(tmp_path, "the_post") as lesson:
        for _ in range(12):
            if offered := [each.id for each in lesson.game.injects() if each.offered]:
                break
            if lesson.waiting():
                await lesson.answer((await put(lesson))[0])
            else:
                await lesson.next()
        await lesson.throw(offered[0])
        assert lesson.room.moves[-1] == ThrowMove(offered[0])
        check = lesson.game.check()
        with pytest.raises(Refused, match=r"thrown in already"):
            await lesson.throw(offered[0])
        story = story_of(lesson.opened, lesson.story.loaded)
        assert story.follow(lesson.room.moves).check() == check


async def test_a_line_of_news_is_plain_and_short_and_moves_nothing(tmp_path: Path) -> None:
    async with lesson_of(tmp_path) as lesson:
        check = lesson.game.check()
        await lesson.news("  The\x1b[2J lights\ngo \u202eout. ")
        assert lesson.room.news[-1] == (0, "The [2J lights go out.")
        assert lesson.game.check() == check
        for text in ("", " \n ", "x" * (ev.MAX_NEWS + 1)):
            with pytest.raises(Refused):
                await lesson.news(text)


async def test_in_a_class_of_own_stories_nothing_is_put_before_all(tmp_path: Path) -> None:
    async with lesson_of(tmp_path, play="own") as lesson:
        assert {control.area for control in controls.controls(lesson)} == {"screen", "class"}
        assert controls.suggested(lesson) == ""
        for id in ("put", "next", "back", "throw"):
            with pytest.raises(Refused, match=r"story of their own"):
                await controls.perform(lesson, id, {"decision": "x", "inject": "y"})


async def test_teams_are_balanced_by_themselves_and_observers_do_not_vote(tmp_path: Path) -> None:
    async with lesson_of(tmp_path, "the_post", "teams") as lesson:
        teams = lesson.opened.teams
        seats = [(await lesson.join())[0] for _ in range(2 * len(teams))]
        assert sorted(seat.team for seat in seats) == sorted(teams * 2)
        await lesson.move(seats[0].id, ev.OBSERVERS)
        options = await put(lesson)
        await lesson.open_vote()
        with pytest.raises(Refused, match=r"Observers do not vote"):
            await vote(lesson, seats[0].id, options[0])
        assert seats[0] not in lesson.room.waiting_for()


def test_every_control_has_words_and_a_key_of_its_own(tmp_path: Path) -> None:
    async def keys() -> list[str]:
        async with lesson_of(tmp_path) as lesson:
            await lesson.join()
            return [control.key for control in controls.controls(lesson) if control.label]

    found = asyncio.run(keys())
    assert len(found) == len(set(found))
