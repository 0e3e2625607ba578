"""Where the boxes of a graph stand: bands from top to bottom, in each the boxes in one or more lines.

The order within a band is that of the mean place of what a box is linked to (the barycentre of Sugiyama, Tagawa and
Toda 1981), swept down and up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from ceo_sim.presentation.graph import Box, Graph

WIDTH = 250.0
"""Of a box, in the units of the picture, as all lengths here."""
HEAD = 40.0
ROW = 18.0
GAP_X = 34.0
GAP_Y = 26.0
BAND_TOP = 30.0
ACT_TOP = 34.0
"""Above the first band of an act, for its name."""
MARGIN = 24.0
MOST_IN_LINE = 6
"""Boxes side by side, so that the picture can be read without scrolling both ways."""
SWEEPS = 6


@frozen
class Place:
    """The rectangle of a box."""

    x: float
    y: float
    height: float


@frozen
class Layout:
    """Places of boxes by the key of their heads, where each band begins, and the size of the whole."""

    places: dict[str, Place]
    bands: tuple[float, ...]
    width: float
    height: float


def laid_out(graph: Graph) -> Layout:
    """A place for every box; none overlaps another."""
    places: dict[str, Place] = {}
    bands: list[float] = []
    y = MARGIN + BAND_TOP
    widest = 1
    begins_act = {numbers[0] for act, numbers in graph.clusters() if act}
    for number, boxes in enumerate(_ordered(graph)):
        y += ACT_TOP if number in begins_act else 0
        bands.append(y)
        y += BAND_TOP
        lines = [boxes[first : first + MOST_IN_LINE] for first in range(0, len(boxes), MOST_IN_LINE)]
        for line in lines:
            widest = max(widest, len(line))
            for column, box in enumerate(line):
                places[box.head.key] = Place(MARGIN + column * (WIDTH + GAP_X), y, height_of(box))
            y += max(map(height_of, line)) + GAP_Y
    return Layout(places, tuple(bands), 2 * MARGIN + widest * (WIDTH + GAP_X) - GAP_X, y + MARGIN)


def height_of(box: Box) -> float:
    """The height of a box with its rows."""
    return HEAD + ROW * len(box.rows) + (4 if box.rows else 0)


def _ordered(graph: Graph) -> list[list[Box]]:
    """The boxes of each band in their order."""
    bands: list[list[Box]] = [[] for _ in graph.bands]
    for box in graph.boxes:
        bands[box.band].append(box)
    owner = {row.key: box.head.key for box in graph.boxes for row in (box.head, *box.rows)}
    linked: defaultdict[str, list[str]] = defaultdict(list)
    for arrow in graph.arrows:
        one, other = owner[arrow.source], owner[arrow.target]
        if one != other:
            linked[one].append(other)
            linked[other].append(one)
    column = {box.head.key: place for band in bands for place, box in enumerate(band)}
    for sweep in range(SWEEPS):
        for band in bands if sweep % 2 == 0 else reversed(bands):
            band.sort(key=lambda box: _mean((column[key] for key in linked[box.head.key]), column[box.head.key]))
            column |= {box.head.key: place for place, box in enumerate(band)}
    return bands


def _mean(places: Iterable[int], own: int) -> float:
    known = list(places)
    return sum(known) / len(known) if known else own
