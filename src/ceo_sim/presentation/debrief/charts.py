"""The courses of a metric over each other as a chart, with the same in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from ceo_sim.analysis.diff import max_gap
from ceo_sim.engine.game import Game
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.timeline import Timeline


def overlay(game: Game, metric: Metric, courses: Mapping[str, Sequence[float]], names: Mapping[str, str]) -> doc.Chart:
    """The courses of a metric in several stories, and where they are furthest apart.

    Args:
        game: One of the stories, for its calendar.
        metric: What is drawn.
        courses: Its value at each step, by the key of the line; a story that ended earlier has a shorter one.
        names: What each line is.
    """
    return doc.Chart(
        title=metric.name,
        says=_furthest_apart(game, metric, courses),
        lines=tuple(
            doc.Line(key, names[key], _points(game.timeline, course, daily=len(courses) > 2))
            for key, course in courses.items()
        ),
        limits=bounds(metric),
        ticks=ticks(game, max(map(len, courses.values())) - 1)[::2],
        table=figures(game, metric, courses),
        legend=False,
        metric=metric,
    )


def figures(game: Game, metric: Metric, courses: Mapping[str, Sequence[float]]) -> doc.Table:
    """Courses in figures, at a dozen moments; a story that has ended by then has none."""
    last = max(map(len, courses.values())) - 1
    rows = tuple(
        (
            formatting.short_date(game.timeline, step),
            *(
                formatting.figure(metric, course[step]) if step < len(course) else "ended"
                for course in courses.values()
            ),
        )
        for step in _spread_steps(game.timeline, last)
    )
    unit = f", {metric.unit}" if metric.unit else ""
    return doc.Table(f"{metric.name}{unit}", ("When", *courses), rows, tuple(range(1, len(courses) + 1)))


def ticks(game: Game, last: int) -> doc.Ticks:
    """Dates for at most six places on the axis of time."""
    ends = game.timeline.ends_of_days(last)
    begins = [0, *(end + 1 for end in ends[:-1])]
    stride = -(-len(begins) // 6)
    return tuple((float(step), formatting.short_date(game.timeline, step)) for step in begins[::stride])


def _points(timeline: Timeline, course: Sequence[float], *, daily: bool) -> doc.Points:
    """A course step by step, or by its start and the end of each day, which is enough where there are many."""
    steps = dict.fromkeys([0, *timeline.ends_of_days(len(course) - 1)]) if daily else range(len(course))
    return tuple((float(step), course[step]) for step in steps)


@lru_cache(maxsize=4)  # a chart of each metric asks it of the same story
def _spread_steps(timeline: Timeline, last: int, most: int = 12) -> tuple[int, ...]:
    """The first day's end and some other ends of days up to the last step, evenly spread."""
    ends = timeline.ends_of_days(last)
    stride = -(-len(ends) // most)
    return tuple(sorted({ends[0], *ends[stride - 1 :: stride], last}))


def _furthest_apart(game: Game, metric: Metric, courses: Mapping[str, Sequence[float]]) -> str:
    step = max_gap(list(courses.values()))
    values = {key: formatting.figure(metric, course[step]) for key, course in courses.items()}
    if len(set(values.values())) == 1:
        return "All the same."
    by_key = ", ".join(f"{key} {value}" for key, value in values.items())
    return f"Furthest apart on {formatting.date(game.timeline, step)}: {by_key}."
