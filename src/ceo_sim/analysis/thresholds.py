"""The value of an assumption at which an ending takes the share of plays that its author wants."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
from attrs import frozen

from ceo_sim.analysis.parallel import Report, run_tasks
from ceo_sim.analysis.sensitivity import assumption_ranges, opened, outcomes, played
from ceo_sim.analysis.sums import share_interval
from ceo_sim.engine.program import Program

PLAYS = 4_000
"""Plays at each value; all values meet the same luck."""
HALVINGS = 10


@frozen
class Want:
    """A share of plays that an ending is to take, and the assumption that is to bring it about."""

    ending: str
    share: float
    assumption: str


@frozen
class Threshold:
    """Where in its range an assumption gives an ending the share that is wanted.

    Attributes:
        value: The value; None if the share is not between those of the two ends of the range.
        share: The share there, with its 95 % `interval`; of the nearer end if there is no such value.
        ends: The shares at the lowest and at the highest value of the range.
    """

    want: Want
    value: float | None
    share: float
    interval: tuple[float, float]
    ends: tuple[float, float]


def thresholds(
    program: Program, wants: Sequence[Want], seed: int, *, jobs: int = 1, report: Report | None = None
) -> list[Threshold]:
    """Look for each value by halving the range; the assumptions have ranges, and the endings are there.

    Between the ends the share is taken to rise or fall throughout; where it does not, one of several values is found.
    """
    return run_tasks(partial(_find, program, seed), wants, jobs, report)


def _find(program: Program, seed: int, want: Want, report: Report) -> Threshold:
    low, high = assumption_ranges(program)[want.assumption]
    free = opened(program, [want.assumption])
    row = outcomes(program).index(f"ending:{want.ending}")
    seeds = np.arange(PLAYS, dtype=np.uint64) + np.uint64(seed)

    def times(value: float) -> int:
        rows = np.full((PLAYS, 1), value)
        return int(played(free, [want.assumption], rows, seeds)[row].sum())

    first, last = times(low), times(high)
    ends = first / PLAYS, last / PLAYS
    wanted = want.share * PLAYS
    if not min(first, last) <= wanted <= max(first, last):
        nearer = min((first, last), key=lambda count: abs(count - wanted))
        return Threshold(want, None, nearer / PLAYS, share_interval(nearer, PLAYS), ends)
    middle, count = low, first
    for number in range(HALVINGS):
        report((number + 2) / (HALVINGS + 2))
        middle = (low + high) / 2
        count = times(middle)
        if (count < wanted) == (first < last):
            low = middle
        else:
            high = middle
    return Threshold(want, middle, count / PLAYS, share_interval(count, PLAYS), ends)
