"""The classes that a server holds, and the pages that are told when one of them changes."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from typing import Literal, Self

from attrs import define, field

from ceo_sim.classroom import names
from ceo_sim.classroom.entities import Seat
from ceo_sim.classroom.lead import Lesson
from ceo_sim.classroom.own import OwnStories
from ceo_sim.classroom.pages.scene import Scene
from ceo_sim.classroom.room import Room

TOGETHER = 0.1
"""Seconds within which changes count as one to whoever looks on."""
HEARTBEAT = 15.0
"""Seconds between two signs of life to a page that listens, so that nothing on the way takes it for dead."""

STORED = "Stored: made-up names of seats, votes, reasons; no name, account or address."
"""What a log has, for whoever asks."""

Audience = Literal["students", "onlookers"]
"""Students hear of what everybody sees; the projector and the teacher also of each vote."""


@define(eq=False)
class Listener:
    """A page that is told of changes; `seat` is whose it is, if it is a student's."""

    audience: Audience
    seat: str = ""
    changed: asyncio.Event = field(factory=asyncio.Event)


@define(eq=False)
class HeldClass:
    """A class that is being held by a server; use it as `async with`.

    Attributes:
        lesson: The class as its teacher leads it.
        scene: What everybody sees of it.
        stories: Those of the seats, where everybody plays one.
        join: The address that students open, as it is read out; empty if they cannot.
        note: Where its log lies and until when it is kept, for the teacher.
        key_digest: The digest of another secret of the teacher's, which holds as long as this server runs: of that with
            which the class began, a digest is all that its log has.
    """

    lesson: Lesson
    join: str = ""
    note: str = ""
    key_digest: str = ""
    scene: Scene = field(init=False)
    stories: OwnStories = field(init=False)
    _listeners: set[Listener] = field(init=False, factory=set)
    _by_seat: Counter[str] = field(init=False, factory=Counter)
    _tasks: list[asyncio.Task[None]] = field(init=False, factory=list)
    _digests: dict[str, str] = field(init=False, factory=dict)
    _taken: int = field(init=False, default=0)

    def __attrs_post_init__(self) -> None:
        self.scene = Scene(self.lesson)
        self.stories = OwnStories(self.lesson.live, self.lesson.story.program)

    async def __aenter__(self) -> Self:
        self._tasks = [asyncio.create_task(self._tell()), asyncio.create_task(self.lesson.keep_time())]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self.stories.close()

    @property
    def room(self) -> Room:
        """The class as its log says it is."""
        return self.lesson.room

    # ---- who somebody is ------------------------------------------------------------------------------------

    def seat_of(self, secret: str) -> Seat | None:
        """The seat that a secret proves; None if it proves none."""
        digest = names.digest(secret)
        if (taken := len(self.room.seats) + len(self.room.removed)) != self._taken:
            self._digests = {seat.secret: seat.id for seat in self.room.seats.values()}
            self._taken = taken
        return self.room.seats.get(self._digests.get(digest, ""))

    def is_teacher(self, secret: str) -> bool:
        """Whether a secret is the teacher's."""
        by_log, by_server = (
            names.is_secret(secret, digest) for digest in (self.lesson.opened.teacher, self.key_digest)
        )
        return by_log or by_server

    # ---- who looks ------------------------------------------------------------------------------------------

    @property
    def present(self) -> set[str]:
        """The seats of which a page is open that listens."""
        return {seat for seat, count in self._by_seat.items() if count > 0}

    @property
    def listeners(self) -> int:
        """How many pages listen."""
        return len(self._listeners)

    def pages_of(self, seat: str) -> int:
        """How many pages of a seat listen."""
        return self._by_seat[seat]

    def version(self, audience: Audience, seat: Seat | None = None) -> str:
        """Which state of the class somebody sees."""
        if audience == "onlookers":
            return str(self.room.seq)
        return f"{self.room.scene}.{len(seat.moves) if seat else 0}"

    @contextlib.contextmanager
    def _heard(self, listener: Listener) -> Iterator[None]:
        self._listeners.add(listener)
        self._by_seat[listener.seat] += bool(listener.seat)
        try:
            yield
        finally:
            self._listeners.discard(listener)
            self._by_seat[listener.seat] -= bool(listener.seat)

    async def changes(self, audience: Audience, seat: str = "") -> AsyncGenerator[bool]:
        """Whether something has changed, each time that it has; False as a sign of life where it has not for long."""
        listener = Listener(audience, seat)
        with self._heard(listener):
            yield True
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT):
                        await listener.changed.wait()
                except TimeoutError:
                    yield False
                else:
                    listener.changed.clear()
                    yield True

    async def _tell(self) -> None:
        scene = -1
        async for _ in self.lesson.live.changes():
            for listener in self._listeners:
                if listener.audience == "onlookers" or self.room.scene != scene:
                    listener.changed.set()
            scene = self.room.scene
            await asyncio.sleep(TOGETHER)
