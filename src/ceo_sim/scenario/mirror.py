"""The same scenario with its political poles swapped."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import attrs

from ceo_sim.scenario.model import History, Scenario
from ceo_sim.scenario.text import Part, Text, branches_of, with_branches

_PROSE = frozenset(
    {
        "name",
        "role",
        "leans",
        "singular",
        "at",
        "text",
        "title",
        "unit",
        "unit_singular",
        "question",
        "summary",
        "case_for",
        "case_against",
    }
)
"""Attributes of plain text that are read and not referred to."""


def mirrored(scenario: Scenario) -> Scenario:
    """The scenario with the assumptions and words that its `mirror` pairs exchanged.

    The case file stays as it is. A scenario without a mirror comes back unchanged.
    """
    mirror = scenario.mirror
    if mirror is None:
        return scenario
    values = {id: assumption.value for id, assumption in scenario.assumptions.items()}
    moved = {one: values[other] for pair in mirror.swap for one, other in (pair, pair[::-1])}
    swap = _swap_words(mirror.words)
    reworded: Scenario = _reworded(scenario, swap)
    return attrs.evolve(
        reworded,
        assumptions={
            id: attrs.evolve(_reworded(assumption, swap), value=moved.get(id, assumption.value))
            for id, assumption in scenario.assumptions.items()
        },
    )


def _swap_words(pairs: tuple[tuple[str, str], ...]) -> Callable[[str], str]:
    other = {one: two for pair in pairs for one, two in (pair, pair[::-1])}
    if not other:
        return lambda text: text
    longest_first = sorted(other, key=len, reverse=True)
    pattern = re.compile(r"\b(" + "|".join(map(re.escape, longest_first)) + r")\b")
    return lambda text: pattern.sub(lambda match: other[match[0]], text)


def _reworded(value: Any, swap: Callable[[str], str]) -> Any:
    """A part of the model with the words in its prose swapped."""
    match value:
        case History():
            return value
        case Text():
            return attrs.evolve(value, source=swap(value.source), parts=_reworded_parts(value.parts, swap))
        case dict():
            return {key: _reworded(item, swap) for key, item in value.items()}
        case tuple():
            return tuple(_reworded(item, swap) for item in value)
    if not attrs.has(type(value)):
        return value
    changes = {}
    for attribute in attrs.fields(type(value)):
        old = getattr(value, attribute.name)
        new = swap(old) if isinstance(old, str) and attribute.name in _PROSE else _reworded(old, swap)
        if new is not old:
            changes[attribute.name] = new
    return attrs.evolve(value, **changes) if changes else value


def _reworded_parts(parts: tuple[Part, ...], swap: Callable[[str], str]) -> tuple[Part, ...]:
    return tuple(
        swap(part)
        if isinstance(part, str)
        else with_branches(part, [_reworded_parts(branch, swap) for branch in branches_of(part)])
        for part in parts
    )
