"""A class in which everybody plays a story of their own: pages and moves while hundreds think; memory."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import psutil
from attrs import define, field

from benchmarks.crowd import FORM, THINKS, Seat, allow_many, cpu_of, join, session_of
from benchmarks.report import Figure, percentile
from ceo_sim.classroom.guests import form_token
from ceo_sim.classroom.rehearsal.hosted import Wanted, hosted
from ceo_sim.library import path_of

SECONDS = 60
SEATS: tuple[tuple[int, int], ...] = ((60, 80), (200, 80), (1_000, 120))
"""How many seats, and how many megabytes they may take."""


@define
class Found:
    """What was found: seconds of pages, moves, a processor and the clock; how many requests, those of bots too."""

    pages: list[float] = field(factory=list)
    moves: list[float] = field(factory=list)
    asked: int = 0
    failed: int = 0
    cpu: float = 0.0
    took: float = 0.0
    memory: float = 0.0


def measure(rounds: int) -> list[Figure]:
    """Let classes play at their own pace for a minute each."""
    del rounds  # a minute has thousands of pages
    figures = []
    for seats, most in SEATS:
        found = asyncio.run(_class(seats, SECONDS))
        name = f"{seats:,} stories of one's own, {THINKS:.0f} s to think"
        figures += [
            Figure(f"{name}: page, p95 of {len(found.pages):,}", "ms", _p95(found.pages), goal="at most 150 ms"),
            Figure(f"{name}: move, p95 of {len(found.moves):,}", "ms", _p95(found.moves), goal="at most 150 ms"),
            Figure(f"{name}: what failed", "", found.failed, goal="0"),
            Figure(f"{name}: server CPU of a request", "ms", 1000 * found.cpu / max(1, found.asked)),
            Figure(f"{name}: server CPU in use", "%", 100 * found.cpu / found.took),
            Figure(f"{name}: memory of the server", "MB", found.memory, goal=f"at most {most} MB"),
        ]
    return figures


def _p95(seconds: Sequence[float]) -> float:
    return 1000 * percentile(seconds, 0.95) if seconds else 0.0


async def _class(seats: int, seconds: float) -> Found:
    allow_many()
    with tempfile.TemporaryDirectory() as folder:
        log = str(Path(folder) / "own.class")
        wanted = Wanted(str(path_of("the_post")), 7, log, act="week", play="own", key="a key", crowd=2 * seats)
        with hosted(wanted) as where:
            process = psutil.Process(where.pid)
            async with session_of(seats) as session:
                base = f"{where.url}/{where.code}"
                crowd = await join(session, base, seats)
                found, began, before = Found(), time.perf_counter(), cpu_of(process)
                players = [
                    _Player(session, base, seat, found, began + seconds, THINKS * place / seats)
                    for place, seat in enumerate(crowd)
                ]
                await asyncio.gather(*(player.play(place) for place, player in enumerate(players)))
                found.cpu, found.took = cpu_of(process) - before, time.perf_counter() - began
                found.memory = process.memory_info().rss / 1e6
    return found


@define
class _Player:
    """A student who thinks, looks at a decision, thinks, answers it, and so on to the end of the story."""

    session: aiohttp.ClientSession
    base: str
    seat: Seat
    found: Found
    until: float
    late: float

    async def play(self, place: int) -> None:
        await asyncio.sleep(self.late)
        while time.perf_counter() < self.until:
            told = await self._told()
            if told["ended"]:
                await self._page("/seat")
                await asyncio.sleep(THINKS)
                continue
            choice = self._choice(told, place)
            if choice is not None:
                await self._page(f"/decide/{choice[0]}")
                await asyncio.sleep(THINKS)
            await self._move(told["number"], choice)
            await self._page("/seat?outcome=yes")
            await asyncio.sleep(THINKS)

    def _choice(self, told: dict[str, Any], place: int) -> tuple[str, str] | None:
        for decision in [told["urgent"]] if told["urgent"] else list(told["decisions"]):
            if options := told["decisions"][decision]:
                return decision, options[(place + told["number"]) % len(options)]
        return None

    async def _told(self) -> dict[str, Any]:
        self.found.asked += 1
        async with self.session.get(f"{self.base}/seat", headers=self._headers(FORM)) as answer:
            told: dict[str, Any] = await answer.json()
            return told

    async def _page(self, path: str) -> None:
        self.found.asked += 1
        began = time.perf_counter()
        async with self.session.get(self.base + path, headers=self._headers({})) as answer:
            self.found.failed += answer.status != 200 or b"<main" not in await answer.read()
        self.found.pages.append(time.perf_counter() - began)

    async def _move(self, number: int, choice: tuple[str, str] | None) -> None:
        self.found.asked += 1
        path = "/pass" if choice is None else f"/decide/{choice[0]}"
        fields = {"token": form_token(self.seat.cookie), "number": number}
        fields |= {"until": "needed"} if choice is None else {"option": choice[1], "reason": "It is fairer."}
        began = time.perf_counter()
        async with self.session.post(self.base + path, data=urlencode(fields), headers=self._headers(FORM)) as answer:
            self.found.failed += not (await answer.json()).get("saved")
        self.found.moves.append(time.perf_counter() - began)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        return {**more, "Cookie": f"seat={self.seat.cookie}"}


if __name__ == "__main__":
    import sys

    from benchmarks.report import table

    SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    SEATS = tuple(each for each in SEATS if not sys.argv[2:] or str(each[0]) in sys.argv[2:])
    print(table(measure(1)))
