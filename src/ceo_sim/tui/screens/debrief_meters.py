"""Every metric over time, and the causes that made it what it is."""

from __future__ import annotations

import itertools
import string
import sys
from collections.abc import Sequence

from textual.content import Content

from ceo_sim.analysis.provenance import provenance
from ceo_sim.analysis.waterfall import Bar, waterfall
from ceo_sim.presentation import formatting
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Metric
from ceo_sim.tui.screens.debrief_tab import Tab, TabScreen, quiet, wrapped
from ceo_sim.tui.screens.why import ground_lines
from ceo_sim.tui.widgets.chart import Mark, framed
from ceo_sim.tui.widgets.choices import Item
from ceo_sim.tui.widgets.drawn import hanging
from ceo_sim.tui.widgets.spark import window
from ceo_sim.tui.widgets.text import line

FEWEST_BARS = 14
"""Causes that have a bar of their own however little room there is; more have one where there is room for them."""
WIDEST_CHART, HIGHEST_CHART = 130, 27
AROUND_CHART = 5
"""Lines for the name, the axis, its dates, and the first of what is told below."""
WIDEST_NAME = 140
"""Columns that a bar and what is said of it have at most."""


class OfMetrics(Tab):
    """A tab whose list is the metrics."""

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        self.metrics = self.play.why_metrics()

    @property
    def metric(self) -> Metric | None:
        return self.metrics[self.place] if self.metrics else None

    def items(self) -> Sequence[Item]:
        return [self._item(metric) for metric in self.metrics]

    def _item(self, metric: Metric) -> Item:
        course = self.game.course(metric.id)
        change = formatting.arrow_and_change(metric, course[-1] - self.game.start_value(metric.id))
        value = formatting.with_unit(metric, course[-1]).split(" ")[0]
        return Item(Content(metric.name), Content.assemble((value, "bold"), f" {change.ljust(7)}"))

    def named(self, metric: Metric, said: str) -> Content:
        """The metric, a word on it, and its place in the list."""
        place = f"   {self.place + 1} of {len(self.metrics)}"
        return Content.assemble((metric.name, "bold $accent"), f"   {said}", (place, "$text-muted"))


class Meters(OfMetrics):
    """The course of a metric, with decisions numbered and events lettered under it."""

    name, long_name = "Meters", "The meters"
    told = (
        "The course of each meter from the first day to the last. Your decisions are numbered under it, events have "
        "letters, and both are named below."
    )

    def detail(self, width: int, height: int) -> list[Content]:
        metric = self.metric
        if metric is None:
            return wrapped("This story has no meters that are shown.", width)
        game, course = self.game, self.game.course(metric.id)
        scale = window(course, *bounds(metric))
        foot, head = formatting.axis_labels(metric, *scale)
        marks = self._marks()
        start, end = formatting.with_unit(metric, game.start_value(metric.id)), formatting.with_unit(metric, course[-1])
        size = min(width, WIDEST_CHART), min(HIGHEST_CHART, height - AROUND_CHART)
        least = max(5, min(8, height - 8))
        chart = framed(course, size, scale, (foot, head), [mark for mark, _ in marks], least)
        axis = next(place for place, row in enumerate(chart) if "└" in row)
        return [
            self.named(metric, f"from {start} to {end}"),
            *(Content.styled(row, "$accent") if place < axis else Content(row) for place, row in enumerate(chart)),
            quiet(f"{self.when(0)} to {self.when(game.now)}; the scale shows {foot} to {head}"),
            Content(""),
            *self._legend(marks, width),
        ]

    def _marks(self) -> list[tuple[Mark, Content]]:
        """What is marked under the axis and how it is named, in the order of the story."""
        found = [
            (answer.step, Mark(answer.step, str(number)), Content(self.answer_line(answer)))
            for number, answer in enumerate(self.game.answers, 1)
        ]
        events = [entry for entry in self.game.entries if entry.kind == "event" and entry.title]
        pairs = map("".join, itertools.product(string.ascii_lowercase, repeat=2))
        letters = itertools.chain(string.ascii_lowercase, string.ascii_uppercase, pairs)
        for letter, entry in zip(letters, events, strict=False):
            found.append((entry.step, Mark(entry.step, letter), line(entry.title)))
        return [(mark, name) for _, mark, name in sorted(found, key=lambda each: each[0])]

    def _legend(self, marks: Sequence[tuple[Mark, Content]], width: int) -> list[Content]:
        lines: list[Content] = []
        for mark, name in marks:
            date = self.when(mark.step).ljust(11)
            head = Content.assemble((f"{mark.sign:>3} ", "bold $accent"), (date, "$text-muted"))
            lines += hanging(head, name, min(width, 110))
        return lines


