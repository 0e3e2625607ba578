"""The course of every metric, with decisions and events marked."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.engine.timeline import Timeline
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.subject import DebriefSubject, headline, marks, marks_table, ticks
from ceo_sim.presentation.document import Chart, Fold, Line, Points, Section, Side, Table, note
from ceo_sim.scenario.metrics import bounds, debrief_metrics
from ceo_sim.scenario.model import Metric


def courses(told: DebriefSubject, *, whole: bool = True) -> Section:
    """A chart for each metric: the headline ones large, the others side by side, unless only the large are wanted."""
    game = told.game
    large = headline(game)
    others = [metric for metric in debrief_metrics(game.program.scenario) if metric not in large]
    legend = "In the large charts your decisions stand as numbers below, and events as letters above."
    small = (Section(told.id("others"), "The others", (Side(tuple(chart(game, each) for each in others)),)),)
    parts = (
        note(legend),
        *(chart(game, metric, wide=True) for metric in large),
        Fold("What the numbers and letters stand for", (marks_table(game),)),
        *(small if others and whole else ()),
    )
    return Section(told.id("metrics"), "The meters", parts)


def chart(game: Game, metric: Metric, *, wide: bool = False) -> Chart:
    """The course of one metric."""
    return Chart(
        title=metric.name,
        says=_says(game, metric),
        lines=(
            Line(
                formatting.figure(metric, game.course(metric.id)[-1]), metric.name, points(game, game.course(metric.id))
            ),
        ),
        limits=bounds(metric),
        ticks=ticks(game) if wide else ticks(game)[::2],
        table=table(game, metric, {"Value": game.course(metric.id)}),
        marks=marks(game) if wide else (),
        bounds=tuple((float(bound), word) for bound, word in metric.bands) if wide else (),
        wide=wide,
    )


def points(game: Game, course: list[float]) -> Points:
    """A course as it is drawn: its start and the end of each day."""
    ends = game.timeline.ends_of_days(len(course) - 1)
    return tuple((float(step), course[step]) for step in dict.fromkeys([0, *ends]))


def table(game: Game, metric: Metric, lines: dict[str, list[float]]) -> Table:
    """Courses in figures, at a dozen moments; a story that has ended by then has none."""
    last = max(len(course) for course in lines.values()) - 1
    rows = tuple(
        (
            formatting.short_date(game.timeline.moment(step)),
            *(formatting.figure(metric, course[step]) if step < len(course) else "ended" for course in lines.values()),
        )
        for step in _stops(game.timeline, last)
    )
    unit = f", {metric.unit}" if metric.unit else ""
    return Table(f"{metric.name}{unit}", ("When", *lines), rows, tuple(range(1, len(lines) + 1)))


def _says(game: Game, metric: Metric) -> str:
    """The course in words: where from, where to, and the extremes between."""
    course, timeline = game.course(metric.id), game.timeline
    parts = [
        f"From {formatting.figure(metric, game.start_value(metric.id))} to {formatting.with_unit(metric, course[-1])}."
    ]
    for word, best in (("Lowest", min), ("Highest", max)):
        step = best(range(len(course)), key=course.__getitem__)
        if step not in (0, len(course) - 1):
            parts.append(
                f"{word} {formatting.figure(metric, course[step])} on {formatting.date(timeline.moment(step))}."
            )
    return " ".join(parts)


def _stops(timeline: Timeline, last: int, most: int = 12) -> list[int]:
    """The start and some ends of days up to the last step, evenly spread, for a table."""
    ends = timeline.ends_of_days(last)
    stride = -(-len(ends) // most)
    return sorted({0, *ends[stride - 1 :: stride], last})
