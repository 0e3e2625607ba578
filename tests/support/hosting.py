"""A class behind a server, without a socket of its own, and those who visit it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from aiohttp import CookieJar
from aiohttp.test_utils import BaseTestServer, TestClient, TestServer
from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import guests
from ceo_sim.classroom.beginning import holding
from ceo_sim.classroom.classes import Classes
from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.lead import Lesson
from ceo_sim.classroom.server import ClassServer
from ceo_sim.classroom.store import SqliteStore, Store
from ceo_sim.classroom.story import beginning
from tests.support.scenarios import shipped

CODE, KEY = "BCDF", "the key of the teacher"
PROGRAM = {"Accept": "application/json"}


@define(eq=False)
class Visitor:
    """A browser, or a program, with cookies of its own.

    Attributes:
        token: Of the forms of its last page.
    """

    client: TestClient[Any, Any]
    token: str = ""
    seat: dict[str, Any] = field(factory=dict)

    async def ask(self, path: str) -> dict[str, Any]:
        """What a program is told by a page of the class."""
        async with self.client.get(f"/{CODE}{path}", headers=PROGRAM) as answer:
            told: dict[str, Any] = await answer.json()
            self.token = told.get("token", self.token)
            return told

    async def page(self, path: str) -> tuple[int, str]:
        """The status and the text of a page of the class."""
        async with self.client.get(f"/{CODE}{path}") as answer:
            return answer.status, await answer.text()

    async def send(self, path: str, **fields: object) -> tuple[int, dict[str, Any]]:
        """The status and what is told for a form that a program sends."""
        data = {"token": self.token, **{name: str(value) for name, value in fields.items()}}
        async with self.client.post(f"/{CODE}{path}", data=data, headers=PROGRAM) as answer:
            return answer.status, await answer.json()

    async def submit(self, path: str, **fields: object) -> tuple[int, str, str]:
        """The status, the text and the address that a browser ends at with a form."""
        data = {"token": self.token, **{name: str(value) for name, value in fields.items()}}
        async with self.client.post(f"/{CODE}{path}", data=data) as answer:
            return answer.status, await answer.text(), str(answer.url)

    async def do(self, control: str, **fields: object) -> dict[str, Any]:
        """What a teacher is told for a control, which must be possible."""
        status, told = await self.send("/teach", do=control, **fields)
        assert status == 200, told
        return told


@define(eq=False)
class Hosted:
    """A class that is hosted."""

    held: HeldClass
    server: BaseTestServer
    _stack: contextlib.AsyncExitStack

    @property
    def lesson(self) -> Lesson:
        """The class as its teacher leads it."""
        return self.held.lesson

    async def visitor(self) -> Visitor:
        """Somebody new."""
        client: TestClient[Any, Any] = TestClient(self.server, cookie_jar=CookieJar(unsafe=True))
        self._stack.push_async_callback(client.close)
        return Visitor(client)

    async def student(self) -> Visitor:
        """Somebody with a seat."""
        visitor = await self.visitor()
        await visitor.ask("")
        status, visitor.seat = await visitor.send("/join")
        assert status == 200, visitor.seat
        visitor.token = visitor.seat["token"]
        return visitor

    async def teacher(self) -> Visitor:
        """The teacher."""
        visitor = await self.visitor()
        async with visitor.client.get(f"/{CODE}/teach", params={"key": KEY}) as answer:
            assert answer.status == 200
        await visitor.ask("/teach")
        return visitor


@contextlib.asynccontextmanager
async def hosting(
    folder: Path,
    scenario: str = "tutorial",
    play: ev.PlayMode = "board",
    *,
    store: Store | None = None,
    limits: guests.Limits | None = None,
    hosts: frozenset[str] | None = None,
) -> AsyncIterator[Hosted]:
    """Host a class of a shipped scenario."""
    loaded = shipped(scenario)
    begin = beginning(loaded, seed=7, teacher=KEY, play=play, code=CODE)
    log = SqliteStore.create(folder / "a.class") if store is None else store
    async with holding(log, loaded, begin) as held, contextlib.AsyncExitStack() as stack:
        held.join = "http://class.test"
        app = ClassServer(Classes([held]), hosts=hosts, limits=limits or guests.Limits()).app
        server = await stack.enter_async_context(TestServer(app))
        yield Hosted(held, server, stack)
