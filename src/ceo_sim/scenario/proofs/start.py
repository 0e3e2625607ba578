"""What is known before a story begins: everything as it starts, and nothing has happened."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable
from typing import Any

from attrs import frozen

from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Name, walk
from ceo_sim.scenario.intervals import Interval, resolution, wider
from ceo_sim.scenario.metrics import bounds as metric_bounds
from ceo_sim.scenario.model import Decision, Scenario
from ceo_sim.scenario.names import DECISION_STATES, NEVER, PROMISE_STATES, draw_bounds
from ceo_sim.scenario.proofs.facts import TIME, Facts, States, TableLink, TimeLink, World
from ceo_sim.scenario.proofs.terms import bounds, written_out
from ceo_sim.scenario.timeline import Timeline

UNOPENED = ("unopened", "")
"""The state of a decision: how it stands, and the option last chosen."""
MANY_OPTIONS = 32
"""Options of one decision from which on it is not followed which of them was chosen."""


@frozen
class Values:
    """A number that is its state."""

    @property
    def written(self) -> Hashable:
        """The link as a value: equal for links that are alike."""
        return "its state"

    def bounds(self, states: States) -> Interval:
        """Between what the number is."""
        return min(states), max(states)

    def narrowed(self, states: States, low: float, high: float) -> States:
        """The states from `low` to `high`."""
        return frozenset(state for state in states if low <= state <= high)

    def without(self, states: States, low: float, high: float) -> States:
        """The states that are not from `low` to `high`."""
        return frozenset(state for state in states if not low <= state <= high)


def first_world(index: ScenarioIndex, timeline: Timeline) -> World:
    """What is known before the first step."""
    scenario = index.scenario
    world = World(index.names, scenario.functions, timeline, index.memory)
    _clock(world)
    for id in scenario.assumptions:
        world.numbers[id] = assumed(id, scenario)
    for id, draw in scenario.draws.items():
        world.numbers[id] = wider(draw_bounds(draw))
    for id, budget in scenario.budgets.items():
        refill = float(budget.refill)
        world.numbers[id] = -resolution(refill), refill
    for id, variable in scenario.variables.items():
        is_condition = isinstance(variable.start, bool)
        world.states[id] = frozenset({variable.start if isinstance(variable.start, bool) else float(variable.start)})
        if is_condition:
            world.atoms[id] = id, frozenset({True})
        else:
            world.links[id] = id, Values()
    longest = timeline.days(timeline.last)
    for decision in scenario.decisions.values():
        _decision(world, decision, longest)
    for id in scenario.events:
        world.states[id] = frozenset({0})
        world.atoms[f"{id}.fired"] = id, frozenset({1, 2})
        world.links[f"{id}.times"] = id, TableLink({0: (0.0, 0.0), 1: (1.0, 1.0), 2: (2.0, math.inf)})
        _since(world, id, longest, {0: False, 1: True, 2: True})
    for name, symbol in index.names.items():
        if symbol.kind == "deck":
            world.states[name] = frozenset({False})
            world.atoms[name] = name, frozenset({True})
    for id in scenario.promises:
        made = frozenset(PROMISE_STATES[1:])
        world.states[id] = frozenset({"unmade"})
        world.atoms[f"{id}.made"] = id, made
        for state in made:
            world.atoms[f"{id}.{state}"] = id, frozenset({state})
        _since(world, id, longest, {"unmade": False, **dict.fromkeys(made, True)})
    _metrics(world, scenario)
    return world


def _clock(world: World) -> None:
    world.states[TIME] = range(world.timeline.last + 1)
    for part in ("turn", "day", "hour"):
        world.links[part] = TIME, TimeLink(world.timeline, part)


def assumed(id: str, scenario: Scenario) -> Interval:
    """Between which values an assumption lies: its own, what is plausible, and what anybody in the story assumes."""
    assumption = scenario.assumptions[id]
    values = [assumption.value, *(assumption.range or ())]
    views = [person.assumes for person in scenario.cast.values()]
    views += [rival.assumes for rival in scenario.rivals.values()]
    values += [view[id] for view in views if id in view]
    for pair in scenario.mirror.swap if scenario.mirror else ():
        if id in pair:
            values += [scenario.assumptions[other].value for other in pair]
    return float(min(values)), float(max(values))


def _decision(world: World, decision: Decision, longest: float) -> None:
    id, options = decision.id, decision.options
    chosen = dict.fromkeys(["", *(chosen_state(options, option) for option in options)])
    standing = (*DECISION_STATES, "unopened")
    every = [(state, option) for state in standing for option in chosen]
    world.states[id] = frozenset({UNOPENED})
    for state in DECISION_STATES:
        world.atoms[f"{id}.{state}"] = id, frozenset(each for each in every if each[0] == state)
    for option in options if len(options) <= MANY_OPTIONS else ():
        world.atoms[f"{id}.{option}"] = id, frozenset(each for each in every if each[1] == option)
    _since(world, id, longest, {each: bool(each[1]) for each in every})


def chosen_state(options: Collection[str], option: str) -> str:
    """What is remembered of the choice of an option: which one it was, unless there are many."""
    return option if len(options) <= MANY_OPTIONS else "any"


def _since(world: World, id: str, longest: float, happened: dict[Any, bool]) -> None:
    """Have the days since something follow from whether it has happened."""
    if longest < NEVER:
        world.links[f"{id}.days"] = (
            id,
            TableLink({state: (0.0, longest) if has else (NEVER, NEVER) for state, has in happened.items()}),
        )
    else:
        world.numbers[f"{id}.days"] = 0.0, math.inf


def _metrics(world: World, scenario: Scenario) -> None:
    for id, metric in scenario.metrics.items():
        if metric.formula is None:
            low, high = metric_bounds(metric)
            value = (0.0, 0.0)
            if metric.start is not None:
                value = bounds(written_out(metric.start.tree, scenario.functions), Facts(world))
            world.numbers[id] = min(max(value[0], low), high), min(max(value[1], low), high)
    for id in _in_order(scenario):
        metric = scenario.metrics[id]
        assert metric.formula is not None
        low, high = metric_bounds(metric)
        value = bounds(written_out(metric.formula.tree, scenario.functions), Facts(world))
        world.numbers[id] = min(max(value[0], low), high), min(max(value[1], low), high)


def _in_order(scenario: Scenario) -> Iterable[str]:
    """The derived metrics, each after those that it reads."""
    derived = {
        id: [part.id for part in walk(written_out(metric.formula.tree, scenario.functions)) if isinstance(part, Name)]
        for id, metric in scenario.metrics.items()
        if metric.formula is not None
    }
    done: dict[str, None] = {}
    for id in derived:
        waiting = [id]
        while waiting:
            if missing := [read for read in derived[waiting[-1]] if read in derived and read not in done]:
                waiting += missing
            else:
                done.setdefault(waiting.pop())
    return done
