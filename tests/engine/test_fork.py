from __future__ import annotations

import contextlib

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.engine import rng
from ceo_sim.engine.fork import fork
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from tests.support.examples import examples
from tests.support.stories import EVERYTHING, by_turn, program

STORY = program(EVERYTHING)
ARRAYS = ("final", "ending", "ended_at", "choice", "event_times", "promise_state", "card_drawn")


class Reached(Exception):
    """The step at which to fork."""


def stopped_at(seed: int, step: int) -> Lanes:
    state = Lanes(STORY, rng.consecutive_seeds(seed, 1))

    def stop(state: Lanes) -> None:
        if state.now >= step:
            raise Reached

    with contextlib.suppress(Reached):
        run(state, RandomPolicy(), on_step=stop)
    return state


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(0, 2**64 - 1), st.integers(1, 50))
def test_a_fork_with_the_same_luck_goes_on_as_the_story_does(seed: int, step: int) -> None:
    state = stopped_at(seed, step)
    forked = fork(state, np.repeat(state.seeds, 3), redraw=False)
    run(forked, RandomPolicy(), decisions_opened=True)
    run(state, RandomPolicy(), decisions_opened=True)

    for name in ARRAYS:
        for lane in range(3):
            assert np.array_equal(getattr(forked, name)[..., lane], getattr(state, name)[..., 0]), name


def test_forking_leaves_the_story_as_it_was() -> None:
    state, untouched = stopped_at(4, 9), stopped_at(4, 9)
    run(fork(state, rng.consecutive_seeds(100, 50)), RandomPolicy())
    run(state, RandomPolicy())
    run(untouched, RandomPolicy())

    assert np.array_equal(state.final, untouched.final)
    assert np.array_equal(state.choice, untouched.choice)


def test_forks_with_luck_of_their_own_part() -> None:
    forked = fork(stopped_at(4, 3), rng.consecutive_seeds(100, 200))
    run(forked, RandomPolicy())

    assert len(np.unique(forked.final[STORY.metrics["staff"].cell])) > 100


def test_what_nobody_in_the_story_knows_is_drawn_anew_and_only_then() -> None:
    state = stopped_at(4, 3)
    cell, draw = next((cell, draw) for cell, draw in STORY.draws if draw.id == "temper")
    seeds = rng.consecutive_seeds(100, 200)

    assert np.ptp(fork(state, seeds).cells[cell]) > 0.8
    assert (fork(state, seeds, redraw=False).cells[cell] == state.cells[cell, 0]).all()
    assert draw.low is not None


WAITING = by_turn(
    """
[metric.trust]
start = 50
[decision.d]
at = 0
[decision.d.option.wait]
[[decision.d.option.wait.later]]
after = [2, 9]
effects = { trust = 10 }
""",
    turns=12,
)


def test_what_comes_after_a_time_by_lot_comes_to_each_fork_at_any_of_the_times_that_are_left() -> None:
    game = next(game for game in map(waiting_until_turn_four, range(20)) if game.course("trust")[-1] == 50)
    cell, came = WAITING.metrics["trust"].cell, []
    state = game.fork(rng.consecutive_seeds(100, 500))

    def count(lanes: Lanes) -> None:
        came.append(int((lanes.cells[cell] == 60).sum()))

    run(state, RandomPolicy(), decisions_opened=True, on_step=count)

    at = dict(zip(range(4, 13), np.diff([0, *came]).tolist(), strict=True))
    assert {turn for turn, lanes in at.items() if lanes} == {5, 6, 7, 8, 9}
    assert min(at[turn] for turn in range(5, 10)) > 70


def test_a_fork_with_the_same_luck_waits_as_long_as_the_story_even_when_it_is_forked_again() -> None:
    game = next(game for game in map(waiting_until_turn_four, range(20)) if game.course("trust")[-1] == 50)
    again = fork(game._state, game._state.seeds, redraw=False)

    assert list(again.schedule.due) == list(game._state.schedule.due)
    run(forked := fork(again, rng.consecutive_seeds(100, 50)), RandomPolicy(), decisions_opened=True)
    assert (forked.final[WAITING.metrics["trust"].cell] == 60).all()


def waiting_until_turn_four(seed: int) -> Game:
    game = Game(WAITING, seed)
    game.choose("d", "wait")
    while game.now < 4:
        game.wait()
    return game


def test_a_fork_can_go_on_under_other_assumptions() -> None:
    state = stopped_at(4, 3)
    other = program(EVERYTHING, {"weight": 0.9})
    seeds = rng.consecutive_seeds(100, 50)
    same, changed = fork(state, seeds), fork(state, seeds, other)
    mood = STORY.metrics["mood"].cell

    assert (same.cells[: STORY.stocks] == changed.cells[: STORY.stocks]).all()
    assert (same.metrics()[mood] != changed.metrics()[mood]).all()
