"""Listening at one address of this machine and nowhere else, and the signals that end a server."""

from __future__ import annotations

import asyncio
import errno
import signal
import socket

from ceo_sim.errors import UserError

_TRIED = 20
"""Ports that are tried where none was asked for."""


class CannotListen(UserError):
    """An address that a server cannot have."""


def listening(address: str, port: int | None, usual: int, remedy: str, backlog: int = 128) -> socket.socket:
    """A socket that listens; on the first free port from the usual one on if none is asked for.

    Args:
        address: The one address.
        port: The port.
        usual: Where to begin if none is asked for.
        remedy: What to do if there is no such address here.
        backlog: Connections that may wait to be taken up.

    Raises:
        CannotListen: The port is taken, or there is no such address here.
    """
    wanted = [port] if port is not None else [*range(usual, usual + _TRIED), 0]
    for number in wanted:
        try:
            family = socket.AF_INET6 if ":" in address else socket.AF_INET
            return socket.create_server((address, number), family=family, backlog=backlog)
        except (OSError, UnicodeError) as error:  # a name that is none in any alphabet is a UnicodeError
            if getattr(error, "errno", 0) == errno.EADDRINUSE and number != wanted[-1]:
                continue
            raise CannotListen(_why(address, number, error, remedy)) from None
    raise AssertionError


def interrupted() -> asyncio.Event:
    """Set by the signals that end a program."""
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, over.set)
        except NotImplementedError:  # Windows: Ctrl+C interrupts the loop by itself
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(over.set))
    return over


def _why(address: str, port: int, error: Exception, remedy: str) -> str:
    match getattr(error, "errno", 0):
        case errno.EADDRINUSE:
            return f"port {port} of {address} is taken; name another with --port, or leave it out to get a free one"
        case errno.EACCES:
            return f"port {port} may not be used by you; name one from 1024 on with --port, or leave it out"
    return f"there is no address {address} on this machine; {remedy}"
