"""The course of every metric, with decisions and events marked, and the days that moved it most."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from ceo_sim.engine.ledger import Share
from ceo_sim.engine.snapshots import Movement
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.charts import figures, ticks
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.debrief.subject import DebriefSubject, events, headline
from ceo_sim.presentation.movement import change_of, in_words, main_causes
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.metrics import bounds, debrief_metrics
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
        move = formatting.arrow_and_size(metric, self.game.start_value(metric.id), value)
        aside = f"{formatting.figure(metric, value)} {move:<4}"
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
    def _marks(self) -> tuple[doc.Mark, ...]:
        """Decisions by their numbers and events by their letters, in the order of the story."""
        decisions = (
            (answer.step, str(number), "decision", naming.choice_name(self.game, answer.decision, answer.option))
            for number, answer in enumerate(self.game.answers, 1)
        )
        happened = ((entry.step, letter, "event", plain(entry.title)) for letter, entry in events(self.game))
        marks = sorted((*decisions, *happened), key=lambda mark: mark[0])
        return tuple(doc.Mark(step, label, kind, self.subject.day(step), name) for step, label, kind, name in marks)

    @cached_property
    def _ticks(self) -> doc.Ticks:
        return ticks(self.game, self.game.now)

    @cached_property
    def _moves(self) -> dict[str, list[tuple[int, Movement]]]:
        """By the id of a metric, what each day moved, with the last step of the day."""
        moves = defaultdict[str, list[tuple[int, Movement]]](list)
        for step in self.game.timeline.ends_of_days(self.game.now):
            for moved in self.subject.days.moved(self.game.timeline.day_number(step)):
                moves[moved.metric.id].append((step, moved))
        return moves

    def detail(self, topic: Topic) -> doc.Parts:
        return (self._chart(self.metrics[topic.id]),)

    def page(self) -> doc.Parts:
        small = doc.Side(tuple(self._chart(metric, large=False) for metric in self.others))
        others = (doc.Section(self.subject.id("others"), "The others", (small,)),) if self.others else ()
        return (*self.page_in_short(), *others)

    def page_in_short(self) -> doc.Parts:
        if not self.metrics:
            return (doc.sentence("This story has no meters that are shown."),)
        rows = ((mark.label, mark.when, mark.name) for mark in self._marks)
        legend = doc.Table("Your decisions have numbers, events have letters.", ("Mark", "When", "What"), tuple(rows))
        heading = "What the numbers below the large charts and the letters above them stand for"
        return (*(self._chart(metric) for metric in self.headline), doc.Fold(heading, (legend,), is_minor=True))

    def _chart(self, metric: Metric, *, large: bool = True) -> doc.Chart:
        course, moves = self.game.course(metric.id), self._largest_moves(metric)
        return doc.Chart(
            title=metric.name,
            says=self._course_in_words(metric, course),
            lines=(doc.Line(formatting.figure(metric, course[-1]), metric.name, tuple(enumerate(course))),),
            limits=bounds(metric),
            ticks=self._ticks if large else self._ticks[::2],
            table=figures(self.game, metric, {"Value": course}),
            marks=self._marks if large else (),
            bounds=tuple((float(bound), word) for bound, word in metric.bands) if large else (),
            wide=large,
            metric=metric,
            more=(doc.Fold("It moved most on", (moves,)),) if moves.items else (),
            is_minor=not large,
        )

    def _largest_moves(self, metric: Metric) -> doc.Labelled:
        """The days on which a metric moved most, in their order, each with the causes that weigh most."""
        largest = sorted(self._moves[metric.id], key=lambda move: -move[1].weight)[:LARGEST_MOVES]
        items = []
        for step, moved in sorted(largest, key=lambda move: move[0]):
            date = formatting.date(self.game.timeline, step)
            causes = in_words(main_causes(moved, self._cause))
            items.append((f"{date}, {change_of(moved)}", doc.spans(causes)))
        return doc.Labelled(tuple(items))

    def _cause(self, share: Share) -> str:
        return naming.cause_name(self.game, share.kind, share.cause)

    def _course_in_words(self, metric: Metric, course: list[float]) -> str:
        """Where from, where to, and the extremes between."""
        start = formatting.figure(metric, self.game.start_value(metric.id))
        parts = [formatting.full_stop(f"From {start} to {formatting.with_unit(metric, course[-1])}")]
        for word, extreme in (("Lowest", min(course)), ("Highest", max(course))):
            step = course.index(extreme)
            if step not in (0, len(course) - 1):
                at = formatting.date(self.game.timeline, step)
                parts.append(f"{word} {formatting.figure(metric, extreme)} on {at}.")
        return " ".join(parts)
