from __future__ import annotations

from pathlib import Path

from ceo_sim.analysis.predictions import judged
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
