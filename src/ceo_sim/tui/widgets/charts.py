"""A document's chart, drawn: one course with its marks, or several over each other with bands behind them."""

from __future__ import annotations

from itertools import pairwise

from textual.content import Content

from ceo_sim.presentation import formatting
from ceo_sim.presentation.document import Area, Chart, Points
from ceo_sim.tui.widgets.chart import BOTH, Band, Line, Mark, framed, overlaid
from ceo_sim.tui.widgets.line_widget import hanging_indent
from ceo_sim.tui.widgets.spark import window

WIDEST, HIGHEST = 130, 27
AROUND = 6
"""Lines for the name, the axis, its dates, what is to be seen, a blank, and the first of what is told below."""
HIGHEST_OVERLAID, AROUND_OVERLAID = 18, 10
SIGNS = ("━━", "╍╍")
FILLED = ("·", "░")
"""What fills the bands."""
_STYLES = {0: "bold $accent", 1: "bold $text-warning", -1: "$text-muted"}


def drawn_chart(chart: Chart, width: int, height: int, place: str = "") -> list[Content]:
    """The chart with its name, its axes, and what is to be seen in it; `height` lines are in view."""
    reach = [value for line in chart.lines for _, value in line.points]
    reach += [value for area in chart.areas for _, value in (*area.low, *area.high)]
    scale = window(reach, *chart.limits)
    ends = _ends(chart, *scale)
    draw = _one if len(chart.lines) == 1 else _several
    when = [str(row[0]) for row in chart.table.rows]
    legend = f"{when[0]} to {when[-1]}; the scale shows {ends[0]} to {ends[1]}"
    if chart.areas:
        named = "  ".join(f"{sign} {line.key}" for sign, line in zip(FILLED, chart.lines, strict=False))
        legend += f"; shaded, {chart.shades}: {named}  {BOTH} both"
    head = Content.assemble(
        (chart.title, "bold $accent"), *_names(chart), (f"   {place}" if place else "", "$text-muted")
    )
    below = [*hanging_indent(Content(""), Content.styled(legend, "$text-muted"), width)]
    below += hanging_indent(Content(""), Content(chart.says), min(width, WIDEST))
    return [head, *draw(chart, width, height, scale, ends), *below]


def _names(chart: Chart) -> list[Content]:
    """What each line is, and where it ends."""
    if len(chart.lines) == 1 or chart.metric is None:
        return []
    metric = chart.metric
    return [
        Content(f"   {sign} {line.key} {formatting.with_unit(metric, line.points[-1][1])}")
        for sign, line in zip(SIGNS, chart.lines, strict=False)
    ]


def _ends(chart: Chart, low: float, high: float) -> tuple[str, str]:
    return formatting.axis_labels(chart.metric, low, high) if chart.metric else (f"{low:g}", f"{high:g}")


def _one(chart: Chart, width: int, height: int, scale: tuple[float, float], ends: tuple[str, str]) -> list[Content]:
    marks = [Mark(round(mark.at), mark.label) for mark in chart.marks]
    size = min(width, WIDEST), min(HIGHEST, height - AROUND)
    rows = framed(_course(chart.lines[0].points), size, scale, ends, marks, max(5, min(8, height - 8)))
    axis = next(number for number, row in enumerate(rows) if "└" in row)
    return [Content.styled(row, "$accent") if number < axis else Content(row) for number, row in enumerate(rows)]


def _several(chart: Chart, width: int, height: int, scale: tuple[float, float], ends: tuple[str, str]) -> list[Content]:
    foot, head = ends
    rows, margin = max(5, min(HIGHEST_OVERLAID, height - AROUND_OVERLAID)), max(map(len, ends))
    across = max(20, min(width, WIDEST) - margin - 2)
    courses = [Line(_course(line.points), dashed=number > 0) for number, line in enumerate(chart.lines)]
    bands = [_band(area) for area in chart.areas]
    lines = []
    for number, row in enumerate(overlaid(courses, bands, (across, rows), *scale)):
        label = head if number == 0 else foot if number == rows - 1 else ""
        cells = [(sign, _STYLES[min(line, 1)]) for sign, line in row]
        lines.append(Content.assemble(f"{label:>{margin}} │", *cells).simplify())
    return [*lines, Content(" " * margin + " └" + "─" * across)]


def _band(area: Area) -> Band:
    steps = [round(at) for at, _ in area.low]
    return Band(steps, [value for _, value in area.low], [value for _, value in area.high], FILLED[area.line])


def _course(points: Points) -> list[float]:
    """The value at each step up to the last point, in proportion between two points."""
    course = [points[0][1]]
    for (start, before), (end, after) in pairwise(points):
        steps = round(end - start)
        course += [before + (after - before) * step / steps for step in range(1, steps + 1)]
    return course
