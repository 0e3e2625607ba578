"""A scenario made easy to check: everything in it as flat lists, each part with its path."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

import attrs
from attrs import field, frozen

from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import is_toml_id, toml_name
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.names import Names, names_of
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.typecheck import Proofs
from ceo_sim.scenario.units import Duration

_LEAVES = (Expression, Text, Duration)


class Leaf(NamedTuple):
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
        leaves: Every expression, text, number, moment and length of time, in the order of the things they belong to.
        faulty: Paths already known to be wrong, where the scenario has placeholders.
        proofs: What came of checking its expressions so far.
    """

    scenario: Scenario
    names: Names
    things: tuple[tuple[Path, Any], ...]
    leaves: tuple[Leaf, ...]
    faulty: frozenset[Path] = frozenset()
    proofs: Proofs = field(factory=dict)

    @classmethod
    def of(
        cls, scenario: Scenario, faulty: frozenset[Path] = frozenset(), proofs: Proofs | None = None
    ) -> ScenarioIndex:
        """Index a scenario."""
        things: list[tuple[Path, Any]] = []
        leaves: list[Leaf] = []
        _visit(scenario, (), things, leaves)
        return cls(scenario, names_of(scenario), tuple(things), tuple(leaves), faulty, {} if proofs is None else proofs)

    def all(self, *classes: type[Any]) -> Iterator[tuple[Path, Any]]:
        """Every object of some classes of the model, with its path."""
        return ((path, thing) for path, thing in self.things if isinstance(thing, classes))


def _visit(thing: Any, path: Path, things: list[tuple[Path, Any]], leaves: list[Leaf]) -> None:
    things.append((path, thing))
    inner: list[tuple[Path, Any]] = []
    for attribute, name, key in _attributes(thing.__class__):
        value = getattr(thing, name)
        if value is not None:
            _sort(value, (*path, key), thing, attribute, inner, leaves)
    for inner_path, inner_thing in inner:
        _visit(inner_thing, inner_path, things, leaves)


@cache
def _attributes(class_: Any) -> tuple[tuple[attrs.Attribute[Any], str, str], ...]:
    return tuple((a, a.name, toml_name(a)) for a in attrs.fields(class_) if not is_toml_id(a))


def _sort(
    value: Any,
    path: Path,
    owner: Any,
    attribute: attrs.Attribute[Any],
    things: list[tuple[Path, Any]],
    leaves: list[Leaf],
) -> None:
    """Put a value, or each element of a list or table, among the things or the leaves."""
    kind = value.__class__
    if kind is dict:
        for name, element in value.items():
            _sort(element, (*path, name), owner, attribute, things, leaves)
    elif kind is tuple:
        for number, element in enumerate(value):
            _sort(element, (*path, number), owner, attribute, things, leaves)
    elif _is_thing(kind):
        things.append((path, value))
    elif kind is not str and kind is not bool:  # nothing is asked of these: they are half of all values
        leaves.append(Leaf(path, owner, attribute, value))


@cache
def _is_thing(class_: Any) -> bool:
    return attrs.has(class_) and class_ not in _LEAVES
