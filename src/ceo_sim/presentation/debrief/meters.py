"""The course of every metric, with decisions and events marked, and the days that moved it most."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Row, shares
from ceo_sim.engine.timeline import Timeline
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject, headline, marks, ticks
from ceo_sim.presentation.document import (
    Chart,
    Fold,
    Labelled,
    Line,
    Mark,
    Parts,
    Points,
    Section,
    Side,
    Table,
    said,
    sentence,
)
from ceo_sim.scenario.metrics import bounds, debrief_metrics, display_epsilon
from ceo_sim.scenario.model import Metric

LARGEST_MOVES = 3


class MetricSection(DebriefSection):
    """A section whose topics are the metrics, the headline ones first."""

    def __init__(self, subject: DebriefSubject) -> None:
        super().__init__(subject)
        self.metrics = {metric.id: metric for metric in debrief_metrics(self.scenario)}
        self.headline = headline(self.game)
        self.others = [metric for metric in self.metrics.values() if metric not in self.headline]

    def topics(self) -> tuple[Topic, ...]:
        return tuple(self.topic(metric) for metric in self.metrics.values())

    def topic(self, metric: Metric) -> Topic:
        """A metric in a list: where it stands, and by how much it moved."""
        value = self.game.course(metric.id)[-1]
        change = value - self.game.start_value(metric.id)
        aside = f"{formatting.figure(metric, value)} {formatting.arrow_and_change(metric, change):<7}"
        return Topic(metric.id, metric.name, aside=aside, metric=metric.id)


class Meters(MetricSection):
    """A chart for each metric."""

    id = "metrics"
    name = "Meters"
    title = "The meters"
    help_text = (
        "The course of each meter from the first day to the last. Your decisions are numbered in it, events have "
        "letters, and both are named."
    )

    @cached_property
    def _marks(self) -> tuple[Mark, ...]:
        return marks(self.game)

    @cached_property
    def _ticks(self) -> tuple[tuple[float, str], ...]:
        return ticks(self.game)

    def detail(self, topic: Topic) -> Parts:
        return (self._chart(self.metrics[topic.id]),)

    def page(self) -> Parts:
        small = Side(tuple(self._chart(metric, large=False) for metric in self.others))
        others = (Section(self.subject.id("others"), "The others", (small,)),) if self.others else ()
        return (*self.page_in_short(), *others)

    def page_in_short(self) -> Parts:
        if not self.metrics:
            return (sentence("This story has no meters that are shown."),)
        rows = ((mark.label, mark.when, mark.name) for mark in self._marks)
        legend = Table("Your decisions have numbers, events have letters.", ("Mark", "When", "What"), tuple(rows))
        heading = "What the numbers below the large charts and the letters above them stand for"
        return (*(self._chart(metric) for metric in self.headline), Fold(heading, (legend,), is_minor=True))

    def _chart(self, metric: Metric, *, large: bool = True) -> Chart:
        game, course = self.game, self.game.course(metric.id)
        moves = largest_moves(game, metric)
        return Chart(
            title=metric.name,
            says=_says(game, metric),
            lines=(Line(formatting.figure(metric, course[-1]), metric.name, tuple(enumerate(course))),),
            limits=bounds(metric),
            ticks=self._ticks if large else self._ticks[::2],
            table=table(game, metric, {"Value": course}),
            marks=self._marks if large else (),
            bounds=tuple((float(bound), word) for bound, word in metric.bands) if large else (),
            wide=large,
            metric=metric,
            more=(Fold("It moved most on", (moves,)),) if moves.items else (),
            is_minor=not large,
        )


def points(timeline: Timeline, course: Sequence[float]) -> Points:
    """A course by its start and the end of each day, where many are drawn over each other."""
    ends = timeline.ends_of_days(len(course) - 1)
    return tuple((float(step), course[step]) for step in dict.fromkeys([0, *ends]))


def table(game: Game, metric: Metric, lines: Mapping[str, Sequence[float]]) -> Table:
    """Courses in figures, at a dozen moments; a story that has ended by then has none."""
    last = max(len(course) for course in lines.values()) - 1
    rows = tuple(
        (
            formatting.short_date(game.timeline.moment(step)),
            *(formatting.figure(metric, course[step]) if step < len(course) else "ended" for course in lines.values()),
        )
        for step in _spread_steps(game.timeline, last)
    )
    unit = f", {metric.unit}" if metric.unit else ""
    return Table(f"{metric.name}{unit}", ("When", *lines), rows, tuple(range(1, len(lines) + 1)))


def largest_moves(game: Game, metric: Metric) -> Labelled:
    """The days on which a metric moved most, in their order, each with the cause that did most of it."""
    rows = [row for row in game.ledger.of(metric.id) if row.kind != "start"]
    days = _days(game.timeline, game.now)
    by_day: dict[int, list[Row]] = {}
    for row in rows:
        by_day.setdefault(days[row.step], []).append(row)
    amounts = {day: math.fsum(row.amount for row in of) for day, of in by_day.items()}
    amounts = {day: amount for day, amount in amounts.items() if abs(amount) >= display_epsilon(metric)}
    largest = sorted(amounts, key=lambda day: -abs(amounts[day]))
    items = []
    for day in sorted(largest[:LARGEST_MOVES]):
        sign = 1 if amounts[day] > 0 else -1
        cause = max(shares(by_day[day]), key=lambda share: share.amount * sign)
        name = naming.cause_name(game.program.scenario, cause.kind, cause.cause).rstrip(".")
        date = formatting.date(game.timeline.moment(by_day[day][-1].step))
        items.append(
            (
                f"{date}, {formatting.change(metric, amounts[day])}",
                said(f"{name}, {formatting.change(metric, cause.amount)}."),
            )
        )
    return Labelled(tuple(items))


@lru_cache(maxsize=4)  # a chart of each metric asks it of the same story
def _days(timeline: Timeline, last: int) -> tuple[int, ...]:
    """The number of the day of each step."""
    return tuple(timeline.day_number(step) for step in range(last + 1))


@lru_cache(maxsize=4)
def _spread_steps(timeline: Timeline, last: int, most: int = 12) -> tuple[int, ...]:
    """The first day's end and some other ends of days up to the last step, evenly spread."""
    ends = timeline.ends_of_days(last) or [last]
    stride = -(-len(ends) // most)
    return tuple(sorted({ends[0], *ends[stride - 1 :: stride], last}))


def _says(game: Game, metric: Metric) -> str:
    """The course in words: where from, where to, and the extremes between."""
    course, timeline = game.course(metric.id), game.timeline
    start = formatting.figure(metric, game.start_value(metric.id))
    parts = [f"From {start} to {formatting.with_unit(metric, course[-1])}."]
    for word, best in (("Lowest", min), ("Highest", max)):
        step = best(range(len(course)), key=course.__getitem__)
        if step not in (0, len(course) - 1):
            value = formatting.figure(metric, course[step])
            parts.append(f"{word} {value} on {formatting.date(timeline.moment(step))}.")
    return " ".join(parts)
