"""A waterfall, drawn: from where a metric began to where it stands, cause by cause."""

from __future__ import annotations

from textual.content import Content

from ceo_sim.presentation import formatting
from ceo_sim.presentation.document import Cause, Spans, Waterfall
from ceo_sim.tui.widgets.line_widget import hanging_indent
from ceo_sim.tui.widgets.text import styled

FEWEST = 14
"""Causes that have a bar of their own however little room there is; more have one where there is room for them."""
WIDEST = 140
"""Columns that a bar and what is said of it have at most."""


def drawn_waterfall(waterfall: Waterfall, width: int, height: int, place: str = "") -> list[Content]:
    """As many causes as are in view at once, were it not for what they rest on, each with its bar."""
    metric = waterfall.metric
    across = 14 if width < 76 else 24 if width < 110 else 40
    shown = _fitting(waterfall, across, width, height)
    values = [cause.after for cause in shown.causes]
    low, high = min(values), max(values)
    last = formatting.total_with_unit(metric, values[-1])
    lines = [Content.assemble((metric.name, "bold $accent"), f"   {last} in the end", (f"   {place}", "$text-muted"))]
    lines.append(Content(""))
    for cause in shown.causes:
        head = _head(shown, cause, _floating(cause, (low, high), across))
        lines += _named(head, cause, width)
        if cause.kind != "rest":
            lines += evidence_lines(cause.evidence, min(width, WIDEST), head.cell_length)
    left, right = formatting.axis_labels(metric, low, high)
    return [*lines, Content.styled(" " * 10 + left.ljust(across - len(right)) + right, "$text-muted")]


def evidence_lines(evidence: tuple[Spans, ...], width: int, indent: int) -> list[Content]:
    """What a number rests on, in quiet lines."""
    lines: list[Content] = []
    for spans in evidence:
        lines += hanging_indent(Content(" " * indent), styled(spans).stylize("$text-muted"), width)
    return lines


def _fitting(waterfall: Waterfall, across: int, width: int, height: int) -> Waterfall:
    room = height - 3  # the name of the metric, a blank line, and the scale
    taken = in_view = 0
    for cause in waterfall.causes:
        taken += len(_named(_head(waterfall, cause, " " * across), cause, width))
        if taken > room:
            return waterfall.limited(max(FEWEST, in_view - 1))  # the start is no cause
        in_view += taken < room  # one line is for the smaller causes together
    return waterfall


def _head(waterfall: Waterfall, cause: Cause, bar: str) -> Content:
    """What stands before the name of a cause."""
    figure = waterfall.change(cause) or waterfall.total(cause)
    return Content.assemble((figure.rjust(8), "bold"), "  ", (bar, "$accent"), "  ")


def _named(head: Content, cause: Cause, width: int) -> list[Content]:
    more = ("; w shows each", "$text-muted") if cause.kind == "rest" else ""
    return hanging_indent(head, Content.assemble(cause.name, more), min(width, WIDEST))


def _floating(cause: Cause, scale: tuple[float, float], across: int) -> str:
    """A bar from where the last one ended: solid for a rise, hatched for a fall, a stroke where it begins."""
    low, high = scale
    span = (high - low) or 1.0

    def place(value: float) -> int:
        return round((value - low) / span * (across - 1))

    if cause.is_start:
        return (" " * place(cause.after) + "┃").ljust(across)
    first, last = sorted((place(cause.before), place(cause.after)))
    return (" " * first + ("█" if cause.amount > 0 else "▒") * (last - first + 1)).ljust(across)
