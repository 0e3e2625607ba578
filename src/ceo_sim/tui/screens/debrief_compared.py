"""Two stories beside each other: drawn over one another, how each ends, where they part."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define
from textual.content import Content

from ceo_sim.analysis.counterfactual import Counterfactual
from ceo_sim.analysis.diff import differences, only_in
from ceo_sim.analysis.forecast_bands import ForecastBands, visible_metrics
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting, naming
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Metric
from ceo_sim.tui.screens.debrief_tab import READABLE, Tab, TabScreen, quiet, wrapped
from ceo_sim.tui.widgets.chart import BOTH, Band, Line, overlaid
from ceo_sim.tui.widgets.drawn import hanging
from ceo_sim.tui.widgets.spark import window
from ceo_sim.tui.widgets.text import line

FEWEST = 6
"""Differences that are told however little room there is; more are where there is room for them."""
YOURS, THEIRS = "·", "░"
"""What fills the bands of a thousand lucks."""
WIDEST_CHART = 130


@define(eq=False)
class Other:
    """Another story that was asked for; `fans` come later than the story."""

    followed: Counterfactual | None = None
    fans: ForecastBands | None = None


class Otherwise(Tab):
    """A tab that draws another story over the player's own."""

    has_metrics = True

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        self.metrics = [self.scenario.metrics[id] for id in visible_metrics(self.game.program)]
        self.metric_place = 0

    @property
    def metric(self) -> Metric | None:
        return self.metrics[self.metric_place] if self.metrics else None

    def turn_metric(self, by: int) -> None:
        if self.metrics:
            self.metric_place = (self.metric_place + by) % len(self.metrics)
            self.screen.tell()

    def compared(self, other: Other, width: int, height: int, taken: int) -> list[Content]:
        """Two stories: drawn over each other, their endings, where they end apart, what could not be followed.

        `taken` are the lines that the tab has for something else.
        """
        followed, room = other.followed, min(width, READABLE)
        if followed is None:
            return [quiet("It is being played …")]
        lines = self._chart(followed.game, other.fans, width, height) if self.metric is not None else []
        lines += hanging(Content("yours ended  ━━  "), Content(self._ending(self.game)), room)
        lines += hanging(Content("the other    ╍╍  "), Content(self._ending(followed.game)), room)
        lines += [] if other.fans is None else self._shares(other.fans, room)
        happened = self._happened(followed, room)
        left = height - taken - len(lines) - len(happened) - 3  # a blank line, a heading, and how many more there are
        return [*lines, Content(""), *self._differences(followed.game, max(FEWEST, left), room), *happened]

    def _happened(self, followed: Counterfactual, width: int) -> list[Content]:
        """What happened in one of the stories only, and what of the answers did not fit."""
        other = followed.game
        lines: list[Content] = []
        for title, one, against in (("Only in yours", self.game, other), ("Only in the other", other, self.game)):
            only = [(entry.step, line(entry.title)) for entry in only_in(one, against)]
            lines += self._dated(title, only, width)
        for title, answers in (
            ("Answers of yours that could not be given there", followed.skipped),
            ("Urgent there only, answered by its default or by lot", followed.improvised),
        ):
            lines += self._dated(title, [(each.step, Content(self.answer_line(each))) for each in answers], width)
        return lines

    def _dated(self, title: str, told: Sequence[tuple[int, Content]], width: int) -> list[Content]:
        lines = [Content(""), Content.styled(title, "bold")] if told else []
        for step, said in told:
            lines += hanging(quiet(f"{self.when(step):<11}"), said, width)
        return lines

    def _chart(self, game: Game, fans: ForecastBands | None, width: int, height: int) -> list[Content]:
        metric = self.metric
        assert metric is not None
        mine, theirs = self.game.course(metric.id), game.course(metric.id)
        bands = [] if fans is None else [_band(fans, "yours", metric, YOURS), _band(fans, "other", metric, THEIRS)]
        reach = [*mine, *theirs, *(value for band in bands for value in (*band.low, *band.high))]
        low, high = window(reach, *bounds(metric))
        foot, head = formatting.axis_labels(metric, low, high)
        rows, margin = max(5, min(18, height - 10)), max(len(foot), len(head))
        size = max(20, min(width, WIDEST_CHART) - margin - 2), rows
        lines = [
            Content.assemble(
                (metric.name, "bold $accent"),
                f"   ━━ yours {formatting.with_unit(metric, mine[-1])}",
                f"   ╍╍ the other {formatting.with_unit(metric, theirs[-1])}",
            )
        ]
        drawn = overlaid([Line(mine), Line(theirs, dashed=True)], bands, size, low, high)
        for place, row in enumerate(drawn):
            label = head if place == 0 else foot if place == rows - 1 else ""
            parts: list[str | tuple[str, str]] = [f"{label:>{margin}} │"]
            styles = {0: "bold $accent", 1: "bold $text-warning", -1: "$text-muted"}
            parts += [(sign, styles[number]) for sign, number in row]
            lines.append(Content.assemble(*parts).simplify())
        lines.append(Content(" " * margin + " └" + "─" * size[0]))
        steps = max(len(mine), len(theirs)) - 1
        said = f"{self.when(0)} to {self.when(steps)}"
        if fans is not None:
            said += f"; nine in ten of a thousand lucks: {YOURS} yours  {THEIRS} the other  {BOTH} both"
        return [*lines, *wrapped(quiet(said), width), Content("")]

    def _ending(self, game: Game) -> str:
        if game.ending is None:
            return "not yet"
        return f"{naming.ending_title(game, game.ending.id)}, {self.when(game.now)}"

    def _shares(self, fans: ForecastBands, width: int) -> list[Content]:
        """How a thousand lucks end, each way."""
        lines = [Content(""), Content.styled("Endings over a thousand lucks", "bold")]
        for name, of in (("yours", "yours"), ("the other", "other")):
            said = [
                f"{naming.ending_title(self.game, id)} {formatting.percent(share)}" for id, share in fans.endings_of(of)
            ]
            lines += hanging(Content(f"{name:<15}"), Content("; ".join(said)), width)
        return lines

    def _differences(self, game: Game, most: int, width: int) -> list[Content]:
        found = [
            each
            for each in differences(self.game, game)
            if formatting.change(each.metric, each.other - each.mine) != "0"
        ]
        if not found:
            return [Content("No meter ends elsewhere.")]
        lines = [Content.styled("Largest differences, each at its own end", "bold")]
        for each in found[:most]:
            mine, other = formatting.with_unit(each.metric, each.mine), formatting.with_unit(each.metric, each.other)
            moved = formatting.change(each.metric, each.other - each.mine)
            lines += hanging(Content(f"{moved:>7}  "), Content(f"{each.metric.name}: {mine} → {other}"), width)
        if len(found) > most:
            more = f"{formatting.counted(len(found) - most, 'meter')} more, by less; m shows each"
            lines.append(quiet(f"{'':>7}  {more}"))
        return lines


def _band(fans: ForecastBands, of: str, metric: Metric, sign: str) -> Band:
    band = fans.fan(of, metric.id)
    return Band(fans.steps, [float(value) for value in band[0]], [float(value) for value in band[-1]], sign)
