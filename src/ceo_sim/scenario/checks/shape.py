"""What a scenario is beside its words: all that can be proven of it depends on that.

Two scenarios of the same shape differ in texts and names only, as a scenario and its editions do.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from ceo_sim.scenario.checks.index import ScenarioIndex, Section
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import refers_to
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration
from ceo_sim.scenario.values import written_fields


def shape(index: ScenarioIndex) -> Hashable:
    """The shape of a scenario: equal for those that differ in words only."""
    of = index.memory.of
    return of(
        ("shape", tuple(index.each("shape", lambda section: of(("shape", _of_section(section)), object)))), object
    )


def _of_section(section: Section) -> Hashable:
    return tuple((path, type(thing), tuple(_fields(thing))) for path, thing in section.things)


def _fields(thing: Any) -> Iterator[Hashable]:
    return (_shape(getattr(thing, name)) for name in _more_than_words(thing.__class__))


@cache
def _more_than_words(class_: Any) -> tuple[str, ...]:
    """The attributes of a thing that are no names or texts."""
    words = [
        attribute.name
        for attribute, type_ in written_fields(class_).items()
        if set(get_args(type_) if get_origin(type_) in (Union, UnionType) else [type_]) <= {str, Text, type(None)}
        if not refers_to(attribute) and not attribute.metadata.get("fixed")
    ]
    return tuple(attribute.name for attribute in attrs.fields(class_) if attribute.name not in words)


def _shape(value: Any) -> Hashable:
    match value:
        case Text():
            return "a text"
        case Expression():
            return value.text, value.tree
        case dict():
            return tuple((key, _shape(part)) for key, part in value.items())
        case tuple():
            return tuple(map(_shape, value))
        case Duration():
            return repr(value)
        case _ if attrs.has(type(value)):
            return "a thing of its own"
        case _:
            return repr(value)  # which tells 1 from true, and moments of different zones from one another
