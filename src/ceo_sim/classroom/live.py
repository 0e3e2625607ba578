"""A class that is being held: its room, its log, and whoever watches.

What is done is written first and happens then. All that comes within a millisecond is committed together, so that two
hundred votes cost the disk what one does; each is acknowledged when it is there.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import secrets
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Self, TypeVar

from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.room import Refused, Room
from ceo_sim.classroom.store import Draft, Gone, Store, Unavailable

_Result = TypeVar("_Result")

GATHER = 0.001
"""Seconds for which votes are gathered before they are committed together."""
MOST_AT_ONCE = 500
"""Events of one commit, so that the first of a thousand is not kept waiting for the last."""
TRIES = (0.05, 0.2, 0.5, 1.0, 2.0)
"""Seconds between attempts at a log that is not to be had; after the last the sender is told to try again."""
MOST_WAITING = 10_000
"""Events that wait for a log; more are turned away at once."""
OUTDATED = 0.5
"""Seconds after which somebody who asks is answered by what is known here, if the log cannot be read any sooner."""


@define(eq=False)
class LiveClass:
    """A class that is being held; use it as `async with`.

    Attributes:
        room: The class as its log says it is.
        clock: The wall clock, in seconds since 1970.
        is_gone: Whether the log was deleted.
    """

    store: Store
    room: Room = field(factory=Room)
    clock: Callable[[], float] = time.time
    _queue: asyncio.Queue[tuple[Draft, asyncio.Future[None]]] = field(init=False)
    _watchers: set[asyncio.Event] = field(factory=set)
    _thread: ThreadPoolExecutor = field(factory=lambda: ThreadPoolExecutor(1, "log"))
    _writer: asyncio.Task[None] | None = None
    _tasks: set[asyncio.Task[None]] = field(factory=set)
    _timed: tuple[int, float] = (0, 0.0)
    _paused_since: float | None = None
    _refusals: dict[int, Refused] = field(factory=dict)
    _reading: asyncio.Task[None] | None = None
    _reading_next: asyncio.Task[None] | None = None
    _unwritten: str = ""
    _unread: str = ""
    is_gone: bool = False

    async def __aenter__(self) -> Self:
        self._queue = asyncio.Queue(MOST_WAITING)
        await self.catch_up()
        loop = asyncio.get_running_loop()
        self.store.watch(lambda: loop.call_soon_threadsafe(self._changed_elsewhere))
        self._writer = asyncio.create_task(self._write())
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in (self._writer, self._reading, self._reading_next, *self._tasks):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
        await self._in_thread(self.store.close)
        self._thread.shutdown()

    # ---- doing ----------------------------------------------------------------------------------------------

    async def submit(self, event: ev.Event) -> None:
        """Let an event happen: once this returns it is on disk, and the room has it.

        Raises:
            Refused: It could not happen, as the room is by then.
            Unavailable: It could not be written; nothing is lost, and the sender may try again.
        """
        self.room.verify(event)
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        draft = Draft(secrets.token_urlsafe(12), int(self.clock() * 1000), event)
        try:
            self._queue.put_nowait((draft, done))
        except asyncio.QueueFull:
            raise Unavailable("too much is waiting for the log") from None
        await done

    async def catch_up(self) -> None:
        """Apply what has been written since, by this server or another.

        Raises:
            Unavailable: The log cannot be read now.
            LogError: It holds what is no event.
        """
        after = self.room.seq
        for stored in await self._in_thread(lambda: list(self.store.read(after))):
            if stored.seq > self.room.seq:  # the writer may have been here meanwhile
                self._apply(stored)
        self._unread = ""
        self._notify()

    async def hear(self) -> None:
        """Wait until the room has all that any server has acknowledged before this was called, or the log is away.

        Somebody whose vote went to one server, and who then asks another, sees the vote. All who ask while the log is
        being read share the next reading of it.
        """
        if self._reading_next is None:
            self._reading_next = asyncio.create_task(self._read_after(self._reading))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(OUTDATED):
                await asyncio.shield(self._reading_next)

    @property
    def trouble(self) -> str:
        """Why the log cannot be written, or read, just now; empty if it can."""
        return self._unwritten or self._unread

    # ---- watching -------------------------------------------------------------------------------------------

    async def changes(self) -> AsyncIterator[int]:
        """The place of the last event, each time that there are new ones; many at once count as one change."""
        signal = asyncio.Event()
        self._watchers.add(signal)
        try:
            while True:
                yield self.room.seq
                await signal.wait()
                signal.clear()
        finally:
            self._watchers.discard(signal)

    @property
    def watchers(self) -> int:
        """How many watch."""
        return len(self._watchers)

    def seconds_left(self) -> int | None:
        """What is left of the countdown; None if there is none.

        It is taken by a clock that nobody sets, and stands still while the class is paused. A class that was resumed
        begins its countdown again.
        """
        ballot = self.room.ballot
        if ballot is None or not ballot.is_open or not ballot.seconds:
            return None
        now = time.monotonic() if self._paused_since is None else self._paused_since
        since = self._timed[1] if self._timed[0] == ballot.timed else now
        return max(0, math.ceil(ballot.seconds - (now - since)))

    # ---- inside ---------------------------------------------------------------------------------------------

    async def _write(self) -> None:
        while True:
            batch = [await self._queue.get()]
            await asyncio.sleep(GATHER)
            while len(batch) < MOST_AT_ONCE and not self._queue.empty():
                batch.append(self._queue.get_nowait())
            await self._commit(batch)

    async def _commit(self, batch: list[tuple[Draft, asyncio.Future[None]]]) -> None:
        try:
            stored = await self._append([draft for draft, _ in batch])
            if stored[0].seq == self.room.seq + 1 and stored[-1].seq == self.room.seq + len(stored):
                for each in stored:
                    self._apply(each)
            else:
                await self.catch_up()  # another server wrote between, or an earlier attempt came through after all
        except (Unavailable, ev.LogError) as error:
            for _, done in batch:
                if not done.done():
                    done.set_exception(Unavailable(str(error)))
            return
        self._unread = ""
        for each, (_, done) in zip(stored, batch, strict=True):
            refused = self._refusals.pop(each.seq, None)
            if done.done():  # whoever sent it is gone
                continue
            if refused is None:
                done.set_result(None)
            else:
                done.set_exception(refused)
        self._notify()

    async def _append(self, drafts: list[Draft]) -> list[ev.Stored]:
        for pause in (*TRIES, None):
            try:
                stored = await self._in_thread(lambda: self.store.append(drafts))
            except Unavailable as error:
                self._unwritten = str(error)
                if pause is None or isinstance(error, Gone):
                    raise
                await asyncio.sleep(pause)
            else:
                self._unwritten = ""
                return stored
        raise AssertionError

    def _apply(self, stored: ev.Stored) -> None:
        if (refused := self.room.apply(stored)) is not None:
            self._refusals[stored.seq] = refused
            if len(self._refusals) > MOST_WAITING:  # those that other servers' senders heard of
                del self._refusals[next(iter(self._refusals))]
        ballot = self.room.ballot
        if ballot is not None and ballot.timed == stored.seq:
            self._timed = (stored.seq, time.monotonic() if self._paused_since is None else self._paused_since)
        if self.room.is_paused != (self._paused_since is not None):
            self._pause()

    def _pause(self) -> None:
        """Stop the countdown, or let it go on where it stood."""
        now = time.monotonic()
        if self._paused_since is None:
            self._paused_since = now
        else:
            self._timed = (self._timed[0], self._timed[1] + now - self._paused_since)
            self._paused_since = None

    async def _read_after(self, earlier: asyncio.Task[None] | None) -> None:
        if earlier is not None:
            await asyncio.wait([earlier])
        self._reading, self._reading_next = self._reading_next, None
        await self._follow()

    def _changed_elsewhere(self) -> None:
        task = asyncio.create_task(self._follow())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self) -> None:
        try:
            await self.catch_up()
        except (Unavailable, ev.LogError) as error:
            self._unread = str(error)
            self.is_gone = isinstance(error, Gone)

    def _notify(self) -> None:
        for signal in self._watchers:
            signal.set()

    async def _in_thread(self, work: Callable[[], _Result]) -> _Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
