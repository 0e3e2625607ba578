from __future__ import annotations

from pathlib import Path

from ceo_sim.classroom.lead import Lesson
from tests.support.classes import joined
from tests.support.hosting import Hosted, hosting


async def played(hosted: Hosted) -> Lesson:
    """A class of twelve that has decided one thing, by raised hands."""
    lesson = hosted.lesson
    for number in range(12):
        await lesson.live.submit(joined(number))
    if not lesson.waiting():
        await lesson.next()
    decision = lesson.waiting()[0].id
    await lesson.put(decision)
    options = lesson.open_options(decision)
    await lesson.count_hands(1, {options[0]: 9, options[1]: 7})
    await lesson.reveal()
    await lesson.answer("")
    return lesson


async def test_the_projector_shows_the_debrief_part_by_part_and_begins_again_after_the_last(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        lesson = await played(hosted)
        teacher = await hosted.teacher()
        titles = [section.title for section in lesson.debrief().sections]
        assert len(titles) > 1
        for title in (*titles, titles[0]):
            await teacher.do("debrief")
            _, shown = await teacher.page("/screen")
            assert f"<h1>{title}</h1>" in shown
        await teacher.do("part", part=1)
        _, shown = await teacher.page("/screen")
        assert f"<h1>{titles[1]}</h1>" in shown


async def test_the_debrief_can_be_taken_along_by_the_teacher_alone(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        await played(hosted)
        teacher, student = await hosted.teacher(), await hosted.student()
        async with teacher.client.get("/BCDF/teach/debrief") as answer:
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert "To talk about" in await answer.text()
        async with student.client.get("/BCDF/teach/debrief") as answer:
            assert "To talk about" not in await answer.text()


async def test_a_class_that_is_over_can_still_be_looked_back_on(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        lesson = await played(hosted)
        await lesson.end()
        await lesson.display("debrief", 1)
        visitor = await hosted.visitor()
        _, shown = await visitor.page("/screen")
        assert f"<h1>{lesson.debrief().sections[1].title}</h1>" in shown
        assert "/screen/events" in shown  # it goes on following the teacher


async def test_before_anything_was_decided_there_is_nothing_to_look_back_on(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        teacher = await hosted.teacher()
        status, told = await teacher.send("/teach", do="debrief")
        assert (status, told["error"]) == (409, "There is nothing to look back on yet.")


async def test_with_a_decision_before_it_a_class_looks_back_only_once_it_is_over(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        lesson = await played(hosted)
        while not lesson.waiting():
            await lesson.next()
        await lesson.put(lesson.waiting()[0].id)
        teacher = await hosted.teacher()
        status, said = await teacher.send("/teach", do="debrief")
        assert (status, said["error"]) == (
            409,
            "A decision is before the class: carry it out or withdraw it first.",
        )
        await lesson.end()
        await teacher.do("debrief")
        _, shown = await teacher.page("/screen")
        assert f"<h1>{lesson.debrief().sections[0].title}</h1>" in shown


async def test_who_has_voted_may_say_which_question_the_reason_comes_nearest_to(tmp_path: Path) -> None:
    async with hosting(tmp_path, "the_post") as hosted:
        lesson, student = hosted.lesson, await hosted.student()
        await lesson.put(lesson.waiting()[0].id)
        await lesson.open_vote()
        ballot = lesson.ballot
        assert ballot is not None
        assert (await student.send("/lens", lens="care"))[0] == 409
        await student.send("/vote", ballot=1, round=1, option=ballot.options[0], reason="So.")
        await lesson.close()
        await lesson.reveal()
        _, shown = await student.page("/seat")
        assert "Which question does your reason come nearest to?" in shown
        assert (await student.send("/lens", lens="nonsense"))[0] == 409
        lens = next(iter(lesson.game.program.scenario.lenses))
        assert (await student.send("/lens", lens=lens))[0] == 200
        assert {vote.lens for vote in ballot.votes[1].values()} == {lens}
