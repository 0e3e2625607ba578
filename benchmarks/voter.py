"""Votes without end into the log of a class, and prints the number of each as soon as it is acknowledged.

`python -m benchmarks.voter LOG FIRST`: goes on with the class in the log, or begins one, counting from FIRST. It is
made to be killed.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import sys
from pathlib import Path

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.live import LiveClass
from ceo_sim.classroom.store import SqliteStore

SEATS = 40
CREW = 20
"""Who vote at once."""


def beginning() -> list[ev.Event]:
    """A class that is asked for its first votes, for ever."""
    return [
        ev.Opened("none", "None", "1", "0", 1, "board", "BCDF", "0"),
        *(ev.Joined(seat=f"s{number}", name=f"seat {number}", secret=str(number)) for number in range(SEATS)),
        ev.Put(ballot=1, decision="any", options=("a", "b"), moves=0),
        ev.VotingOpened(ballot=1, round=1),
    ]


def vote(number: int) -> ev.Voted:
    """A vote that is known again by its reason."""
    return ev.Voted(ballot=1, round=1, seat=f"s{number % SEATS}", option="ab"[number % 2], reason=str(number))


def log_at(path: Path) -> SqliteStore:
    """The log there, or a new one."""
    return SqliteStore.resume(path) if path.exists() else SqliteStore.create(path)


async def vote_on(store: SqliteStore, first: int) -> None:
    """Vote until killed."""
    async with LiveClass(store) as held:
        for event in beginning()[held.room.seq :]:  # a kill may have come while the class began
            await held.submit(event)
        numbers = itertools.count(first)

        async def go_on() -> None:
            for number in numbers:
                await held.submit(vote(number))
                os.write(1, f"{number}\n".encode())

        await asyncio.gather(*(go_on() for _ in range(CREW)))


if __name__ == "__main__":
    asyncio.run(vote_on(log_at(Path(sys.argv[1])), int(sys.argv[2])))
