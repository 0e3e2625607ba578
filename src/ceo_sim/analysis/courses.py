"""The courses of metrics over many plays: where most of them run at each time, and how low and high they come."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.program import MetricPlan, Program

CELLS = 5_000
"""Into how many equal parts a metric's range is divided: a quantile is exact to one of them."""
MOMENTS = 12
"""At how many moments a course is read at most."""
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@define(eq=False)
class Histogram:
    """Values of a range, counted by equal parts of it; sums of parts are sums of counts."""

    low: float
    high: float
    counts: NDArray[np.int64] = field(factory=lambda: np.zeros(CELLS + 1, dtype=np.int64))

    def add(self, values: NDArray[np.float64]) -> None:
        """Count some values."""
        width = max(self.high - self.low, 1e-12)
        cells = np.rint((values - self.low) * (CELLS / width)).astype(np.int64)
        self.counts += np.bincount(np.minimum(np.maximum(cells, 0), CELLS), minlength=CELLS + 1)

    def quantile(self, part: float) -> float:
        """The value below or at which a part of all lies, to one of the equal parts of the range; 0 of none."""
        total = int(self.counts.sum())
        if not total:
            return 0.0
        cell = int(np.searchsorted(np.cumsum(self.counts), part * total))
        return self.low + (self.high - self.low) * min(cell, CELLS) / CELLS

    @property
    def quantiles(self) -> tuple[float, ...]:
        """The quantiles that are shown."""
        return tuple(self.quantile(part) for part in QUANTILES)


@frozen(order=True)
class Extreme:
    """The lowest or highest value of any play: how far, when and in which play."""

    value: float
    step: int
    seed: int


@define(eq=False)
class Course:
    """A metric over many plays.

    Attributes:
        at: Its values at some steps, in the plays that have not ended before.
        lows: The lowest value of each play; `highs` the highest.
        lowest: The lowest of all; `highest` the highest.
    """

    at: dict[int, Histogram]
    lows: Histogram
    highs: Histogram
    lowest: Extreme
    highest: Extreme

    def join(self, other: Course) -> None:
        """Add other plays."""
        for step, histogram in self.at.items():
            histogram.counts += other.at[step].counts
        self.lows.counts += other.lows.counts
        self.highs.counts += other.highs.counts
        self.lowest = min(self.lowest, other.lowest)
        self.highest = max(
            self.highest, other.highest, key=lambda extreme: (extreme.value, -extreme.step, -extreme.seed)
        )


Courses = dict[str, Course]


class CourseWatch:
    """Follows every metric of a batch; see `simulate.Watch`."""

    def __init__(self, state: Lanes) -> None:
        program = state.program
        self.plans = list(program.metrics.values())
        self.steps = set(moments(program))
        self.lows, self.highs = np.full(state.final.shape, np.inf), np.full(state.final.shape, -np.inf)
        self.low_at, self.high_at = np.zeros((2, *state.final.shape), dtype=np.int32)
        self.at: dict[str, dict[int, Histogram]] = {
            plan.id: {step: _histogram(plan) for step in sorted(self.steps)} for plan in self.plans
        }

    def on_step(self, state: Lanes) -> None:
        """Read every metric in the plays that had not ended before this step."""
        values = state.metrics()
        here = state.alive | (state.ended_at == state.now)
        lower, higher = (values < self.lows) & here, (values > self.highs) & here
        np.copyto(self.lows, values, where=lower)
        np.copyto(self.highs, values, where=higher)
        np.copyto(self.low_at, state.now, where=lower)
        np.copyto(self.high_at, state.now, where=higher)
        if state.now in self.steps:
            for plan in self.plans:
                self.at[plan.id][state.now].add(values[plan.cell].compress(here))

    def result(self, state: Lanes) -> Courses:
        """The courses, by the ids of the metrics."""
        return {plan.id: self._course(plan, state) for plan in self.plans}

    def _course(self, plan: MetricPlan, state: Lanes) -> Course:
        lows, highs = _histogram(plan), _histogram(plan)
        lows.add(self.lows[plan.cell])
        highs.add(self.highs[plan.cell])
        lowest = _extreme(state, self.lows[plan.cell], self.low_at[plan.cell], -1)
        return Course(
            self.at[plan.id], lows, highs, lowest, _extreme(state, self.highs[plan.cell], self.high_at[plan.cell], 1)
        )


def join(parts: Sequence[Courses]) -> Courses:
    """The courses of several batches as one."""
    first, *others = parts
    for other in others:
        for id, course in other.items():
            first[id].join(course)
    return first


def moments(program: Program) -> list[int]:
    """The steps at which courses are read: the beginnings of days, evenly, and the last step."""
    timeline = program.timeline
    days = [step for step in range(timeline.last) if timeline.starts_day(step)]
    stride = -(-len(days) // (MOMENTS - 1))
    return [*days[::stride], timeline.last]


def _histogram(plan: MetricPlan) -> Histogram:
    low, high = map(float, plan.written.range)
    return Histogram(low, high)


def _extreme(state: Lanes, values: NDArray[np.float64], at: NDArray[np.int32], sign: int) -> Extreme:
    """The most extreme value; of several as extreme, that of the earliest step and the lowest seed."""
    best = values.max() if sign > 0 else values.min()
    lanes = np.nonzero(values == best)[0]
    lane = lanes[np.lexsort((state.seeds[lanes], at[lanes]))[0]]
    return Extreme(float(best), int(at[lane]), int(state.seeds[lane]))
