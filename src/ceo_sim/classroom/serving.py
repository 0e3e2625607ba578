"""A class on this machine, from its log to the signal that ends it; needs aiohttp."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import Awaitable, Callable

from aiohttp import web
from attrs import field, frozen

from ceo_sim.classroom import names, network
from ceo_sim.classroom.beginning import holding
from ceo_sim.classroom.events import Opened
from ceo_sim.classroom.guests import Limits
from ceo_sim.classroom.held import Classes, HeldClass
from ceo_sim.classroom.server import ClassServer
from ceo_sim.classroom.store import Store
from ceo_sim.scenario.loader import Loaded
from ceo_sim.web.sockets import interrupted

IDLE = 30.0
"""Seconds for which a connection may ask for nothing, or be in the middle of its first lines."""
Console = Callable[[HeldClass], Awaitable[object]]
"""What a teacher leads the class by; when it is over, so is the hosting."""


@frozen
class Hosting:
    """A class that is to be hosted.

    Attributes:
        store: Its log.
        loaded: Its scenario.
        begin: How it begins, in an empty log; None for a class that goes on.
        key: Another secret of the teacher's, for as long as this runs.
        is_open: Whether students are to find it in their browsers; if not, the projector and the teacher do.
        limits: How often guests may do what.
    """

    store: Store
    loaded: Loaded
    begin: Opened | None = None
    key: str = ""
    is_open: bool = True
    limits: Limits = field(factory=Limits)

    async def until_interrupted(
        self, listener: socket.socket, began: Callable[[HeldClass], object], console: Console | None = None
    ) -> None:
        """Host it until a signal comes, or its console is left.

        Args:
            listener: Where it is served.
            began: Called once it can be reached.
            console: What a teacher leads the class by; signals alone end it if there is none.

        Raises:
            LogError: The log or the scenario does not fit.
            Unavailable: The log cannot be read or written.
        """
        network.allow_many()
        address, port = listener.getsockname()[:2]
        async with holding(self.store, self.loaded, self.begin) as held:
            held.key_digest = names.digest(self.key) if self.key else ""
            held.join = network.url(address, port) if self.is_open else ""
            server = ClassServer(Classes([held]), hosts=network.names_of(address), limits=self.limits)
            led = None if console is None else lambda: console(held)
            await serving(server, listener, lambda: began(held), led)


async def serving(
    server: ClassServer,
    listener: socket.socket,
    began: Callable[[], object] = lambda: None,
    work: Callable[[], Awaitable[object]] | None = None,
) -> None:
    """Serve until a signal comes, or `work` is done.

    Args:
        server: What answers.
        listener: Where it is served.
        began: Called once it can be reached.
        work: What goes on meanwhile.
    """
    runner = runner_of(server)
    # What is there by now stays: it need not be looked through whenever memory is tidied.
    gc.collect()
    gc.freeze()
    await runner.setup()
    try:
        await web.SockSite(runner, listener, backlog=network.BACKLOG).start()
        over = interrupted()
        began()
        await (over.wait() if work is None else _either(over.wait(), work()))
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
