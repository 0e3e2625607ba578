"""What is asked of metrics in more than one place: how far they reach, who may see them when, and which is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceo_sim.suggestions import closest, folded

if TYPE_CHECKING:
    from ceo_sim.scenario.model import Metric, Scenario


MOST_DECIMALS = 6
"""Digits after the point that a value of a metric is shown with at the most."""


def bounds(metric: Metric) -> tuple[float, float]:
    """The lowest and the highest value of a metric."""
    low, high = metric.range
    return float(low), float(high)


def span(metric: Metric) -> float:
    """The width of a metric's range."""
    low, high = bounds(metric)
    return high - low


def display_epsilon(metric: Metric) -> float:
    """The smallest change that counts: a twentieth of the last digit shown."""
    return 0.05 / 10.0**metric.decimals


def fine_decimals(metric: Metric) -> int:
    """Digits of a change: one more than the metric's own figures have, unless its scale goes to the thousands."""
    return metric.decimals + (max(map(abs, bounds(metric))) < 1000)


def reads_alike(metric: Metric, one: float, other: float) -> bool:
    """Whether two values have the same figure, with as many digits as the metric shows."""
    return round(one, metric.decimals) == round(other, metric.decimals)


def is_seen(metric: Metric) -> bool:
    """Whether a metric may be seen before the end, by the player or by advisers."""
    return metric.shown in ("player", "advisers")


def is_exact(metric: Metric) -> bool:
    """Whether a metric's exact value may be shown before the end; a surveyed one is known as a range only."""
    return is_seen(metric) and metric.survey is None


def is_headline(metric: Metric) -> bool:
    """Whether a metric is one of the few that the player always has in view."""
    return metric.headline and metric.shown == "player"


def debrief_metrics(scenario: Scenario) -> list[Metric]:
    """The metrics that the debrief shows, headlines first."""
    visible = (metric for metric in scenario.metrics.values() if metric.shown != "never")
    return sorted(visible, key=lambda metric: not metric.headline)


# ---- by what was typed ---------------------------------------------------------------------------------------


def metric_named(scenario: Scenario, typed: str) -> Metric | None:
    """The metric of exactly that id or name; however its letters are put together, capital or small."""
    return _by_name(scenario).get(folded(typed))


def similar_metrics(scenario: Scenario, typed: str) -> list[Metric]:
    """The metrics that may be meant: those whose id or name holds what was typed, headlines first, or the nearest."""
    names, meant = _by_name(scenario), folded(typed)
    holding = {metric.id: metric for name, metric in names.items() if meant and meant in name}
    if holding:
        return sorted(holding.values(), key=lambda metric: not metric.headline)
    nearest = names.get(closest(meant, names))
    return [nearest] if nearest else []


def guess_metric(scenario: Scenario, typed: str) -> Metric | None:
    """The metric that a person means who need not be exact: by id, name, part of a name, or nearest spelling."""
    if (named := metric_named(scenario, typed)) is not None:
        return named
    similar = similar_metrics(scenario, typed)
    for metrics in (similar, [metric for metric in similar if metric.headline]):
        if len(metrics) == 1:
            return metrics[0]
    names = _by_name(scenario)
    return names.get(closest(folded(typed), names))


def _by_name(scenario: Scenario) -> dict[str, Metric]:
    return {folded(name): metric for metric in scenario.metrics.values() for name in (metric.id, metric.name)}
