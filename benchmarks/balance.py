"""The balance of the flagship by two processes: how long it takes, and that its memory does not grow with the plays."""

from __future__ import annotations

import statistics
import subprocess
import time

import psutil
from attrs import frozen

from benchmarks.report import CHECKOUT, Figure, Missing
from benchmarks.version import PROGRAM

PLAYS = 100_000
SCENARIO = CHECKOUT / "scenarios" / "the_post"
LOOK = 0.25
"""Seconds between two looks at the memory."""


@frozen
class _Run:
    """Seconds, and the most megabytes that all processes held together at any look."""

    seconds: float
    megabytes: float


def measure(rounds: int) -> list[Figure]:
    """Let `ceo-sim balance` go over so many plays, and by turns over twice as many."""
    if not SCENARIO.exists():
        raise Missing(f"there is no {SCENARIO.relative_to(CHECKOUT)}")
    once, twice = zip(*((_balance(PLAYS), _balance(2 * PLAYS)) for _ in range(rounds)), strict=True)
    seconds = statistics.median(run.seconds for run in once)
    memory, of_twice = (statistics.median(run.megabytes for run in runs) for runs in (once, twice))
    name = f"balance of the_post: {PLAYS:,} plays, 2 jobs"
    return [
        Figure(f"{name}, whole process", "s", seconds, goal="at most 15 s"),
        Figure(f"{name}, memory", "MB", memory, goal="under 600 MB"),
        Figure("balance: memory of twice the plays", "MB", of_twice, memory, "once", "as much"),
    ]


def _balance(plays: int) -> _Run:
    command = [str(PROGRAM), "balance", str(SCENARIO), "--plays", str(plays), "--jobs", "2", "--quiet", "--json"]
    start, most = time.perf_counter(), 0.0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            most = max(most, _megabytes(process.pid))
            time.sleep(LOOK)
    if process.returncode:
        raise Missing(f"{' '.join(command)} ended with {process.returncode}")
    return _Run(time.perf_counter() - start, most)


def _megabytes(pid: int) -> float:
    """What a process and its children hold; what they share is counted once where the system tells."""
    try:
        root = psutil.Process(pid)
        family = [root, *root.children(recursive=True)]
        return sum(_held(process) for process in family) / 1e6
    except psutil.Error:
        return 0.0


def _held(process: psutil.Process) -> int:
    memory = process.memory_full_info()
    return int(getattr(memory, "pss", memory.rss))
