"""Stories beside each other: two of them in full, or many by where they end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, frozen

from ceo_sim.analysis.counterfactual import Counterfactual
from ceo_sim.analysis.diff import differences, first_divergence, only_in
from ceo_sim.analysis.forecast_bands import QUANTILES, ForecastBands, visible_metrics
from ceo_sim.analysis.whatif import LANES
from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Answer
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.charts import overlay
from ceo_sim.presentation.debrief.subject import headline
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.metrics import reads_alike
from ceo_sim.scenario.model import Metric

YOURS, OTHER = "yours", "other"
MOST = 6
"""Differences, and happenings of either story, that are the gist."""
_LOW, _MIDDLE, _HIGH = (QUANTILES.index(level) for level in (0.05, 0.5, 0.95))


# ---- two stories in full -------------------------------------------------------------------------------------


@frozen(eq=False)
class TwoStories:
    """The player's story and another one of the same scenario.

    Attributes:
        mine: The player's.
        followed: The other, in which the player's answers were followed.
        names: What each is: what was done in it.
        fans: Both on many lucks, as the lines `yours` and `other`, if that is known.
    """

    mine: Game
    followed: Counterfactual
    names: tuple[str, str]
    fans: ForecastBands | None = None

    def parts(self, *, all_charts: bool = True) -> doc.Parts:
        """How they end, where they part and how far, what happened in one of them only, and what did not fit.

        With a chart of each metric, or of the headline ones only.
        """
        metrics = [self.mine.program.scenario.metrics[id] for id in visible_metrics(self.mine.program)]
        charts = tuple(map(self._chart, metrics if all_charts else headline(self.mine)))
        return (
            doc.sentence(f"{self._endings()} {self._parting()}"),
            *([doc.Side(charts)] if charts else []),
            *([] if self.fans is None else [self._ends_by_luck(self.fans)]),
            self._differences(),
            *self._happenings(),
            *([] if self.fans is None else [self._bands(self.fans, metrics)]),
        )

    def _endings(self) -> str:
        yours, theirs = (_ending_with_date(game) for game in (self.mine, self.followed.game))
        return f"Both {yours}" if yours == theirs else f"Yours {yours} The other {theirs}"

    def _parting(self) -> str:
        """The first moment at which a metric reads otherwise."""
        divergence = first_divergence(self.mine, self.followed.game)
        if divergence is None:
            return "Nothing that you could see tells them apart."
        step, first = divergence
        here, there = (formatting.figure(first.metric, value) for value in (first.mine, first.other))
        at = formatting.date(self.mine.timeline, step)
        return f"They part on {at}: {first.metric.name} {here} in yours, {there} in the other."

    def _chart(self, metric: Metric) -> doc.Chart:
        courses = {YOURS: self.mine.course(metric.id), OTHER: self.followed.game.course(metric.id)}
        names = dict(zip(courses, self.names, strict=True))
        chart = evolve(overlay(self.mine, metric, courses, names), is_minor=metric not in headline(self.mine))
        if self.fans is None or metric.id not in self.fans.metrics:
            return chart
        return evolve(
            chart,
            says=f"{chart.says} {_ninety(self.fans, metric)}",
            areas=_areas(self.fans, metric),
            shades=f"nine in ten of {LANES:,} lucks",
        )

    def _differences(self) -> doc.Part:
        """Where the metrics end, each at the end of its own story, unless they read alike."""
        pairs = differences(self.mine, self.followed.game)
        rows = tuple(
            (
                pair.metric.name,
                formatting.total_with_unit(pair.metric, pair.mine),
                formatting.total_with_unit(pair.metric, pair.other),
                formatting.change(pair.metric, formatting.shown_change(pair.metric, pair.mine, pair.other)),
            )
            for pair in sorted(pairs, key=lambda pair: not pair.metric.headline)
            if not reads_alike(pair.metric, pair.mine, pair.other)
        )
        if not rows:
            return doc.sentence("No meter ends elsewhere.")
        return doc.Table("At the end of each", ("Meter", YOURS, OTHER, "change"), rows, (1, 2, 3), MOST, "meter")

    def _happenings(self) -> Iterator[doc.Part]:
        """What only one story has: events by their titles, and answers that did not fit or were not the player's."""
        mine, other = self.mine, self.followed.game
        happened: dict[str, list[tuple[int, str]]] = {
            "Only in yours": [(entry.step, plain(entry.title)) for entry in only_in(mine, other)],
            "Only in the other": [(entry.step, plain(entry.title)) for entry in only_in(other, mine)],
            "Answers of yours that could not be given there": self._answers(self.followed.skipped),
            "Urgent there only, and answered by default or by lot": self._answers(self.followed.improvised),
        }
        for heading, dated in happened.items():
            if dated:
                items = (
                    (formatting.weekday_and_date(mine.timeline, step), doc.spans(formatting.full_stop(text)))
                    for step, text in dated
                )
                yield doc.Fold(heading, (doc.Labelled(tuple(items), MOST),), str(len(dated)))

    def _answers(self, answers: Sequence[Answer]) -> list[tuple[int, str]]:
        return [(answer.step, naming.choice_name(self.mine, answer.decision, answer.option)) for answer in answers]

    def _ends_by_luck(self, fans: ForecastBands) -> doc.Table:
        shares = [dict(fans.endings_of(line)) for line in (YOURS, OTHER)]
        rows = tuple(
            (naming.ending_title(self.mine, id), *(formatting.percent(share.get(id, 0.0)) for share in shares))
            for id in self.mine.program.scenario.endings
            if any(id in share for share in shares)
        )
        caption = f"How {LANES:,} plays each end, with other luck from that answer on"
        return doc.Table(caption, ("Ending", YOURS, OTHER), rows, (1, 2))

    def _bands(self, fans: ForecastBands, metrics: Sequence[Metric]) -> doc.Table:
        """Where each metric may stand after a week and at the end."""
        timeline, places = self.mine.timeline, {"at the end": -1}
        if (week := fans.after_a_week(timeline)) is not None:
            places = {f"in {formatting.elapsed(timeline, fans.steps[week] - fans.steps[0])}": week} | places
        columns = {f"{line} {when}": (line, place) for line in (YOURS, OTHER) for when, place in places.items()}
        rows = tuple(
            (metric.name, *(_range(fans, line, metric, place) for line, place in columns.values()))
            for metric in metrics
        )
        caption = "With other luck: the middle of a thousand plays, and in brackets where nine in ten of them lie"
        most = sum(metric in headline(self.mine) for metric in metrics)
        return doc.Table(caption, ("Meter", *columns), rows, tuple(range(1, len(columns) + 1)), most, "meter")


