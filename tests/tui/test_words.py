"""Dates, costs and changes as they are said on screen."""

from __future__ import annotations

import datetime as dt

import pytest

from ceo_sim.engine.timeline import Timeline
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Metric
from ceo_sim.tui import words

TIME = Timeline(60, dt.datetime(2020, 5, 28, 18, tzinfo=dt.UTC), 6)
TURNS = Timeline(12)
PLAIN = Metric(id="m", name="M", start=Expression.parse(50))
SHARE = Metric(id="s", name="S", start=Expression.parse(0.5), range=(0, 1), decimals=2)


@pytest.mark.parametrize(
    "step, said",
    [(0, "Thursday 28 May · evening"), (1, "Friday 29 May · night"), (2, "Friday 29 May · morning")],
)
def test_a_step_is_a_date_and_a_part_of_the_day(step: int, said: str) -> None:
    assert words.when(TIME, step) == said


def test_a_step_of_a_clock_of_turns_is_a_turn() -> None:
    assert words.when(TURNS, 0) == "Turn 0 of 12"
    assert words.short_when(TURNS, 4) == "turn 4"
    assert words.deadline(TURNS, 0, 4) == "until turn 4"


@pytest.mark.parametrize(
    "step, said",
    [
        (1, "until tomorrow night"),
        (4, "until tomorrow evening"),
        (8, "until Saturday evening"),
        (48, "until 9 June"),
    ],
)
def test_a_deadline_is_said_as_seen_from_now(step: int, said: str) -> None:
    assert words.deadline(TIME, 0, step) == said


def test_a_deadline_of_today() -> None:
    assert words.deadline(TIME, 2, 4) == "until this evening"


def test_what_a_decision_takes() -> None:
    assert words.cost("hours", 0, 2) == "0 to 2 hours"
    assert words.cost("hours", 1, 1) == "1 hour"


def test_changes_have_a_sign_that_needs_no_colour() -> None:
    assert words.moved(PLAIN, 7.2) == "▲7"
    assert words.moved(PLAIN, -0.3) == "▼"
    assert words.turned(PLAIN, -7.4) == "▼ −7.4"
    assert words.moved(PLAIN, None) == words.moved(PLAIN, 0.01) == "="


def test_a_change_is_as_fine_as_its_metric() -> None:
    assert words.moved(SHARE, 0.03) == "▲0.03"
    assert words.arrow(SHARE, 0.0004) == words.LEVEL
