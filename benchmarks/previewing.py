"""From a saved file to the redrawn screen: `ceo-sim preview` of the flagship, beside a bare app that shows the file."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.report import HERE, Figure, Missing, percentile
from benchmarks.version import PROGRAM
from tests.support.terminal import Terminal, WaitedInVainError

FLAGSHIP = Path("scenarios/the_post")
DECISIONS, LABEL = "decisions_1.toml", "Sign the label rule tonight"
COLUMNS, ROWS = 130, 44
CHANGES = 8
"""Saves in each turn; the first is not counted, as less is remembered for it than for all others."""


def measure(rounds: int) -> list[Figure]:
    """Save changes of the words of an option, by turns under the eyes of both."""
    ours: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        story = Path(folder) / FLAGSHIP.name
        shutil.copytree(FLAGSHIP, story)
        file = story / DECISIONS
        for _ in range(rounds):
            ours += _timed([PROGRAM, "preview", story], file)
            bare += _timed([sys.executable, HERE / "bare_preview.py", file], file)
    figures = ("p50", 0.5, ""), ("p95", 0.95, "at most 300 ms")
    return [
        Figure(
            f"preview of {FLAGSHIP}: saved file to redrawn screen, {name}",
            "ms",
            percentile(ours, share),
            percentile(bare, share),
            "bare app that shows the file",
            goal,
        )
        for name, share, goal in figures
    ]


def _timed(command: Sequence[str | Path], file: Path) -> list[float]:
    """Milliseconds from each save to the moment at which the new words had been written to the terminal."""
    before, times = file.read_text(encoding="utf-8"), list[float]()
    if LABEL not in before:
        raise Missing(f"{file.name} has no option that reads {LABEL!r}")
    with Terminal(command, columns=COLUMNS, rows=ROWS) as terminal:
        try:
            terminal.wait_for(LABEL)
            for number in range(CHANGES):
                terminal.rest(0.3)
                words = f"Sign rule {number} tonight"
                file.write_text(before.replace(LABEL, words), encoding="utf-8")
                saved = time.perf_counter() - terminal.started
                times.append((terminal.wait_for(words) - saved) * 1e3)
        except WaitedInVainError as error:
            raise Missing(str(error)) from None
        finally:
            file.write_text(before, encoding="utf-8")
    return times[1:]
