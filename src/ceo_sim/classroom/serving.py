"""A class on this machine, from its log to the signal that ends it; needs aiohttp."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import linecache
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

from aiohttp import web
from attrs import evolve, frozen

from ceo_sim import places
from ceo_sim.classroom import names, network
from ceo_sim.classroom.classes import ComingClass
from ceo_sim.classroom.guests import Limits
from ceo_sim.classroom.server import ClassServer, answers
from ceo_sim.web.sockets import interrupted

if TYPE_CHECKING:
    from ceo_sim.classroom.events import Opened
    from ceo_sim.classroom.held import HeldClass
    from ceo_sim.classroom.store import Store
    from ceo_sim.scenario.loader import Loaded

IDLE = 30.0
"""Seconds for which a connection may ask for nothing, or be in the middle of its first lines."""
Console = Callable[["HeldClass"], Awaitable[object]]
"""What a teacher leads the class by; when it is over, so is the hosting."""


@frozen
class Hosting:
    """A class that is to be hosted.

    Attributes:
        store: Its log.
        loaded: Its scenario.
        begin: How it begins, in an empty log; None for a class that goes on.
        key: Another secret of the teacher's, for as long as this runs.
    """

    store: Store
    loaded: Loaded
    begin: Opened | None = None
    key: str = ""


async def host(
    listener: socket.socket,
    prepare: Callable[[], Hosting],
    began: Callable[[HeldClass], object],
    *,
    console: Console | None = None,
    is_open: bool = True,
    limits: Limits | None = None,
) -> None:
    """Host a class until a signal comes, or its console is left.

    The entrance is served at once. Whoever enters before the scenario is loaded, which takes most of a second, waits.

    Args:
        listener: Where it is served.
        prepare: Gives the class; it is called in a thread.
        began: Called once the class can be reached.
        console: What a teacher leads the class by; signals alone end it if there is none.
        is_open: Whether students are to find it in their browsers; if not, the projector and the teacher do.
        limits: How often guests may do what.

    Raises:
        LogError: The log or the scenario does not fit.
        Unavailable: The log cannot be read or written.
    """
    network.allow_many()
    address, port = listener.getsockname()[:2]
    classes = ComingClass()
    server = ClassServer(classes, hosts=network.names_of(address), limits=limits or Limits())
    async with served(server, listener) as over:
        hosting = await asyncio.to_thread(_prepared, prepare)
        from ceo_sim.classroom.beginning import holding  # it takes along what has been imported in the thread

        async with holding(hosting.store, hosting.loaded, hosting.begin) as held:
            held.key_digest = names.digest(hosting.key) if hosting.key else ""
            held.join, held.lesson.by_hands = network.url(address, port) if is_open else "", not is_open
            classes.hold(held)
            began(held)
            await asyncio.to_thread(answers)
            settle()
            await (over.wait() if console is None else _either(over.wait(), console(held)))


def _prepared(prepare: Callable[[], Hosting]) -> Hosting:
    # Nearly all that loading makes stays: to look for garbage in it again and again would take a tenth of the time.
    gc.disable()
    try:
        hosting = prepare()
        return evolve(hosting, loaded=hosting.loaded.without_texts())
    finally:
        gc.freeze()
        gc.enable()


def settle() -> None:
    """Tidy memory once, and spare what stays from being looked through whenever it is tidied again."""
    gc.unfreeze()
    linecache.clearcache()  # the texts of what attrs has written, for a debugger
    gc.collect()
    gc.freeze()
    places.give_back_memory()


@contextlib.asynccontextmanager
async def served(server: ClassServer, listener: socket.socket) -> AsyncIterator[asyncio.Event]:
    """Serve for as long as the block runs; gives what is set by the signals that end a program.

    Args:
        server: What answers.
        listener: Where it is served.
    """
    runner = runner_of(server)
    await runner.setup()
    try:
        await web.SockSite(runner, listener, backlog=network.BACKLOG).start()
        yield interrupted()
    finally:
        await runner.cleanup()


def runner_of(server: ClassServer) -> web.AppRunner:
    """What runs a server: without a log of who asked what, and with little patience for what is no page's request."""
    return web.AppRunner(
        server.app,
        access_log=None,
        handle_signals=False,
        shutdown_timeout=0.5,
        keepalive_timeout=IDLE,
        max_line_size=4096,
        max_field_size=4096,
    )


async def _either(*works: Awaitable[object]) -> None:
    """Until the first of these is done."""
    tasks = [asyncio.ensure_future(work) for work in works]
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for task in done:
        task.result()
