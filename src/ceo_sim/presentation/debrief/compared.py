"""Stories beside each other: two of them in full, or many by where they end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ceo_sim.analysis.counterfactual import Counterfactual
from ceo_sim.analysis.diff import Difference, differences, first_divergence, max_gap, only_in
from ceo_sim.analysis.forecast_bands import QUANTILES, ForecastBands, visible_metrics
from ceo_sim.analysis.whatif import LANES
from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Answer
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.meters import points, table
from ceo_sim.presentation.debrief.subject import headline, ticks
from ceo_sim.presentation.document import (
    Area,
    Chart,
    Fold,
    Labelled,
    Line,
    Part,
    Parts,
    Points,
    Side,
    Table,
    said,
    sentence,
)
from ceo_sim.scenario.metrics import bounds, reads_alike
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.text import plain

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

    def parts(self, *, all_charts: bool = True) -> Parts:
        """How they end, where they part and how far, what happened in one of them only, and what did not fit.

        With a chart of each metric, or of the headline ones only.
        """
        metrics = [self.mine.program.scenario.metrics[id] for id in visible_metrics(self.mine.program)]
        drawn = metrics if all_charts else headline(self.mine)
        return (
            sentence(f"{self._endings()} {self._parting()}"),
            *([Side(tuple(map(self._chart, drawn)))] if drawn else []),
            *([] if self.fans is None else [self._ends_by_luck(self.fans)]),
            self._differences(),
            *self._happenings(),
            *([] if self.fans is None else [self._bands(self.fans, metrics)]),
        )

    def _endings(self) -> str:
        yours, theirs = (_ending_with_date(game) for game in (self.mine, self.followed.game))
        if yours == theirs:
            return f"Both {yours}"
        return f"Yours {yours} The other {theirs}"

    def _parting(self) -> str:
        """The first moment at which a metric reads otherwise."""
        parted = first_divergence(self.mine, self.followed.game)
        if parted is None:
            return "Nothing that you could see tells them apart."
        step, first = parted
        here, there = (formatting.figure(first.metric, value) for value in (first.mine, first.other))
        at = formatting.date(self.mine.timeline.moment(step))
        return f"They part on {at}: {first.metric.name} {here} in yours, {there} in the other."

    def _chart(self, metric: Metric) -> Chart:
        courses = {YOURS: self.mine.course(metric.id), OTHER: self.followed.game.course(metric.id)}
        last = max(map(len, courses.values())) - 1
        says, areas = _furthest(self.mine, metric, courses), tuple[Area, ...]()
        if self.fans is not None and metric.id in self.fans.metrics:
            says, areas = f"{says} {_ninety(self.fans, metric)}", _areas(self.fans, metric)
        return Chart(
            title=metric.name,
            says=says,
            lines=tuple(
                Line(key, name, tuple(enumerate(course)))
                for (key, course), name in zip(courses.items(), self.names, strict=True)
            ),
            limits=bounds(metric),
            ticks=ticks(self.mine, last)[::2],
            table=table(self.mine, metric, courses),
            legend=False,
            areas=areas,
            shades=f"nine in ten of {LANES:,} lucks",
            metric=metric,
            is_minor=metric not in headline(self.mine),
        )

    def _differences(self) -> Part:
        """Where the metrics end, each at the end of its own story, unless they read alike."""
        apart = [pair for pair in differences(self.mine, self.followed.game) if not _alike(pair)]
        if not apart:
            return sentence("No meter ends elsewhere.")
        apart.sort(key=lambda pair: not pair.metric.headline)
        rows = tuple(
            (
                pair.metric.name,
                formatting.with_unit(pair.metric, pair.mine),
                formatting.with_unit(pair.metric, pair.other),
                formatting.change(pair.metric, pair.other - pair.mine),
            )
            for pair in apart
        )
        return Table("At the end of each", ("Meter", YOURS, OTHER, "change"), rows, (1, 2, 3), MOST, "meter")

    def _happenings(self) -> Iterator[Part]:
        mine, other = self.mine, self.followed.game
        for heading, one, against in (("Only in yours", mine, other), ("Only in the other", other, mine)):
            titles = [(entry.step, plain(entry.title)) for entry in only_in(one, against)]
            yield from self._dated(heading, titles)
        for heading, answers in (
            ("Answers of yours that could not be given there", self.followed.skipped),
            ("Urgent there only, and answered by default or by lot", self.followed.improvised),
        ):
            yield from self._dated(heading, [(each.step, self._choice(each)) for each in answers])

    def _choice(self, answer: Answer) -> str:
        return naming.choice_name(self.mine, answer.decision, answer.option)

    def _dated(self, heading: str, happened: Sequence[tuple[int, str]]) -> Iterator[Part]:
        if happened:
            timeline = self.mine.timeline
            items = tuple(
                (formatting.weekday_and_date(timeline, step), said(formatting.full_stop(text)))
                for step, text in happened
            )
            yield Fold(heading, (Labelled(items, MOST),), str(len(happened)))

    def _ends_by_luck(self, fans: ForecastBands) -> Table:
        shares = [dict(fans.endings_of(line)) for line in (YOURS, OTHER)]
        rows = tuple(
            (naming.ending_title(self.mine, id), *(formatting.percent(share.get(id, 0.0)) for share in shares))
            for id in self.mine.program.scenario.endings
            if any(id in share for share in shares)
        )
        caption = f"How {LANES:,} plays each end, with other luck from that answer on"
        return Table(caption, ("Ending", YOURS, OTHER), rows, (1, 2))

    def _bands(self, fans: ForecastBands, metrics: Sequence[Metric]) -> Table:
        """Where each metric may stand after a week and at the end."""
        timeline, places = self.mine.timeline, {"at the end": -1}
        if (week := fans.after_a_week(timeline)) is not None:
            places = {f"in {formatting.elapsed(timeline, fans.steps[week] - fans.steps[0])}": week} | places
        rows = tuple(
            (
                metric.name,
                *(_range(fans, line, metric, place) for line in (YOURS, OTHER) for place in places.values()),
            )
            for metric in metrics
        )
        caption = "With other luck: the middle of a thousand plays, and in brackets where nine in ten of them lie"
        head = ("Meter", *(f"{line} {place}" for line in (YOURS, OTHER) for place in places))
        most = sum(metric in headline(self.mine) for metric in metrics)
        return Table(caption, head, rows, tuple(range(1, len(head))), most, "meter")


def _ending_with_date(game: Game) -> str:
    if game.ending is None:
        return "has not ended yet."
    title = formatting.full_stop(naming.ending_title(game, game.ending.id))
    return f"ended on {formatting.date(game.moment)}: {title}"


def _alike(each: Difference) -> bool:
    return reads_alike(each.metric, each.mine, each.other)


def _areas(fans: ForecastBands, metric: Metric) -> tuple[Area, ...]:
    def edge(line: str, level: int) -> Points:
        return tuple(zip(map(float, fans.steps), map(float, fans.fan(line, metric.id)[level]), strict=True))

    return tuple(Area(place, edge(line, _LOW), edge(line, _HIGH)) for place, line in enumerate((YOURS, OTHER)))


def _ninety(fans: ForecastBands, metric: Metric) -> str:
    """Where the bands end."""
    ends = (
        f"{line} {formatting.figure(metric, float(fans.fan(line, metric.id)[_LOW, -1]))} to "
        f"{formatting.figure(metric, float(fans.fan(line, metric.id)[_HIGH, -1]))}"
        for line in (YOURS, OTHER)
    )
    return f"Nine in ten of {LANES:,} lucks end at {', '.join(ends)}."


def _range(fans: ForecastBands, line: str, metric: Metric, place: int) -> str:
    levels = fans.fan(line, metric.id)[:, place]
    low, middle, high = (formatting.figure(metric, float(levels[level])) for level in (_LOW, _MIDDLE, _HIGH))
    return f"{middle} ({low} to {high})"


# ---- many of them --------------------------------------------------------------------------------------------


@frozen(eq=False)
class ManyStories:
    """Stories by the key of their lines, the player's own first: what each is, the headline courses, the endings."""

    mine: Game
    names: Mapping[str, str]
    courses: Mapping[str, Mapping[str, Sequence[float]]]
    endings: Sequence[str]

    def parts(self) -> Parts:
        """Where they end, and the headline metrics over each other."""
        metrics = [metric for metric in headline(self.mine) if metric.id in self.courses[YOURS]]
        rows = tuple(
            (
                f"{key}: {name}",
                ending,
                *(formatting.figure(metric, self.courses[key][metric.id][-1]) for metric in metrics),
            )
            for (key, name), ending in zip(self.names.items(), self.endings, strict=True)
        )
        head = ("If", "Ending", *(metric.name for metric in metrics))
        figures = tuple(range(2, 2 + len(metrics)))
        return (Table("Where the stories end", head, rows, figures), Side(tuple(map(self._chart, metrics))))

    def _chart(self, metric: Metric) -> Chart:
        courses = {key: list(self.courses[key][metric.id]) for key in self.names if metric.id in self.courses[key]}
        last = max(map(len, courses.values())) - 1
        lines = (Line(key, self.names[key], points(self.mine.timeline, course)) for key, course in courses.items())
        return Chart(
            title=metric.name,
            says=_furthest(self.mine, metric, courses),
            lines=tuple(lines),
            limits=bounds(metric),
            ticks=ticks(self.mine, last)[::2],
            table=table(self.mine, metric, courses),
            legend=False,
            metric=metric,
        )


def headline_courses(game: Game) -> dict[str, list[float]]:
    """The courses of the headline metrics."""
    return {metric.id: game.course(metric.id) for metric in headline(game)}


def _furthest(game: Game, metric: Metric, courses: Mapping[str, Sequence[float]]) -> str:
    """Where courses are furthest apart, in words."""
    step = max_gap(list(courses.values()))
    values = {key: formatting.figure(metric, course[step]) for key, course in courses.items()}
    if len(set(values.values())) == 1:
        return "All the same."
    figures = ", ".join(f"{key} {value}" for key, value in values.items())
    return f"Furthest apart on {formatting.date(game.timeline.moment(step))}: {figures}."
