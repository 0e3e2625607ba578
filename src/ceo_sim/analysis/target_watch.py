"""What `[[target]]`s claim of random plays, measured while these are played."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import define
from numpy.typing import NDArray

from ceo_sim.analysis.sums import Moments
from ceo_sim.engine.lanes import Lanes, Mask
from ceo_sim.engine.observers import BatchObserver
from ceo_sim.engine.schedule import Indexes

Measured = dict[int, Moments]
"""The values of a target's metric, or 1 for each play in which its option was chosen and 0 for others, by its number.
"""


class TargetWatch(BatchObserver[Lanes]):
    """Measures the claims of a scenario about options and metrics; see `simulate.Watch`.

    Args:
        act: The act whose plays these are, of which alone it measures the claims; None for the whole story.
        state: The plays.
    """

    def __init__(self, act: str | None, state: Lanes) -> None:
        program = state.program
        options = {f"{decision.id}.{option.id}": option.index for decision, option in program.options}
        self._options: dict[int, tuple[int, Mask]] = {}
        self._courses: dict[int, _Course] = {}
        for number, target in enumerate(program.scenario.targets):
            if target.replay or target.act != act:
                continue
            if target.option:
                self._options[number] = options[target.option], np.zeros(len(state.alive), dtype=bool)
            elif target.metric:
                plan = program.metrics[target.metric]
                last = None if target.at is None else program.timeline.step_at(target.at)
                low, high = map(float, plan.written.range)
                self._courses[number] = _Course(plan.cell, low, high, target.take, last)
        if self._options:
            state.watches += (self,)

    def answered(self, options: Indexes, lanes: Indexes, /) -> None:
        """Mark in which plays an option has been chosen."""
        for option, taken in self._options.values():
            taken[lanes[options == option]] = True

    def on_step(self, state: Lanes) -> None:
        """Follow the metrics of which more than the end is claimed."""
        for course in self._courses.values():
            course.follow(state)

    def result(self, state: Lanes) -> Measured:
        """What was measured, by the numbers of the targets."""
        measured = {number: course.moments(state) for number, course in self._courses.items()}
        for number, (_, taken) in self._options.items():
            measured[number] = Moments.within(0, 1)
            measured[number].add(taken.astype(np.float64))
        return measured


@define(eq=False)
class _Course:
    """What a target reads of a metric in each lane, up to a step or the end."""

    cell: int
    low: float
    high: float
    take: str
    last: int | None
    _first: NDArray[np.float64] | None = None
    _value: NDArray[np.float64] | None = None

    def follow(self, state: Lanes) -> None:
        if (self.last is None and self.take == "value") or (self.last is not None and state.now > self.last):
            return
        now = state.metric(self.cell)
        if self._value is None:
            self._first, self._value = now.copy(), now.copy()
            return
        if self.take == "min":
            now = np.minimum(self._value, now)
        elif self.take == "max":
            now = np.maximum(self._value, now)
        here = state.alive | (state.ended_at == state.now)
        self._value[here] = now[here]

    def moments(self, state: Lanes) -> Moments:
        values, moments = state.final[self.cell], Moments.within(self.low, self.high)
        if self._value is not None:
            values = self._value
        if self.take == "change" and self._first is not None:
            values, moments = values - self._first, Moments.within(0, self.high - self.low)
        moments.add(values)
        return moments


def join(parts: Iterable[Measured]) -> Measured:
    """What was measured in several batches."""
    whole: Measured = {}
    for part in parts:
        for number, moments in part.items():
            if number in whole:
                whole[number].join(moments)
            else:
                whole[number] = moments
    return whole
