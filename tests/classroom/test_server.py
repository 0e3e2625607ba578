from __future__ import annotations

from pathlib import Path

from tests.support.hosting import hosting


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
