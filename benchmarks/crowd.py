"""A class of hundreds behind its server: votes at once, each on disk before it is acknowledged; memory; pages.

The peer of the votes is the least that does the same: aiohttp with a table of SQLite, committed for each vote.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import psutil
from attrs import define

from benchmarks.report import Figure, percentile
from ceo_sim.classroom import network
from ceo_sim.classroom.guests import form_token
from ceo_sim.classroom.rehearsal.bots import Teacher
from ceo_sim.classroom.rehearsal.hosted import Wanted, hosted, log_of
from ceo_sim.classroom.rehearsal.record import Record, saved_in
from ceo_sim.library import path_of

SECONDS = 60
"""Of the load of pages; `python -m benchmarks.crowd 600` takes ten minutes of it."""
THINKS = 5.0
SEATS = (200, 1_000)
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


@define
class Seat:
    """A student with a connection that stays open, as a browser's does."""

    cookie: str
    token: str
    id: str


def measure(rounds: int) -> list[Figure]:
    """Seat 200 and 1,000 students, have them vote at once as many times as there are rounds, and let them look."""
    del rounds  # a vote has two rounds; each crowd votes in both
    figures = []
    peers = {seats: _peer(seats) for seats in SEATS}
    for seats, goal, memory in zip(SEATS, ("at most 250 ms", "at most 1,200 ms"), (80, 120), strict=True):
        found = asyncio.run(_crowd(seats, SECONDS if seats == max(SEATS) else 0))
        name = f"{seats:,} students"
        figures += [
            Figure(f"{name} vote at once, all acknowledged", "ms", found.votes, peers[seats], "a commit each", goal),
            Figure(f"{name}: server CPU of a vote", "ms", found.cpu, goal="at most 0.5 ms"),
            Figure(f"{name}: memory of the server", "MB", found.memory, goal=f"at most {memory} MB"),
            Figure(f"{name}: votes acknowledged and lost", "", found.lost, goal="0"),
        ]
        if found.pages:
            p95 = 1000 * percentile(found.pages, 0.95)
            pages = f"{name}, {THINKS:.0f} s to think: page, p95 of {len(found.pages):,}"
            figures += [
                Figure(pages, "ms", p95, goal="at most 150 ms"),
                Figure(f"{name}: pages that failed", "", found.failed, goal="0"),
            ]
    return [*_starts(), *figures]


@define
class Found:
    """What was found; times in milliseconds, of pages in seconds."""

    votes: float
    cpu: float
    memory: float
    lost: int
    pages: list[float]
    failed: int = 0


async def _crowd(seats: int, seconds: float) -> Found:
    allow_many()
    with tempfile.TemporaryDirectory() as folder:
        log = str(Path(folder) / "crowd.class")
        wanted = Wanted(str(path_of("the_post")), 7, log, act="week", key="a key", crowd=2 * seats)
        with hosted(wanted) as where:
            process = psutil.Process(where.pid)
            record, base = Record(), f"{where.url}/{where.code}"
            teacher = Teacher(base, record)
            await teacher.enter("a key")
            async with session_of(seats) as session:
                crowd = await join(session, base, seats)
                memory = process.memory_info().rss / 1e6
                await teacher.do("put", decision=teacher.choices("put", "decision")[0])
                async with session.get(f"{base}/seat", headers=_headers(crowd[0])) as answer:
                    ballot = (await answer.json())["ballot"]
                waits, cpu = [], []
                for round in (1, 2):
                    await teacher.do("open")
                    before = cpu_of(process)
                    waits.append(
                        await _vote(
                            session, base, crowd, {"ballot": ballot["number"], "round": round}, ballot["options"]
                        )
                    )
                    cpu.append(1000 * (cpu_of(process) - before) / seats)
                    await teacher.do("close")
                pages, failed = await _look(session, base, crowd, seconds) if seconds else ([], 0)
                memory = max(memory, process.memory_info().rss / 1e6)
            await teacher.close()
        there = {each for each in saved_in(log_of(wanted, where.code)) if each.kind == "vote"}
    return Found(min(waits), min(cpu), memory, 2 * seats - len(there), pages, failed)


