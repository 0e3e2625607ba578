"""A forecast drawn: a fan for each option, and the same in figures and words."""

from __future__ import annotations

from textual.content import Content

from ceo_sim.presentation.forecast import ForecastMetric, ForecastView, OptionForecast
from ceo_sim.tui.widgets.fan import Palette, beside, framed_fan, legend, shades
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent, packed
from ceo_sim.tui.widgets.spark import window
from ceo_sim.tui.widgets.text import line

NARROWEST, WIDEST = 34, 62
"""Columns of a chart."""
ON_SHORT, ON_TALL, ON_HIGH, AT_MOST = 5, 8, 12, 24
"""Lines of a chart on a screen that is short, tall, or high, and where a high one has room left."""
FRAME = 5
"""Lines of a chart besides: its name, on two, its axis, its dates, and one between."""
WIDEST_TABLE = 124
"""Columns of the table, as the style sheet has it."""
WORDS_BELOW = 9
"""Lines besides the charts and the table: bars, legend, what is explained, and those between."""


class Charts(LineWidget):
    """The fans of one metric, an option each, side by side and on one scale."""

    def __init__(self, forecast: ForecastView) -> None:
        super().__init__(id="charts")
        self.forecast = forecast
        self.metric = forecast.metrics[0] if forecast.metrics else None

    def show(self, metric: ForecastMetric) -> None:
        """Show another metric."""
        self.metric = metric
        self.changed()

    def draw(self, width: int) -> list[Content]:
        played = [option for option in self.forecast.options if option.is_played]
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
            lines += [*beside(level(blocks[start : start + across]), each), Content("")]
        return [*lines, *legend(self._palette).wrap(width)]

    def _height(self, rows: int, width: int) -> int:
        """Lines of each chart; on a high screen as many as leave the table in view."""
        if not self.screen.has_class("-high"):
            return ON_SHORT if self.screen.has_class("-short") else ON_TALL
        table = len(self.screen.query_one(Table).draw(min(width, WIDEST_TABLE)))
        room = (self.screen.size.height - WORDS_BELOW - table) // rows - FRAME
        return max(ON_HIGH, min(AT_MOST, room))

    @property
    def _palette(self) -> Palette | None:
        return None if self.app.no_color else shades(self.app.theme_variables)

    def _block(self, option: OptionForecast, metric: ForecastMetric, width: int, height: int) -> list[Content]:
        forecast = self.forecast
        low, high = window(forecast.all_values(metric.id), *metric.scale)
        head = Content.styled(f"{option.number} ", "bold $accent")
        name = hanging_indent(head, line(option.label).stylize("bold"), width)
        chart = framed_fan(
            forecast.band(option.id, metric.id),
            forecast.steps,
            width,
            height,
            (low, high),
            forecast.axis_labels(metric.id, low, high),
            forecast.dates,
            self._palette,
        )
        return [*name, *chart]


def level(blocks: list[list[Content]]) -> list[list[Content]]:
    """Blocks of one row with their charts at one height, whatever the length of the names above them."""
    most = max(map(len, blocks))
    return [[Content("")] * (most - len(block)) + block for block in blocks]


class Table(LineWidget):
    """What the charts show, in figures and words, and what was taken for granted."""

    def __init__(self, forecast: ForecastView) -> None:
        super().__init__(id="table")
        self.forecast = forecast
        self.metric = forecast.metrics[0] if forecast.metrics else None

    def show(self, metric: ForecastMetric) -> None:
        """Show another metric."""
        self.metric = metric
        self.changed()

    def draw(self, width: int) -> list[Content]:
        lines = [self._heading("In figures: the middle play, and the range of nine in ten")]
        for option in self.forecast.options:
            head = Content.styled(f"{option.number} ", "bold $accent")
            lines += hanging_indent(head, line(option.label).stylize("bold"), width)
            if not option.is_played:
                lines += hanging_indent(
                    Content("  "), Content.styled("Locked, so it was not played.", "$text-muted"), width
                )
                continue
            if self.metric is not None:
                ranges = self.forecast.ranges(option.id, self.metric.id)
                figures = "   ".join(f"{range.when}  {range.text}" for range in ranges)
                lines += hanging_indent(Content("  "), Content(figures), width)
            lines += packed(Content("  "), self._endings(option), width)
        return [*lines, Content(""), *self._overrides(width)]

    def _heading(self, text: str) -> Content:
        return Content.styled(text, "bold $text-accent")

    def _endings(self, option: OptionForecast) -> list[Content]:
        parts = [f"{part}," for part in option.endings[:-1]] + list(option.endings[-1:])
        return [Content.styled(part, "$text-muted") for part in ("It ends:", *parts)]

    def _overrides(self, width: int) -> list[Content]:
        forecast = self.forecast
        if not forecast.overrides:
            return [Content(forecast.agrees)]
        lines = [self._heading(f"Where {forecast.person} differs from the story")]
        for override in forecast.overrides:
            lines += hanging_indent(Content("· "), Content(override), width)
        return lines
