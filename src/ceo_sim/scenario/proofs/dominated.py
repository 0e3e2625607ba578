"""Options that are no better than another one of their decision on anything, and worse on something."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from ceo_sim.scenario.checks.index import ScenarioIndex, Section
from ceo_sim.scenario.expression import Binary, Expression, Name, Node, Number, walk
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import Decision, News, Option, Remark
from ceo_sim.scenario.proofs.contexts import Context, Contexts
from ceo_sim.scenario.proofs.search import Goal, Undecided, possible, satisfied
from ceo_sim.scenario.proofs.terms import bounds

MANY_OPTIONS = 16
"""Options of one decision from which on they are not compared with one another."""
_WORSE, _SAME, _OPEN = "worse", "same", "open"


def check(index: ScenarioIndex, contexts: Contexts) -> Iterator[Issue]:
    """Each such option once, beside the first that is better."""
    asked = frozenset[str]().union(*index.each("asked after", _asked_after))
    for path, decision in index.all(Decision):
        options = decision.options
        compared = path in contexts.reach.earliest and len(options) <= MANY_OPTIONS
        if not compared or any(f"{decision.id}.{id}" in asked for id in options):
            continue
        context, dominated_ids = contexts.of_decision(decision), set[str]()
        for option, other in permutations(options.values(), 2):
            if option.id in dominated_ids or other.id in dominated_ids:
                continue
            worse = _worse_on(option, other, context, contexts)
            if worse:
                dominated_ids.add(option.id)
                message = f'"{option.id}" is worse than "{other.id}" on {" and ".join(worse)}, and better on nothing'
                yield Issue(
                    "W549", (*path, "option", option.id), message, "something that speaks for it",
                    at="key", other=(*path, "option", other.id),
                )  # fmt: skip


def _asked_after(section: Section) -> frozenset[str]:
    """The names that something in a section which moves the story depends on."""
    return frozenset(
        part.id
        for leaf in section.leaves
        if isinstance(leaf.value, Expression) and not isinstance(leaf.owner, News | Remark)
        for part in walk(leaf.value.tree)
        if isinstance(part, Name) and "." in part.id
    )


def _worse_on(option: Option, other: Option, context: Context, contexts: Contexts) -> list[str]:
    """What an option is worse on than another, if it is better on nothing and all else that they do is the same."""
    if (option.next, option.assignments, set(option.promises), option.later, set(option.surveys)) != (
        other.next, other.assignments, set(other.promises), other.later, set(other.surveys),
    ):  # fmt: skip
        return []
    if other.when is not None and other.when != option.when:
        here = [] if option.when is None else [Goal(contexts.reach.tree(option.when))]
        if possible([*context.goals, *here, Goal(contexts.reach.tree(other.when), False)], context.facts):
            return []
    worse = []
    for budget in {**option.cost, **other.cost}:
        difference = option.cost.get(budget, 0) - other.cost.get(budget, 0)
        if difference < 0:
            return []
        worse += [f"`{budget}`"] if difference > 0 else []
    for metric in {**option.effects, **other.effects}:
        match _effect(metric, option, other, context, contexts):
            case "open":
                return []
            case "worse":
                worse.append(f"`{metric}`")
    return worse


def _effect(metric: str, option: Option, other: Option, context: Context, contexts: Contexts) -> str:
    """Whether the effect of an option on a metric is worse than that of another, the same, or open."""
    one, two = option.effects.get(metric), other.effects.get(metric)
    if (one.echo if one else None) != (two.echo if two else None):
        return _OPEN
    if one and two and one.amount == two.amount:
        return _SAME
    here: list[Node] = [contexts.reach.tree(each.amount) if each else Number(0.0) for each in (one, two)]
    better = contexts.reach.index.scenario.metrics[metric].better
    goals = [] if option.when is None else [Goal(contexts.reach.tree(option.when))]
    try:
        facts = satisfied([*context.goals, *goals], context.facts) or context.facts
    except Undecided:
        facts = context.facts
    low, high = bounds(Binary("-", here[0], here[1]), facts)
    if better == "lower":
        low, high = -high, -low
    if low == high == 0:
        return _SAME
    return _WORSE if high < 0 and better != "neither" else _OPEN
