"""Charts as SVG. What a line is, its dashes, its letter and the table below say; colour only repeats it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from attrs import evolve, frozen

from ceo_sim.html.elements import Attribute, Markup, element
from ceo_sim.html.story_words import StoryWords
from ceo_sim.presentation.document import Cause, Chart, Mark, Points, Scatter
from ceo_sim.scenario.markup import Span

_LETTER = 7.2
"""Width of a terminal cell's worth of letters of the axis, about: a wide letter has two."""
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


def drawn(chart: Chart, described_by: str, story: StoryWords) -> Markup:
    """The chart; `described_by` are the ids of its title and description, in which other languages can be marked."""
    frame, steps = _frame(chart)
    return element(
        "svg",
        *_grid(chart, frame, steps),
        *_marks(chart.marks, frame),
        *_lines(chart, frame),
        *_words(chart, frame, story),
        role="img",
        aria_labelledby=described_by,
        viewBox=f"0 0 {frame.width:g} {frame.height:g}",
        class_=f"plot{' wide' if chart.wide else ''}{' equal' if chart.equal else ''}",
    )


def bar(cause: Cause, low: float, high: float) -> Markup:
    """The bar of a cause on the scale of its waterfall."""
    span = (high - low) or 1.0
    before, after = ((value - low) / span * 200 for value in (cause.before, cause.after))
    # The scale need not begin at nothing, so the start is a place and has no length.
    change = None if cause.is_start else _bar(min(before, after), max(abs(after - before), 1.5), rises=after >= before)
    return _decoration("-2 0 204 14", change, _rule(after, after, 0.0, 14.0))


def balance(served: int, harmed: int, most: int) -> Markup:
    """What served a value to the right of a line, and what harmed it to the left."""
    unit = 98 / max(most, 1)
    left, right = _bar(100 + harmed * unit, -harmed * unit, rises=False), _bar(100.0, served * unit, rises=True)
    return _decoration("0 0 200 14", left, right, _rule(100.0, 100.0, 0.0, 14.0))


def tally(share: float) -> Markup:
    """A share of a whole as a bar that begins at the left."""
    return _decoration("0 0 200 14", _bar(0.0, 200 * share, rises=True), _rule(0.0, 0.0, 0.0, 14.0))


def scatter(part: Scatter, described_by: str) -> Markup:
    """Points on a plane; those of a group have its colour and its shape, and its letter stands at their middle."""
    xs, ys = ([place[axis] for place in part.points] for axis in (0, 1))
    left, top = min(xs, default=0.0), min(ys, default=0.0)
    unit = 280 / max(max(xs, default=0.0) - left, max(ys, default=0.0) - top, 1e-9)
    at = [((x - left) * unit + 20, (y - top) * unit + 20, group) for x, y, group in part.points]
    keys = []
    for group, key in enumerate(part.keys):
        own = [(x, y) for x, y, number in at if number == group]
        if own:
            x, y = (sum(place[axis] for place in own) / len(own) for axis in (0, 1))
            keys.append(element("text", key, x=x, y=y, class_=f"key line-{group}"))
    height = max((y for _, y, _ in at), default=0.0) + 20
    return element(
        "svg",
        *(_dot(x, y, group) for x, y, group in at),
        *keys,
        role="img",
        aria_labelledby=described_by,
        viewBox=f"0 0 320 {height:.0f}",
        class_="plot scatter",
    )


def _dot(x: float, y: float, group: int) -> Markup:
    """A circle, a square, a triangle or a diamond by the number of its group; a small ring for those in none."""
    class_ = f"end line-{group}" if group >= 0 else "alone"
    match group % 4 if group >= 0 else 0:
        case 1:
            return element("rect", x=x - 3.5, y=y - 3.5, width=7.0, height=7.0, class_=class_)
        case 2:
            return element("path", d=f"M{x:.1f} {y - 4.5:.1f} l4.5 8 h-9 z", class_=class_)
        case 3:
            return element("path", d=f"M{x:.1f} {y - 5:.1f} l5 5 l-5 5 l-5 -5 z", class_=class_)
        case _:
            return element("circle", cx=x, cy=y, r=4.0, class_=class_)


def _bar(x: float, width: float, *, rises: bool) -> Markup:
    return element("rect", x=x, y="2", width=width, height="10", class_="up" if rises else "down")


def _decoration(box: str, *children: Markup | None) -> Markup:
    """A small drawing of what its row says in figures."""
    return element("svg", *children, viewBox=box, class_="bar", aria_hidden="true", preserveAspectRatio="none")


# ---- the frame -----------------------------------------------------------------------------------------------


def _frame(chart: Chart) -> tuple[_Frame, list[float]]:
    """The frame of a chart, and the values at which it has lines across."""
    ats, values = zip(*chart.points, strict=True)
    low, high = _window(values, chart.limits)
    steps = _steps(low, high, 5 if chart.wide else 4)
    low, high = steps[0], steps[-1]
    width, height = (760.0, 300.0) if chart.wide else (300.0, 190.0)
    longest = max(len(_tick(step, steps)) for step in steps)
    below = 22 + (12 * _ROWS if chart.marks else 0)
    above = 8 + (12 * 2 if any(mark.kind == "event" for mark in chart.marks) else 0)
    left, right = 10 + _LETTER * longest, width - 8
    frame = _Frame(width, height, left, right, above, height - below, min(ats), max(ats), low, high)
    names = max(_cells(name.text) for name in _names(chart, frame))
    return evolve(frame, right=right - _LETTER * (names + 1)), steps


