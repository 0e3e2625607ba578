from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from tests.support.stories import by_turn

LANES = 100_000
FOUR_SIGMA = 4.0


def share_error(probability: float) -> float:
    """How far a share of `LANES` may lie from its probability."""
    return FOUR_SIGMA * float(np.sqrt(probability * (1 - probability) / LANES))


def test_the_mixer_gives_the_published_sequence_of_splitmix64() -> None:
    # The first outputs for seed 1234567 that the reference implementation prints.
    state, outputs = 1234567, []
    for _ in range(5):
        state = (state + rng.GOLDEN_GAMMA) & rng.MASK
        outputs.append(rng.mix(state))

    assert outputs == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


@given(st.lists(st.integers(0, rng.MASK), min_size=1, max_size=20))
def test_one_number_and_an_array_are_mixed_alike(values: list[int]) -> None:
    assert rng.mix_all(np.array(values, dtype=np.uint64)).tolist() == [rng.mix(value) for value in values]


@given(st.integers(0, rng.MASK), st.integers(0, rng.MASK), st.integers(0, 10_000), st.integers(0, 999))
def test_a_lane_draws_the_same_alone_and_among_others(seed: int, stream: int, step: int, lane: int) -> None:
    many = rng.uniform(rng.lane_keys(rng.consecutive_seeds(seed, 1_000)), stream, step)
    alone = rng.uniform(rng.lane_keys(rng.consecutive_seeds(seed + lane, 1)), stream, step)

    assert many[lane] == alone[0]


@pytest.mark.parametrize("thing", ["walkout", "leak", "policy:the_post"])
def test_draws_are_uniform_over_seeds_and_over_steps(thing: str) -> None:
    key = rng.stream_key(thing)
    over_seeds = rng.uniform(rng.lane_keys(rng.consecutive_seeds(7, LANES)), key, 3)
    one = rng.lane_keys(rng.consecutive_seeds(7, 1))
    over_steps = np.array([rng.uniform(one, key, step)[0] for step in range(20_000)])

    for draws in (over_seeds, over_steps):
        counts = np.histogram(draws, bins=100, range=(0, 1))[0]
        expected = len(draws) / 100
        chi_squared = float(((counts - expected) ** 2 / expected).sum())
        # 99 degrees of freedom: mean 99, standard deviation 14.
        assert 99 - 4 * 14 < chi_squared < 99 + 4 * 14
        assert draws.min() >= 0.0
        assert draws.max() < 1.0


def test_draws_of_neighbours_are_not_related() -> None:
    keys = rng.lane_keys(rng.consecutive_seeds(0, LANES))
    one, other = rng.stream_key("one"), rng.stream_key("other")
    draws = rng.uniform(keys, one, 0)
    for related in (rng.uniform(keys, one, 1), rng.uniform(keys, other, 0), np.roll(draws, 1)):
        assert abs(np.corrcoef(draws, related)[0, 1]) < FOUR_SIGMA / np.sqrt(LANES)


def test_normal_draws_have_their_mean_and_spread_and_are_cut_at_three() -> None:
    draws = rng.normal(rng.lane_keys(rng.consecutive_seeds(0, LANES)), rng.stream_key("x"), 0)

    assert abs(draws.mean()) < FOUR_SIGMA / np.sqrt(LANES)
    # Cutting at three takes a little off the standard deviation: 0.9973 of the variance lies within.
    assert abs(draws.std() - 0.995) < 0.01
    assert np.abs(draws).max() <= 3.0


def test_an_event_with_a_daily_chance_is_met_as_often_as_the_geometric_law_says() -> None:
    story = by_turn('[metric.m]\nname = "M"\nstart = 0\n[event.e]\ntitle = "E"\nchance = 0.2\n', turns=5)
    state = Lanes(story, rng.consecutive_seeds(1, LANES))
    run(state, RandomPolicy())

    for turn in range(1, 6):
        probability = 0.2 * 0.8 ** (turn - 1)
        assert abs((state.event_at[0] == turn).mean() - probability) < share_error(probability)


def test_cards_are_drawn_by_their_weight() -> None:
    cards = "".join(
        f"[deck.d.card.c{weight}]\nweight = {weight}\neffects = {{ m{weight} = 1 }}\n" for weight in (1, 2, 5)
    )
    metrics = "".join(f'[metric.m{weight}]\nname = "M"\nstart = 0\n' for weight in (1, 2, 5))
    state = Lanes(by_turn(f"{metrics}[deck.d]\nnothing = 2\n{cards}", turns=1), rng.consecutive_seeds(1, LANES))
    run(state, RandomPolicy())

    for row, weight in enumerate((1, 2, 5)):
        assert abs(state.final[row].mean() - weight / 10) < share_error(weight / 10)


def test_weights_that_change_are_drawn_by_just_the_same() -> None:
    fixed = (
        "[metric.m]\nname = 'M'\nstart = 0\n[deck.d]\nnothing = 3\n"
        "[deck.d.card.a]\nweight = {}\neffects = {{ m = 1 }}\n"
    )
    moving = fixed.format('"4 + 0 * m"') + "[deck.d.card.b]\nweight = 3\neffects = { m = 2 }\n"
    constant = fixed.format("4") + "[deck.d.card.b]\nweight = 3\neffects = { m = 2 }\n"
    ends = []
    for body in (moving, constant):
        state = Lanes(by_turn(body, turns=3), rng.consecutive_seeds(1, 5_000))
        run(state, RandomPolicy())
        ends.append(state.final)

    assert (ends[0] == ends[1]).all()


def test_an_unrelated_event_moves_nobodys_dice() -> None:
    body = '[metric.m]\nname = "M"\nstart = 0\n[event.e]\ntitle = "E"\nchance = 0.2\n'
    other = '[metric.n]\nname = "N"\nstart = 0\n[event.d]\ntitle = "D"\nchance = 0.5\neffects = { n = 3 }\n'
    times = []
    for story in (by_turn(body), by_turn(other + body), by_turn(body + other)):
        state = Lanes(story, rng.consecutive_seeds(1, 2_000))
        run(state, RandomPolicy())
        times.append(state.event_at[next(plan.index for plan in story.events if plan.id == "e")])

    assert (times[0] == times[1]).all()
    assert (times[0] == times[2]).all()