def allow_many() -> None:
    """Let this process have a connection for each of a thousand students."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]),) * 2)


def cpu_of(process: psutil.Process) -> float:
    """Seconds of a processor that it has used."""
    used = process.cpu_times()
    return float(used.user + used.system)


def _headers(seat: Seat) -> dict[str, str]:
    return {**FORM, "Cookie": f"seat={seat.cookie}"}


@contextlib.asynccontextmanager
async def session_of(most: int) -> AsyncIterator[aiohttp.ClientSession]:
    """What keeps so many connections open."""
    connector = aiohttp.TCPConnector(limit=most, keepalive_timeout=120)
    timeout = aiohttp.ClientTimeout(total=60)
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=timeout) as made:
        yield made


async def join(session: aiohttp.ClientSession, base: str, seats: int) -> list[Seat]:
    """So many students who have taken a seat."""
    async with session.get(base, headers=FORM) as answer:
        token = (await answer.json())["token"]

    async def one() -> Seat:
        async with session.post(f"{base}/join", data=urlencode({"token": token}), headers=FORM) as answer:
            told, cookie = await answer.json(), answer.cookies["seat"].value
            return Seat(cookie, form_token(cookie), told["seat"])

    crowd: list[Seat] = []
    for start in range(0, seats, 100):
        crowd += await asyncio.gather(*(one() for _ in range(min(100, seats - start))))
    return crowd


async def _vote(
    session: aiohttp.ClientSession, base: str, crowd: Sequence[Seat], about: dict[str, int], options: Sequence[str]
) -> float:
    """Milliseconds until the last of a crowd that votes at once knows that its vote is saved."""

    async def one(place: int, seat: Seat) -> None:
        fields = {**about, "token": seat.token, "option": options[place % len(options)], "reason": "It is fairer."}
        async with session.post(f"{base}/vote", data=urlencode(fields), headers=_headers(seat)) as answer:
            if not (await answer.json()).get("saved"):
                raise RuntimeError(f"a vote was not saved: {answer.status}")

    began = time.perf_counter()
    await asyncio.gather(*(one(place, seat) for place, seat in enumerate(crowd)))
    return 1000 * (time.perf_counter() - began)


async def _look(
    session: aiohttp.ClientSession, base: str, crowd: Sequence[Seat], seconds: float
) -> tuple[list[float], int]:
    """Seconds of each page that a crowd looks at, with time to think between; and how many failed."""
    took: list[float] = []
    failed = 0
    until = time.perf_counter() + seconds

    async def one(place: int, seat: Seat) -> None:
        nonlocal failed
        await asyncio.sleep(THINKS * place / len(crowd))
        while (began := time.perf_counter()) < until:
            try:
                async with session.get(f"{base}/seat", headers={"Cookie": f"seat={seat.cookie}"}) as answer:
                    failed += answer.status != 200 or b"<main" not in await answer.read()
            except (aiohttp.ClientError, TimeoutError):
                failed += 1
            took.append(time.perf_counter() - began)
            await asyncio.sleep(max(0.0, began + THINKS - time.perf_counter()))

    await asyncio.gather(*(one(place, seat) for place, seat in enumerate(crowd)))
    return took, failed


def _starts() -> list[Figure]:
    """From the command to the first pages of a student: the entrance, and the page on which a seat is taken."""
    entrance, door = (min(column) for column in zip(*(_started() for _ in range(5)), strict=True))
    return [
        Figure("the_post: from the command to the entrance", "ms", entrance, goal="at most 800 ms"),
        Figure("the_post: from the command to the door of the class", "ms", door, goal="at most 1,000 ms"),
    ]


def _started() -> tuple[float, float]:
    with contextlib.closing(network.listening(network.LOOPBACK, None)) as free:
        port = free.getsockname()[1]
    url = network.url(network.LOOPBACK, port)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        options = ["--act", "week", "--address", network.LOOPBACK, "--port", str(port), "--folder", folder]
        command = [sys.executable, "-m", "ceo_sim", "class", "host", "the_post", *options, "--no-console"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as host:
            assert host.stdout is not None
            while not _is_there(url):
                time.sleep(0.002)
            entrance = 1000 * (time.perf_counter() - began)
            code = next(line.split()[-1] for line in host.stdout if "and enter" in line)
            assert _is_there(f"{url}/{code}")
            door = 1000 * (time.perf_counter() - began)
            host.terminate()
            host.stdout.read()
    return entrance, door


def _is_there(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return bool(answer.read())
    except OSError:
        return False


# ---- the peer -----------------------------------------------------------------------------------------------


def _peer(seats: int) -> float:
    from benchmarks.bare_votes import serving

    async def vote() -> float:
        async with session_of(seats) as session:

            async def one(place: int) -> None:
                fields = urlencode({"seat": place, "option": "leave", "reason": "It is fairer."})
                async with session.post(url, data=fields, headers=FORM) as answer:
                    await answer.read()

            await asyncio.gather(*(one(place) for place in range(seats)))
            began = time.perf_counter()
            await asyncio.gather(*(one(place) for place in range(seats)))
            return 1000 * (time.perf_counter() - began)

    with serving() as url:
        return asyncio.run(vote())


if __name__ == "__main__":
    from benchmarks.report import table

    SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    print(table(measure(1)))
