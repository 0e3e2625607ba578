"""Whole numbers in ranges, several in one 64-bit word, added to all at once.

Each number has a field of some bits, the highest of which is free, so that no sum runs into the next field (Lamport,
"Multiple byte processing with full-word instructions", Communications of the ACM 18, 1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

Words = NDArray[np.uint64]


@frozen
class Shift:
    """What becomes of a number x by additions that stay in a range: `min(max(x + amount, low), high)`.

    Additions that stay in one range, one after the other, are again of this form.
    """

    amount: int
    low: int
    high: int

    def then(self, other: Shift) -> Shift:
        """The same, and then another one."""
        if other is no_shift(other.high):  # most numbers are left as they are
            return self
        if self is no_shift(self.high):
            return other
        return Shift(self.amount + other.amount, other.of(self.low), other.of(self.high))

    def of(self, value: int) -> int:
        """What becomes of a number."""
        return min(max(value + self.amount, self.low), self.high)


@cache
def no_shift(span: int) -> Shift:
    """What leaves a number from 0 to its `span` as it is; one object for all of them."""
    return Shift(0, 0, span)


@define(eq=False)
class Fields:
    """Where numbers from 0 to their `spans` lie in a word, each in `width` bits.

    Attributes:
        spans: The largest value of each.
        width: Bits of a field, the free one included.
    """

    spans: tuple[int, ...]
    width: int = field(init=False)
    _low_bits: int = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.width = max(span.bit_length() for span in self.spans) + 1
        self._low_bits = self.join([1] * len(self.spans))

    @property
    def fits(self) -> bool:
        """Whether one word holds them all."""
        return self.width * len(self.spans) <= 64

    def join(self, values: Sequence[int]) -> int:
        """A word of some numbers."""
        return sum(value << (self.width * place) for place, value in enumerate(values))

    def part(self, words: Words, place: int) -> Words:
        """One of the numbers in each word."""
        return (words >> np.uint64(self.width * place)) & np.uint64((1 << self.width) - 1)

    def adder(self, shifts: Sequence[Shift]) -> Adder:
        """What does something to each of the numbers."""
        lows = [min(max(s.low - s.amount, 0), span) for s, span in zip(shifts, self.spans, strict=True)]
        highs = [min(max(s.high - s.amount, 0), span) for s, span in zip(shifts, self.spans, strict=True)]
        # Between its ends each number moves by as much as the lower end does.
        moves = [shift.of(low) - low for shift, low in zip(shifts, lows, strict=True)]
        return Adder(
            low=self.join(lows) if any(lows) else None,
            high=self.join(highs) if any(high < span for high, span in zip(highs, self.spans, strict=True)) else None,
            up=self.join([max(move, 0) for move in moves]),
            down=self.join([max(-move, 0) for move in moves]),
            low_bits=self._low_bits,
            width=self.width,
        )


@frozen(eq=False)
class Adder:
    """Does the same to the numbers of many words: not below `low`, not above `high`, then `up` and `down`."""

    low: int | None
    high: int | None
    up: int
    down: int
    low_bits: int
    width: int

    def __call__(self, words: Words) -> Words:
        """The words afterwards; those given stay as they are."""
        result = words.copy()
        if self.low is not None:
            low = np.uint64(self.low)
            self._pick(result, (result | self._free) - low, low)
        if self.high is not None:
            high = np.uint64(self.high)
            self._pick(result, (high | self._free) - result, high)
        result += np.uint64(self.up)
        result -= np.uint64(self.down)
        return result

    @property
    def _free(self) -> np.uint64:
        return np.uint64(self.low_bits << (self.width - 1))

    def _pick(self, words: Words, differences: Words, bound: np.uint64) -> None:
        """Put a bound in each field whose difference has lost its free bit."""
        differences >>= np.uint64(self.width - 1)
        differences &= np.uint64(self.low_bits)
        differences *= np.uint64((1 << self.width) - 1)
        # bound ^ ((bound ^ words) & kept) is words where kept has ones, and the bound elsewhere.
        words ^= bound
        words &= differences
        words ^= bound
