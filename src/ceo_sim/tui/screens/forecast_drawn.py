"""A forecast drawn: the figures of a metric, and a fan for each option."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ceo_sim.presentation import formatting
from ceo_sim.presentation.decision import OptionView
from ceo_sim.presentation.forecast import ForecastView
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Metric
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.fan import Palette, framed_fan, legend, shades, side_by_side
from ceo_sim.tui.widgets.line_widget import LineWidget, at_word, hanging_indent, justify
from ceo_sim.tui.widgets.spark import window
from ceo_sim.tui.widgets.text import line

NARROWEST, WIDEST = 34, 62
"""Columns of a chart."""
ON_SHORT, ON_TALL, ON_HIGH, AT_MOST = 5, 8, 12, 24
"""Lines of a chart on a screen that is short, tall, or high, and where a high one has room left."""
NUMBERED = "1 "
FIGURES_GAP = 3
"""Columns between the figures of an option."""
FRAME = 5
"""Lines of a chart besides: its name, on two, its axis, its dates, and one between."""
WIDEST_TABLE = 124
"""Columns of the words, as the style sheet has it."""
WIDEST_FIGURES = 98
"""Columns of the figures, as the style sheet has it."""
WORDS_BELOW = 6
"""Lines besides the charts and the words: bars, legend, and those between."""


class OfOneMetric(LineWidget):
    """What a forecast says of one metric at a time."""

    def __init__(self, forecast: ForecastView, id: str) -> None:
        super().__init__(id=id)
        self.forecast = forecast
        self.metric: Metric | None = None

    def show(self, metric: Metric | None) -> None:
        """Show another metric."""
        self.metric = metric
        self.changed()


class Figures(OfOneMetric):
    """A metric in figures: its value now, and for each option the middle and the range of its plays."""

    def draw(self, width: int) -> list[Content]:
        forecast, metric = self.forecast, self.metric
        if metric is None or not forecast.played:
            return [Content("Every option is locked, so there was nothing to play.")]
        whens = [when for when, _ in forecast.moments]
        rows = [
            [forecast.range(option.id, metric, place) for _, place in forecast.moments]
            if option in forecast.played
            else []
            for option in forecast.options
        ]
        columns = [max(map(len, cells)) for cells in zip(whens, *filter(None, rows), strict=True)]
        head = Content.assemble(("Now ", "$text-muted"), (forecast.now(metric), "bold"))
        labels = [line(option.label).stylize("$text-muted" if option.lock else "") for option in forecast.options]
        longest = max(label.cell_length for label in labels) + len(NUMBERED)
        room_for_words, width = width, min(width, longest + sum(columns) + FIGURES_GAP * len(columns))
        lines = [justify(head, Content.styled(_in_columns(whens, columns), "$text-muted"), width)]
        for option, label, cells in zip(forecast.options, labels, rows, strict=True):
            figures = Content(_in_columns(cells, columns)) if cells else Content.styled("not played", "$text-muted")
            room = width - figures.cell_length - len(NUMBERED) - FIGURES_GAP
            name = Content.assemble((f"{option.number} ", "bold $accent"), at_word(label, max(1, room)))
            lines.append(justify(name, figures, width, FIGURES_GAP))
        return [*lines, *Content.styled(forecast.apart(), "$text-muted").wrap(room_for_words)]


def _in_columns(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (" " * FIGURES_GAP).join(cell.rjust(width) for cell, width in zip(cells, widths, strict=True))


class Charts(OfOneMetric):
    """The fans of one metric, an option each, side by side and on one scale."""

    def draw(self, width: int) -> list[Content]:
        played = self.forecast.played
        if not played or self.metric is None:
            return []
        across = max(1, min(len(played), (width + 2) // (NARROWEST + 2)))
        if len(played) == 4 and across == 3:  # two and two rather than three and one
            across = 2
        each = min(WIDEST, (width - 2 * (across - 1)) // across)
        height = self._height(-(-len(played) // across), width)
        blocks = [self._block(option, self.metric, each, height) for option in played]
        lines: list[Content] = []
        for start in range(0, len(blocks), across):
            lines += [*side_by_side(blocks[start : start + across], each), Content("")]
        return [*lines, *legend(self._palette).wrap(width)]

    def _height(self, rows: int, width: int) -> int:
        """Lines of each chart; on a high screen as many as leave the words in view."""
        if not self.screen.has_class("-high"):
            return ON_SHORT if self.screen.has_class("-short") else ON_TALL
        words = len(self.screen.query_one(DocumentView).draw(min(width, WIDEST_TABLE)))
        words += len(self.screen.query_one(Figures).draw(min(width, WIDEST_FIGURES))) + 1
        room = (self.screen.size.height - WORDS_BELOW - words) // rows - FRAME
        return max(ON_HIGH, min(AT_MOST, room))

    @property
    def _palette(self) -> Palette | None:
        return None if self.app.no_color else shades(self.app.theme_variables)

    def _block(self, option: OptionView, metric: Metric, width: int, height: int) -> list[Content]:
        forecast = self.forecast
        low, high = window(forecast.all_values(metric.id), *bounds(metric))
        head = Content.styled(f"{option.number} ", "bold $accent")
        name = hanging_indent(head, line(option.label).stylize("bold"), width)
        chart = framed_fan(
            forecast.band(option.id, metric.id),
            forecast.steps,
            width,
            height,
            (low, high),
            formatting.axis_labels(metric, low, high),
            forecast.dates,
            self._palette,
        )
        return [*name, *chart]
