"""Metrics as a player may see them: value or surveyed range, band, trend and course."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.play_log import Surveyed
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.timeline import Timeline


@frozen
class Meter:
    """A metric as it is seen.

    Attributes:
        metric: What was written of it.
        low: What is known of its value: the lowest it can be.
        high: The highest it can be; the same as `low` unless it is only surveyed.
        age: Days since that was true; 0 for what is seen directly.
        band: A word for the value, or for the middle of what is known.
        before: Its value at this time yesterday, on the first day at the start, or by the survey before; None where
            there is nothing to compare with.
        course: Its value at the end of each day so far, or each survey, and now.
    """

    metric: Metric
    low: float
    high: float
    age: float
    band: str
    before: float | None
    course: tuple[float, ...]

    @property
    def value(self) -> float:
        """Its value, or the middle of what is known."""
        return (self.low + self.high) / 2

    @property
    def change(self) -> float | None:
        """How it moved since then."""
        return None if self.before is None else self.course[-1] - self.before

    @property
    def surveyed(self) -> bool:
        """Whether it is known by survey only."""
        return self.metric.survey is not None


def band(metric: Metric, value: float) -> str:
    """The word for a value, or nothing where the metric has no bands."""
    word = ""
    for bound, name in metric.bands:
        if value >= bound:
            word = name
    return word


def read(
    metric: Metric,
    course: list[float],
    day_before: float,
    timeline: Timeline,
    state: Lanes,
    surveys: Sequence[Surveyed] = (),
) -> Meter:
    """A metric of a single playthrough.

    Args:
        metric: Which one.
        course: Its values at each step up to now.
        day_before: That of a day before now.
        timeline: The clock of the story.
        state: The only lane.
        surveys: The surveys of it that were made out of turn.
    """
    if metric.survey is not None:
        return _surveyed(metric, course, timeline, state, surveys)
    now = len(course) - 1
    value = course[-1]
    before = None if now < timeline.steps_a_day and value == day_before else day_before
    return Meter(
        metric, value, value, 0.0, band(metric, value), before, tuple(course[end] for end in timeline.ends_of_days(now))
    )


def _surveyed(
    metric: Metric, course: list[float], timeline: Timeline, state: Lanes, surveys: Sequence[Surveyed]
) -> Meter:
    survey = metric.survey
    assert survey is not None
    delay = timeline.steps_in(survey.delay) if survey.delay else 0
    now, stream = len(course) - 1, f"survey:{metric.id}"
    asked = [step for step in range(max(0, now - delay) + 1) if step == 0 or timeline.is_time_for(survey.every, step)]
    answers = [(step, _answer(metric, course[step], stream, step, state)) for step in asked]
    answers += [
        (each.step, _answer(metric, each.value, f"{stream}:{number}", each.step, state))
        for number, each in enumerate(surveys)
    ]
    answers.sort(key=lambda answer: answer[0])
    readings = [answer for _, answer in answers]
    last, noise = readings[-1], float(survey.noise)
    before = readings[-2] if len(readings) > 1 else None
    lowest, highest = bounds(metric)
    low, high = max(lowest, last - noise), min(highest, last + noise)
    return Meter(metric, low, high, timeline.days(now - answers[-1][0]), band(metric, last), before, tuple(readings))


def _answer(metric: Metric, value: float, stream: str, step: int, state: Lanes) -> float:
    """What a survey finds: off by its noise at most, by luck."""
    assert metric.survey is not None
    draw = float(rng.uniform(state.keys, rng.stream_key(stream), step)[0])
    return value + float(metric.survey.noise) * (2 * draw - 1)
