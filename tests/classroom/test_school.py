from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import BaseTestServer, TestClient, TestServer

from ceo_sim.classroom import guests, school
from ceo_sim.classroom.events import Opened
from ceo_sim.classroom.postgresql import Database
from ceo_sim.classroom.school import SharedClasses, open_class
from ceo_sim.classroom.server import ClassServer
from ceo_sim.library import ScenarioUnavailable
from tests.support import postgresql
from tests.support.hosting import Visitor
from tests.support.scenarios import shipped

pytestmark = postgresql.NEEDED


@contextlib.asynccontextmanager
async def serving(url: str) -> AsyncIterator[tuple[BaseTestServer, SharedClasses]]:
    """A server of the classes of a database."""
    database = await asyncio.to_thread(Database.open, url)
    try:
        async with SharedClasses(database=database, join="https://class.example").running() as classes:
            app = ClassServer(classes, limits=guests.Limits(), is_behind_proxy=True).app
            async with TestServer(app) as running:
                yield running, classes
    finally:
        await asyncio.to_thread(database.close)


def begun(server: postgresql.Cluster) -> tuple[Opened, str]:
    """A class of the tutorial, how it began, and the teacher's secret."""
    with contextlib.closing(Database.open(server.url)) as database:
        return open_class(database, shipped("tutorial"), seed=7)


def visitor(running: BaseTestServer, jar: CookieJar | None = None) -> Visitor:
    return Visitor(TestClient(running, cookie_jar=jar or CookieJar(unsafe=True)))


async def test_two_servers_behind_one_address_hold_one_class(
    server: postgresql.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, secret = begun(server)
    monkeypatch.setattr("tests.support.hosting.CODE", begin.code)
    async with serving(server.url) as (one, _), serving(server.url) as (two, _):
        teacher, here, there = visitor(one), visitor(one), visitor(two)
        async with teacher.client.get(f"/{begin.code}/teach", params={"key": secret}) as answer:
            assert answer.status == 200
        await teacher.ask("/teach")
        for student in (here, there):
            await student.ask("")
            status, student.seat = await student.send("/join")
            assert status == 200
            student.token = student.seat["token"]
        await _until(lambda: _seats(teacher, 2))
        told = await teacher.ask("/teach")
        if told["suggested"] == "next":
            told = await teacher.do("next")
        await teacher.do("put", decision=told["controls"]["put"]["asks"]["decision"][0])
        await teacher.do("open")
        await _until(lambda: _voting(there))
        ballot = (await there.ask("/seat"))["ballot"]
        for student in (here, there):
            sent = await student.send("/vote", ballot=1, round=1, option=ballot["options"][0], reason="Because.")
            assert sent[0] == 200
        await _until(lambda: _waited_for(teacher, 0))
        await teacher.do("close")
        await _until(lambda: _voting(there, is_open=False))
        late = await there.send("/vote", ballot=1, round=1, option=ballot["options"][0])
        assert late[0] == 409
        for each in (teacher, here, there):
            await each.client.close()


async def test_a_class_that_nobody_looks_at_is_let_go_and_taken_up_again(
    server: postgresql.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, _ = begun(server)
    monkeypatch.setattr("tests.support.hosting.CODE", begin.code)
    monkeypatch.setattr(school, "TIDY", 0.05)
    monkeypatch.setattr(school, "IDLE", 0.1)
    async with serving(server.url) as (running, classes):
        student = visitor(running)
        await student.ask("")
        student.token = (await student.send("/join"))[1]["token"]
        for _ in range(100):
            if not classes.held:
                break
            await asyncio.sleep(0.05)
        assert not classes.held
        assert (await student.page("/seat"))[0] == 200
        await student.client.close()


async def test_while_the_database_is_away_nothing_is_acknowledged_and_afterwards_all_goes_on(
    server: postgresql.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, _ = begun(server)
    monkeypatch.setattr("tests.support.hosting.CODE", begin.code)
    monkeypatch.setattr("ceo_sim.classroom.live.TRIES", (0.01,))
    monkeypatch.setattr("ceo_sim.classroom.postgresql.PATIENCE", 1.0)
    async with serving(server.url) as (running, _):
        student, other = visitor(running), visitor(running)
        await student.ask("")
        await other.ask("")
        await asyncio.to_thread(server.stop, "fast")
        status, _ = await student.send("/join")
        assert status == 503
        await asyncio.to_thread(server.start)
        for _ in range(50):
            status, _ = await other.send("/join")
            if status == 200:
                break
            await asyncio.sleep(0.2)
        assert status == 200
        await student.client.close()
        await other.client.close()


async def _until(holds: Callable[[], Awaitable[bool]]) -> None:
    for _ in range(100):
        if await holds():
            return
        await asyncio.sleep(0.05)
    raise AssertionError


async def _seats(teacher: Visitor, count: int) -> bool:
    return bool((await teacher.ask("/teach"))["seats"] == count)


async def _waited_for(teacher: Visitor, count: int) -> bool:
    return bool((await teacher.ask("/teach"))["waited_for"] == count)


async def _voting(student: Visitor, *, is_open: bool = True) -> bool:
    ballot = (await student.ask("/seat")).get("ballot") or {}
    return bool(ballot.get("open", not is_open) == is_open)


@pytest.mark.parametrize("headers, is_secure", [({}, False), ({"X-Forwarded-Proto": "https"}, True)])
async def test_behind_a_proxy_that_speaks_tls_cookies_are_for_tls_alone(
    server: postgresql.Cluster, headers: dict[str, str], *, is_secure: bool
) -> None:
    begin, key = begun(server)
    async with serving(server.url) as (running, _):
        client: TestClient[Any, Any] = TestClient(running)
        async with client.get(
            f"/{begin.code}/teach", params={"key": key}, headers=headers, allow_redirects=False
        ) as answer:
            cookies = answer.headers.getall("Set-Cookie")
            assert cookies
            assert all(("Secure" in cookie) is is_secure for cookie in cookies)
        await client.close()


async def test_a_class_whose_scenario_a_server_lacks_is_one_clear_page(
    server: postgresql.Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin, _ = begun(server)

    def missing(_: object) -> None:
        raise ScenarioUnavailable("there is none")

    monkeypatch.setattr(school, "scenario_of", missing)
    async with serving(server.url) as (running, _):
        client: TestClient[Any, Any] = TestClient(running)
        async with client.get(f"/{begin.code}") as answer:
            assert answer.status == 409
            assert "The Tortoise Alarm" in (text := await answer.text())
            assert "which this server does not have" in text
        await client.close()
