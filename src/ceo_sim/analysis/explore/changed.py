"""What of a scenario has changed since an earlier version of it, as nodes that a writer would want to meet first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.scenario.expression import Call, Expression, walk
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.typecheck import names_in

_SHARED = ("assumptions", "draws", "metrics", "variables", "functions", "budgets")
"""Tables of what nodes read."""


def changed(old: Nodes, new: Nodes) -> list[int]:
    """The places of the nodes of a new version that are new or written otherwise, or read what is."""
    known = {(node.kind, node.id): content for node, content in zip(old.all, old.content, strict=True)}
    before, after = old.program.scenario, new.program.scenario
    moved = {id for table in _SHARED for id in _changed_ids(getattr(before, table), getattr(after, table))}
    missing = object()
    return [
        place
        for place, (node, content) in enumerate(zip(new.all, new.content, strict=True))
        if known.get((node.kind, node.id), missing) != content
        or (moved and not moved.isdisjoint(reads(content, after)))
    ]


def _changed_ids(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    return (id for id in old.keys() | new.keys() if old.get(id) != new.get(id))


def reads(content: object, scenario: Scenario) -> set[str]:
    """The ids of all that the expressions in something read, functions too."""
    names: set[str] = set()
    for expression in _expressions(content):
        names |= {name.partition(".")[0] for name in names_in(expression.tree, scenario.functions)}
        names |= {part.function for part in walk(expression.tree) if isinstance(part, Call)}
    return names


def _expressions(content: Any) -> Iterator[Expression]:
    if isinstance(content, Expression):
        yield content
    elif isinstance(content, Text):
        yield from (expression for expression, _ in content.expressions())
    elif isinstance(content, dict):
        for each in content.values():
            yield from _expressions(each)
    elif isinstance(content, tuple):
        for each in content:
            yield from _expressions(each)
    elif attrs.has(type(content)):
        for attribute in attrs.fields(type(content)):
            yield from _expressions(getattr(content, attribute.name))
