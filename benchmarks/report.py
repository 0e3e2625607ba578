"""What a benchmark gives back, and how it is printed."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import frozen

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent


class Missing(Exception):
    """What should be measured is not there, or does not run."""


@frozen
class Figure:
    """One measured number beside its peer's.

    Attributes:
        name: What was measured.
        unit: Of `measured` and `peer`.
        measured: Ours; the median of the rounds.
        peer: The other's, in the same unit and run, if there is one.
        peer_name: Who that is.
        goal: What the project has set itself, in words.
    """

    name: str
    unit: str
    measured: float
    peer: float | None = None
    peer_name: str = ""
    goal: str = ""

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """Its cells: figure, measured, peer, ratio, goal."""
        peer = "" if self.peer is None else f"{_short(self.peer)} {self.unit} ({self.peer_name})"
        ratio = "" if not self.peer else f"{self.measured / self.peer:.2f}"
        return self.name, f"{_short(self.measured)} {self.unit}", peer, ratio, self.goal


def table(figures: Sequence[Figure]) -> str:
    """Lay the figures out as a Markdown table, aligned so that it reads well in a terminal too."""
    rows = [("figure", "measured", "peer", "ratio", "goal"), *(figure.row for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def in_turn(rounds: int, *tasks: Callable[[], float]) -> list[float]:
    """Run the tasks by turns and give the median of what each gave back.

    By turns, so that whatever slows the machine for a while slows all of them.
    """
    results = [[task() for task in tasks] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*results, strict=True)]


def milliseconds(what: Callable[[], object]) -> float:
    """Do something, and give how long it took."""
    start = time.perf_counter()
    what()
    return (time.perf_counter() - start) * 1e3


def percentile(values: Sequence[float], share: float) -> float:
    """Give the value below which `share` (0 to 1) of them lie."""
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1))]


def run(command: Sequence[str | Path]) -> tuple[str, float]:
    """Run a command to its end.

    Returns:
        What it wrote, and the seconds from its start to its end.

    Raises:
        Missing: it failed.
    """
    start = time.perf_counter()
    ran = subprocess.run([str(word) for word in command], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if ran.returncode:
        raise Missing(f"{' '.join(map(str, command))} ended with {ran.returncode}: {ran.stderr.strip()[-300:]}")
    return ran.stdout, seconds


def _short(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"
