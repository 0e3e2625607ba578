"""Spans of time, as an author writes them."""

from __future__ import annotations

import re

from attrs import frozen

HOURS = {"h": 1.0, "d": 24.0, "w": 168.0}
_WRITTEN = re.compile(r"\s*(\d{1,6}(?:\.\d{1,3})?)\s*([hdw])\s*", re.ASCII)


@frozen
class Duration:
    """A span of time: hours on a clock of dates, turns on a clock of turns."""

    amount: float
    in_turns: bool = False

    @classmethod
    def parse(cls, written: object) -> Duration:
        """Read `"6h"`, `"2d"`, `"3w"`, or a whole number of turns.

        Raises:
            ValueError: `written` is none of these.
        """
        if isinstance(written, int) and not isinstance(written, bool) and 0 <= written <= 1_000_000:
            return cls(float(written), in_turns=True)
        if isinstance(written, str) and (match := _WRITTEN.fullmatch(written)):
            return cls(float(match[1]) * HOURS[match[2]])
        raise ValueError(f'expected a time such as "6h", "2d" or "3w", or a number of turns, not {written!r:.40}')

    @property
    def hours(self) -> float:
        """Length in hours; only for a clock of dates."""
        return self.amount

    @property
    def days(self) -> float:
        """Length in days; only for a clock of dates."""
        return self.amount / 24

    def __str__(self) -> str:
        if self.in_turns:
            return f"{self.amount:g} turn{'s' * (self.amount != 1)}"
        if self.amount % 24:
            return f"{self.amount:g} hour{'s' * (self.amount != 1)}"
        return f"{self.days:g} day{'s' * (self.days != 1)}"
