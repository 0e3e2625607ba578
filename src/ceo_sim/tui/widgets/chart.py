"""A course over time, drawn with braille dots: eight to a character, and plain in one colour."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BLANK = 0x2800


@frozen
class Mark:
    """Something that happened at a step, by a sign under the axis."""

    step: int
    sign: str


def plot(course: Sequence[float], width: int, height: int, low: float, high: float) -> list[str]:
    """Lines of braille for a course, first value at the left, last at the right."""
    across, down = width * 2, height * 4
    cells = [[0] * width for _ in range(height)]
    span = (high - low) or 1.0
    previous: int | None = None
    for x in range(across):
        value = _at(course, x / max(1, across - 1))
        y = round((1 - (min(high, max(low, value)) - low) / span) * (down - 1))
        start, end = (y, y) if previous is None else sorted((previous, y))
        for dot in range(start, end + 1):
            if dot == y or (previous is not None and dot != previous):
                cells[dot // 4][x // 2] |= _DOTS[dot % 4][x % 2]
        previous = y
    return ["".join(chr(_BLANK + cell) if cell else " " for cell in row) for row in cells]


def framed(
    course: Sequence[float],
    size: tuple[int, int],
    scale: tuple[float, float],
    ends: tuple[str, str],
    marks: Sequence[Mark] = (),
    least: int = 1,
) -> list[str]:
    """A chart with its scale at its left, an axis, and the marks under it.

    Args:
        course: What is drawn.
        size: Columns of it all, and rows of the chart and of the marks together.
        scale: The values at the foot and at the head.
        ends: The same two as they are written.
        marks: What is marked.
        least: Rows that the chart has however many its marks take.
    """
    (width, rows), (low, high), (bottom, top) = size, scale, ends
    margin = max(len(top), len(bottom))
    inner = max(4, width - margin - 2)
    signs = _signs(marks, len(course), inner)
    height = max(least, rows - len(signs))
    lines = []
    for number, row in enumerate(plot(course, inner, height, low, high)):
        label = top if number == 0 else bottom if number == height - 1 else ""
        lines.append(f"{label:>{margin}} ┤{row}" if label else f"{'':>{margin}} │{row}")
    places = {column(mark.step, len(course), inner) for mark in marks}
    axis = "".join("┴" if place in places else "─" for place in range(inner))
    lines.append(f"{'':>{margin}} └{axis}")
    return [*lines, *(f"{'':>{margin}}  {row}" for row in signs)]


@frozen(eq=False)
class Line:
    """A course to be drawn over others; a dashed one is told from a solid one without colour."""

    course: Sequence[float]
    dashed: bool = False


@frozen(eq=False)
class Band:
    """Where a line might have run: `low` and `high` at some steps, filled with a sign of its own."""

    steps: Sequence[int]
    low: Sequence[float]
    high: Sequence[float]
    sign: str


BOTH = "▒"
"""Where two bands lie over each other."""
_DASH, _GAP = 5, 3


def overlaid(
    lines: Sequence[Line], bands: Sequence[Band], size: tuple[int, int], low: float, high: float
) -> list[list[tuple[str, int]]]:
    """Courses over each other on one axis of steps, the first on top, and bands behind them.

    Args:
        lines: The courses; one that is shorter than another ends earlier.
        bands: What lies behind them.
        size: Columns and rows.
        low: The value at the foot.
        high: The value at the head.

    Returns:
        Rows of characters, each with the number of its line, or -1 for a band and for nothing.
    """
    width, height = size
    steps = max(len(each.course) for each in lines)
    drawn = [(" ", -1)] * width
    rows = [list(drawn) for _ in range(height)]
    for x in range(width):
        step = x / max(1, width - 1) * (steps - 1)
        for y in range(height):
            value = high - (y + 0.5) / height * (high - low)
            signs = [each.sign for each in bands if _inside(each, step, value, (high - low) / height)]
            if signs:
                rows[y][x] = (signs[0] if len(signs) == 1 else BOTH, -1)
    for number, each in reversed(list(enumerate(lines))):
        own = max(1, round((len(each.course) - 1) / max(1, steps - 1) * (width - 1)) + 1)
        for y, row in enumerate(plot(each.course, own, height, low, high)):
            for x, character in enumerate(row):
                if character != " " and not (each.dashed and x % (_DASH + _GAP) >= _DASH):
                    rows[y][x] = (character, number)
    return rows


def _inside(band: Band, step: float, value: float, row: float) -> bool:
    """Whether a cell lies in a band; a band that is thinner than a row still has one."""
    if not band.steps or not band.steps[0] <= step <= band.steps[-1]:
        return False
    after = next(place for place, at in enumerate(band.steps) if at >= step)
    before = max(0, after - 1)
    length = band.steps[after] - band.steps[before]
    share = (step - band.steps[before]) / length if length else 0.0
    low = band.low[before] + (band.low[after] - band.low[before]) * share
    high = band.high[before] + (band.high[after] - band.high[before]) * share
    return low - row / 2 <= value <= high + row / 2


def column(step: int, steps: int, width: int) -> int:
    """The character column of a step."""
    return min(width - 1, max(0, round(step / max(1, steps - 1) * (width - 1))))


def _signs(marks: Sequence[Mark], steps: int, width: int) -> list[str]:
    """The signs, each under its step, in as many rows as it takes for none to meet another."""
    rows: list[list[str]] = []
    for mark in marks:
        place = min(column(mark.step, steps, width), width - len(mark.sign))
        around = slice(max(0, place - 1), place + len(mark.sign) + 1)
        row = next((row for row in rows if set(row[around]) == {" "}), None)
        if row is None:
            rows.append(row := [" "] * width)
        row[place : place + len(mark.sign)] = mark.sign
    return ["".join(row).rstrip() for row in rows]


def _at(course: Sequence[float], share: float) -> float:
    """The value at a share of the way, between two steps in proportion."""
    place = share * (len(course) - 1)
    before = int(place)
    after = min(before + 1, len(course) - 1)
    return course[before] + (course[after] - course[before]) * (place - before)
