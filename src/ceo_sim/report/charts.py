"""Charts as SVG. What a line is, its dashes, its letter and the table below say; colour only repeats it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from ceo_sim.presentation.document import Cause, Chart, Mark, Points
from ceo_sim.report.elements import Markup, element, joined

_LETTER = 7.2
"""Width of a character of the axis, about."""
_GAP = 13.0
"""Least distance between two names at the ends of lines."""
_ROWS = 3
"""Rows in which marks stand that would cover each other."""
_NAMES = 5
"""Most names that stand beside each other where lines end together."""


@frozen
class _Name:
    """What stands at the end of a line, or of several that end together, and the place of the first of them."""

    text: str
    at: float
    y: float
    line: int


@frozen
class _Frame:
    """Where on the drawing things lie."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    low: float
    high: float

    def x(self, at: float) -> float:
        """Across."""
        return self.left + (at - self.first) / (self.last - self.first or 1) * (self.right - self.left)

    def y(self, value: float) -> float:
        """Down."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def drawn(chart: Chart, id: str) -> Markup:
    """The chart; its title and description are named by ids that begin with `id`."""
    frame, steps = _frame(chart)
    parts = [
        element("title", chart.title, id=f"{id}-title"),
        element("desc", chart.says, id=f"{id}-says"),
        *_grid(chart, frame, steps),
        *_marks(chart.marks, frame),
        *(_area(area.low, area.high, area.line, frame) for area in chart.areas),
        *_lines(chart, frame),
        *_words(chart, frame),
    ]
    return element(
        "svg",
        *parts,
        role="img",
        aria_labelledby=f"{id}-title {id}-says",
        viewBox=f"0 0 {frame.width:g} {frame.height:g}",
        class_=f"plot{' wide' if chart.wide else ''}{' equal' if chart.equal else ''}",
    )


def bar(cause: Cause, low: float, high: float) -> Markup:
    """The bar of a cause on the scale of its waterfall; a decoration, as its row says the same in figures."""
    span = (high - low) or 1.0
    before, after = ((value - low) / span * 200 for value in (cause.before, cause.after))
    x, width = min(before, after), max(abs(after - before), 1.5)
    kind = "up" if after >= before else "down"
    # The scale need not begin at nothing, so the start is a place and has no length.
    change = (
        None if cause.is_start else element("rect", x=f"{x:.1f}", y="2", width=f"{width:.1f}", height="10", class_=kind)
    )
    return element(
        "svg",
        change,
        element("line", x1=f"{after:.1f}", x2=f"{after:.1f}", y1="0", y2="14"),
        viewBox="-2 0 204 14",
        class_="bar",
        aria_hidden="true",
        preserveAspectRatio="none",
    )


def balance(served: int, harmed: int, most: int) -> Markup:
    """What served a value to the right of a line, and what harmed it to the left; a decoration of figures."""
    unit = 98 / max(most, 1)
    return element(
        "svg",
        element(
            "rect", x=f"{100 + harmed * unit:.1f}", y="2", width=f"{-harmed * unit:.1f}", height="10", class_="down"
        ),
        element("rect", x="100", y="2", width=f"{served * unit:.1f}", height="10", class_="up"),
        element("line", x1="100", x2="100", y1="0", y2="14"),
        viewBox="0 0 200 14",
        class_="bar",
        aria_hidden="true",
        preserveAspectRatio="none",
    )


# ---- the frame -----------------------------------------------------------------------------------------------


def _frame(chart: Chart) -> tuple[_Frame, list[float]]:
    """The frame of a chart, and the values at which it has lines across."""
    points = [point for line in chart.lines for point in line.points]
    points += [point for area in chart.areas for point in (*area.low, *area.high)]
    low, high = _window([value for _, value in points], chart.limits)
    steps = _steps(low, high, 5 if chart.wide else 4)
    low, high = steps[0], steps[-1]
    width, height = (760.0, 300.0) if chart.wide else (300.0, 190.0)
    longest = max(len(_tick(step, steps)) for step in steps)
    below = 22 + (12 * _ROWS if chart.marks else 0)
    above = 8 + (12 * 2 if any(mark.kind == "event" for mark in chart.marks) else 0)
    ends = [at for at, _ in points]
    left, right = 10 + _LETTER * longest, width - 8
    frame = _Frame(width, height, left, right, above, height - below, min(ends), max(ends), low, high)
    names = max(len(name.text) for name in _names(chart, frame))
    return evolve(frame, right=right - _LETTER * (names + 1)), steps


def _window(values: Sequence[float], limits: tuple[float, float]) -> tuple[float, float]:
    """What of the scale is shown: all that occurs, and at least a seventh of the scale or of what occurs."""
    low, high = min(values), max(values)
    least = min((limits[1] - limits[0]) / 7, max(abs(low), abs(high), 1.0))
    if (missing := least - (high - low)) > 0:
        low, high = low - missing / 2, high + missing / 2
    if low < limits[0]:
        low, high = limits[0], max(high, min(limits[0] + least, limits[1]))
    if high > limits[1]:
        low, high = min(low, max(limits[1] - least, limits[0])), limits[1]
    return (low, high) if low < high else (low, low + 1)


def _steps(low: float, high: float, most: int) -> list[float]:
    """Round values from at or below the lowest to at or above the highest, a few."""
    raw = (high - low) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [place * step for place in range(first, last + 1)]


def _tick(value: float, steps: Sequence[float]) -> str:
    near = 1e-3 * (steps[1] - steps[0])
    enough = (digits for digits in range(15) if all(abs(step - round(step, digits)) < near for step in steps))
    digits = next(enough, 15)
    return f"{value:,.{digits}f}".replace("-", "\N{MINUS SIGN}")


# ---- what is drawn -------------------------------------------------------------------------------------------


def _grid(chart: Chart, frame: _Frame, steps: Sequence[float]) -> Iterator[Markup]:
    for step in steps:
        y = f"{frame.y(step):.1f}"
        yield element("line", x1=f"{frame.left:.1f}", x2=f"{frame.right:.1f}", y1=y, y2=y, class_="grid")
        yield _text(_tick(step, steps), frame.left - 6, frame.y(step) + 4, "end")
    for bound, _ in chart.bounds:
        if frame.low < bound < frame.high:
            y = f"{frame.y(bound):.1f}"
            yield element("line", x1=f"{frame.left:.1f}", x2=f"{frame.right:.1f}", y1=y, y2=y, class_="bound")
    for at, name in chart.ticks:
        x = frame.x(at)
        yield element(
            "line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=f"{frame.bottom:.1f}", y2=f"{frame.bottom + 4:.1f}", class_="tick"
        )
        yield _text(name, x, frame.bottom + 17, "middle")


def _words(chart: Chart, frame: _Frame) -> Iterator[Markup]:
    """The words for values, each where it begins to hold, as far as there is room."""
    for (bound, word), (above, _) in pairwise((*chart.bounds, (math.inf, ""))):
        bottom, top = frame.y(max(bound, frame.low)), frame.y(min(above, frame.high))
        if bottom - top > _GAP:
            yield _text(word, frame.left + 6, bottom - 4, "start", "word")


def _marks(marks: Sequence[Mark], frame: _Frame) -> Iterator[Markup]:
    """Decisions as numbers under the axis, events as letters over the chart, each with a line across it."""
    for kind, edge, rows in (("decision", frame.bottom + 31, _ROWS), ("event", 10.0, 2)):
        free = [-math.inf] * rows
        for mark in (each for each in marks if each.kind == kind):
            x = frame.x(mark.at)
            half = (len(mark.label) + 1) * _LETTER / 2
            row = next((place for place in range(rows) if free[place] <= x - half), None)
            top, bottom = f"{frame.top:.1f}", f"{frame.bottom:.1f}"
            yield element("line", x1=f"{x:.1f}", x2=f"{x:.1f}", y1=top, y2=bottom, class_=kind)
            if row is not None:
                free[row] = x + half
                yield _text(mark.label, x, edge + 12 * row, "middle", kind)


def _area(low: Points, high: Points, line: int, frame: _Frame) -> Markup:
    around = [*low, *reversed(high)]
    points = " ".join(f"{frame.x(at):.1f},{frame.y(value):.1f}" for at, value in around)
    return element("polygon", points=points, class_=f"area line-{line % 6}")


def _lines(chart: Chart, frame: _Frame) -> Iterator[Markup]:
    # The first line is the player's own, where there is one: it is drawn last, over the others.
    for place, line in reversed(list(enumerate(chart.lines))):
        points = " ".join(f"{frame.x(at):.1f},{frame.y(value):.1f}" for at, value in line.points)
        yield element("polyline", points=points, class_=f"course line-{place % 6}")
        at, value = line.points[-1]
        yield element(
            "circle", cx=f"{frame.x(at):.1f}", cy=f"{frame.y(value):.1f}", r="3", class_=f"end line-{place % 6}"
        )
    for name in _names(chart, frame):
        yield _text(name.text, frame.x(name.at) + 7, name.y + 4, "start", f"key line-{name.line % 6}")


def _names(chart: Chart, frame: _Frame) -> list[_Name]:
    """The names of the lines, each in a row of its own as long as there are rows enough."""
    ends = [line.points[-1] for line in chart.lines]
    wanted = [frame.y(value) for _, value in ends]
    if len(ends) * _GAP <= frame.bottom - frame.top:
        return [_Name(chart.lines[place].key, ends[place][0], y, place) for place, y in _spread(wanted, frame)]
    found = []
    for at in sorted({at for at, _ in ends}):
        together: list[list[int]] = []
        for place in sorted((each for each, end in enumerate(ends) if end[0] == at), key=wanted.__getitem__):
            if together and wanted[place] - wanted[together[-1][0]] < _GAP:
                together[-1].append(place)
            else:
                together.append([place])
        found += [_Name(_several([chart.lines[each].key for each in of]), at, wanted[of[0]], of[0]) for of in together]
    return found


def _several(keys: Sequence[str]) -> str:
    return " ".join(keys) if len(keys) <= _NAMES else f"{' '.join(keys[: _NAMES - 1])} +{len(keys) - _NAMES + 1}"


def _spread(wanted: Sequence[float], frame: _Frame) -> Iterator[tuple[int, float]]:
    """Heights for the names of lines, as near to where the lines end as they can be without covering each other."""
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    lowest = frame.bottom - _GAP * (len(order) - 1)
    y = -math.inf
    for count, place in enumerate(order):
        y = max(y + _GAP, min(wanted[place], lowest + _GAP * count))
        yield place, y


def _text(text: str, x: float, y: float, anchor: str, kind: str = "") -> Markup:
    return element("text", text, x=f"{x:.1f}", y=f"{y:.1f}", text_anchor=anchor, class_=kind or None)


def legend(chart: Chart) -> Markup:
    """What the lines of a chart are, where there are several."""
    if len(chart.lines) < 2 or not chart.legend:
        return Markup()
    items = [
        element("li", _sample(place), element("b", line.key), " ", line.name) for place, line in enumerate(chart.lines)
    ]
    return element("ul", joined(items), class_="legend")


def _sample(place: int) -> Markup:
    stroke = element("line", x1="1", x2="29", y1="5", y2="5", class_=f"course line-{place % 6}")
    return element("svg", stroke, viewBox="0 0 30 10", class_="sample", aria_hidden="true")
