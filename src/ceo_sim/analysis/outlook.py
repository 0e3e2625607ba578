"""What an adviser looks at: the metrics that hang on what they take to weigh more than the story does."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ceo_sim.analysis.assumptions import overrides
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Cast, Consequence, Scenario
from ceo_sim.scenario.typecheck import names_in

MOST_WATCHED = 4
"""Metrics that hang on an assumption, above which it speaks of everything rather than of something."""


def watched(scenario: Scenario, adviser: Cast, among: Collection[str]) -> tuple[str, ...]:
    """The metrics that an adviser looks at, of some; none if all weighs for them as in the story, or all weighs more.

    Of the assumptions that they take to be greater, the one that they raise most decides, if it moves few metrics.
    """
    raised = {
        assumption.id: theirs / value
        for assumption, value, theirs in overrides(scenario, adviser.assumes)
        if theirs > value > 0
    }
    moved: dict[str, set[str]] = {id: set() for id in raised}
    for metric, expression in _movers(scenario) if raised else ():
        for id in names_in(expression.tree, scenario.functions) & moved.keys():
            moved[id].add(metric)
    for id in sorted(raised, key=lambda id: -raised[id]):
        if len(moved[id]) <= MOST_WATCHED and (seen := moved[id].intersection(among)):
            return tuple(metric for metric in scenario.metrics if metric in seen)
    return ()


def _movers(scenario: Scenario) -> Iterator[tuple[str, Expression]]:
    """Every expression that moves a metric, with the metric's id."""
    for metric in scenario.metrics.values():
        for expression in (metric.formula, metric.baseline):
            if expression is not None:
                yield metric.id, expression
    for _, consequence in ScenarioIndex.of(scenario).all(Consequence):
        for id, effect in consequence.effects.items():
            yield id, effect.amount
