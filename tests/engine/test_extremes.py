"""What is unusual and allowed: many options, long chains of formulas, starts beyond a range. Right, and never slow."""

from __future__ import annotations

import numpy as np
import pytest

from ceo_sim.analysis.forecast import forecast
from ceo_sim.analysis.simulate import simulate
from ceo_sim.engine import rng
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.scenario.model import Scenario
from tests.support.growth import growth
from tests.support.stories import BY_TURN, HEADER, by_turn, filled_in, scenario


def with_options(count: int) -> str:
    options = "".join(f"[decision.d.option.o{number}]\neffects = {{ m = {number} }}\n" for number in range(count))
    return f"[metric.m]\nheadline = true\nstart = 0\nrange = [0, 1000]\n[decision.d]\nat = 0\nurgent = true\n{options}"


@pytest.mark.parametrize("count", [127, 128, 129, 257])
def test_each_of_very_many_options_is_chosen_as_often_as_the_others(count: int) -> None:
    program = by_turn(with_options(count), turns=2)
    chosen = simulate(program, 100 * count, 5).options
    assert len(chosen) == count
    assert 50 < min(chosen.values()) <= max(chosen.values()) < 160


@pytest.mark.parametrize("count", [128, 257])
def test_a_forecast_looks_at_each_of_very_many_options(count: int) -> None:
    game = Game(by_turn(with_options(count), turns=2), 1)
    bands = forecast(game, "d", None, lanes=10)
    assert bands.bands[:, 0, 0, -1].tolist() == [float(option.id[1:]) for option in game.ask("d").options]


def test_a_start_beyond_the_range_is_the_end_of_the_range_in_one_play_and_in_many() -> None:
    program = by_turn('[draw.luck]\nlow = 50\nhigh = 250\n[metric.m]\nheadline = true\nstart = "luck"\n', turns=2)
    seeds = rng.consecutive_seeds(7, 50)
    many = Lanes(program, seeds).cells[program.metrics["m"].cell]
    alone = [Game(program, int(seed)).course("m")[0] for seed in seeds]
    assert many.tolist() == alone
    assert max(alone) == 100
    assert len(set(alone)) > 2


def chain(length: int, *, turned: bool) -> Scenario:
    metrics = [f'[metric.m{number}]\nformula = "m{number - 1} + 1"\nrange = [0, 9999]\n' for number in range(1, length)]
    stock = "[metric.m0]\nheadline = true\nstart = 1\nrange = [0, 9999]\n"
    decision = "[decision.d]\nat = 1\nurgent = true\n[decision.d.option.o]\neffects = { m0 = 1 }\n"
    body = "".join([stock, *(reversed(metrics) if turned else metrics), decision])
    return scenario(HEADER + BY_TURN.format(turns=3) + filled_in(body))


@pytest.mark.parametrize("turned", [False, True])
def test_a_chain_of_formulas_may_be_long_in_any_order(turned: bool) -> None:
    program = compile_scenario(chain(1_900, turned=turned))
    game = Game(program, 1)
    assert game.course("m1899")[-1] == 1_900
    game.wait()
    game.choose("d", "o")
    assert game.course("m1899")[-1] == 1_901
    few = Lanes(program, np.arange(100, dtype=np.uint64))
    assert (
        few.context(np.array([3])).derived(program.metrics["m1899"].formula or 0, program.metrics["m1899"].cell)
        == 1_900
    )


def test_the_time_to_compile_a_chain_of_formulas_grows_with_its_length() -> None:
    assert growth(compile_scenario, chain(450, turned=True), chain(1_800, turned=True)) < 10
