"""What a class has on disk: votes when its server is killed, when its database stops; and a debrief made of it.

`python -m benchmarks.durable 500` kills 500 times; by itself, and in `make bench`, 20 times.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.report import Figure
from benchmarks.voter import SEATS, beginning, vote
from ceo_sim.classroom import events as ev
from ceo_sim.classroom.debrief.page import page
from ceo_sim.classroom.debrief.subject import ClassSubject
from ceo_sim.classroom.demo import demo_log
from ceo_sim.classroom.live import LiveClass
from ceo_sim.classroom.room import Room
from ceo_sim.classroom.store import SqliteStore, Unavailable
from ceo_sim.library import load_playable, path_of
from ceo_sim.report.html import html

KILLS = 20
STOPS = 20
STUDENTS = 1_000


def measure(rounds: int) -> list[Figure]:
    """Kill, stop, and look back."""
    made, lost = _killed(KILLS)
    return [
        Figure(f"votes acknowledged, then kill -9 and resumed, {KILLS} times: lost of {made:,}", "", lost, goal="0"),
        *_stopped(),
        Figure(f"debrief of {STUDENTS:,} seats, from the log to the page", "s", _debrief(rounds), goal="at most 1 s"),
    ]


def _killed(times: int) -> tuple[int, int]:
    """How many votes were acknowledged by servers that were killed so many times, and how many of them are lost."""
    lot = random.Random(7)
    made = lost = 0
    while times > 0:
        acknowledged, stored = _killed_in_one_log(min(times, KILLS), lot)
        made += len(acknowledged)
        lost += len(acknowledged - stored)
        times -= KILLS
    return made, lost


def _killed_in_one_log(times: int, lot: random.Random) -> tuple[set[int], set[int]]:
    """The votes that were acknowledged, and those that are in the log.

    No more than `KILLS` to a log: each that goes on reads all that is there, and a class has some thousand votes.
    """
    acknowledged: set[int] = set()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.class"
        for _ in range(times):
            command = [sys.executable, "-m", "benchmarks.voter", str(path), str(max(acknowledged, default=-1) + 1_000)]
            with subprocess.Popen(command, stdout=subprocess.PIPE) as voter:
                assert voter.stdout is not None
                first = voter.stdout.readline()  # it votes
                time.sleep(lot.uniform(0.0, 0.25))
                voter.kill()
                lines = (first + voter.stdout.read()).split(b"\n")
                acknowledged |= {int(line) for line in lines[:-1]}  # the last may have been cut off
        with contextlib.closing(SqliteStore.look(path)) as store:
            return acknowledged, _numbers(store.read())


def _stopped() -> list[Figure]:
    """Votes into a database that is stopped and started again and again; nothing where there is no PostgreSQL."""
    from tests.support import postgresql

    if postgresql.programs() is None:
        return []
    with postgresql.cluster() as server:
        made, lost = asyncio.run(_vote_through_stops(server))
    name = f"votes acknowledged while PostgreSQL stops and starts, {STOPS} times: lost of {made:,}"
    return [Figure(name, "", lost, goal="0")]


async def _vote_through_stops(server: object) -> tuple[int, int]:
    from ceo_sim.classroom.postgresql import Database, now
    from tests.support.postgresql import Cluster

    assert isinstance(server, Cluster)
    database = await asyncio.to_thread(Database.open, server.url)
    opened = beginning()[0]
    assert isinstance(opened, ev.Opened)
    store = await asyncio.to_thread(database.create, "bench", opened, now())
    acknowledged: set[int] = set()
    over = asyncio.Event()
    async with LiveClass(store) as held:
        for event in beginning():
            await held.submit(event)

        async def vote_on(first: int) -> None:
            number = first
            while not over.is_set():
                try:
                    await held.submit(vote(number))
                except Unavailable:
                    await asyncio.sleep(0.05)
                else:
                    acknowledged.add(number)
                    number += SEATS

        voters = [asyncio.create_task(vote_on(first)) for first in range(20)]
        for turn in range(STOPS):
            await asyncio.sleep(0.2)
            await asyncio.to_thread(server.stop, "immediate" if turn % 2 else "fast")
            await asyncio.to_thread(server.start)
        await asyncio.sleep(0.5)
        over.set()
        await asyncio.gather(*voters)
        stored = _numbers(await asyncio.to_thread(lambda: list(store.read())))
    await asyncio.to_thread(database.close)
    return len(acknowledged), len(acknowledged - stored)


def _numbers(log: Iterable[ev.Stored]) -> set[int]:
    return {int(each.event.reason) for each in log if isinstance(each.event, ev.Voted)}


def _debrief(rounds: int) -> float:
    """The best of several times, in seconds: the log read back, the story played, and the page written."""
    loaded = load_playable(path_of("the_post"), act="week")
    log = [(each.seq, each.at, ev.encode(each.event)) for each in demo_log(loaded, STUDENTS, 11)]
    best = float("inf")
    for _ in range(rounds):
        began = time.perf_counter()
        room = Room().replay(ev.Stored(seq, at, ev.decode(line, seq)) for seq, at, line in log)
        html(page(ClassSubject.of(room, loaded)), compact=True)
        best = min(best, time.perf_counter() - began)
    return best


def main() -> None:
    """Kill as many times as is asked."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    made, lost = _killed(times)
    print(f"{times} kills: {made:,} votes acknowledged, {lost} of them lost")


if __name__ == "__main__":
    main()
