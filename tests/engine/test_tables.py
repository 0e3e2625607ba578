from __future__ import annotations

from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.rng import consecutive_seeds
from tests.support.stories import EVERYTHING, program

BATCH_ONLY = {"sets", "effects", "requirements"}


def test_a_single_game_makes_no_table_for_batches_and_a_batch_makes_them_all() -> None:
    story = program(EVERYTHING)
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