def _ending_with_date(game: Game) -> str:
    if game.ending is None:
        return "has not ended yet."
    return f"ended on {formatting.date(game.timeline, game.now)}: {formatting.full_stop(naming.how_it_ended(game))}"


def _areas(fans: ForecastBands, metric: Metric) -> tuple[doc.Area, ...]:
    def edge(line: str, level: int) -> doc.Points:
        return tuple(zip(map(float, fans.steps), map(float, fans.fan(line, metric.id)[level]), strict=True))

    return tuple(doc.Area(place, edge(line, _LOW), edge(line, _HIGH)) for place, line in enumerate((YOURS, OTHER)))


def _ninety(fans: ForecastBands, metric: Metric) -> str:
    """Where the bands end."""
    low_high = {line: _levels(fans, line, metric, -1) for line in (YOURS, OTHER)}
    ends = ", ".join(f"{line} {low} to {high}" for line, (low, _, high) in low_high.items())
    return f"Nine in ten of {LANES:,} lucks end at {ends}."


def _range(fans: ForecastBands, line: str, metric: Metric, place: int) -> str:
    low, middle, high = _levels(fans, line, metric, place)
    return f"{middle} ({low} to {high})"


def _levels(fans: ForecastBands, line: str, metric: Metric, place: int) -> list[str]:
    """The lower bound, the middle and the upper bound of a band at one of its steps, as figures."""
    levels = fans.fan(line, metric.id)[:, place]
    return [formatting.figure(metric, float(levels[level])) for level in (_LOW, _MIDDLE, _HIGH)]


# ---- many of them --------------------------------------------------------------------------------------------


@frozen(eq=False)
class StoryLine:
    """One story of many: the key of its lines, what it is, how it ended, and its courses by the id of the metric."""

    key: str
    name: str
    ending: str
    courses: Mapping[str, Sequence[float]]

    @classmethod
    def of(cls, key: str, name: str, game: Game) -> StoryLine:
        """A game with the courses of its headline metrics."""
        courses = {metric.id: game.course(metric.id) for metric in headline(game)}
        return cls(key, name, naming.how_it_ended(game), courses)


def many_stories(game: Game, stories: Sequence[StoryLine]) -> doc.Parts:
    """Where stories end, and the headline metrics over each other; `game` is one of them."""
    return endings(game, stories, "If", "Where the stories end"), doc.Side(overlays(game, stories))


def endings(game: Game, stories: Sequence[StoryLine], of: str, caption: str) -> doc.Table:
    """A row for each story: what it is, under the head `of`, its ending, and where its headline metrics end."""
    metrics = _common(game, stories)
    rows = tuple(
        (
            f"{story.key}: {story.name}",
            story.ending,
            *(formatting.figure(metric, story.courses[metric.id][-1]) for metric in metrics),
        )
        for story in stories
    )
    head = (of, "Ending", *(metric.name for metric in metrics))
    return doc.Table(caption, head, rows, tuple(range(2, len(head))))


def overlays(game: Game, stories: Sequence[StoryLine]) -> tuple[doc.Chart, ...]:
    """A chart of each headline metric with a line for each story."""
    names = {story.key: story.name for story in stories}
    return tuple(
        overlay(game, metric, {story.key: story.courses[metric.id] for story in stories}, names)
        for metric in _common(game, stories)
    )


def _common(game: Game, stories: Sequence[StoryLine]) -> list[Metric]:
    """The headline metrics that every story has a course of."""
    return [metric for metric in headline(game) if all(metric.id in story.courses for story in stories)]
