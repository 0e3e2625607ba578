"""What the flagship promises, held against what it does."""

from __future__ import annotations

from functools import cache

import pytest

from ceo_sim.analysis.claims import check_mirror
from ceo_sim.analysis.history import replay_history
from ceo_sim.analysis.simulate import Summary, simulate
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.scenario.model import Scenario
from tests.support.scenarios import shipped_program

PLAYS = 10_000


def program() -> Program:
    return shipped_program("the_post")


def the_post() -> Scenario:
    return program().scenario


@cache
def random_plays() -> Summary:
    return simulate(program(), PLAYS, seed=1)


@cache
def real_path() -> Game:
    return replay_history(program())


def value(metric: str, day: str | None = None, take: str = "value") -> float:
    """A metric on the real path: at the end, or on a day of 2020 at 18:00."""
    course = real_path().course(metric)
    if day is not None:
        start = program().timeline.start
        assert start is not None
        moment = start.replace(month=int(day[:2]), day=int(day[3:]), hour=18)
        course = course[: program().timeline.step_at(moment) + 1]
    return {"value": course[-1], "min": min(course), "max": max(course)}[take]


def test_it_is_as_large_as_it_was_meant_to_be() -> None:
    story = the_post()
    agenda = [decision for decision in story.decisions.values() if not decision.urgent]

    assert len(story.decisions) >= 14
    assert len(agenda) >= 8
    assert sum(len(decision.options) for decision in story.decisions.values()) >= 45
    assert len(story.events) >= 30
    assert len(story.endings) >= 8
    assert sum(person.adviser for person in story.cast.values()) >= 6
    assert {metric.id for metric in story.metrics.values() if metric.headline} == {
        "morale",
        "trust",
        "pressure",
    }


@pytest.mark.parametrize(
    "metric, day, take, low, high",
    [
        ("ready", "06/01", "value", 200, 800),
        ("votes", "06/02", "value", 4_000, 9_000),
        ("resigning", "06/05", "value", 1, 6),
        ("staff", "06/05", "value", 55, 66),
        ("boycott", "07/31", "value", 900, 1_300),
        ("share_day", None, "min", -10, -5),
    ],
)
def test_the_real_path_falls_into_the_bands_of_the_record(
    metric: str, day: str | None, take: str, low: float, high: float
) -> None:
    assert low <= value(metric, day, take) <= high


def test_the_real_path_moves_the_middle_of_the_public_by_ten_points_at_most() -> None:
    course = real_path().course("center")

    assert max(abs(point - course[0]) for point in course) <= 10


def test_the_mirror_image_of_the_real_path_has_the_poles_exchanged() -> None:
    assert the_post().mirror is not None
    assert list(check_mirror(the_post(), the_post().history.seed, real_path().answers)) == []  # type: ignore[union-attr]