class Why(OfMetrics):
    """From a metric's start to its end, cause by cause."""

    name, long_name = "Why", "Why"
    takes = "why"
    told = (
        "From where each meter began to where it stood in the end, the largest causes first. Each bar begins where the "
        "last one ended: solid is a rise, hatched a fall. **Enter** shows what each number rests on: the author's "
        "reason, the source, and whether it was measured, only its direction is known, or it is judgement. The smaller "
        "causes for which there is no room share one bar."
    )

    def __init__(self, screen: TabScreen) -> None:
        super().__init__(screen)
        self.with_grounds = False

    def take(self) -> None:
        self.with_grounds = not self.with_grounds
        self.screen.tell()

    def detail(self, width: int, height: int) -> list[Content]:
        metric = self.metric
        if metric is None:
            return wrapped("This story has no meters that are shown.", width)
        across = 14 if width < 76 else 24 if width < 110 else 40
        bars = self._bars(metric, across, width, height)
        low = min(min(bar.before, bar.after) for bar in bars[1:] or bars)
        high = max(max(bar.before, bar.after) for bar in bars[1:] or bars)
        low, high = min(low, bars[0].after), max(high, bars[0].after)
        lines = [self.named(metric, f"{formatting.with_unit(metric, bars[-1].after)} in the end"), Content("")]
        for bar in bars:
            head = _head(metric, bar, _floating(bar, (low, high), across))
            lines += _named(head, bar, width)
            if self.with_grounds and bar.kind != "rest":
                found = provenance(self.scenario, metric.id, bar.kind, bar.cause)[:2]
                lines += ground_lines(found, min(width, WIDEST_NAME), head.cell_length)
        left, right = formatting.axis_labels(metric, low, high)
        return [*lines, quiet(" " * 10 + left.ljust(across - len(right)) + right)]

    def _bars(self, metric: Metric, across: int, width: int, height: int) -> tuple[Bar, ...]:
        """As many causes with a bar of their own as are in view at once, without what they rest on."""
        every = waterfall(self.game, metric.id, sys.maxsize)
        room = height - 3  # the name of the metric, a blank line, and the scale
        taken = in_view = 0
        for bar in every:
            taken += len(_named(_head(metric, bar, " " * across), bar, width))
            if taken > room:
                return waterfall(self.game, metric.id, max(FEWEST_BARS, in_view - 1))  # the start is no cause
            in_view += taken < room  # one line is for the smaller causes together
        return every


def _head(metric: Metric, bar: Bar, drawn: str) -> Content:
    """What stands before the name of a cause."""
    figure = formatting.total(metric, bar.amount) if bar.kind == "start" else formatting.change(metric, bar.amount)
    return Content.assemble((figure.rjust(8), "bold"), "  ", (drawn, "$accent"), "  ")


def _named(head: Content, bar: Bar, width: int) -> list[Content]:
    more = ("; w shows each", "$text-muted") if bar.kind == "rest" else ""
    return hanging(head, Content.assemble(bar.name, more), min(width, WIDEST_NAME))


def _floating(bar: Bar, scale: tuple[float, float], across: int) -> str:
    """A bar from where the last one ended: solid for a rise, hatched for a fall, a stroke where it begins."""
    low, high = scale
    span = (high - low) or 1.0

    def place(value: float) -> int:
        return round((value - low) / span * (across - 1))

    if bar.kind == "start":
        return (" " * place(bar.after) + "┃").ljust(across)
    first, last = sorted((place(bar.before), place(bar.after)))
    sign = "█" if bar.amount > 0 else "▒"
    return (" " * first + sign * (last - first + 1)).ljust(across)
