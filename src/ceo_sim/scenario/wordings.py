"""What a text may come to say: a few of its wordings, each with where in the source its characters stand.

The first branches of all variants make one wording, the second ones the next, and so on, so that each branch is read
once at least. It is not said that the branches of one wording can ever meet in play.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[^{}]+")
_KEYWORD = re.compile(r"\{\s*(if|elif|else|one\s+of|or|first|again|end)\b(?![:.])")
FIGURE = "00"
"""Stands for a value."""
NAME = "Somebody"
"""Stands for a name."""
MOST = 12


@frozen
class Wording:
    """One way to read a text.

    Attributes:
        text: The words, with a figure for each value.
        places: For each of its characters, where that, or what it stands for, is in the source.
    """

    text: str
    places: tuple[int, ...]


@define
class _Variant:
    """The branches of `{if}`, `{one of}` or `{first}`, and whether one of them is always taken."""

    branches: list[list[_Node]] = field(factory=lambda: [[]])
    is_whole: bool = False


_Node = tuple[str, int] | _Variant


def wordings(source: str) -> tuple[Wording, ...]:
    """The wordings of a text whose braces fit together, no more than `MOST`; one if it has no variants."""
    nodes, widest = _parsed(source)
    return tuple(_wording(nodes, number) for number in range(min(widest, MOST)))


def _parsed(source: str) -> tuple[list[_Node], int]:
    """The text as pieces with their places and variants of such, and the number of branches of the widest one."""
    whole: list[_Node] = []
    open_: list[_Variant] = []
    widest = 1
    for piece in _PIECE.finditer(source):
        found = _KEYWORD.match(piece[0])
        keyword = found[1].split()[0] if found else ""
        into = open_[-1].branches[-1] if open_ else whole
        if keyword in ("if", "one", "first"):
            variant = _Variant(is_whole=keyword == "one")
            into.append(variant)
            open_.append(variant)
        elif keyword == "end" and open_:
            closed = open_.pop()
            closed.branches += [] if closed.is_whole else [[]]
            widest = max(widest, len(closed.branches))
        elif keyword and open_:
            open_[-1].branches.append([])
            open_[-1].is_whole |= keyword in ("else", "again")
        else:
            into.append((piece[0], piece.start()))
    return whole, widest


def _wording(nodes: Sequence[_Node], number: int) -> Wording:
    text: list[str] = []
    places: list[int] = []
    for piece, start in _taken(nodes, number):
        shown = piece
        if piece in ("{{", "}}"):
            shown = piece[0]
        elif piece.startswith("{"):
            shown = NAME if piece.startswith("{who:") else FIGURE
        text.append(shown)
        places += (start + min(offset, len(piece) - 1) for offset in range(len(shown)))
    return Wording("".join(text), tuple(places))


def _taken(nodes: Sequence[_Node], number: int) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, _Variant):
            yield from _taken(node.branches[min(number, len(node.branches) - 1)], number)
        else:
            yield node
