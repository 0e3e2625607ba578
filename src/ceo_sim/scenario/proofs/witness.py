"""Values with which conditions hold, each tried: what is shown by them is no guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any

from ceo_sim.scenario.expression import Name, Node, walk
from ceo_sim.scenario.intervals import EVERYTHING
from ceo_sim.scenario.proofs.contexts import Context
from ceo_sim.scenario.proofs.explain import shown
from ceo_sim.scenario.proofs.facts import TIME, Facts
from ceo_sim.scenario.proofs.reach import Reach
from ceo_sim.scenario.proofs.search import Goal, Undecided, satisfied
from ceo_sim.scenario.proofs.terms import bounds, truth

MAX_TRIED = 400
MAX_STATES = 4
MAX_SHOWN = 4


def witness(goals: Iterable[Goal], context: Context, reach: Reach) -> Facts | None:
    """One value for everything that the goals depend on, with which all of them are met; None if none was met with.

    Metrics with a formula have the value of that.
    """
    wanted = [*context.goals, *goals]
    try:
        box = satisfied(wanted, context.facts)
    except Undecided:
        return None
    if box is None:
        return None
    keys, numbers, derived = _free(wanted, reach)
    choices: list[list[tuple[str, Any]]] = [[(key, state) for state in _states(box, key)] for key in keys]
    choices += [[(name, value) for value in _values(box, name)] for name in numbers]
    for values in islice(product(*choices), MAX_TRIED):
        facts = context.facts.copy()
        for key, value in values[: len(keys)]:
            facts.states[key] = (value,) if key == TIME else frozenset({value})
        for name, value in values[len(keys) :]:
            facts.numbers[name] = value, value
        for name, formula in derived.items():
            low, high = reach.index.names[name].low, reach.index.names[name].high
            value = min(max(bounds(formula, facts)[0], low), high)
            facts.numbers[name] = value, value
        if all(truth(goal.node, facts) is goal.wanted for goal in wanted):
            return facts
    return None


def _free(goals: list[Goal], reach: Reach) -> tuple[list[str], list[str], dict[str, Node]]:
    """What the goals depend on: ids of what has states, names of numbers, and metrics that follow from those."""
    keys: dict[str, None] = {}
    numbers: dict[str, None] = {}
    derived: dict[str, Node] = {}

    def visit(node: Node) -> None:
        for part in walk(node):
            if not isinstance(part, Name) or part.id in numbers or part.id in derived:
                continue
            metric = reach.index.scenario.metrics.get(part.id)
            if part.id in reach.world.atoms or part.id in reach.world.links:
                place = reach.world.atoms.get(part.id) or reach.world.links[part.id]
                keys[place[0]] = None
            elif metric is not None and metric.formula is not None:
                tree = reach.tree(metric.formula)
                visit(tree)
                derived[part.id] = tree
            else:
                numbers[part.id] = None

    for goal in goals:
        visit(goal.node)
    return list(keys), list(numbers), derived


def _states(box: Facts, key: str) -> list[Any]:
    states = list(box.states_of(key))
    if key == TIME:
        return [states[0], states[-1], states[len(states) // 2]]
    return sorted(states, key=repr)[:MAX_STATES]


def _values(box: Facts, name: str) -> Iterator[float]:
    """The ends of what a number may be, and the middle."""
    low, high = box.bounds(name)
    if (low, high) == EVERYTHING:
        low, high = -1e6, 1e6
    yield from dict.fromkeys((low, high, (low + high) / 2))


def values_of(facts: Facts, goals: Iterable[Goal], reach: Reach) -> str:
    """The values of a witness in words, for the names that the goals have."""
    names = dict.fromkeys(part.id for goal in goals for part in walk(goal.node) if isinstance(part, Name))
    said = []
    for name in names:
        symbol = reach.index.names.get(name)
        if symbol is None or symbol.kind == "assumption":
            continue
        if symbol.type == "condition":
            said.append(f"`{name}` is {'true' if facts.holds(name) else 'false'}")
        else:
            said.append(f"`{name}` is {shown(facts.bounds(name)[0])}")
    more = len(said) - MAX_SHOWN
    return ", ".join(said[:MAX_SHOWN]) + (f" and so on for {more} more" if more > 0 else "")
