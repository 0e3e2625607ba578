"""How far a long task is, on standard error, for whoever sits before it."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from typing import TextIO

from attrs import define, field

PATIENCE = 1.0
"""Seconds for which nothing is said: most tasks are done by then."""


@contextlib.contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[[float], None] | None]:
    """What to call with the part of a task that is done, from 0 to 1; None where nobody sees it, or wants to."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    line = Line(sys.stderr)
    try:
        yield line.show
    finally:
        line.clear()


@define
class Line:
    """A line of a terminal that is written over until it is cleared."""

    stream: TextIO
    clock: Callable[[], float] = time.monotonic
    _started: float = field(init=False)
    _text: str = field(default="", init=False)

    def __attrs_post_init__(self) -> None:
        self._started = self.clock()

    def show(self, part: float) -> None:
        """Say how far the task is and how long it will take, once it has taken a second."""
        passed = self.clock() - self._started
        if passed < PATIENCE or part <= 0:
            return
        left = max(1, round(passed / part - passed))
        self._write(f"{int(100 * part)} %, about {left:,} s left")

    def clear(self) -> None:
        """Leave nothing of it."""
        if self._text:
            self._write("")
            self.stream.write("\r")
            self.stream.flush()

    def _write(self, text: str) -> None:
        if text != self._text:
            self.stream.write("\r" + text.ljust(len(self._text)))
            self.stream.flush()
            self._text = text
