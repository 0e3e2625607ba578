"""What is asked of metrics in more than one place: how far they reach, and who may see them when."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ceo_sim.scenario.model import Metric, Scenario


def bounds(metric: Metric) -> tuple[float, float]:
    """The lowest and the highest value of a metric."""
    low, high = metric.range
    return float(low), float(high)


def span(metric: Metric) -> float:
    """The width of a metric's range."""
    low, high = bounds(metric)
    return high - low


def slight(metric: Metric) -> float:
    """What a change must reach to be more than nothing: a twentieth of the last digit that is shown."""
    return 0.05 / 10.0**metric.decimals


def is_seen(metric: Metric) -> bool:
    """Whether a metric may be seen before the end, by the player's own eyes or those of advisers."""
    return metric.shown in ("player", "advisers")


def is_exact(metric: Metric) -> bool:
    """Whether a metric's exact value may be told before the end; one that is surveyed is a range."""
    return is_seen(metric) and metric.survey is None


def is_large(metric: Metric) -> bool:
    """Whether a metric is one of the few that the player has in view all the time."""
    return metric.headline and metric.shown == "player"


def told_metrics(scenario: Scenario) -> list[Metric]:
    """The metrics that may be told of after the end, the large ones first."""
    found = (metric for metric in scenario.metrics.values() if metric.shown != "never")
    return sorted(found, key=lambda metric: not metric.headline)
