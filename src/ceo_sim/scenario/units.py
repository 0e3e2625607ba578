"""Spans of time, as an author writes them."""

from __future__ import annotations

import re

from attrs import frozen

HOURS = {"h": 1.0, "d": 24.0, "w": 168.0}
_WRITTEN = re.compile(r"\s*\+?\s*(\d{1,6}(?:\.\d{1,3})?)\s*([hdw])\s*", re.ASCII)
_UNTIL_HOUR = re.compile(r"\s*\+?\s*(\d{1,5})\s*([dw])\s+([01]?\d|2[0-3]):([0-5]\d)\s*", re.ASCII)


@frozen
class Duration:
    """A span of time: hours on a clock of dates, turns on a clock of turns.

    Attributes:
        amount: How many.
        in_turns: Whether they are turns.
        until: The hour of the day to which it goes on, so many whole days later; None if it is just a length.
    """

    amount: float
    in_turns: bool = False
    until: float | None = None

    @classmethod
    def parse(cls, written: object) -> Duration:
        """Read `"6h"`, `"2d"`, `"3w"`, `"+2d 09:00"`, or a whole number of turns.

        Raises:
            ValueError: `written` is none of these.
        """
        if isinstance(written, int) and not isinstance(written, bool) and 0 <= written <= 1_000_000:
            return cls(float(written), in_turns=True)
        if isinstance(written, str) and (match := _WRITTEN.fullmatch(written)):
            return cls(float(match[1]) * HOURS[match[2]])
        if isinstance(written, str) and (match := _UNTIL_HOUR.fullmatch(written)):
            return cls(float(match[1]) * HOURS[match[2]], until=int(match[3]) + int(match[4]) / 60)
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
        if self.until is not None:
            return f"{self.days:g} day{'s' * (self.days != 1)}, {int(self.until):02}:{round(self.until % 1 * 60):02}"
        if self.in_turns:
            return f"{self.amount:g} turn{'s' * (self.amount != 1)}"
        if self.amount % 24:
            return f"{self.amount:g} hour{'s' * (self.amount != 1)}"
        return f"{self.days:g} day{'s' * (self.days != 1)}"
