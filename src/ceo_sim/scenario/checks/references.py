"""Ids that are named: they must be there, and of the right kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Any

import attrs

from ceo_sim.scenario.checks.ids import named_tables, other_tables
from ceo_sim.scenario.checks.index import Leaf, ScenarioIndex, Section
from ceo_sim.scenario.fields import refers_to, toml_name
from ceo_sim.scenario.issues import Half, Issue, Path
from ceo_sim.scenario.model import Consequence, Decision, HistoryChoice, Scenario, Target
from ceo_sim.scenario.text import Mention, Text
from ceo_sim.suggestions import closest, nearest

MANY = 8
"""So many ids of a table are listed."""

_INSTEAD = {
    ("metric", "variable"): "`sets`, by which variables are changed",
    ("variable", "metric"): "`effects`, by which metrics are changed",
    ("metric", "budget"): "`cost`, by which budgets are spent",
}


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """References to nothing, and effects on what has a formula."""
    tables = named_tables(index.scenario) | other_tables(index.scenario)
    for named in index.each("references", _named_in):
        for kind, place, id, at in named:
            if id not in tables[kind]:
                missing = _missing(kind, id, place, at, tables)
                yield missing if kind != "decision" else attrs.evolve(missing, message=_with_lost(missing, index))
    yield from _mentions(index)
    yield from _options(index)
    yield from _derived(index)


def _named_in(section: Section) -> tuple[tuple[str, Path, str, Half], ...]:
    """Every id that something in a section names, with its table."""
    return tuple(
        (kind, *named)
        for path, thing in section.things
        for name, key, kind in _references(thing.__class__)
        for named in _named(getattr(thing, name), (*path, key))
    )


@cache
def _references(class_: Any) -> tuple[tuple[str, str, str], ...]:
    """The attributes that name ids: each with its key and the table that has the ids."""
    return tuple((a.name, toml_name(a), kind) for a in attrs.fields(class_) if (kind := refers_to(a)))


def _named(value: Any, path: Path) -> Iterator[tuple[Path, str, Half]]:
    """Every id in a value: itself, the elements of its lists, or its keys."""
    if isinstance(value, str):
        yield path, value, "value"
    elif isinstance(value, tuple):
        for number, element in enumerate(value):
            yield from _named(element, (*path, number))
    elif isinstance(value, dict):
        yield from (((*path, id), id, "key") for id in value)


def _missing(kind: str, id: str, path: Path, at: Half, tables: dict[str, dict[str, Any]]) -> Issue:
    elsewhere = next((other for other, table in tables.items() if id in table), "")
    near = nearest(id, tables[kind], MANY)
    expected = f"the id of a {kind}: {_listed(near, tables[kind])}" if tables[kind] else f"a [{kind}.{id}] somewhere"
    if elsewhere:
        expected = _INSTEAD.get((kind, elsewhere), f"the id of a {kind}; {id} is a {elsewhere}")
    suggestion = near[0] if near else ""
    return Issue("E501", path, f'there is no {kind} "{id}"', expected, suggestion, at=at)


def _with_lost(missing: Issue, index: ScenarioIndex) -> str:
    """What is said of a missing decision, with what nothing opens for want of the one that was perhaps meant."""
    decisions = index.scenario.decisions
    links = [(path, thing.next.decision) for path, thing in index.all(Consequence) if thing.next is not None]
    of_decisions = [(path[1], id) for path, id in links if path[0] == "decision"]
    opened = {id for id, decision in decisions.items() if decision.at is not None or decision.when is not None}
    opened |= {id for path, id in links if path[0] != "decision"}
    opened = _closure(opened, of_decisions)
    lost = _closure({missing.suggestion}, of_decisions) - opened if missing.suggestion in decisions else set()
    if missing.suggestion not in lost:
        return missing.message
    names = ", ".join(f'"{id}"' for id in decisions if id in lost)
    return f"{missing.message}, so nothing opens {names}"


def _closure(ids: set[str], links: list[tuple[str | int, str]]) -> set[str]:
    """Some ids and all that they lead to."""
    following: dict[str | int, list[str]] = {}
    for before, after in links:
        following.setdefault(before, []).append(after)
    reached, waiting = set(ids), list(ids)
    while waiting:
        new = set(following.get(waiting.pop(), ())) - reached
        reached |= new
        waiting += new
    return reached


def _listed(near: list[str], table: Iterable[str]) -> str:
    """The ids of a table, the nearest first, and no more than somebody reads."""
    ids = list(dict.fromkeys([*near, *table]))
    more = len(ids) - MANY
    return ", ".join(ids[:MANY]) + (f" and {more:,} more" if more > 0 else "")


def missing_id(scenario: Scenario, kind: str, id: str | None, path: Path, at: Half = "value") -> Iterator[Issue]:
    """An id at `path` that should be one of a table, such as `event`, and is not; None names nothing."""
    tables = named_tables(scenario) | other_tables(scenario)
    if id is not None and id not in tables[kind]:
        yield _missing(kind, id, path, at, tables)


def wrong_option(scenario: Scenario, named: str, path: Path, at: Half = "value") -> Iterator[Issue]:
    """A `decision.option` at `path` that is not there."""
    decisions = scenario.decisions
    name, dot, option = named.partition(".")
    if not dot:
        yield Issue("E501", path, f'"{named}" names no option', "decision.option", at=at)
    elif name not in decisions:
        suggestion = closest(name, decisions)
        suggestion = f"{suggestion}.{option}" if suggestion else ""
        yield Issue("E501", path, f'there is no decision "{name}"', "decision.option", suggestion, at=at)
    else:
        yield from _option(decisions[name], option, path, prefix=f"{name}.", at=at)


def _mentions(index: ScenarioIndex) -> Iterator[Issue]:
    """Whoever a text mentions by id."""
    cast = index.scenario.cast
    for leaf, mentioned in chain.from_iterable(index.each("mentions", _mentioned_in)):
        if mentioned not in cast:
            offset = leaf.value.source.find(f"{{who:{mentioned}}}") + len("{who:")
            message = f'there is no cast "{mentioned}"'
            yield Issue("E501", leaf.path, message, "the id of a cast", closest(mentioned, cast), offset)


def _mentioned_in(section: Section) -> tuple[tuple[Leaf, str], ...]:
    return tuple(
        (leaf, part.cast)
        for leaf in section.leaves
        if isinstance(leaf.value, Text)
        for part in leaf.value.all_parts()
        if isinstance(part, Mention)
    )


def _options(index: ScenarioIndex) -> Iterator[Issue]:
    decisions = index.scenario.decisions
    for path, decision in index.all(Decision):
        if decision.default is not None:
            yield from _option(decision, decision.default, (*path, "default"))
    for path, choice in index.all(HistoryChoice):
        if choice.decision in decisions:
            yield from _option(decisions[choice.decision], choice.option, (*path, "option"))
        if choice.counterpart == "nearest" and not choice.text.strip():
            message = "the option is only the nearest to what was done, and nothing says what that was"
            yield Issue("W208", (*path, "counterpart"), message, "text: what was done, as reported")
    for place, act in enumerate(index.scenario.acts.values()):
        for named in act.start:
            yield from wrong_option(index.scenario, named, ("act", act.id, "start"))
        if act.start and place == 0:
            message = f'"{act.id}" is the first act, so nothing is decided before it'
            yield Issue("W562", ("act", act.id, "start"), message, "a start of a later act", at="key")
    for path, target in index.all(Target):
        if target.option is not None:
            yield from wrong_option(index.scenario, target.option, (*path, "option"))
        if target.act is not None and target.replay is not None:
            message = "the real path is that of the whole story"
            yield Issue("E806", (*path, "act"), message, "act or replay, not both", at="key")
        yield from _ending_of_act(index.scenario, target, path)


def _ending_of_act(scenario: Scenario, target: Target, path: Path) -> Iterator[Issue]:
    """An ending that no play of those that the target speaks of can have."""
    ending = scenario.endings.get(target.ending or "")
    if ending is None or ending.act == target.act or (ending.act is None and ending.early):
        return
    there = "the whole story" if ending.act is None else f'the act "{ending.act}"'
    expected = "no act" if ending.act is None else f'act = "{ending.act}"'
    message = f'"{ending.id}" is an ending of {there}, and the claim is of other plays'
    yield Issue("E806", (*path, "ending"), message, expected)


def _option(decision: Decision, option: str, path: Path, prefix: str = "", at: Half = "value") -> Iterator[Issue]:
    if option not in decision.options:
        expected = "one of " + ", ".join(prefix + known for known in decision.options)
        suggestion = closest(option, decision.options)
        message = f'the decision "{decision.id}" has no option "{option}"'
        yield Issue("E501", path, message, expected, prefix + suggestion if suggestion else "", at=at)


def _derived(index: ScenarioIndex) -> Iterator[Issue]:
    metrics, variables = index.scenario.metrics, index.scenario.variables
    for path, consequence in index.all(Consequence):
        for id in consequence.adds:
            if id in variables and isinstance(variables[id].start, bool):
                message = f'"{id}" is true or false, and nothing can be added to that'
                yield Issue("E503", (*path, "adds", id), message, f"sets = {{ {id} = true }}", at="key")
        for id in consequence.effects:
            if id in metrics and metrics[id].formula is not None:
                message = f'"{id}" is always exactly its formula'
                yield Issue("E502", (*path, "effects", id), message, "a metric without a formula", at="key")
        for number, id in enumerate(consequence.surveys):
            if id in metrics and metrics[id].survey is None:
                message = f'"{id}" is known at any time, so it needs no survey'
                yield Issue("E504", (*path, "surveys", number), message, f"a metric with [metric.{id}.survey]")
