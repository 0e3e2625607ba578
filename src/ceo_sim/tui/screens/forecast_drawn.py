"""A forecast drawn: a fan for each option."""

from __future__ import annotations

from textual.content import Content

from ceo_sim.presentation import formatting
from ceo_sim.presentation.decision import OptionView
from ceo_sim.presentation.forecast import ForecastView
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Metric
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.fan import Palette, framed_fan, legend, shades, side_by_side
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent
from ceo_sim.tui.widgets.spark import window
from ceo_sim.tui.widgets.text import line

NARROWEST, WIDEST = 34, 62
"""Columns of a chart."""
ON_SHORT, ON_TALL, ON_HIGH, AT_MOST = 5, 8, 12, 24
"""Lines of a chart on a screen that is short, tall, or high, and where a high one has room left."""
FRAME = 5
"""Lines of a chart besides: its name, on two, its axis, its dates, and one between."""
WIDEST_TABLE = 124
"""Columns of the words, as the style sheet has it."""
WORDS_BELOW = 6
"""Lines besides the charts and the words: bars, legend, and those between."""


class Charts(LineWidget):
    """The fans of one metric, an option each, side by side and on one scale."""

    def __init__(self, forecast: ForecastView) -> None:
        super().__init__(id="charts")
        self.forecast = forecast
        self.metric: Metric | None = None

    def show(self, metric: Metric | None) -> None:
        """Show another metric."""
        self.metric = metric
        self.changed()

    def draw(self, width: int) -> list[Content]:
        played = self.forecast.played
        if not played or self.metric is None:
            return [Content("Every option is locked, so there was nothing to play.")]
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
