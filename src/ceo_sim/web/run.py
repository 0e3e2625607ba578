"""From the command line to a server on this machine, and a browser that shows it; needs aiohttp."""

from __future__ import annotations

import asyncio
import socket
import webbrowser
from collections.abc import Callable

from aiohttp import web

from ceo_sim.saves.session import NOT_SAVED, Session
from ceo_sim.settings import SettingsFile
from ceo_sim.web import sockets
from ceo_sim.web.games import Games
from ceo_sim.web.server import Server
from ceo_sim.web.sockets import CannotListen

__all__ = ["USUAL_PORT", "CannotListen", "listening", "run"]

USUAL_PORT = 8787


def listening(host: str, port: int | None) -> socket.socket:
    """A socket that listens; on the first free port from the usual one on if none is asked for.

    Raises:
        CannotListen: The port is taken, or there is no such address here.
    """
    return sockets.listening(host, port, USUAL_PORT, "--host 127.0.0.1 is for this machine alone")


def run(
    games: Games,
    settings: SettingsFile,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    session: Session | None = None,
    opens: bool = True,
    say: Callable[[str], object] = print,
) -> int:
    """Serve the game until it is interrupted, and say where it is.

    Args:
        games: The games that are open.
        settings: The player's settings.
        host: The address to listen on.
        port: The port; a free one if left out.
        session: The game to begin with; the title if left out.
        opens: Whether a browser is opened.
        say: Shows a line.

    Returns:
        The exit code.

    Raises:
        CannotListen: The port is taken, or there is no such address here.
    """
    listener = listening(host, port)
    server = Server(games, settings, frozenset({"localhost", host, socket.gethostname()}))
    where = host if not _is_any(host) else "127.0.0.1"
    where = f"[{where}]" if ":" in where else where
    address = f"http://{where}:{listener.getsockname()[1]}{server.entrance}"
    server.prepares = session is None
    if session is not None:
        game = games.add(session)
        server.first = server.site.address("game", game.id, *(("opening",) if session.is_untouched else ()))
    say(f"The game is at {address}")
    say("It is for you alone: who has this address can play. Ctrl+C ends it; every answer is saved.")
    if opens:
        webbrowser.open(address)
    asyncio.run(_serve(server, listener))
    return 0 if games.close_all() else NOT_SAVED


def _is_any(host: str) -> bool:
    return host in ("0.0.0.0", "::")  # noqa: S104 - only looked at


async def _serve(server: Server, listener: socket.socket) -> None:
    """Answer until a signal comes."""
    runner = web.AppRunner(server.app, access_log=None, shutdown_timeout=0.5, handle_signals=False)
    await runner.setup()
    await web.SockSite(runner, listener).start()
    await sockets.interrupted().wait()
    await runner.cleanup()
