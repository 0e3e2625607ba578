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
    course: Sequence[float], width: int, height: int, low: float, high: float, marks: Sequence[Mark] = ()
) -> list[str]:
    """A chart with figures at its left, an axis, and the marks under it."""
    top, bottom = f"{high:,.0f}", f"{low:,.0f}"
    margin = max(len(top), len(bottom))
    inner = max(4, width - margin - 2)
    lines = []
    for number, row in enumerate(plot(course, inner, height, low, high)):
        label = top if number == 0 else bottom if number == height - 1 else ""
        lines.append(f"{label:>{margin}} ┤{row}" if label else f"{'':>{margin}} │{row}")
    places = {column(mark.step, len(course), inner) for mark in marks}
    axis = "".join("┴" if place in places else "─" for place in range(inner))
    lines.append(f"{'':>{margin}} └{axis}")
    if marks:
        lines.extend(f"{'':>{margin}}  {row}" for row in _signs(marks, len(course), inner))
    return lines


def column(step: int, steps: int, width: int) -> int:
    """The character column of a step."""
    return min(width - 1, max(0, round(step / max(1, steps - 1) * (width - 1))))


def _signs(marks: Sequence[Mark], steps: int, width: int) -> list[str]:
    """The signs, each under its step; in a second and third row where they would meet."""
    rows: list[list[str]] = [[" "] * width for _ in range(3)]
    for mark in marks:
        place = min(column(mark.step, steps, width), width - len(mark.sign))
        for row in rows:
            around = row[max(0, place - 1) : place + len(mark.sign) + 1]
            if all(character == " " for character in around):
                row[place : place + len(mark.sign)] = mark.sign
                break
    return ["".join(row).rstrip() for row in rows if any(character != " " for character in row)]


def _at(course: Sequence[float], share: float) -> float:
    """The value at a share of the way, between two steps in proportion."""
    place = share * (len(course) - 1)
    before = int(place)
    after = min(before + 1, len(course) - 1)
    return course[before] + (course[after] - course[before]) * (place - before)
