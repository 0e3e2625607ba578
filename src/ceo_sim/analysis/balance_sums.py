"""What a balance rests on, added up while plays go by: its size is that of the scenario, however many the plays.

All sums are of integers, so that they are the same in whatever parts they are added up. A metric counts in steps of a
262,144th of its range: squares of 16 million of them fit 63 bits.
"""

from __future__ import annotations

import numpy as np
from attrs import define, fields
from numpy.typing import NDArray

from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.program import MetricPlan, Program

STEPS = 1 << 18
Counts = NDArray[np.int64]


@define(eq=False)
class BalanceSums:
    """Sums over plays; groups of a decision are 0 for those who left it unanswered, and 1 + the option's position.

    Attributes:
        plays: How many.
        endings: Plays by ending.
        groups: Plays in which each decision was put, by what came of it, (decisions, groups).
        by_group: The metrics at the end of those plays, (decisions, groups, metrics).
        squares_put: Their squares over all groups, (decisions, metrics).
        group_endings: Those plays by ending, (decisions, groups, endings).
        totals: The metrics at the end of all plays, and `squares` of them.
        taken: Times that each option took effect, by default too.
    """

    plays: int
    endings: Counts
    groups: Counts
    by_group: Counts
    squares_put: Counts
    group_endings: Counts
    totals: Counts
    squares: Counts
    taken: Counts

    def join(self, other: BalanceSums) -> None:
        """Add other plays of the same program."""
        for each in fields(BalanceSums):
            setattr(self, each.name, getattr(self, each.name) + getattr(other, each.name))


def judged_metrics(program: Program) -> list[MetricPlan]:
    """The metrics that a balance looks at: the headline ones, or all if there are none."""
    plans = list(program.metrics.values())
    return [plan for plan in plans if plan.written.headline] or plans


def sums_of(state: Lanes) -> BalanceSums:
    """The sums over a batch that has ended."""
    program = state.program
    plans, endings = judged_metrics(program), len(program.endings)
    width = int(program.widths.max(initial=0)) + 1
    values = np.empty((len(plans), len(state.ending)), dtype=np.int64)
    for row, plan in zip(values, plans, strict=True):
        row[:] = in_steps(plan, state.final[plan.cell])
    shape = len(program.decisions), width
    sums = BalanceSums(
        plays=len(state.ending),
        endings=np.bincount(state.ending, minlength=endings),
        groups=np.zeros(shape, dtype=np.int64),
        by_group=np.zeros((*shape, len(plans)), dtype=np.int64),
        squares_put=np.zeros((shape[0], len(plans)), dtype=np.int64),
        group_endings=np.zeros((*shape, endings), dtype=np.int64),
        totals=values.sum(axis=1),
        squares=(values * values).sum(axis=1),
        taken=state.option_counts.astype(np.int64),
    )
    for index in range(len(program.decisions)):
        put = np.nonzero(state.opened_at[index] >= 0)[0]
        group = state.choice[index][put].astype(np.int64) + 1
        sums.groups[index] = np.bincount(group, minlength=width)
        table = np.bincount(group * endings + state.ending[put], minlength=width * endings)
        sums.group_endings[index] = table.reshape(width, endings)
        for place, row in enumerate(values):
            there = row[put]
            # Sums of integers below 2**53 are exact as floats, too.
            sums.by_group[index, :, place] = np.bincount(group, weights=there, minlength=width).astype(np.int64)
            sums.squares_put[index, place] = int((there * there).sum())
    return sums


def in_steps(plan: MetricPlan, values: NDArray[np.float64]) -> Counts:
    """Values of a metric in steps of its range, from 0."""
    low, high = map(float, plan.written.range)
    return np.rint((values - low) * (STEPS / max(high - low, 1e-12))).astype(np.int64)


def from_steps(plan: MetricPlan, steps: float) -> float:
    """A value of a metric from steps of its range."""
    low, high = map(float, plan.written.range)
    return low + steps * (high - low) / STEPS
