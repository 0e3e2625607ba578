"""A class in a process of its own, on this machine alone, for programs that visit it; needs aiohttp.

`python -m ceo_sim.classroom.rehearsal.hosted` reads what to host as a line of JSON, answers with a line that says where
it is, and ends with its standard input.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import names, network
from ceo_sim.classroom.guests import Limits, Rate
from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.serving import Hosting, host
from ceo_sim.classroom.store import SqliteStore, Store, Unavailable
from ceo_sim.classroom.story import beginning
from ceo_sim.errors import UserError
from ceo_sim.library import load_playable
from ceo_sim.scenario.loader import Loaded


class Wanted(msgspec.Struct, frozen=True):
    """What is to be hosted.

    Attributes:
        path: The scenario.
        log: The file of the log, which goes on if it is there.
        database: The address of a PostgreSQL instead; the class of `code` goes on if it is there.
        key: The teacher's secret.
        crowd: Seats that may be taken at once from one address; as for any class if 0.
    """

    path: str
    seed: int
    log: str = ""
    database: str = ""
    act: str | None = None
    edition: str | None = None
    play: ev.PlayMode = "board"
    code: str = ""
    key: str = ""
    port: int = 0
    crowd: int = 0


class Where(msgspec.Struct, frozen=True):
    """Where a class is; or why it is not, in `problem`."""

    url: str = ""
    code: str = ""
    pid: int = 0
    problem: str = ""


class NotHosted(UserError):
    """A class that could not be hosted."""


@contextlib.contextmanager
def hosted(wanted: Wanted) -> Iterator[Where]:
    """A class that is hosted for as long as the block runs.

    Raises:
        NotHosted: It cannot be.
    """
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 - our own
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(msgspec.json.encode(wanted) + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
            where = msgspec.json.decode(line, type=Where) if line else Where(problem="the server did not start")
            if where.problem:
                raise NotHosted(where.problem)
            yield where
        finally:
            with contextlib.suppress(OSError):  # it may be gone already
                process.stdin.close()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def log_of(wanted: Wanted, code: str) -> list[ev.Stored]:
    """All that the log of such a class says, read anew.

    Raises:
        Unavailable: It cannot be read.
    """
    if not wanted.database:
        with contextlib.closing(SqliteStore.look(Path(wanted.log))) as store:
            return list(store.read())
    from ceo_sim.classroom.postgresql import Database

    with contextlib.closing(Database.open(wanted.database)) as database:
        shared = database.find(code)
        if shared is None:
            raise Unavailable(f"the database has no class of the code {code} any more")
        return list(shared.read())


# ---- in the process of the server ---------------------------------------------------------------------------


def main() -> None:
    """Host what standard input asks for, until it ends."""
    wanted = msgspec.json.decode(sys.stdin.buffer.readline(), type=Wanted)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it ends it
    try:
        with contextlib.closing(network.listening(network.LOOPBACK, wanted.port)) as listener:
            asyncio.run(_serve(wanted, listener))
    except (UserError, Unavailable) as error:
        _answer(Where(problem=str(error)))


async def _serve(wanted: Wanted, listener: socket.socket) -> None:
    url = network.url(*listener.getsockname()[:2])
    threading.Thread(target=_end_with_input, daemon=True).start()

    def began(held: HeldClass) -> None:
        _answer(Where(url=url, code=held.room.code or wanted.code, pid=os.getpid()))

    await host(listener, lambda: _hosting(wanted), began, limits=_limits(wanted))


def _hosting(wanted: Wanted) -> Hosting:
    loaded = load_playable(Path(wanted.path), wanted.edition, wanted.act)
    store, begin = _store(wanted, loaded)
    return Hosting(store, loaded, begin, wanted.key)


def _store(wanted: Wanted, loaded: Loaded) -> tuple[Store, ev.Opened | None]:
    """The log, and how the class begins if it is new."""
    begin = beginning(
        loaded,
        seed=wanted.seed,
        teacher=wanted.key or names.secret(),
        play=wanted.play,
        edition=wanted.edition,
        code=wanted.code,
        keep_days=1,
    )
    if not wanted.database:
        path = Path(wanted.log)
        return (SqliteStore.resume(path), None) if path.exists() else (SqliteStore.create(path), begin)
    from ceo_sim.classroom import postgresql

    database = postgresql.Database.open(wanted.database)
    if wanted.code and (store := database.find(wanted.code)) is not None:
        return store, None
    return database.create(uuid.uuid4().hex, begin, postgresql.now()), begin


def _limits(wanted: Wanted) -> Limits:
    return Limits(joins=Rate(wanted.crowd, wanted.crowd)) if wanted.crowd else Limits()


def _answer(where: Where) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(where) + b"\n")
    sys.stdout.buffer.flush()


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
