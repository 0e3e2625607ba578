"""A scenario made easy to check: everything in it as flat lists, each part with its path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import attrs
from attrs import frozen

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import is_toml_id, toml_name
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.names import Names, names_of
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration

_LEAVES = (Expression, Text, Duration)


@frozen
class Leaf:
    """A value that an author wrote, however deep it is.

    Attributes:
        path: Where.
        owner: The object of the model that has it.
        attribute: The attribute of the owner that it is, or is an element of.
        value: The value; never a list, a table or an object of the model.
    """

    path: Path
    owner: Any
    attribute: attrs.Attribute[Any]
    value: Any


@frozen
class ScenarioIndex:
    """A scenario, its names, and all its parts.

    Attributes:
        scenario: As it was read.
        names: Everything that an expression may name.
        things: Every object of the model with its path, outer ones first.
        leaves: Every value with its path.
        faulty: Paths already known to be wrong, where the scenario has placeholders.
    """

    scenario: Scenario
    names: Names
    things: tuple[tuple[Path, Any], ...]
    leaves: tuple[Leaf, ...]
    faulty: frozenset[Path] = frozenset()

    @classmethod
    def of(cls, scenario: Scenario, faulty: frozenset[Path] = frozenset()) -> ScenarioIndex:
        """Lay out a scenario."""
        things = tuple(_things(scenario, ()))
        leaves = tuple(leaf for path, thing in things for leaf in _leaves(path, thing))
        return cls(scenario, names_of(scenario), things, leaves, faulty)

    def all(self, class_: type[Any]) -> Iterator[tuple[Path, Any]]:
        """Every object of a class of the model, with its path."""
        return ((path, thing) for path, thing in self.things if isinstance(thing, class_))


@cache
def _attributes(class_: Any) -> tuple[tuple[attrs.Attribute[Any], str], ...]:
    return tuple((a, toml_name(a)) for a in attrs.fields(class_) if not is_toml_id(a))


def _is_thing(value: Any) -> bool:
    return attrs.has(type(value)) and not isinstance(value, _LEAVES)


def _things(thing: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, thing
    for attribute, name in _attributes(thing.__class__):
        for inner, value in _elements(getattr(thing, attribute.name), (*path, name)):
            if _is_thing(value):
                yield from _things(value, inner)


def _leaves(path: Path, thing: Any) -> Iterator[Leaf]:
    for attribute, name in _attributes(thing.__class__):
        for inner, value in _elements(getattr(thing, attribute.name), (*path, name)):
            if value is not None and not _is_thing(value):
                yield Leaf(inner, thing, attribute, value)


def _elements(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for name, element in value.items():
            yield from _elements(element, (*path, name))
    elif isinstance(value, tuple):
        for number, element in enumerate(value):
            yield from _elements(element, (*path, number))
    else:
        yield path, value
