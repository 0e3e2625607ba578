from __future__ import annotations

import numpy as np
import pytest

from ceo_sim.engine.columns import columns_of
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.rng import consecutive_seeds
from tests.support.stories import EVERYTHING, by_turn, program

BATCH_ONLY = {"sets", "effects", "requirements"}
TWO_URGENT = (
    EVERYTHING
    + """
[decision.also]
title = "Also"
brief = "At the same time."
at = 2020-05-28T18:00:00-04:00
urgent = true
[decision.also.option.only]
label = "Only"
"""
)


def test_a_single_game_makes_no_table_for_batches_and_a_batch_makes_them_all() -> None:
    story = program(TWO_URGENT)
    Game(story, 1).choose("first", "go")

    assert not BATCH_ONLY & vars(story).keys()

    run(Lanes(story, consecutive_seeds(1, 100)), RandomPolicy())

    assert vars(story).keys() >= BATCH_ONLY


def test_effects_that_a_game_does_not_meet_are_not_compiled() -> None:
    story = program(EVERYTHING)
    Game(story, 1).choose("first", "go")
    decision = story.decision("first")
    compiled = {option.id: "shapes" in vars(option.consequence.effects) for option in decision.options}

    assert compiled["go"]
    assert not compiled["stay"]


CONSTANTS = """
[metric.staff]
start = 50
range = [0, 100]
[metric.cash]
start = 95
range = [0, 100]
half_life = 4
baseline = 40
[metric.mood]
start = 0.5
range = [0, 1]
[variable.asked]
start = 0
range = [0, 9]
[budget.time]
name = "Time"
refill = 3
[decision.first]
at = 0
urgent = true
[decision.first.option.many]
next = "first"
effects = { staff = -7.3, cash = 9.1, mood = 0.3 }
[decision.first.option.one]
next = "first"
cost = { time = 1 }
effects = { cash = -20 }
[decision.first.option.none]
next = "first"
sets = { asked = "asked + 1" }
[decision.first.option.formula]
next = "first"
effects = { staff = "asked - cash / 20", mood = -0.2 }
[decision.first.option.echoing]
next = "first"
effects = { staff = { amount = 5, echo = { share = 0.5, over = 2 } } }
[deck.luck]
nothing = 2
[deck.luck.card.good]
weight = 1
effects = { staff = 3, cash = 1 }
[deck.luck.card.bad]
weight = 1
effects = { staff = -4, mood = -0.1 }
"""


def test_constants_added_to_all_stocks_at_once_come_to_the_same_bits_as_row_by_row() -> None:
    at_once, by_row = by_turn(CONSTANTS), by_turn(CONSTANTS)
    assert at_once.constant_effects is not None
    of = {option.id: option.consequence.index for _, option in at_once.options}
    here = {id for id, index in of.items() if at_once.constant_effects.has_all(np.array([index]))}
    assert here == {"many", "one", "none"}
    vars(by_row)["constant_effects"] = None

    batches = [Lanes(story, consecutive_seeds(1, 500)) for story in (at_once, by_row)]
    for batch in batches:
        run(batch, RandomPolicy())

    for name in columns_of(Lanes):
        first, second = (getattr(batch, name) for batch in batches)
        assert first.tobytes() == second.tobytes(), name


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(("start = 0.5", 'start = "fate"'), id="a stock may begin outside its range"),
        pytest.param(
            (
                "[variable.asked]",
                "".join(f"[metric.m{n}]\nstart = 5\nrange = [0, 9]\n" for n in range(9)) + "[variable.asked]",
            ),
            id="stocks are many and effects few",
        ),
    ],
)
def test_constants_are_added_row_by_row_where(change: tuple[str, str]) -> None:
    story = by_turn(CONSTANTS.replace(*change) + "[draw.fate]\nlow = 0\nhigh = 3\n")

    assert story.constant_effects is None