def _cells(text: str) -> int:
    import wcwidth  # late: its tables take a megabyte, and many pages have no chart

    return wcwidth.width(text)


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
        yield _rule(frame.left, frame.right, frame.y(step), frame.y(step), "grid")
        yield _text(_tick(step, steps), frame.left - 6, frame.y(step) + 4, "end")
    for bound, _ in chart.bounds:
        if frame.low < bound < frame.high:
            yield _rule(frame.left, frame.right, frame.y(bound), frame.y(bound), "bound")
    for at, name in chart.ticks:
        x = frame.x(at)
        yield _rule(x, x, frame.bottom, frame.bottom + 4, "tick")
        yield _text(name, x, frame.bottom + 17, "middle")


def _words(chart: Chart, frame: _Frame, story: StoryWords) -> Iterator[Markup]:
    """The words for values, each where it begins to hold, as far as there is room."""
    for (bound, word), (above, _) in pairwise((*chart.bounds, (math.inf, ""))):
        bottom, top = frame.y(max(bound, frame.low)), frame.y(min(above, frame.high))
        if bottom - top > _GAP:
            yield _text(word, frame.left + 6, bottom - 4, "start", "word", **_marks_of(word, story))


def _marks(marks: Sequence[Mark], frame: _Frame) -> Iterator[Markup]:
    """Decisions as numbers under the axis, events as letters over the chart, each with a line across it."""
    for kind, edge, rows in (("decision", frame.bottom + 31, _ROWS), ("event", 10.0, 2)):
        free = [-math.inf] * rows
        for mark in (mark for mark in marks if mark.kind == kind):
            x = frame.x(mark.at)
            half = (_cells(mark.label) + 1) * _LETTER / 2
            row = next((place for place in range(rows) if free[place] <= x - half), None)
            yield _rule(x, x, frame.top, frame.bottom, kind)
            if row is not None:
                free[row] = x + half
                yield _text(mark.label, x, edge + 12 * row, "middle", kind)


def _lines(chart: Chart, frame: _Frame) -> Iterator[Markup]:
    """The bands, and the lines over them with their names at their ends."""
    for area in chart.areas:
        around = _points((*area.low, *reversed(area.high)), frame)
        yield element("polygon", points=around, class_=f"area line-{area.line % 6}")
    # The first line is the player's own, where there is one: it is drawn last, over the others.
    for place, line in reversed(list(enumerate(chart.lines))):
        yield element("polyline", points=_points(line.points, frame), class_=f"course line-{place % 6}")
        at, value = line.points[-1]
        yield element("circle", cx=frame.x(at), cy=frame.y(value), r="3", class_=f"end line-{place % 6}")
    for name in _names(chart, frame):
        yield _text(name.text, frame.x(name.at) + 7, name.y + 4, "start", f"key line-{name.line % 6}")


def _points(points: Points, frame: _Frame) -> str:
    return " ".join(f"{frame.x(at):.1f},{frame.y(value):.1f}" for at, value in points)


def _names(chart: Chart, frame: _Frame) -> list[_Name]:
    """The names of the lines, each in a row of its own as long as there are rows enough."""
    ends = [line.points[-1] for line in chart.lines]
    wanted = [frame.y(value) for _, value in ends]
    if len(ends) * _GAP <= frame.bottom - frame.top:
        return [_Name(chart.lines[place].key, ends[place][0], y, place) for place, y in _spread(wanted, frame)]
    groups: list[list[int]] = []
    for place in sorted(range(len(ends)), key=lambda place: (ends[place][0], wanted[place])):
        ends_together = groups and ends[groups[-1][-1]][0] == ends[place][0]
        if ends_together and wanted[place] - wanted[groups[-1][0]] < _GAP:
            groups[-1].append(place)
        else:
            groups.append([place])
    return [
        _Name(_several([chart.lines[place].key for place in group]), ends[group[0]][0], wanted[group[0]], group[0])
        for group in groups
    ]


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


def _text(text: str, x: float, y: float, anchor: str, kind: str | None = None, **marks: Attribute) -> Markup:
    return element("text", text, x=x, y=y, text_anchor=anchor, class_=kind, **marks)


def _marks_of(text: str, story: StoryWords) -> dict[str, Attribute]:
    """The language and direction of a text of the story; SVG has another name for the direction than HTML."""
    marks = story.attributes((Span(text),))
    return {"lang": marks["lang"], "unicode_bidi": "plaintext"} if marks else {}


def _rule(x1: float, x2: float, y1: float, y2: float, kind: str | None = None) -> Markup:
    return element("line", x1=x1, x2=x2, y1=y1, y2=y2, class_=kind)


def legend(chart: Chart, story: StoryWords) -> Markup:
    """What the lines of a chart are, where there are several."""
    if len(chart.lines) < 2 or not chart.legend:
        return Markup()
    items = []
    for place, line in enumerate(chart.lines):
        stroke = _rule(1.0, 29.0, 5.0, 5.0, f"course line-{place % 6}")
        sample = element("svg", stroke, viewBox="0 0 30 10", class_="sample", aria_hidden="true")
        items.append(element("li", sample, element("b", line.key), " ", story.text(line.name)))
    return element("ul", *items, class_="legend")
