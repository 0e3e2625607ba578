"""A school's servers as its IT runs them: processes on one database behind one address."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.postgresql import Database, now
from ceo_sim.classroom.rehearsal.bots import Student, Teacher, Unanswered
from ceo_sim.classroom.rehearsal.record import Record, saved_in
from ceo_sim.classroom.rehearsal.rehearsing import School as RealSchool
from ceo_sim.classroom.rehearsal.rehearsing import rehearse
from ceo_sim.classroom.school import open_class
from ceo_sim.library import load_playable, path_of
from tests.support import postgresql
from tests.support.scenarios import shipped
from tests.support.schools import PROMISED, School, school

Value = TypeVar("Value")
pytestmark = postgresql.NEEDED

SECRET = "correct%20horse%3A%2F%40battery"
"""A password as an address has it."""


@pytest.mark.parametrize("students, play", [(60, "board"), (200, "board"), (20, "own")])
def test_a_whole_lesson_through_three_servers_loses_nothing_and_shows_nothing_stale(
    server: postgresql.Cluster, students: int, play: ev.PlayMode
) -> None:
    path = path_of("tutorial")
    with school(server.url) as there:
        report = rehearse(
            load_playable(path), path, students=students, play=play, seed=3, school=RealSchool(server.url, there.at)
        )
    assert report.ok, report.problems
    assert report.seats == students
    assert report.lost == 0


async def test_several_classes_go_on_while_one_server_is_killed_in_the_middle_of_a_vote(
    server: postgresql.Cluster,
) -> None:
    with school(server.url) as there:
        classes = [await _begun(server.url, there, students=20) for _ in range(3)]
        votes = [asyncio.create_task(_votes(each)) for each in classes]
        await asyncio.sleep(0.05)
        await asyncio.to_thread(there.kill, 1)
        await asyncio.gather(*votes)
        for each in classes:
            await _in_spite(each.teacher.look)
            await each.teacher.do("close")
            assert each.teacher.desk["seats"] == 20
            await each.leave()
    for each in classes:
        assert not each.record.saved - saved_in(_log(server.url, each.code))
        assert len([saved for saved in each.record.saved if saved.kind == "vote"]) == 20


async def test_a_class_goes_on_after_its_database_was_restarted_under_three_servers(server: postgresql.Cluster) -> None:
    with school(server.url) as there:
        held = await _begun(server.url, there, students=12)
        vote = asyncio.create_task(_votes(held))
        await asyncio.to_thread(server.stop, "immediate")
        await asyncio.sleep(1)
        await asyncio.to_thread(server.start)
        await asyncio.wait_for(vote, 60)
        await _in_spite(lambda: held.teacher.do("close"))
        assert held.teacher.desk["phase"] != "voting"
        await held.leave()
    assert not held.record.saved - saved_in(_log(server.url, held.code))
    assert len([saved for saved in held.record.saved if saved.kind == "vote"]) == 12


async def test_a_class_that_is_deleted_is_gone_at_every_server_at_once(server: postgresql.Cluster) -> None:
    with school(server.url, servers=2) as there:
        held = await _begun(server.url, there, students=2)
        database = Database.open(server.url)
        assert database.purge(now() + 365 * 86_400_000) >= 1
        database.close()
        for _ in range(4):  # the proxy asks one after another
            status, text = await held.students[0].ask("/seat")
            assert status == 404
            assert "no class of that code" in text
        await held.leave()


def test_a_password_in_the_address_is_told_nowhere(server: postgresql.Cluster) -> None:
    url = server.url.replace("postgres@", f"postgres:{SECRET}@")
    with school(url, servers=2) as there:
        server.stop("immediate")
        server.start()
    assert len(there.told) == 2
    for told in there.told:
        assert PROMISED in told
        assert "horse" not in told
    database = Database.open(url)
    assert "horse" not in repr(database)
    database.close()


class _Held:
    """A class at the proxy, with its teacher and students in front of an open vote."""

    def __init__(self, base: str, code: str) -> None:
        self.base, self.code, self.record = base, code, Record()
        self.teacher, self.students = Teacher(base, self.record), list[Student]()

    async def leave(self) -> None:
        for guest in (self.teacher, *self.students):
            await guest.close()


async def _begun(url: str, there: School, *, students: int) -> _Held:
    database = await asyncio.to_thread(Database.open, url)
    begin, key = await asyncio.to_thread(lambda: open_class(database, shipped("tutorial"), seed=7))
    await asyncio.to_thread(database.close)
    held = _Held(f"{there.at}/{begin.code}", begin.code)
    await held.teacher.enter(key)
    held.students = [Student(held.base, held.record, number=number) for number in range(students)]
    for student in held.students:
        await student.join()
    while held.teacher.desk["suggested"] == "next":
        await held.teacher.do("next")
    await held.teacher.do("put", decision=held.teacher.choices("put", "decision")[0])
    await held.teacher.do("open")
    return held


async def _votes(held: _Held) -> None:
    """Each student votes, as a browser does it: again, for as long as no server says that the vote is saved."""

    async def one(student: Student) -> None:
        ballot = await _in_spite(lambda: _ballot(student))
        for _ in range(100):
            try:
                if await student.vote(ballot["number"], 1, ballot["options"][0], "Because.") == 200:
                    return
            except Unanswered:
                pass
            await asyncio.sleep(0.2)
        raise AssertionError("a vote was never saved")

    await asyncio.gather(*(one(student) for student in held.students))


async def _ballot(student: Student) -> dict[str, Any]:
    ballot: dict[str, Any] = (await student.data_of("/seat"))["ballot"]
    return ballot


async def _in_spite(work: Callable[[], Awaitable[Value]]) -> Value:
    """What comes of something that a server which is gone may leave unanswered once."""
    for _ in range(50):
        try:
            return await work()
        except (Unanswered, KeyError):
            await asyncio.sleep(0.2)
    raise AssertionError("nothing was answered")


def _log(url: str, code: str) -> list[ev.Stored]:
    database = Database.open(url)
    try:
        found = database.find(code)
        assert found is not None
        return list(found.read())
    finally:
        database.close()
