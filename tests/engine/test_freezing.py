from __future__ import annotations

import gc
import random
import weakref

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.freezing import Freezer
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Report
from ceo_sim.errors import IllegalMove
from ceo_sim.presentation.passing import passed
from tests.support.scenarios import shipped
from tests.support.stories import EVERYTHING, program

MOST_MOVES = 120


def a_move(game: Game, luck: random.Random) -> Report:
    """Some answer that can be given, or time."""
    decisions = game.program.scenario.decisions
    answers = [(waiting.id, option) for waiting in game.agenda() for option in decisions[waiting.id].options]
    luck.shuffle(answers)
    for decision, option in answers:
        try:
            return game.choose(decision, option, "A reason.")
        except IllegalMove:
            continue
    return passed(game, until_needed=True)


def goes_on_the_same(played: Program, seed: int) -> None:
    """A game that is frozen and thawed after every move comes to the same as one that never is."""
    freezer = Freezer(played)
    whole, thawed = Game(played, seed), Game(played, seed)
    one, other = random.Random(seed), random.Random(seed)
    for _ in range(MOST_MOVES):
        if whole.ended:
            break
        report, same = a_move(whole, one), a_move(thawed, other)
        thawed, again = freezer.thaw(freezer.freeze((thawed, same)))
        assert report == same == again
        assert thawed.check() == whole.check()
        assert thawed.program is played
    assert whole.ended
    assert thawed.ending == whole.ending
    assert thawed.ledger.rows == whole.ledger.rows
    assert thawed.answers == whole.answers


@pytest.mark.parametrize("seed", [1, 2])
def test_a_small_story_goes_on_after_it_was_frozen_as_if_it_never_was(seed: int) -> None:
    goes_on_the_same(program(EVERYTHING), seed)


@pytest.mark.slow
@pytest.mark.parametrize("id", ["tutorial", "depot", "meridian", "the_post"])
def test_a_story_goes_on_after_it_was_frozen_as_if_it_never_was(id: str) -> None:
    goes_on_the_same(compile_scenario(shipped(id).playable), 3)


def test_what_a_game_shares_with_its_program_is_not_copied() -> None:
    played = program(EVERYTHING)
    freezer = Freezer(played)
    decision = next(iter(played.scenario.decisions.values()))
    assert freezer.thaw(freezer.freeze([decision, played]))[0] is decision
    assert len(freezer.freeze(Game(played, 1))) < 4_000


def test_a_game_that_was_released_is_free_at_once() -> None:
    game = Game(program(EVERYTHING), 1)
    gc.collect()
    gc.disable()
    try:
        gone = weakref.ref(game._state)
        game.release()
        del game
        assert gone() is None
    finally:
        gc.enable()
