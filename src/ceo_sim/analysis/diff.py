"""Where two stories of one scenario part, and how far apart they run."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ceo_sim.analysis.forecast_bands import visible_metrics
from ceo_sim.engine.game import Game
from ceo_sim.engine.play_log import Entry
from ceo_sim.scenario.metrics import reads_alike, span
from ceo_sim.scenario.model import Metric


@frozen
class Difference:
    """A metric in two stories."""

    metric: Metric
    mine: float
    other: float


def differences(mine: Game, other: Game) -> tuple[Difference, ...]:
    """How far apart two stories are where they stand, the largest part of a metric's range first."""
    metrics = mine.program.scenario.metrics
    apart = [Difference(metrics[id], mine.course(id)[-1], other.course(id)[-1]) for id in visible_metrics(mine.program)]
    return tuple(sorted(apart, key=lambda pair: -abs(pair.other - pair.mine) / span(pair.metric)))


def first_divergence(mine: Game, other: Game) -> tuple[int, Difference] | None:
    """The first step at which a metric reads otherwise, and that metric then; None if none ever does.

    Of several, it is the one that `differences` tells first.
    """
    metrics = [difference.metric for difference in differences(mine, other)]
    divergences = (
        (step, Difference(metric, here, there))
        for metric in metrics
        for step, (here, there) in enumerate(zip(mine.course(metric.id), other.course(metric.id), strict=False))
        if not reads_alike(metric, here, there)
    )
    return min(divergences, key=lambda divergence: divergence[0], default=None)


def max_gap(courses: Sequence[Sequence[float]]) -> int:
    """The first of the steps that all courses have at which they are furthest apart."""
    apart = [max(values) - min(values) for values in zip(*courses, strict=False)]
    return apart.index(max(apart))


def only_in(one: Game, other: Game) -> list[Entry]:
    """What happened in one story and not in the other, without the player's own answers."""
    known = {(entry.kind, entry.cause) for entry in other.entries}
    return [
        entry
        for entry in one.entries
        if entry.title and entry.kind not in ("option", "default") and (entry.kind, entry.cause) not in known
    ]
