"""What a text may come to say: a few of its wordings, each with where in the source its characters stand.

The first branches of all variants make one wording, the second ones the next, and so on, so that each branch is read
once at least. It is not said that the branches of one wording can ever meet in play.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from attrs import define, frozen

from ceo_sim.scenario.text import Part, Text, Variant, branches_of, pieces_of

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


_Node: TypeAlias = "tuple[str, int] | list[list[_Node]]"
"""A piece of the source and its place, or the branches of a variant."""


def wordings(text: Text) -> tuple[Wording, ...]:
    """The wordings of a text, no more than `MOST`; one if it has no variants."""
    placer = _Placer(list(pieces_of(text.source)))
    nodes = placer.nodes(text.parts)
    return tuple(_wording(nodes, number) for number in range(min(placer.widest, MOST)))


@define
class _Placer:
    """Finds the parts of a text in its pieces, one after another.

    Attributes:
        pieces: The source, split at its braces, with their places.
        position: The next of them.
        widest: The number of branches of the widest variant so far.
    """

    pieces: list[tuple[str, int]]
    position: int = 0
    widest: int = 1

    def nodes(self, parts: Sequence[Part]) -> list[_Node]:
        return [self.branches(part) or self.next_piece() for part in parts]

    def branches(self, part: Part) -> list[list[_Node]]:
        nodes: list[list[_Node]] = []
        for branch in branches_of(part):
            if not self.is_at_end():  # as where an {again} is not written
                self.next_piece()
            nodes.append(self.nodes(branch))
        if nodes:
            self.next_piece()
            if isinstance(part, Variant) and part.branches[-1][0] is not None:
                nodes.append([])
            self.widest = max(self.widest, len(nodes))
        return nodes

    def is_at_end(self) -> bool:
        return self.pieces[self.position][0].strip("{ }") == "end"

    def next_piece(self) -> tuple[str, int]:
        self.position += 1
        return self.pieces[self.position - 1]


def _wording(nodes: Sequence[_Node], number: int) -> Wording:
    text: list[str] = []
    places: list[int] = []
    for piece, start in _taken(nodes, number):
        if not piece.startswith(("{", "}")):
            text.append(piece)
            places += range(start, start + len(piece))
            continue
        shown = piece[0] if piece in ("{{", "}}") else NAME if piece.startswith("{who:") else FIGURE
        text.append(shown)
        places += (start + min(offset, len(piece) - 1) for offset in range(len(shown)))
    return Wording("".join(text), tuple(places))


def _taken(nodes: Sequence[_Node], number: int) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, list):
            yield from _taken(node[min(number, len(node) - 1)], number)
        else:
            yield node
