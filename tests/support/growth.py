"""How time grows with size: by how much, never how long, as machines and their load differ."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
RUNS = 3


def growth(run: Callable[[T], object], small: T, four_times: T) -> float:
    """How many times as long a run takes for an input of four times the size: 4 if in proportion, 16 if as the square.

    The shortest of some runs counts, in time of the processor and without the collector of garbage, which walks over
    all that other tests have left.
    """
    return min(_seconds(run, four_times) for _ in range(RUNS)) / min(_seconds(run, small) for _ in range(RUNS))


def _seconds(run: Callable[[T], object], size: T) -> float:
    gc.disable()
    started = time.process_time()
    try:
        run(size)
        return max(time.process_time() - started, 1e-3)
    finally:
        gc.enable()
