"""Bands of many plays: how far apart they run, metric by metric, from a moment to the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.program import Program
from ceo_sim.scenario.metrics import is_seen
from ceo_sim.scenario.timeline import Timeline

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""The parts of plays that lie below each line of a band."""
WEEK = 7
"""Days or turns after which bands are told in figures, besides the end."""
MAX_SAMPLES = 24
"""Most steps that are looked at; sorting a thousand plays at each of 64 would take as long as playing them."""


@frozen(eq=False)
class ForecastBands:
    """Bands of many plays.

    Attributes:
        steps: The steps of the clock that are told: the present one, before anything is decided, then ends of days.
        lines: What is compared, such as the ids of options.
        metrics: Ids of the metrics.
        bands: Their values by level, (lines, metrics, levels, steps).
        endings: For each line the share of its plays by ending.
    """

    steps: tuple[int, ...]
    lines: tuple[str, ...]
    metrics: tuple[str, ...]
    bands: NDArray[np.float64]
    endings: tuple[Mapping[str, float], ...]

    def fan(self, line: str, metric: str) -> NDArray[np.float64]:
        """The band of one line and metric, (levels, steps)."""
        band: NDArray[np.float64] = self.bands[self.lines.index(line), self.metrics.index(metric)]
        return band

    def after_a_week(self, timeline: Timeline) -> int | None:
        """The place among the steps of the first that is a week, or seven turns, away; None if the end is no later."""
        week = self.steps[0] + WEEK * timeline.steps_a_day
        if week >= self.steps[-1]:
            return None
        return next(place for place, step in enumerate(self.steps) if step >= week)

    def endings_of(self, line: str) -> list[tuple[str, float]]:
        """The endings that came on a line, each with its share, the most frequent first."""
        came = [(share, id) for id, share in self.endings[self.lines.index(line)].items() if share]
        return [(id, share) for share, id in sorted(came, reverse=True)]


def visible_metrics(program: Program) -> tuple[str, ...]:
    """The metrics that a player may see, the headline first."""
    seen = [metric for metric in program.scenario.metrics.values() if is_seen(metric)]
    return tuple(metric.id for metric in sorted(seen, key=lambda metric: not metric.headline))


def sample_steps(timeline: Timeline, now: int) -> tuple[int, ...]:
    """The steps to look at, from now to the end: ends of days, evenly spread, closer together in the first days."""
    ends = [step for step in timeline.ends_of_days(timeline.last) if now < step < timeline.last]
    near, far = ends[: MAX_SAMPLES // 3], ends[MAX_SAMPLES // 3 :]
    stride = -(-len(far) // (MAX_SAMPLES - 2 - len(near))) if far else 1
    return (now, *near, *far[stride - 1 :: stride], timeline.last) if now < timeline.last else (now,)


@define(eq=False)
class Recorder:
    """Looks on while lanes are played, blocks of lanes side by side, and keeps their bands."""

    state: Lanes
    lines: Sequence[str]
    metrics: tuple[str, ...]
    steps: tuple[int, ...]
    _cells: NDArray[np.intp] = field(init=False)
    _bands: list[NDArray[np.float64]] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        self._cells = np.array([self.state.program.metrics[id].cell for id in self.metrics], dtype=np.intp)
        self._bands.append(self._now())

    def look(self, state: Lanes) -> None:
        """Keep the bands of this step, if it is a later one that is to be told; an ended lane stays as it ended."""
        if state.now in self.steps[1:]:
            self._bands.append(self._now())

    def _now(self) -> NDArray[np.float64]:
        values = self.state.metrics()[self._cells]
        if not self.state.alive.all():
            values = np.where(self.state.alive, values, self.state.final[self._cells])
        return _levels(values.reshape(len(self._cells), len(self.lines), -1))

    def fans(self) -> ForecastBands:
        """All that was kept; where every lane ended early, the rest is as they ended."""
        missing = len(self.steps) - len(self._bands)
        bands = np.stack([*self._bands, *([self._now()] * missing if missing else ())], axis=-1)
        program, endings = self.state.program, self.state.ending.reshape(len(self.lines), -1)
        shares = [
            {plan.id: np.count_nonzero(block == index) / len(block) for index, plan in enumerate(program.endings)}
            for block in endings
        ]
        return ForecastBands(self.steps, tuple(self.lines), self.metrics, bands.transpose(1, 0, 2, 3), tuple(shares))


def _levels(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The levels over the last axis, each the value of a lane: (metrics, lines, lanes) to (metrics, lines, levels)."""
    lanes = values.shape[-1]
    places = [min(lanes - 1, int(level * lanes)) for level in QUANTILES]
    # Sorting in place takes a seventh of the time of picking out five places. In single precision it would take two
    # thirds of that, and the figures of a forecast would differ from those beside it that say how things stand.
    ordered = values.copy()
    ordered.sort(axis=-1)
    return ordered[..., places]
