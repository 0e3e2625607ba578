"""The nodes of a scenario of which `check` has proven that no play meets them."""

from __future__ import annotations

from collections.abc import Iterable

from ceo_sim.analysis.links import Node, story_map
from ceo_sim.scenario.acts import with_all_endings
from ceo_sim.scenario.diagnostics import Diagnostic
from ceo_sim.scenario.loader import Loaded

CODES = frozenset({"W501", "W504", "W540", "W545", "W547"})
"""Findings that say of a thing, or of its condition, that it never comes."""


def unreachable(loaded: Loaded, findings: Iterable[Diagnostic]) -> frozenset[str]:
    """The keys of those nodes, from what `loader.diagnose` finds in the scenario."""
    places = {(finding.file, finding.line, finding.column) for finding in findings if finding.code in CODES}
    nodes = story_map(with_all_endings(loaded.as_written)).nodes
    return frozenset(key for key, node in nodes.items() if places & _places(loaded, node))


def _places(loaded: Loaded, node: Node) -> set[tuple[str, int, int]]:
    """Where findings about a node are: at its header, or at its condition, which begins with a quotation mark."""
    condition = (*node.path, "when")
    header, key, first = loaded.place(node.path), loaded.place(condition), loaded.place(condition, 0)
    places = {(place.file, place.line, place.column) for place in (header, key, first)}
    return places | {(first.file, first.line, first.column - 1)}
