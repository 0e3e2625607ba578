from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

from ceo_sim.classroom import own
from ceo_sim.classroom.entities import OwnMove
from ceo_sim.classroom.own import OwnStories
from ceo_sim.classroom.story import make_own
from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Report
from ceo_sim.presentation import headings
from tests.support.classes import own_game
from tests.support.hosting import Hosted, Visitor, hosting


async def step(student: Visitor, option: int = 0) -> dict[str, Any]:
    """One step of a student: what is urgent, or the first of the agenda, or time."""
    told = await student.ask("/seat")
    for decision in [told["urgent"]] if told["urgent"] else list(told["decisions"]):
        if options := told["decisions"][decision]:
            choice = {"option": options[option % len(options)], "reason": "As promised.", "number": told["number"]}
            status, answer = await student.send(f"/decide/{decision}", **choice)
            assert status == 200, answer
            return answer
    status, answer = await student.send("/pass", until="needed", number=told["number"])
    assert status == 200, answer
    return answer


async def test_everybody_plays_a_story_of_their_own_to_its_ending(tmp_path: Path) -> None:
    async with hosting(tmp_path, play="own") as hosted:
        students = [await hosted.student() for _ in range(2)]
        for place, student in enumerate(students):
            while not (await student.ask("/seat"))["ended"]:
                following = (await step(student, place))["next"].removeprefix("/BCDF")
                assert (await student.page(following))[0] == 200
        seats = list(hosted.held.room.seats.values())
        assert all(seat.ending for seat in seats)
        assert seats[0].moves != seats[1].moves
        teacher = await hosted.teacher()
        _, page = await teacher.page("/teach")
        assert page.count("<td>over</td>") == 2
        assert "2 of 2 have come to an ending." in (await teacher.page("/screen"))[1]


async def test_a_game_that_was_forgotten_is_played_again_to_the_same_state(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(own, "MOST_GAMES", 1)
    async with hosting(tmp_path, play="own") as hosted:
        first, second = [await hosted.student() for _ in range(2)]
        for _ in range(3):
            await step(first)
            await step(second, 1)
        for seat in hosted.held.room.seats.values():
            again = own_game(hosted.lesson.story.program, hosted.held.room, seat)
            assert again.check() == hosted.held.stories.story(seat).game.check()
            assert [move.check for move in seat.answers] == [answer.check for answer in again.answers]


async def test_a_game_that_was_put_aside_goes_on_without_being_played_again(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(own, "MOST_GAMES", 1)
    replayed = []

    def counted(game: Game, move: OwnMove, place: int) -> Report | None:
        replayed.append(place)
        return make_own(game, move, place)

    monkeypatch.setattr(own, "make_own", counted)
    async with hosting(tmp_path, play="own") as hosted:
        students = [await hosted.student() for _ in range(3)]
        for _ in range(3):
            for student in students:
                await step(student)
                assert (await student.page("/seat?outcome=yes"))[0] == 200
        assert not replayed
        for seat in hosted.held.room.seats.values():
            again = own_game(hosted.lesson.story.program, hosted.held.room, seat)
            assert again.check() == hosted.held.stories.story(seat).game.check()


async def test_a_game_that_was_put_aside_before_its_story_was_taken_back_is_played_again(
    tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(own, "MOST_GAMES", 1)
    async with hosting(tmp_path, play="own") as hosted:
        student, other = [await hosted.student() for _ in range(2)]
        for _ in range(2):
            await step(student)
        seat = next(iter(hosted.held.room.seats.values()))
        stories = hosted.held.stories
        assert len(stories.story(seat).game.answers) == 2
        await step(other)
        taken = seat.moves.pop()
        assert len(stories.story(seat).moves) == 1
        assert len(stories.story(seat).game.answers) == 1
        seat.moves.append(taken)
        assert len(stories.story(seat).game.answers) == 2


async def test_of_two_devices_that_answer_at_once_one_is_told_that_the_story_has_gone_on(tmp_path: Path) -> None:
    async with hosting(tmp_path, play="own") as hosted:
        student = await hosted.student()
        told = await student.ask("/seat")
        decision = told["urgent"] or next(iter(told["decisions"]))
        choice = {"option": told["decisions"][decision][0], "number": told["number"]}
        answers = await asyncio.gather(*(student.send(f"/decide/{decision}", **choice) for _ in range(2)))
        assert sorted(status for status, _ in answers) == [200, 409]
        assert len(_seat(hosted).moves) == 1


async def test_a_story_goes_on_from_its_log_after_the_server_was_away(tmp_path: Path) -> None:
    async with hosting(tmp_path, play="own") as hosted:
        student = await hosted.student()
        for _ in range(3):
            await step(student)
        seat, held = _seat(hosted), hosted.held
        fresh = OwnStories(held.lesson.live, held.lesson.story.program).story(seat)
        assert fresh.game.check() == held.stories.story(seat).game.check()
        assert fresh.report is not None


async def test_a_decision_keeps_what_was_typed_where_it_cannot_be_taken(tmp_path: Path) -> None:
    async with hosting(tmp_path, play="own") as hosted:
        student = await hosted.student()
        told = await student.ask("/seat")
        decision = told["urgent"] or next(iter(told["decisions"]))
        status, page, _ = await student.submit(f"/decide/{decision}", reason="My own words.", number=0)
        assert (status, "Pick an option first." in page, "My own words." in page) == (422, True, True)


async def test_a_class_that_plays_together_has_no_stories_of_seats(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        assert (await student.send("/pass", number=0))[0] == 409


async def test_every_meter_leads_to_its_causes_and_what_they_rest_on(tmp_path: Path) -> None:
    async with hosting(tmp_path, play="own") as hosted:
        student = await hosted.student()
        following = ""
        while 'class="moves"' not in (shown := (await student.page(following or "/seat"))[1]):
            following = (await step(student))["next"].removeprefix("/BCDF")
        addresses = re.findall(r'href="/BCDF(/seat\?why=[^"]*)"', shown)
        assert addresses
        for address in addresses:
            status, told = await student.page(address)
            assert status == 200
            assert headings.CAUSES_ADD_UP in told
        assert "What it rests on" in told
        assert "Support: " in told
        assert 'href="/BCDF/seat?outcome=yes"' in told
        for nothing in ("none", "%3Cscript%3E"):
            assert headings.CAUSES_ADD_UP not in (await student.page(f"/seat?why={nothing}"))[1]


def _seat(hosted: Hosted) -> Any:
    return next(iter(hosted.held.room.seats.values()))
