"""Sums over many plays that can be added up in parts: exact, so that they depend on no order, machine or split."""

from __future__ import annotations

import math

import numpy as np
from attrs import define
from numpy.typing import NDArray

BITS = 38
"""Binary digits of the largest value in a sum: 33 million of them, or of their squares to half as many, fit 63 bits."""
HALF = float(1 << BITS // 2)
Z_95 = 1.959963984540054


@define
class Moments:
    """The mean and the spread of values in a range, to twelve digits of it.

    Values are rounded to whole multiples of a power of two and added up as integers.

    Attributes:
        scale: How many of these multiples make 1.
        count: How many values there are.
        total: Their sum, in multiples.
        coarse: Their sum at half as many digits, as integers of `scale / 2**19`, and `squares` that of the squares.
    """

    scale: float
    count: int = 0
    total: int = 0
    coarse: int = 0
    squares: int = 0

    @classmethod
    def within(cls, low: float, high: float) -> Moments:
        """For values from `low` to `high`."""
        _, exponent = math.frexp(max(abs(low), abs(high), 1e-9))
        return cls(math.ldexp(1.0, BITS - exponent))

    def add(self, values: NDArray[np.float64]) -> None:
        """Add some values."""
        self.count += len(values)
        self.total += int(np.rint(values * self.scale).astype(np.int64).sum())
        coarse = np.rint(values * (self.scale / HALF)).astype(np.int64)
        self.coarse += int(coarse.sum())
        self.squares += int((coarse * coarse).sum())

    def join(self, other: Moments) -> None:
        """Add what another sum of the same range has."""
        self.count += other.count
        self.total += other.total
        self.coarse += other.coarse
        self.squares += other.squares

    @property
    def mean(self) -> float:
        """The mean; 0 of none."""
        return self.total / self.count / self.scale if self.count else 0.0

    @property
    def variance(self) -> float:
        """The unbiased variance; 0 of fewer than two."""
        if self.count < 2:
            return 0.0
        spread = self.count * self.squares - self.coarse * self.coarse
        unit = HALF / self.scale
        return spread / (self.count * (self.count - 1)) * unit * unit

    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval of the mean."""
        half = Z_95 * math.sqrt(self.variance / self.count) if self.count else 0.0
        return self.mean - half, self.mean + half


def share_interval(times: int, plays: int, z: float = Z_95) -> tuple[float, float]:
    """The confidence interval of a share by Wilson (1927), which holds for shares near 0 and 1 too."""
    share, weight = times / plays, z * z / plays
    middle = (share + weight / 2) / (1 + weight)
    half = z * math.sqrt(share * (1 - share) / plays + weight / plays / 4) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)
