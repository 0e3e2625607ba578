"""Ids, and the tag of the language: well formed, not reserved, and each id given once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import BUILT_IN, KEYWORDS, TIME_NAMES
from ceo_sim.scenario.issues import Issue, Path, not_a_language
from ceo_sim.scenario.model import Decision, Deck, Function, Scenario
from ceo_sim.scenario.names import DECISION_STATES
from ceo_sim.scenario.values import is_language_tag

RESERVED = KEYWORDS | TIME_NAMES | frozenset(BUILT_IN)
_NOT_RESERVED = f"an id that is none of {', '.join(sorted(RESERVED))}"
_OF_DECISIONS = (*DECISION_STATES, "days")
_ID = re.compile(r"[a-z][a-z0-9_]{0,47}")
_RULE = "a small letter, then at most 47 small letters, digits and underscores"


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Ids that are no ids, that mean something already, or that two things have."""
    scenario = index.scenario
    if not _ID.fullmatch(scenario.info.id):
        yield Issue("E406", ("scenario", "id"), f'"{scenario.info.id}" is not an id', _RULE)
    if not is_language_tag(scenario.info.language):
        yield not_a_language(("scenario", "language"), scenario.info.language)
    for path in _ids(scenario):
        yield from _well_formed(path)
    yield from _twice(scenario)
    for function in scenario.functions.values():
        yield from _arguments(function, index)


def named_tables(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """The tables whose ids an expression can name."""
    return {
        "assumption": scenario.assumptions,
        "draw": scenario.draws,
        "metric": scenario.metrics,
        "variable": scenario.variables,
        "function": scenario.functions,
        "budget": scenario.budgets,
        "decision": scenario.decisions,
        "event": scenario.events,
        "act": scenario.acts,
        "promise": scenario.promises,
    }


def other_tables(scenario: Scenario) -> dict[str, dict[str, Any]]:
    """The tables whose ids only other keys can name."""
    return {
        "cast": scenario.cast,
        "role": scenario.roles,
        "value": scenario.values,
        "lens": scenario.lenses,
        "deck": scenario.decks,
        "inject": scenario.injects,
        "ending": scenario.endings,
        "rival": scenario.rivals,
        "stake": scenario.stakes,
    }


def _ids(scenario: Scenario) -> Iterator[Path]:
    for kind, table in (named_tables(scenario) | other_tables(scenario)).items():
        for id, thing in table.items():
            yield kind, id
            if isinstance(thing, Decision):
                yield from ((kind, id, "option", option) for option in thing.options)
            elif isinstance(thing, Deck):
                yield from ((kind, id, "card", card) for card in thing.cards)


def _well_formed(path: Path) -> Iterator[Issue]:
    id = str(path[-1])
    if not _ID.fullmatch(id):
        yield Issue("E406", path, f'"{id}" is not an id', _RULE, _mended(id), at="key")
    elif id in RESERVED:
        yield Issue("E407", path, f'"{id}" means something in expressions', _NOT_RESERVED, at="key")
    elif path[-2] == "option" and id in _OF_DECISIONS:
        meaning = f"{path[1]}.{id}"
        expected = f"an id that is none of {', '.join(_OF_DECISIONS)}"
        yield Issue("E407", path, f'"{meaning}" means something in expressions', expected, at="key")


def _mended(id: str) -> str:
    mended = re.sub(r"\W+", "_", id.lower(), flags=re.ASCII).strip("_")[:48]
    return mended if _ID.fullmatch(mended) else ""


def _twice(scenario: Scenario) -> Iterator[Issue]:
    first: dict[str, str] = {}
    for kind, table in named_tables(scenario).items():
        for id in table:
            if id in first:
                message = f'"{id}" is the id of a {first[id]} already'
                yield Issue("E408", (kind, id), message, "another id", at="key", other=(first[id], id))
            first.setdefault(id, kind)


def _arguments(function: Function, index: ScenarioIndex) -> Iterator[Issue]:
    for number, argument in enumerate(function.args):
        path: Path = ("function", function.id, "args", number)
        if not _ID.fullmatch(argument):
            yield Issue("E406", path, f'"{argument}" is not an id', _RULE, _mended(argument))
        elif argument in RESERVED:
            yield Issue("E407", path, f'"{argument}" means something in expressions', _NOT_RESERVED)
        elif argument in function.args[:number]:
            yield Issue("E408", path, f'"{argument}" is an argument already', "another name")
        elif argument in index.names:
            yield Issue("W506", path, f'"{argument}" hides the {index.names[argument].kind} of that name')
