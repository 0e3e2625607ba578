"""Pages that are told of changes: of what concerns them, many at once as one, and no page that does not listen."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import guests, held, screen_routes
from tests.support.hosting import CODE, Hosted, Visitor, hosting


@contextlib.asynccontextmanager
async def listening(visitor: Visitor, path: str) -> AsyncIterator[list[bytes]]:
    """What a page is told while the block runs."""
    told: list[bytes] = []

    async def listen() -> None:
        async with visitor.client.get(f"/{CODE}{path}") as stream:
            assert stream.status == 200
            while message := await stream.content.readuntil(b"\n\n"):
                told.append(message)

    task = asyncio.create_task(listen())
    await until(lambda: bool(told))
    try:
        yield told
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, asyncio.IncompleteReadError):
            await task


async def until(holds: object) -> None:
    """Wait until something holds, for five seconds at most."""
    assert callable(holds)
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - what holds is looked at from outside
            await asyncio.sleep(0.01)


async def votes(hosted: Hosted, count: int) -> None:
    """Put a decision before the class and let so many seats vote at once."""
    lesson = hosted.lesson
    seats = [(await lesson.join())[0] for _ in range(count)]
    await lesson.put(lesson.waiting()[0].id)
    await lesson.open_vote()
    ballot = lesson.ballot
    assert ballot is not None
    await asyncio.sleep(0.3)
    events = (ev.Voted(ballot.number, 1, seat.id, ballot.options[0]) for seat in seats)
    await asyncio.gather(*(lesson.live.submit(event) for event in events))
    await asyncio.sleep(0.5)


async def test_students_hear_of_what_all_see_and_not_of_each_vote(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        async with listening(student, "/events") as told:
            await votes(hosted, 50)
            assert 2 <= len(told) <= 4
            before = len(told)
            await hosted.lesson.close()
            await until(lambda: len(told) == before + 1)


async def test_the_teacher_hears_of_votes_and_of_many_at_once_as_one(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        teacher = await hosted.teacher()
        async with listening(teacher, "/teach/events") as told:
            await votes(hosted, 50)
            version = f'"version": "{hosted.held.room.seq}"'.encode()
            await until(lambda: any(version in each for each in told))
            assert len(told) < 20


async def test_a_countdown_comes_with_the_change(tmp_path: Path) -> None:
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        await hosted.lesson.put(hosted.lesson.waiting()[0].id)
        async with listening(student, "/events") as told:
            await hosted.lesson.open_vote(90)
            await until(lambda: b'"left": 90' in told[-1])


async def test_a_page_that_hears_of_nothing_has_a_sign_of_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "HEARTBEAT", 0.05)
    async with hosting(tmp_path) as hosted, listening(await hosted.student(), "/events") as told:
        await until(lambda: b": still here\n\n" in told)


async def test_who_has_a_page_open_is_known_while_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "HEARTBEAT", 0.05)
    async with hosting(tmp_path) as hosted:
        student = await hosted.student()
        async with listening(student, "/events"):
            assert hosted.held.present == {student.seat["seat"]}
        await until(lambda: not hosted.held.present)


async def test_a_page_that_takes_nothing_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def endless(*_: object) -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1_000_000

    monkeypatch.setattr(screen_routes, "_messages", endless)
    monkeypatch.setattr(screen_routes, "SLOWEST", 0.2)
    async with hosting(tmp_path) as hosted:
        reader, writer = await asyncio.open_connection("127.0.0.1", hosted.server.port)
        writer.write(f"GET /{CODE}/screen/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        assert b"200" in await reader.readline()
        await asyncio.sleep(1)  # takes nothing for far longer than it may
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(reader.read(), 10)
        writer.close()


async def test_of_one_seat_a_few_pages_listen_and_of_all_a_few_thousand(tmp_path: Path) -> None:
    async with hosting(tmp_path, limits=guests.Limits(streams=3, streams_each=2)) as hosted:
        first, second, third = [await hosted.student() for _ in range(3)]
        async with listening(first, "/events"), listening(first, "/events"):
            assert (await first.page("/events"))[0] == 429
            async with listening(second, "/events"):
                status, page = await third.page("/events")
                assert (status, "Too many pages" in page) == (503, True)


async def test_projectors_without_end_take_no_students_and_no_teachers_place(tmp_path: Path) -> None:
    async with hosting(tmp_path, limits=guests.Limits(screens=3, screens_each=2, streams=1)) as hosted:
        guest, student, teacher = await hosted.visitor(), await hosted.student(), await hosted.teacher()
        async with listening(guest, "/screen/events"), listening(guest, "/screen/events"):
            status, page = await guest.page("/screen/events")
            assert (status, "Too many pages" in page) == (503, True)
            async with listening(student, "/events"), listening(teacher, "/teach/events"):
                pass
        await until(lambda: not hosted.held.listeners)
        async with listening(guest, "/screen/events"):
            pass
