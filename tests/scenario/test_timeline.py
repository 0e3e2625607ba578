from __future__ import annotations

import datetime as dt

import pytest

from ceo_sim.scenario.model import Clock
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.units import Duration

ZONE = dt.timezone(dt.timedelta(hours=-4))
START = dt.datetime(2020, 5, 28, 18, tzinfo=ZONE)
SIX_HOURS = Timeline.of(Clock(start=START, end=START + dt.timedelta(days=3), step=Duration.parse("6h")))
TURNS = Timeline.of(Clock(turns=5))


def test_a_clock_of_dates_counts_its_steps() -> None:
    assert (SIX_HOURS.last, SIX_HOURS.steps_a_day, SIX_HOURS.moment(4)) == (12, 4, START + dt.timedelta(days=1))


def test_a_moment_belongs_to_the_first_step_at_or_after_it() -> None:
    assert SIX_HOURS.step_at(START) == 0
    assert SIX_HOURS.step_at(START + dt.timedelta(hours=1)) == 1
    assert SIX_HOURS.step_at(START - dt.timedelta(hours=7)) == -1
    assert TURNS.step_at(3) == 3


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    assert SIX_HOURS.step_at(dt.datetime(2020, 5, 29, 4, tzinfo=dt.UTC)) == 1


def test_days_begin_at_midnight_and_at_the_start() -> None:
    assert [step for step in range(13) if SIX_HOURS.starts_day(step)] == [0, 1, 5, 9]
    assert [SIX_HOURS.next_day(step) for step in (0, 1, 4, 9, 12)] == [1, 5, 5, 12, 12]
    assert [step for step in range(6) if TURNS.starts_day(step)] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("hour, steps", [(None, [0, 1, 5, 9]), (13, [3, 7, 11]), (18, [0, 4, 8, 12]), (2.5, [1, 5, 9])])
def test_an_hour_of_the_day_falls_in_one_step_of_each_day(hour: float | None, steps: list[int]) -> None:
    assert [step for step in range(13) if SIX_HOURS.is_hour(hour, step)] == steps


@pytest.mark.parametrize("every, steps", [(None, [0, 1, 5, 9]), ("2d", [0, 5]), ("12h", [0, 2, 4, 6, 8, 10, 12])])
def test_something_regular_comes_at_the_start_of_its_days(every: str | None, steps: list[int]) -> None:
    duration = None if every is None else Duration.parse(every)

    assert [step for step in range(13) if SIX_HOURS.is_time_for(duration, step)] == steps


def test_a_span_of_time_is_rounded_up_to_steps() -> None:
    assert [SIX_HOURS.steps_in(Duration.parse(span)) for span in ("1h", "6h", "7h", "1d")] == [1, 1, 2, 4]
    assert TURNS.steps_in(Duration.parse(3)) == 3
