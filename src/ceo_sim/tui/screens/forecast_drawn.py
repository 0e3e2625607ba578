"""A forecast drawn: a fan for each option, and the same in figures and words."""

from __future__ import annotations

from textual.content import Content

from ceo_sim.analysis.assumptions import overrides
from ceo_sim.analysis.forecast_bands import QUANTILES, ForecastBands
from ceo_sim.engine.snapshots import OptionView
from ceo_sim.presentation import formatting, naming
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Cast
from ceo_sim.tui.play import Play
from ceo_sim.tui.widgets.drawn import Drawn, hanging, packed
from ceo_sim.tui.widgets.fan import Palette, beside, framed_fan, legend, shades
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
LOW, MEDIAN, HIGH = (QUANTILES.index(level) for level in (0.05, 0.5, 0.95))
EXPLAINED = """A thousand plays of each option, from this moment to the end, under this adviser's own assumptions. \
Later choices fall by lot, with the same luck for every option."""


class Charts(Drawn):
    """The fans of one metric, an option each, side by side and on one scale."""

    def __init__(self, play: Play, fans: ForecastBands, options: tuple[OptionView, ...]) -> None:
        super().__init__(id="charts")
        self.play, self.fans, self.options = play, fans, options
        self.metric = fans.metrics[0] if fans.metrics else ""

    def show(self, metric: str) -> None:
        """Show another metric."""
        self.metric = metric
        self.changed()

    def draw(self, width: int) -> list[Content]:
        played = [(n, option) for n, option in enumerate(self.options, 1) if option.id in self.fans.lines]
        if not played or not self.metric:
            return [Content("Every option is locked, so there was nothing to play.")]
        across = max(1, min(len(played), (width + 2) // (NARROWEST + 2)))
        if len(played) == 4 and across == 3:  # two and two rather than three and one
            across = 2
        each = min(WIDEST, (width - 2 * (across - 1)) // across)
        height = self._height(-(-len(played) // across), width)
        blocks = [self._block(number, option, each, height) for number, option in played]
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

    def _block(self, number: int, option: OptionView, width: int, height: int) -> list[Content]:
        metric, fans = self.play.scenario.metrics[self.metric], self.fans
        low, high = window(
            [float(value) for value in fans.bands[:, fans.metrics.index(metric.id)].ravel()],
            *bounds(metric),
        )
        timeline = self.play.game.timeline
        head = Content.styled(f"{number} ", "bold $accent")
        name = hanging(head, line(option.label).stylize("bold"), width)
        chart = framed_fan(
            fans.fan(option.id, metric.id),
            fans.steps,
            width,
            height,
            (low, high),
            formatting.axis_labels(metric, low, high),
            ("now", formatting.weekday_and_date(timeline, fans.steps[-1])),
            self._palette,
        )
        return [*name, *chart]


def level(blocks: list[list[Content]]) -> list[list[Content]]:
    """Blocks of one row with their charts at one height, whatever the length of the names above them."""
    most = max(map(len, blocks))
    return [[Content("")] * (most - len(block)) + block for block in blocks]


class Table(Drawn):
    """What the charts show, in figures and words, and what was taken for granted."""

    def __init__(self, play: Play, fans: ForecastBands, options: tuple[OptionView, ...], person: Cast) -> None:
        super().__init__(id="table")
        self.play, self.fans, self.options, self.person = play, fans, options, person
        self.metric = fans.metrics[0] if fans.metrics else ""

    def show(self, metric: str) -> None:
        """Show another metric."""
        self.metric = metric
        self.changed()

    def draw(self, width: int) -> list[Content]:
        lines = [self._heading("In figures: the middle play, and the range of nine in ten")]
        for number, option in enumerate(self.options, 1):
            head = Content.styled(f"{number} ", "bold $accent")
            lines += hanging(head, line(option.label).stylize("bold"), width)
            if option.id not in self.fans.lines:
                lines += hanging(Content("  "), Content.styled("Locked, so it was not played.", "$text-muted"), width)
                continue
            if self.metric:
                lines += hanging(Content("  "), Content(self._figures(option.id)), width)
            lines += packed(Content("  "), self._endings(option.id), width)
        return [*lines, Content(""), *self._assumed(width)]

    def _heading(self, text: str) -> Content:
        return Content.styled(text, "bold $text-accent")

    def _figures(self, option: str) -> str:
        metric, timeline = self.play.scenario.metrics[self.metric], self.play.game.timeline
        fan = self.fans.fan(option, metric.id)

        def said(place: int) -> str:
            low, median, high = (formatting.figure(metric, float(fan[each, place])) for each in (LOW, MEDIAN, HIGH))
            return f"{median} ({low} to {high})"

        parts = []
        if (week := self.fans.after_a_week(timeline)) is not None:
            parts.append(f"{formatting.weekday_and_date(timeline, self.fans.steps[week])}  {said(week)}")
        parts.append(f"at the end  {said(-1)}")
        return "   ".join(parts)

    def _endings(self, option: str) -> list[Content]:
        found = self.fans.endings_of(option)
        said = [f"{naming.ending_title(self.play.game, id)} {formatting.percent(share)}" for id, share in found]
        parts = [f"{part}," for part in said[:-1]] + said[-1:]
        return [Content.styled(part, "$text-muted") for part in ("It ends:", *parts)]

    def _assumed(self, width: int) -> list[Content]:
        person = self.person
        changed = overrides(self.play.scenario, person.assumes)
        if not changed:
            return [Content(f"{person.name} takes every number as the story has it.")]
        lines = [self._heading(f"Where {person.name} differs from the story")]
        for assumption, value, theirs in changed:
            name = naming.display_name(assumption)
            said = f"{name}: {formatting.override_text(theirs, value)}"
            lines += hanging(Content("· "), Content(said), width)
        return lines
