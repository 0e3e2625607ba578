"""Many classes in one database, held by several servers behind one address; needs aiohttp and psycopg.

A server takes up a class when somebody asks for it, and lets go of it when nobody has for long. The servers need not
know of each other: what one of them is sent is in the database before it is acknowledged, and the others hear of it.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable

from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import names, retention
from ceo_sim.classroom.beginning import holding, opened_in
from ceo_sim.classroom.classes import Classes
from ceo_sim.classroom.guests import Limits
from ceo_sim.classroom.held import STORED, HeldClass
from ceo_sim.classroom.opening import scenario_of
from ceo_sim.classroom.postgresql import Database, PostgresStore, now
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.server import ClassServer, answers
from ceo_sim.classroom.serving import served, settle
from ceo_sim.classroom.store import Draft, Gone
from ceo_sim.classroom.story import beginning
from ceo_sim.errors import UserError
from ceo_sim.scenario.loader import Loaded

IDLE = 3600.0
"""Seconds after which a class that nobody looks at is let go; it is taken up again when it is asked for."""
TIDY = 600.0
"""Seconds between two looks at which classes are idle, and which are to be deleted."""
CODES = 20
"""Codes that are tried for a new class; of 160,000, some thousand are taken at the most."""


def open_class(database: Database, loaded: Loaded, *, seed: int, **how: object) -> tuple[ev.Opened, str]:
    """Begin a class in a database; how it began, and the teacher's secret.

    Args:
        database: Where its log is to lie.
        loaded: What is played.
        seed: Its luck.
        how: The rest of what `beginning` takes, but for the secret and the code.

    Raises:
        LogError: It cannot be played so, or no code is free.
        Unavailable: The database is away.
    """
    secret = names.secret()
    for _ in range(CODES):
        begin = beginning(loaded, seed=seed, teacher=secret, **how)  # type: ignore[arg-type] # what `beginning` takes
        try:
            store = database.create(secrets.token_hex(12), begin, now())
        except ev.LogError:
            continue
        store.append([Draft("opened", now(), begin)])
        return begin, secret
    raise ev.LogError("no code is free for another class; delete classes that are over with `ceo-sim class purge`")


@define(eq=False)
class SharedClasses(Classes):
    """The classes of a database; use it as `async with`.

    Attributes:
        join: The address that students open.
    """

    database: Database = field(kw_only=True)
    join: str = field(kw_only=True)
    _stacks: dict[str, contextlib.AsyncExitStack] = field(init=False, factory=dict)
    _used: dict[str, float] = field(init=False, factory=dict)
    _ids: dict[int, str] = field(init=False, factory=dict)
    _taking: asyncio.Lock = field(init=False, factory=asyncio.Lock)

    async def find(self, code: str) -> HeldClass | None:
        """The class that has this code now, or had it once, with all that any server has acknowledged; None if none.

        Raises:
            Refused: This server does not have its scenario.
            Unavailable: The database is away, and the class is not held here.
        """
        held = await super().find(code)
        if held is None:
            store = await asyncio.to_thread(self.database.find, code)
            held = None if store is None else await self._take_up(store)
        if held is not None:
            self._used[self._ids[id(held)]] = time.monotonic()
            await held.lesson.live.hear()
            if held.lesson.live.is_gone:
                await self._drop(held)
                return None
        return held

    async def _take_up(self, store: PostgresStore) -> HeldClass | None:
        """Hold a class; None if it has not begun, or was deleted."""
        async with self._taking:
            held = next((each for each in self.held if self._ids[id(each)] == store.id), None)
            if held is not None:
                return held
            try:
                opened = await asyncio.to_thread(opened_in, store)
            except (ev.LogError, Gone):
                return None
            stack = contextlib.AsyncExitStack()
            try:
                loaded = (await asyncio.to_thread(scenario_of, opened)).without_texts()
                held = await stack.enter_async_context(holding(store, loaded))
            except UserError:
                raise Refused(
                    f"This class plays {opened.title}, version {opened.version}, which this server does not have: "
                    "whoever runs the server has to install it."
                ) from None
            held.join, held.note = self.join, _note(held)
            self._stacks[store.id], self._ids[id(held)] = stack, store.id
            self.held.append(held)
            return held

    async def tidy(self) -> None:
        """Let go of idle classes, and delete those whose time is over, again and again."""
        while True:
            with contextlib.suppress(Exception):  # the database is away: it is tried again
                await asyncio.to_thread(self.database.purge, now())
            for held in [each for each in self.held if each.lesson.live.is_gone]:
                await self._drop(held)
            for held in [each for each in self.held if not each.listeners]:
                if time.monotonic() - self._used.get(self._ids[id(held)], 0.0) > IDLE:
                    await self._let_go(held)
            await asyncio.sleep(TIDY)

    async def _drop(self, held: HeldClass) -> None:
        """Let go of a class that was deleted, unless that is being done."""
        if held in self.held:
            await self._let_go(held)

    async def _let_go(self, held: HeldClass) -> None:
        self.held.remove(held)
        store = self._ids.pop(id(held))
        self._used.pop(store, None)
        await self._stacks.pop(store).aclose()

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[SharedClasses]:
        """Hold classes for as long as the block runs."""
        tidying = asyncio.create_task(self.tidy())
        try:
            yield self
        finally:
            tidying.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await tidying
            for held in list(self.held):
                await self._let_go(held)


async def serve(
    database: Database, listener: socket.socket, join: str, began: Callable[[], object], limits: Limits | None = None
) -> None:
    """Serve the classes of a database until a signal comes.

    Args:
        database: Where their logs lie.
        listener: Where they are served.
        join: The address that students open: that of the proxy before this server, if there is one.
        began: Called once it can be reached.
        limits: How often guests may do what.
    """
    answers()
    settle()
    async with SharedClasses(database=database, join=join).running() as classes:
        server = ClassServer(classes, limits=limits or Limits(), is_behind_proxy=True)
        async with served(server, listener) as over:
            began()
            await over.wait()


def _note(held: HeldClass) -> str:
    until = retention.deletion_date(held.room.began, held.lesson.opened.keep_days)
    return f"{STORED} In the school's database, deleted after {until:%Y-%m-%d}."
