"""All alternatives at once are what each of them is alone."""

from __future__ import annotations

import pytest

from ceo_sim.analysis.alternatives import alternatives
from ceo_sim.analysis.forecast_bands import visible_metrics
from ceo_sim.analysis.whatif import alternative, options_at
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.library import find_scenario
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, INTERRUPTED, program

STORY = program(EVERYTHING)
ADVISED = program(
    EVERYTHING
    + """
[cast.ana]
name = "Ana"
role = "Adviser"
forecast = { hours = 2 }
"""
)


def assert_each_is_what_it_is_alone(game: Game) -> None:
    for each in alternatives(game):
        story = alternative(game, each.answer, each.option).game
        assert each.ending == (story.ending.id if story.ending is not None else None)
        for metric in visible_metrics(game.program):
            assert each.courses[metric].tolist() == story.course(metric), (each.answer, each.option, metric)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("days", [4, None])
def test_a_lane_is_the_single_story(seed: int, days: int | None) -> None:
    assert_each_is_what_it_is_alone(played_by_lot(STORY, seed, days))


@pytest.mark.parametrize("seed", range(8))
def test_a_lane_pays_for_the_forecasts_that_were_asked_for(seed: int) -> None:
    game = played_by_lot(ADVISED, seed)
    if seed == 0:
        assert any(played_by_lot(ADVISED, one).consultations for one in range(8)), "nobody was asked"
    assert_each_is_what_it_is_alone(game)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("days", [4, None])
def test_a_lane_has_what_was_thrown_in_where_it_is_offered(seed: int, days: int | None) -> None:
    game = played_by_lot(program(INTERRUPTED), seed, days, throwing=True)
    assert game.injections
    assert_each_is_what_it_is_alone(game)


def test_there_is_one_for_each_other_option_that_was_open() -> None:
    game = played_by_lot(STORY, 1)
    expected = [
        (index, option.id)
        for index, answer in enumerate(game.answers)
        for option in options_at(game, index).options
        if option.lock is None and option.id != answer.option
    ]

    assert [(each.answer, each.option) for each in alternatives(game)] == expected
    assert expected


def test_a_story_without_answers_has_none() -> None:
    assert alternatives(Game(STORY, 1)) == ()


@pytest.mark.slow
def test_the_flagship_holds_to_it() -> None:
    scenario = find_scenario("the_post").scenario
    assert scenario is not None
    assert_each_is_what_it_is_alone(played_by_lot(compile_scenario(scenario), 3, days=9))
