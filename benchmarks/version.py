"""How long `ceo-sim --version` takes, beside a Python that does nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.report import Figure, in_turn, run

PROGRAM = Path(sys.executable).with_name("ceo-sim")


def measure(rounds: int) -> list[Figure]:
    """Time both by turns."""
    ours, bare = in_turn(
        rounds * 2, lambda: run([PROGRAM, "--version"])[1] * 1e3, lambda: run([sys.executable, "-c", "pass"])[1] * 1e3
    )
    return [Figure("ceo-sim --version", "ms", ours, bare, "python -c pass", "at most 100 ms")]
