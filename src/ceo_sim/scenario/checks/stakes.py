"""What is on the desk: stakes, which have one threshold or a date, and metrics that appear there in time."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.metrics import is_seen
from ceo_sim.scenario.model import Metric, Stake

ONE_OF = "metric with below or above, or else at"


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Stakes without a threshold, or that nobody can see, and metrics that appear where that means nothing."""
    for path, stake in index.all(Stake):
        yield from _threshold(path, stake)
        metric = index.scenario.metrics.get(stake.metric or "")
        if metric is not None and not is_seen(metric):
            message = f'the player sees nothing of "{metric.id}", which is shown to "{metric.shown}"'
            yield Issue("W532", (*path, "metric"), message, 'a metric with shown = "player" or "advisers"')
    for path, metric in index.all(Metric):
        yield from _appearing(path, metric)


def _threshold(path: Path, stake: Stake) -> Iterator[Issue]:
    sides = [name for name in ("below", "above") if getattr(stake, name) is not None]
    given = [name for name in ("metric", "below", "above", "at") if getattr(stake, name) is not None]
    if given != ["at"] and not (stake.metric is not None and len(sides) == 1 and stake.at is None):
        yield Issue("E832", path, f"a stake with {' and '.join(given) or 'nothing that can be lost'}", ONE_OF, at="key")


def _appearing(path: Path, metric: Metric) -> Iterator[Issue]:
    if metric.appears is None:
        return
    if metric.headline and metric.shown == "player":
        message = "a headline is on the desk from the start"
        yield Issue("W533", (*path, "appears"), message, "headline or appears", at="key")
    elif not is_seen(metric):
        message = f'during play nobody sees a metric that is shown to "{metric.shown}"'
        yield Issue("W533", (*path, "appears"), message, 'shown = "player" or "advisers"', at="key")
