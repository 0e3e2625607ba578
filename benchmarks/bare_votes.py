"""The least that takes durable votes: aiohttp and a table of SQLite, with a commit for each vote."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from aiohttp import web


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Such a server in a process of its own; the address that votes are sent to."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", __name__, folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            try:
                yield process.stdout.readline().strip()
            finally:
                process.kill()


def main(folder: str) -> None:
    """Serve."""
    connection = sqlite3.connect(Path(folder) / "votes.sqlite")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE vote (seat TEXT PRIMARY KEY, option TEXT, reason TEXT)")

    async def vote(request: web.Request) -> web.Response:
        sent = await request.post()
        with connection:
            connection.execute(
                "INSERT OR REPLACE INTO vote VALUES (?, ?, ?)", (sent["seat"], sent["option"], sent["reason"])
            )
        return web.json_response({"saved": True})

    async def ready(_: web.Application) -> None:
        print(f"http://127.0.0.1:{port}/vote", flush=True)

    import socket

    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        port = listener.getsockname()[1]
        app = web.Application()
        app.router.add_post("/vote", vote)
        app.on_startup.append(ready)
        web.run_app(app, sock=listener, print=None, access_log=None)


if __name__ == "__main__":
    main(sys.argv[1])
