"""Bots in the place of students, a teacher and a projector, each with cookies of its own."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
from attrs import define, field

from ceo_sim.classroom.guests import SEAT_COOKIE
from ceo_sim.classroom.rehearsal.record import Asked, Record, Saved

PROGRAM = {"Accept": "application/json"}
PATIENCE = aiohttp.ClientTimeout(total=30)
MOST_TRIES = 20
HOSTILE = "<script>alert('hacked')</script><img src=x onerror=alert(1)>"
"""A reason of somebody who would rather have another lesson."""


class Unanswered(Exception):
    """A page that did not come."""


@define(eq=False)
class Guest:
    """Somebody who visits a class.

    Attributes:
        base: The address of the class, with its code.
        token: Of the forms of the page that was seen last.
    """

    base: str
    record: Record
    session: aiohttp.ClientSession = field(init=False)
    token: str = ""

    def __attrs_post_init__(self) -> None:
        self.session = self._session({})

    def _session(self, cookies: Mapping[str, str]) -> aiohttp.ClientSession:
        jar = aiohttp.CookieJar(unsafe=True)
        return aiohttp.ClientSession(
            cookie_jar=jar, cookies=dict(cookies), timeout=PATIENCE, connector=aiohttp.TCPConnector(limit=6)
        )

    async def ask(self, path: str, asked: Asked = "page", **query: str) -> tuple[int, str]:
        """The status and the text of a page, as a browser gets it."""
        return await self._request("GET", path, asked, params=query)

    async def data_of(self, path: str) -> dict[str, Any]:
        """What a program is told by a page."""
        status, text = await self._request("GET", path, "page", headers=PROGRAM)
        return self._data(status, text)

    async def send(self, path: str, asked: Asked, **fields: object) -> tuple[int, dict[str, Any]]:
        """The status and what is told for a form."""
        form = {"token": self.token, **{name: str(value) for name, value in fields.items()}}
        status, text = await self._request("POST", path, asked, data=form, headers=PROGRAM)
        return status, self._data(status, text)

    def _data(self, status: int, text: str) -> dict[str, Any]:
        try:
            data = json.loads(text)
        except ValueError:
            data = {"error": text[:80]}
        if status == 200 and "token" in data:
            self.token = data["token"]
        return data if isinstance(data, dict) else {}

    async def _request(self, method: str, path: str, asked: Asked, **more: Any) -> tuple[int, str]:
        began = time.perf_counter()
        try:
            async with self.session.request(method, self.base + path, **more) as answer:
                status, text = answer.status, await answer.text()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unanswered(f"{method} {path or '/'} was not answered: {type(error).__name__}") from None
        self.record.time(asked, time.perf_counter() - began)
        if status >= 500:
            self.record.problem(f"The server answered {method} {path or '/'} with an error ({status}).")
        return status, text

    async def close(self) -> None:
        """Go."""
        await self.session.close()


@define(eq=False)
class Student(Guest):
    """A student, with a page that listens for changes.

    Attributes:
        number: From 0; it decides on what the student is like.
        seat: The id of the seat; empty before there is one.
        version: The last state of the class that the page was told of, and `heard` is when.
        waited: Seconds until there was a seat.
    """

    number: int = 0
    seat: str = ""
    version: str = ""
    heard: float = 0.0
    waited: float = 0.0
    _listening: asyncio.Task[None] | None = None

    async def join(self) -> None:
        """Open the address, and take a seat; wait as long as the server asks for, if it does."""
        began = time.perf_counter()
        await self.ask("")
        for _ in range(MOST_TRIES):
            await self.data_of("")
            status, data = await self.send("/join", "join")
            if status != 429:
                break
            await asyncio.sleep(3)
        self.waited = time.perf_counter() - began
        if status != 200 or not data.get("seat"):
            raise Unanswered(f"A student got no seat ({status}): {data.get('error', '')}")
        self.seat = data["seat"]
        self.record.saved.add(Saved("seat", self.seat))
        self.listen()

    def listen(self) -> None:
        """Have the page listen."""
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        with contextlib.suppress(aiohttp.ClientError, OSError):
            forever = aiohttp.ClientTimeout(total=None)
            async with self.session.get(self.base + "/events", timeout=forever) as answer:
                async for line in answer.content:
                    if line.startswith(b"data: "):
                        self.version, self.heard = json.loads(line[6:])["version"], time.perf_counter()

    async def look(self) -> dict[str, Any]:
        """Look at the page, and at what a program is told of it."""
        status, text = await self.ask("/seat")
        if status != 200 or "<main" not in text:
            raise Unanswered(f"The page of a seat could not be read ({status}).")
        return await self.data_of("/seat")

    async def vote(self, ballot: int, round: int, option: str, reason: str = "") -> int:
        """Vote; the status of the answer."""
        fields = {"ballot": ballot, "round": round, "option": option, "reason": reason}
        status, data = await self.send("/vote", "vote", **fields)
        if status == 200 and data.get("saved"):
            self.record.saved.add(Saved("vote", self.seat, ballot, round, option))
        return status

    async def predict(self, ballot: int, directions: list[str]) -> None:
        """Say which way metrics will go."""
        fields = {f"metric-{place}": way for place, way in enumerate(directions, 1)}
        status, data = await self.send("/predict", "vote", ballot=ballot, **fields)
        if status == 200 and data.get("saved"):
            self.record.saved.add(Saved("prediction", self.seat, ballot))
        else:
            self.record.problem(f"A prediction was not taken: {data.get('error', status)}")

    async def lose_connection(self) -> None:
        """Be gone, as a phone whose battery is empty."""
        await self._quiet()
        cookies = {cookie.key: cookie.value for cookie in self.session.cookie_jar}
        await self.session.close()
        self.session = self._session({SEAT_COOKIE: cookies.get(SEAT_COOKIE, "")})

    async def come_back(self) -> None:
        """Go on with the seat, by the cookie that the browser still has."""
        data = await self.data_of("/seat")
        if data.get("seat") != self.seat:
            self.record.problem("A student who lost the connection did not get the seat back.")
            return
        self.listen()

    async def _quiet(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening

    async def close(self) -> None:
        """Go."""
        await self._quiet()
        await super().close()


@define(eq=False)
class Teacher(Guest):
    """The teacher, who leads by what the web page does.

    Attributes:
        desk: What the teacher was told last.
    """

    desk: dict[str, Any] = field(factory=dict)

    async def enter(self, key: str) -> None:
        """Show the key."""
        await self.ask("/teach", "control", key=key)
        self.desk = await self.data_of("/teach")

    async def look(self) -> dict[str, Any]:
        """How the class stands."""
        self.desk = await self.data_of("/teach")
        return self.desk

    def can(self, control: str) -> bool:
        """Whether a control can be used now."""
        state = self.desk["controls"].get(control)
        return state is not None and not state["refusal"]

    def choices(self, control: str, name: str) -> list[str]:
        """What a control can be given."""
        values: list[str] = self.desk["controls"][control]["asks"].get(name, [])
        return values

    async def do(self, control: str, **fields: object) -> None:
        """Use a control, which must be possible."""
        status, data = await self.send("/teach", "control", do=control, **fields)
        if status != 200:
            raise Unanswered(f"The teacher could not use “{control}” ({status}): {data.get('error', '')}")
        self.desk = data
