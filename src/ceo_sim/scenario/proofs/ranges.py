"""Numbers out of their range for values that can be met: chances, weights, baselines, what is set, percents."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.checks.index import Section
from ceo_sim.scenario.checks.numbers import constant
from ceo_sim.scenario.expression import Binary, Expression, Number
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.metrics import bounds as metric_bounds
from ceo_sim.scenario.model import Card, Consequence, Event, Later, Metric
from ceo_sim.scenario.names import variable_range
from ceo_sim.scenario.proofs.contexts import Contexts
from ceo_sim.scenario.proofs.explain import interval, shown
from ceo_sim.scenario.proofs.gates import context_of
from ceo_sim.scenario.proofs.search import Goal
from ceo_sim.scenario.proofs.terms import bounds
from ceo_sim.scenario.proofs.witness import values_of, witness
from ceo_sim.scenario.text import Part, Text, Value, Variant, branches_of

MAX_SHARE = 10.0
"""What is shown as more than a thousand percent is hardly a share."""


def check(contexts: Contexts) -> Iterator[Issue]:
    """Chances and weights, baselines, and what variables are set to."""
    for path, thing in contexts.reach.index.all(Consequence, Metric):
        match thing:
            case Event() | Later():
                yield from _in_range(path, "chance", thing, 1.0, contexts)
            case Card():
                yield from _in_range(path, "weight", thing, None, contexts)
            case Metric() if thing.baseline is not None:
                yield from _baseline(path, thing, contexts)
        if isinstance(thing, Consequence) and path in contexts.reach.earliest:
            yield from _sets(path, thing, contexts)


def percents(section: Section, contexts: Contexts) -> Iterator[Issue]:
    """What is shown in percent in the texts of a section, and is no share."""
    for leaf in section.leaves:
        if isinstance(leaf.value, Text) and "%" in leaf.value.source:
            yield from _percents(leaf.path, leaf.value, contexts)


def _in_range(
    path: Path, key: str, thing: Event | Later | Card, most: float | None, contexts: Contexts
) -> Iterator[Issue]:
    """A probability or a weight that is out of its range where it counts."""
    written: Expression | None = getattr(thing, key)
    if written is None or constant(written) is not None:
        return
    context = context_of(path, thing, contexts)
    if context is None:
        return
    if thing.when is not None:
        context = context.where(Goal(contexts.reach.tree(thing.when)))
    tree = contexts.reach.tree(written)
    low, high = bounds(tree, context.facts)
    beyond = [Goal(Binary("<", tree, Number(0.0)))] if low < 0 else []
    beyond += [Goal(Binary(">", tree, Number(most)))] if most is not None and high > most else []
    for goal in beyond:
        if (shown_by := witness([goal], context, contexts.reach)) is not None:
            value = shown(bounds(tree, shown_by)[0])
            where = values_of(shown_by, [goal], contexts.reach)
            expected = "0 to 1, as by clamp(…, 0, 1)" if most is not None else "0 or more, as by max(…, 0)"
            what = "no probability" if most is not None else "no weight"
            message = (
                f"{interval((low, high))} is {what}: this is {value} where {where}"
                if where
                else f"this is {value}, {what}"
            )
            yield Issue("W548", (*path, key), message, expected)
            return


def _baseline(path: Path, metric: Metric, contexts: Contexts) -> Iterator[Issue]:
    assert metric.baseline is not None
    low, high = bounds(contexts.reach.tree(metric.baseline), contexts.everywhere.facts)
    lowest, highest = metric_bounds(metric)
    if low > highest or high < lowest:
        message = f"{_is(low, high)} out of the range of the metric, which it can never reach"
        yield Issue("W551", (*path, "baseline"), message, f"{lowest:g} to {highest:g}")


def _sets(path: Path, thing: Consequence, contexts: Contexts) -> Iterator[Issue]:
    for id, expression in thing.assignments.items():
        variable = contexts.reach.index.scenario.variables[id]
        if isinstance(variable.start, bool) or variable.range is None:
            continue
        lowest, highest = variable_range(variable.range)
        low, high = bounds(contexts.reach.tree(expression), contexts.following(path).facts)
        if low > highest or high < lowest:
            message = f'{_is(low, high)} out of the range of "{id}", which then has its nearest end'
            yield Issue(
                "W552", (*path, "sets" if id in thing.sets else "adds", id), message, f"{lowest:g} to {highest:g}"
            )


def _is(low: float, high: float) -> str:
    return f"{shown(low)} is" if low == high else f"{interval((low, high))} is"


def _percents(path: Path, text: Text, contexts: Contexts) -> Iterator[Issue]:
    starts = iter(text.starts)
    for value in _values(text.parts, starts):
        if value is not None and value[0].format.endswith("%"):
            high = bounds(contexts.reach.tree(value[0].expression), contexts.everywhere.facts)[1]
            if MAX_SHARE < high < 1e12:
                message = f"a percentage of up to {high:.0%}: what is shown in percent is multiplied by 100"
                yield Issue(
                    "W553",
                    path,
                    message,
                    f"a share, such as {{{value[0].expression} / 100:.0%}}",
                    offset=value[1],
                    length=len(value[0].expression.text),
                )


def _values(parts: tuple[Part, ...], starts: Iterator[int]) -> Iterator[tuple[Value, int]]:
    """The values in a text, each with where it begins."""
    for part in parts:
        if isinstance(part, Value):
            yield part, next(starts)
        elif isinstance(part, Variant):
            for condition, branch in part.branches:
                if condition is not None:
                    next(starts)
                yield from _values(branch, starts)
        else:
            for branch in branches_of(part):
                yield from _values(branch, starts)
