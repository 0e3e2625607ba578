"""A document's chart, drawn with braille dots: courses over each other, bands behind them, marks under the axis.

Everything in it can be told apart without colour: the first line is solid and the others dashed, and each band has a
sign of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from textual.content import Content

from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.tui.widgets.line_widget import hanging_indent
from ceo_sim.tui.widgets.spark import window

WIDEST, HIGHEST, HIGHEST_OF_SEVERAL = 130, 27, 18
AROUND, AROUND_SEVERAL = 6, 10
"""Lines for the name, the axis, its dates, what is to be seen, a blank, and the first of what is told below."""
SIGNS = ("━━", "╍╍")
FILLED, BOTH = ("·", "░"), "▒"
"""What fills the bands, and where two of them lie over each other."""
_STYLES = {0: "bold $accent", 1: "bold $text-warning", -1: "$text-muted"}
_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800
_DASH, _GAP = 5, 3

Cell = tuple[str, int]
"""A character with the number of its line, or -1 for a band and for nothing."""


def drawn_chart(chart: doc.Chart, width: int, height: int, place: str = "") -> list[Content]:
    """The chart with its name, its axes, and what is to be seen in it; `height` lines are in view."""
    scale = window([value for _, value in chart.points], *chart.limits)
    ends = formatting.axis_labels(chart.metric, *scale) if chart.metric else (f"{scale[0]:g}", f"{scale[1]:g}")
    when = [str(row[0]) for row in chart.table.rows]
    legend = f"{when[0]} to {when[-1]}; the scale shows {ends[0]} to {ends[1]}"
    if chart.areas:
        bands = "  ".join(f"{sign} {line.key}" for sign, line in zip(FILLED, chart.lines, strict=False))
        legend += f"; shaded, {chart.shades}: {bands}  {BOTH} both"
    where = (f"   {place}" if place else "", "$text-muted")
    head = Content.assemble((chart.title, "bold $accent"), *_names(chart), where)
    below = [
        *hanging_indent(Content(""), Content.styled(legend, "$text-muted"), width),
        *hanging_indent(Content(""), Content(chart.says), min(width, WIDEST)),
    ]
    return [head, *framed(chart, width, height, scale, ends), *below]


def _names(chart: doc.Chart) -> list[Content]:
    """What each line is, and where it ends."""
    if len(chart.lines) == 1 or chart.metric is None:
        return []
    return [
        Content(f"   {sign} {line.key} {formatting.with_unit(chart.metric, line.points[-1][1])}")
        for sign, line in zip(SIGNS, chart.lines, strict=False)
    ]


def framed(
    chart: doc.Chart, width: int, height: int, scale: tuple[float, float], ends: tuple[str, str]
) -> list[Content]:
    """The courses with their scale at the left, an axis, and the marks under it.

    Args:
        chart: What is drawn.
        width: Columns of it all.
        height: Lines in view.
        scale: The values at the foot and at the head.
        ends: The same two as they are written.
    """
    foot, head = ends
    margin = max(map(len, ends))
    across = max(20, min(width, WIDEST) - margin - 2)
    courses = [_course(line.points) for line in chart.lines]
    steps = max(map(len, courses))
    signs = _signs(chart.marks, steps, across)
    room = min(HIGHEST, height - AROUND) if len(courses) == 1 else min(HIGHEST_OF_SEVERAL, height - AROUND_SEVERAL)
    rows = max(5, min(8, height - 8) if signs else 0, room - len(signs))  # marks leave some for the course
    lines = []
    for number, row in enumerate(overlaid(courses, chart.areas, (across, rows), scale)):
        label = head if number == 0 else foot if number == rows - 1 else ""
        runs = groupby(row, key=lambda cell: _STYLES[min(cell[1], 1)])
        cells = (("".join(character for character, _ in run), style) for style, run in runs)
        lines.append(Content.assemble(f"{label:>{margin}} {'┤' if label else '│'}", *cells))
    marked = {column(mark.at, steps, across) for mark in chart.marks}
    axis = "".join("┴" if place in marked else "─" for place in range(across))
    below = (f" └{axis}", *(f"  {row}" for row in signs))
    return [*lines, *(Content(" " * margin + row) for row in below)]


def overlaid(
    courses: Sequence[Sequence[float]],
    areas: Sequence[doc.Area],
    size: tuple[int, int],
    scale: tuple[float, float],
) -> list[list[Cell]]:
    """Rows of cells with courses over each other on one axis of steps, the first on top, and bands behind them.

    Args:
        courses: The value at each step; one that is shorter than another ends earlier.
        areas: The bands.
        size: Columns and rows.
        scale: The values at the foot and at the head.
    """
    (width, height), (low, high) = size, scale
    steps = max(map(len, courses))
    rows: list[list[Cell]] = [[(" ", -1)] * width for _ in range(height)]
    for area in areas:
        _fill(rows, area, np.linspace(0, steps - 1, width), scale)
    for number, course in reversed(list(enumerate(courses))):
        own = max(1, round((len(course) - 1) / max(1, steps - 1) * (width - 1)) + 1)
        for y, row in enumerate(plot(course, own, height, low, high)):
            for x, character in enumerate(row):
                if character != " " and (number == 0 or x % (_DASH + _GAP) < _DASH):
                    rows[y][x] = (character, number)
    return rows


def _fill(rows: list[list[Cell]], area: doc.Area, steps: NDArray[Any], scale: tuple[float, float]) -> None:
    """Fill the cells of a band; one that is thinner than a row has that row."""
    low, high = scale
    row = (high - low) / len(rows)
    bottoms, tops = (_interpolated(edge, steps) for edge in (area.low, area.high))
    for y, cells in enumerate(rows):
        value = high - (y + 0.5) * row
        for x in np.flatnonzero((bottoms - row / 2 <= value) & (value <= tops + row / 2)).tolist():
            cells[x] = (FILLED[area.line] if cells[x][0] == " " else BOTH, -1)


def plot(course: Sequence[float], width: int, height: int, low: float, high: float) -> list[str]:
    """Lines of braille for a course, eight dots to a character, first value at the left, last at the right."""
    across, down = width * 2, height * 4
    values = np.interp(np.linspace(0, len(course) - 1, across), np.arange(len(course)), course)
    shares = (np.clip(values, low, high) - low) / ((high - low) or 1.0)
    dots = np.rint((1 - shares) * (down - 1)).astype(int).tolist()
    cells = [[0] * width for _ in range(height)]
    for x, (previous, y) in enumerate(pairwise([dots[0], *dots])):
        for dot in range(y, previous, 1 if previous > y else -1) or (y,):
            cells[dot // 4][x // 2] |= _DOTS[dot % 4][x % 2]
    return ["".join(chr(_BLANK + cell) if cell else " " for cell in row) for row in cells]


def column(step: float, steps: int, width: int) -> int:
    """The character column of a step."""
    return min(width - 1, max(0, round(step / max(1, steps - 1) * (width - 1))))


def _signs(marks: Sequence[doc.Mark], steps: int, width: int) -> list[str]:
    """The labels, each under its step, in as many rows as it takes for none to meet another."""
    rows: list[list[str]] = []
    for mark in marks:
        place = min(column(mark.at, steps, width), width - len(mark.label))
        around = slice(max(0, place - 1), place + len(mark.label) + 1)
        row = next((row for row in rows if set(row[around]) == {" "}), None)
        if row is None:
            rows.append(row := [" "] * width)
        row[place : place + len(mark.label)] = mark.label
    return ["".join(row).rstrip() for row in rows]


def _course(points: doc.Points) -> list[float]:
    """The value at each step up to the last point."""
    course: list[float] = _interpolated(points, np.arange(round(points[-1][0]) + 1)).tolist()
    return course


def _interpolated(points: doc.Points, steps: NDArray[Any]) -> NDArray[np.float64]:
    """The values at some steps, in proportion between two points; NaN before the first point and after the last."""
    known, values = np.array(points, dtype=np.float64).T
    at_steps: NDArray[np.float64] = np.interp(steps, known, values, left=np.nan, right=np.nan)
    return at_steps
