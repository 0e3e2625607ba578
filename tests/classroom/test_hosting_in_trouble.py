"""`ceo-sim class host` as a process of its own, and all that can befall it in front of a class."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from attrs import define

from ceo_sim.classroom.rehearsal.bots import Student, Teacher, Unanswered
from ceo_sim.classroom.rehearsal.record import Record, saved_in
from ceo_sim.classroom.room import Room
from ceo_sim.classroom.store import SqliteStore

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="needs signals and limits of Linux")]

STUDENTS = 8
COMMAND = (sys.executable, "-m", "ceo_sim", "class", "host", "--address", "127.0.0.1", "--no-console")


@define
class Running:
    """A host that runs.

    Attributes:
        base: The address of the class, with its code.
    """

    process: subprocess.Popen[str]
    base: str
    key: str

    def kill(self) -> None:
        """Kill it, as nothing can be prepared for."""
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()


def start(folder: Path, *arguments: str) -> Running:
    """Host in a folder, until the address is said."""
    process = subprocess.Popen(
        [*COMMAND, "--folder", str(folder), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r"(http://127\.0\.0\.1:\d+/[A-Z]{4})/teach\?key=(\S+)", line):
            return Running(process, found[1], found[2])
    process.wait()
    process.stdout.close()
    raise AssertionError(said)


@contextlib.contextmanager
def host(folder: Path, *arguments: str) -> Iterator[Running]:
    running = start(folder, *arguments)
    try:
        yield running
    finally:
        running.kill()


def refused(folder: Path, *arguments: str) -> tuple[int, str]:
    """What a host says that cannot begin."""
    done = subprocess.run(
        [*COMMAND, "--folder", str(folder), *arguments], capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, done.stderr


def log_in(folder: Path) -> Path:
    (path,) = folder.glob("*.class")
    return path


def read(folder: Path) -> Room:
    with contextlib.closing(SqliteStore.look(log_in(folder))) as store:
        return Room().replay(store.read())


@contextlib.asynccontextmanager
async def lesson(running: Running, record: Record) -> AsyncIterator[tuple[Teacher, list[Student]]]:
    """A teacher and students, with a vote that is open."""
    teacher = Teacher(running.base, record)
    students = [Student(running.base, record, number=number) for number in range(STUDENTS)]
    try:
        await teacher.enter(running.key)
        await asyncio.gather(*(student.join() for student in students))
        await teacher.do("put", decision=teacher.choices("put", "decision")[0])
        await teacher.do("open")
        yield teacher, students
    finally:
        for guest in (*students, teacher):
            await guest.close()


async def vote_until_nobody_answers(student: Student, number: int) -> None:
    """Vote again and again, each time for something else, until the server is gone."""
    ballot = (await student.look())["ballot"]
    with contextlib.suppress(Unanswered):
        for turn in range(1_000):
            option = ballot["options"][(turn + number) % len(ballot["options"])]
            assert await student.vote(ballot["number"], ballot["round"], option, f"turn {turn} of {number}") == 200


async def test_votes_survive_five_kills_and_seats_go_on_by_their_cookies(tmp_path: Path) -> None:
    record = Record()
    running = start(tmp_path, "tutorial")
    port = running.base.split(":")[2].split("/")[0]
    try:
        async with lesson(running, record) as (_, students):
            for kills in range(5):
                votes = [
                    asyncio.create_task(vote_until_nobody_answers(each, 100 * kills + each.number)) for each in students
                ]
                await asyncio.sleep(0.4 + 0.13 * kills)
                running.kill()
                await asyncio.gather(*votes)
                with contextlib.closing(SqliteStore.look(log_in(tmp_path))) as store:
                    assert record.saved <= saved_in(store.read())
                for student in students:
                    await student.lose_connection()
                running = start(tmp_path, "--resume", str(log_in(tmp_path)), "--port", port)
                for student in students:
                    await student.come_back()
    finally:
        running.kill()
    assert not record.problems
    assert sum(saved.kind == "vote" for saved in record.saved) >= STUDENTS
    assert len(read(tmp_path).seats) == STUDENTS


async def test_a_laptop_that_sleeps_wakes_up_with_its_class(tmp_path: Path) -> None:
    record = Record()
    with host(tmp_path, "tutorial") as running:
        async with lesson(running, record) as (teacher, students):
            await teacher.do("time", seconds=2)
            ballot = (await students[0].look())["ballot"]
            running.process.send_signal(signal.SIGSTOP)
            voting = asyncio.create_task(students[0].vote(ballot["number"], 1, ballot["options"][0], "asleep"))
            await asyncio.sleep(4)
            assert not voting.done()
            running.process.send_signal(signal.SIGCONT)
            assert await voting in (200, 409)  # the countdown ran on; which of the two comes first is a matter of luck
            for _ in range(100):
                if (await teacher.look())["phase"] != "voting":
                    break
                await asyncio.sleep(0.1)
            assert teacher.desk["phase"] == "talk"
            await teacher.do("open")
            assert await students[1].vote(ballot["number"], 2, ballot["options"][0]) == 200
            heard = students[2].version
            await teacher.do("close")
            await asyncio.sleep(1)
            assert students[2].version != heard
    with contextlib.closing(SqliteStore.look(log_in(tmp_path))) as store:
        assert record.saved <= saved_in(store.read())
    assert not record.problems


async def test_a_full_disk_refuses_votes_until_there_is_room_again(tmp_path: Path) -> None:
    record = Record()
    with host(tmp_path, "tutorial") as running:
        async with lesson(running, record) as (teacher, students):
            ballot = (await students[0].look())["ballot"]
            number, options = ballot["number"], ballot["options"]
            pid, no_limit = running.process.pid, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))
            assert await students[0].vote(number, 1, options[0], "My own words.") == 503
            status, page = await teacher.ask("/teach", "control")
            assert status == 200
            assert "The log cannot be written just now" in page
            assert (await students[0].data_of("/seat"))["ballot"]["votes"] == {}
            resource.prlimit(pid, resource.RLIMIT_FSIZE, no_limit)
            assert await students[0].vote(number, 1, options[0], "My own words.") == 200
            assert (await students[0].data_of("/seat"))["ballot"]["votes"] == {"1": options[0]}
        running.kill()
    with contextlib.closing(SqliteStore.look(log_in(tmp_path))) as store:
        assert record.saved <= saved_in(store.read())


def test_a_class_has_one_host_and_the_second_says_so(tmp_path: Path) -> None:
    with host(tmp_path, "tutorial") as running:
        code, said = refused(tmp_path, "--resume", str(log_in(tmp_path)))
        assert code != 0
        assert "another ceo-sim holds this class" in said
        assert "Traceback" not in said
        running.kill()
    with host(tmp_path, "--resume", str(log_in(tmp_path))) as again:
        assert again.base[-4:] == running.base[-4:]


def test_a_port_that_is_taken_is_named_and_leaves_no_log_behind(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refused(tmp_path, "tutorial", "--port", str(port))
    assert code != 0
    assert f"port {port} of 127.0.0.1 is taken" in said
    assert not list(tmp_path.iterdir())


def test_a_host_that_is_interrupted_says_how_to_go_on(tmp_path: Path) -> None:
    with host(tmp_path, "tutorial") as running:
        os.kill(running.process.pid, signal.SIGINT)
        assert running.process.stdout is not None
        assert f"ceo-sim class host --resume {log_in(tmp_path)}" in running.process.stdout.read()
        assert running.process.wait(10) == 0
