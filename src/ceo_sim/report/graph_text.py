"""A graph as text for other programs to draw: Mermaid, which sites for code show, and DOT, for Graphviz."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ceo_sim.presentation.graph import Arrow, Box, Graph, Row
from ceo_sim.presentation.safe_text import without_steering

_MERMAID_ARROWS = {
    "next": "-->",
    "event": "-->",
    "later": "-.->",
    "promise": "--o",
    "ending": "-->",
    "when": "-.-",
    "variable": "-.-",
}
_DOT_STYLES = {"later": "dashed", "when": "dotted", "variable": "dotted"}
_SHAPES = {"decision": "box", "event": "ellipse", "deck": "folder", "promise": "note", "ending": "doublecircle"}
WIDEST = 6
"""The width of the line around what every play meets; what none meets has one of 1, and dashes."""


def mermaid(graph: Graph) -> str:
    """A flowchart in the language of Mermaid."""
    names = _names(graph)

    def of_box(box: Box) -> Iterator[str]:
        yield from (f'{names[row.key]}["{_mermaid_text(_words(row))}"]' for row in (box.head, *box.rows))
        yield from (f"{names[box.head.key]} --- {names[row.key]}" for row in box.rows)

    def opening(kind: str, number: int, words: str) -> str:
        return f'subgraph {kind}{number}["{_mermaid_text(words)}"]'

    lines = ["flowchart TD", *_clustered(graph, opening, of_box, "end")]
    for arrow in graph.arrows:
        label = f'|"{_mermaid_text(arrow.label)}"|' if arrow.label else ""
        lines.append(f"  {names[arrow.source]} {_MERMAID_ARROWS[arrow.kind]}{label} {names[arrow.target]}")
    for box, row in _rows(graph):
        dashes = ",stroke-dasharray:4 3,stroke:#c22" if row.mark else ""
        fill = ",font-weight:bold" if row is box.head else ""
        lines.append(f"  style {names[row.key]} stroke-width:{_width(row):.1f}px{dashes}{fill}")
    return "\n".join(lines) + "\n"


def dot(graph: Graph) -> str:
    """A digraph in the language of Graphviz, its bands as ranks."""
    names = _names(graph)

    def of_box(box: Box) -> Iterator[str]:
        yield from (_dot_node(names[row.key], box, row) for row in (box.head, *box.rows))
        yield from (f"{names[box.head.key]} -> {names[row.key]} [arrowhead=none];" for row in box.rows)

    def opening(kind: str, number: int, words: str) -> str:
        name, color = {"act": (f"act_{number}", "grey"), "band": (f"{number}", "lightgrey")}[kind]
        return f"subgraph cluster_{name} {{ label={_dot_text(words)}; color={color};"

    lines = [
        "digraph scenario {",
        f"  label={_dot_text(graph.title)}; labelloc=t; rankdir=TB;",
        '  node [fontname="sans-serif", fontsize=11]; edge [fontname="sans-serif", fontsize=9, color="#555555"];',
        *_clustered(graph, opening, of_box, "}"),
        *(f"  {_dot_arrow(names, arrow)}" for arrow in graph.arrows),
    ]
    return "\n".join([*lines, "}"]) + "\n"


def _clustered(
    graph: Graph, opening: Callable[[str, int, str], str], of_box: Callable[[Box], Iterator[str]], closing: str
) -> Iterator[str]:
    """The boxes in their bands, and these in their acts; `opening` begins an "act" or a "band"."""
    for act, bands in graph.clusters():
        if act:
            yield f"  {opening('act', bands[0], act)}"
        for number in bands:
            yield f"  {opening('band', number, graph.bands[number])}"
            for box in graph.boxes:
                if box.band == number:
                    yield from (f"    {line}" for line in of_box(box))
            yield f"  {closing}"
        if act:
            yield f"  {closing}"


def _names(graph: Graph) -> dict[str, str]:
    """A name for each node that no text can break."""
    return {row.key: f"n{number}" for number, (_, row) in enumerate(_rows(graph))}


def _rows(graph: Graph) -> Iterator[tuple[Box, Row]]:
    return ((box, row) for box in graph.boxes for row in (box.head, *box.rows))


def _words(row: Row) -> str:
    """What stands in a node."""
    share = "" if row.share is None or row.mark else f"{row.share:.0%}"
    return ". ".join(filter(None, (row.name, row.label, row.mark or share)))


def _width(row: Row) -> float:
    return 1 + (WIDEST - 1) * min(1.0, row.share or 0.0)


def _mermaid_text(text: str) -> str:
    """Text between quotes: whatever may mean something to Mermaid or HTML by its number."""
    return re.sub(r"[^\w .,]", lambda match: f"#{ord(match[0])};", without_steering(" ".join(text.split())))


def _dot_text(text: str) -> str:
    """A quoted string, in which a backslash and an ampersand would begin something."""
    plain = without_steering(" ".join(text.split()))
    escaped = plain.replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _dot_node(name: str, box: Box, row: Row) -> str:
    shape = _SHAPES.get(box.kind, "box") if row is box.head else "plaintext"
    marked = ', color="#cc2222", style=dashed' if row.mark else ""
    return f"{name} [label={_dot_text(_words(row))}, shape={shape}, penwidth={_width(row):.1f}{marked}];"


def _dot_arrow(names: dict[str, str], arrow: Arrow) -> str:
    label = f", label={_dot_text(arrow.label)}" if arrow.label else ""
    return f"{names[arrow.source]} -> {names[arrow.target]} [style={_DOT_STYLES.get(arrow.kind, 'solid')}{label}];"
