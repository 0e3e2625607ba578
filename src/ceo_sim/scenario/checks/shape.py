"""What a scenario is beside its words: all that can be proven of it depends on that.

Two scenarios of the same shape differ in texts and names only, as a scenario and its editions do. What can happen in
it depends on less: its endings, say, move nothing, and neither does what an option says of values.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin

import attrs

from ceo_sim.scenario.checks.index import ScenarioIndex, Section
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import refers_to
from ceo_sim.scenario.model import (
    Argument,
    Cast,
    Consequence,
    Debrief,
    Decision,
    Ending,
    Exhibit,
    Fact,
    Grounded,
    History,
    HistoryChoice,
    Info,
    Lens,
    Metric,
    News,
    Option,
    Question,
    Remark,
    Role,
    Scenario,
    Stake,
    Style,
    Survey,
    Target,
    Value,
)  # fmt: skip
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration
from ceo_sim.scenario.values import written_fields

_IDLE: tuple[type[Any], ...] = (
    News, Remark, Exhibit, Argument, Ending, Stake, Role, Value, Lens, History, HistoryChoice, Fact, Question, Debrief,
    Target, Style, Info, Survey,
)  # fmt: skip
"""What moves nothing in a story."""
_IDLE_PARTS: Mapping[type[Any], str] = {
    Scenario: "info endings stakes roles values lenses history debrief targets style",
    Grounded: "why source support",
    Metric: "shown headline better bands unit unit_singular decimals appears survey",
    Cast: "adviser remarks forecast",
    Consequence: "news surveys exhibit",
    Option: "hidden advice values lenses",
    Decision: "room exhibit",
}
"""The attributes that move nothing, by the class that has them."""


def shape(index: ScenarioIndex) -> Hashable:
    """The shape of a scenario: equal for those that differ in words only."""
    return _shape_of(index, "shape", _fields_of)


def moving_shape(index: ScenarioIndex) -> Hashable:
    """The shape of what opens, sets and moves something: what can happen at all, and when, depends on that alone."""
    return _shape_of(index, "moving shape", _moving_fields_of)


def _shape_of(index: ScenarioIndex, kind: str, fields_of: Callable[[Any], tuple[str, ...]]) -> Hashable:
    of = index.memory.of
    sections = index.each(kind, lambda section: of((kind, _of_section(section, fields_of)), object))
    return of((kind, tuple(sections)), object)


def _of_section(section: Section, fields_of: Callable[[Any], tuple[str, ...]]) -> Hashable:
    things = ((path, thing, fields_of(thing.__class__)) for path, thing in section.things)
    return tuple(
        (path, thing.__class__, *(_shape(getattr(thing, name)) for name in fields)) for path, thing, fields in things
    )


@cache
def _moving_fields_of(class_: Any) -> tuple[str, ...]:
    """The attributes of a thing that may move something; none if it moves nothing."""
    if issubclass(class_, _IDLE):
        return ()
    idle = {name for owner, names in _IDLE_PARTS.items() if issubclass(class_, owner) for name in names.split()}
    return tuple(name for name in _fields_of(class_) if name not in idle)


@cache
def _fields_of(class_: Any) -> tuple[str, ...]:
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
