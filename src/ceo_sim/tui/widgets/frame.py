"""A frame around a document of the story: what it is in the upper edge, and the line below it in the lower one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content

WIDEST = 84
"""Columns of a document with its frame, at which its lines read well."""
LEAST = 24
"""Columns below which there is no room for a frame."""
EDGES = 4
"""Columns that the frame takes of each line."""
STYLE = "$text-muted"


class Frame(NamedTuple):
    """The lines of a frame: its corners from the upper left on, across and down."""

    corners: str
    across: str
    down: str


FRAMES = {"post": Frame("╭╮╰╯", "─", "│"), "letter": Frame("┌┐└┘", "─", "│"), "notice": Frame("╔╗╚╝", "═", "║")}


_EDGE = re.compile(r"\s*[╭┌╔╰└╚](?:[─═]+ (.+) )?[─═]+[╮┐╗╯┘╝]\s*")
_INSIDE = re.compile(r"(\s*)[│║] (.*?) +[│║]\s*")


def room_in_frame(width: int) -> int:
    """The columns that a document has for its words."""
    return min(width, WIDEST) - EDGES if width >= LEAST else width


def framed(kind: str, heading: Content, lines: Sequence[Content], note: Content, width: int) -> list[Content]:
    """A document as lines; what is too long for an edge of the frame stands inside, above or below the others.

    Args:
        kind: What it is, one of `FRAMES`.
        heading: What it is, in words.
        lines: What it says, none wider than `room_in_frame`.
        note: A line below it; may be empty.
        width: The columns that there are.
    """
    room, inside = room_in_frame(width), [*lines]
    if width < LEAST:
        return [*heading.wrap(room), *inside, *(note.wrap(room) if note else [])]
    frame, across = FRAMES[kind], room + EDGES - 2
    top, bottom = (words if 0 < words.cell_length <= across - 4 else None for words in (heading, note))
    inside = inside if top else [*heading.wrap(room), *inside]
    inside = inside if bottom or not note else [*inside, *note.wrap(room)]
    down = Content.styled(frame.down, STYLE)
    return [
        _edge(frame.corners[:2], frame.across, across, top),
        *(Content.assemble(down, " ", line, " " * (room - line.cell_length), " ", down) for line in inside),
        _edge(frame.corners[2:], frame.across, across, bottom),
    ]


def _edge(corners: str, across: str, width: int, words: Content | None) -> Content:
    """The upper or the lower edge of a frame, with words in it if there are some."""
    if words is None:
        return Content.styled(f"{corners[0]}{across * width}{corners[1]}", STYLE)
    rest = across * (width - words.cell_length - 3)
    return Content.assemble((f"{corners[0]}{across} ", STYLE), words, (f" {rest}{corners[1]}", STYLE))


def unframed(drawn: str) -> str:
    """Lines as they were drawn, without the frames around documents; words in an edge have a line of their own."""
    lines = []
    for line in drawn.split("\n"):
        if edge := _EDGE.fullmatch(line):
            lines += [edge[1]] if edge[1] else []
        else:
            inside = _INSIDE.fullmatch(line)
            lines.append(inside[1] + inside[2] if inside else line)
    return "\n".join(lines)
