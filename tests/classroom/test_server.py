from __future__ import annotations

import asyncio
import re
from pathlib import Path

from ceo_sim.analysis.predictions import judged
from ceo_sim.classroom import events as ev
from ceo_sim.presentation import headings
from tests.support.hosting import hosting


async def test_what_a_seat_expected_is_held_against_what_came_and_shown_to_it_alone(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        teacher = await hosted.teacher()
        expecting, other = await hosted.student(), await hosted.student()
        told = await teacher.ask("/teach")
        await teacher.do("put", decision=told["controls"]["put"]["asks"]["decision"][0])
        ballot = (await expecting.ask("/seat"))["ballot"]
        assert ballot["metrics"]
        assert (await expecting.send("/predict", ballot=1, **{"metric-1": "up", "metric-2": "sideways"}))[0] == 200
        assert (await other.send("/predict", ballot=1, **{"metric-1": "sideways"}))[0] == 422
        await teacher.do("answer", option=ballot["options"][0])
        assert (await expecting.send("/predict", ballot=1, **{"metric-1": "down"}))[0] == 409
        assert "you said ▲ up; a day has to pass first." in (await expecting.page("/seat"))[1]
        while hosted.lesson.game.now < hosted.lesson.game.timeline.steps_a_day:
            told = await teacher.do("day")
        (came,) = judged(hosted.lesson.game, 0, {ballot["metrics"][0]: "up"})
        words = {"up": "it went up", "same": "it stayed the same", "down": "it went down"}
        assert f"you said ▲ up; {words[came.actual]}" in (await expecting.page("/seat"))[1]
        for visitor, path in ((other, "/seat"), (teacher, "/teach"), (teacher, "/screen")):
            assert "you said" not in (await visitor.page(path))[1]


async def test_a_class_goes_from_the_lobby_over_two_votes_to_what_came_of_it(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        teacher = await hosted.teacher()
        students = [await hosted.student() for _ in range(3)]
        told = await teacher.ask("/teach")
        if told["suggested"] == "next":
            told = await teacher.do("next")
        decision = told["controls"]["put"]["asks"]["decision"][0]
        await teacher.do("put", decision=decision)
        for round in (1, 2):
            await teacher.do("open")
            ballot = (await students[0].ask("/seat"))["ballot"]
            assert (ballot["round"], ballot["open"]) == (round, True)
            for student in students:
                vote = {
                    "ballot": ballot["number"],
                    "round": round,
                    "option": ballot["options"][0],
                    "reason": "Because.",
                }
                assert (await student.send("/vote", **vote))[0] == 200
            await teacher.do("close")
        await teacher.do("reveal")
        _, shown = await students[0].page("/seat")
        assert "This is how the class voted." in shown
        await teacher.do("answer")
        for path in ("/seat", "/screen"):
            status, shown = await students[0].page(path)
            assert status == 200
            assert "The class decided: " in shown
        status, shown = await teacher.page("/teach")
        assert status == 200
        assert "What the class has decided" in shown


async def test_a_meter_leads_a_student_to_its_causes_until_a_decision_is_put(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        teacher, student = await hosted.teacher(), await hosted.student()
        told = await teacher.ask("/teach")
        first, *_ = told["controls"]["put"]["asks"]["decision"]
        await teacher.do("put", decision=first)
        await teacher.do("answer", option=(await student.ask("/seat"))["ballot"]["options"][0])
        address = re.findall(r'href="/BCDF(/seat\?why=[^"]*)"', (await student.page("/seat"))[1])[0]
        _, why = await student.page(address)
        assert headings.CAUSES_ADD_UP in why
        assert "What it rests on" in why
        assert "?why=" not in (await teacher.page("/screen"))[1], "there is nothing to press on the projector"
        while not (decisions := (await teacher.ask("/teach"))["controls"]["put"]["asks"].get("decision")):
            await teacher.do("day")
        await teacher.do("put", decision=decisions[0])
        assert headings.CAUSES_ADD_UP not in (await student.page(address))[1]


async def test_the_teachers_page_of_a_large_class_lists_some_and_all_when_asked(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        lesson, teacher = hosted.lesson, await hosted.teacher()
        seats = [(await lesson.join())[0] for _ in range(300)]
        await lesson.put(lesson.waiting()[0].id)
        await lesson.open_vote()
        ballot = lesson.ballot
        assert ballot is not None
        votes = (ev.Voted(1, 1, seat.id, ballot.options[0], f"Reason {seat.name}.") for seat in seats[:290])
        await asyncio.gather(*(lesson.live.submit(vote) for vote in votes))
        _, some = await teacher.page("/teach")
        _, whole = await teacher.page("/teach?whole=yes")
        assert len(some) < 100_000
        for seat in seats:
            assert f">{seat.name}</th>" in whole
            assert (f">{seat.name}</th>" in some) or seat not in seats[290:]
        assert some.count("<q>") == 60
        assert whole.count("<q>") == 290
