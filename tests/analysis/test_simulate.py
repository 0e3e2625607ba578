from __future__ import annotations

import sys

import pytest

from ceo_sim.analysis import parallel
from ceo_sim.analysis.simulate import CHUNK, simulate, worthwhile_jobs
from tests.support.stories import COIN, EVERYTHING, by_turn, program

STORY = program(EVERYTHING)


def test_shares_and_means_are_those_of_a_fair_coin() -> None:
    summary = simulate(by_turn(COIN), 20_000, seed=4)

    assert summary.plays == summary.decisions == 20_000
    assert summary.endings["much"] == pytest.approx(0.5, abs=4 * (0.25 / 20_000) ** 0.5)
    assert summary.options["d.more"] == round(summary.endings["much"] * 20_000)
    assert summary.options["d.locked"] == 0
    assert summary.metrics["m"].mean == pytest.approx(10 + 30 * summary.endings["much"])
    assert (summary.metrics["m"].p05, summary.metrics["m"].p95) == (10.0, 40.0)


def test_play_number_i_has_the_seed_plus_i_whatever_the_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = simulate(STORY, 700, seed=3, clock=lambda: 0.0)
    monkeypatch.setattr("ceo_sim.analysis.simulate.CHUNK", 64)
    parts = simulate(STORY, 700, seed=3, clock=lambda: 0.0)

    assert CHUNK > 700
    assert parts == whole


def test_an_event_that_comes_again_is_counted_each_time_and_its_plays_once() -> None:
    summary = simulate(STORY, 500, seed=3)

    assert summary.events["calm"] > summary.plays_with["calm"]
    assert summary.events["leak"] == summary.plays_with["leak"] <= 500


@pytest.mark.parametrize("start", ["fork", pytest.param("spawn", marks=pytest.mark.slow)])
@pytest.mark.parametrize("jobs, plays", [(2, 300), (3, 301), (7, 5)])
def test_the_number_of_processes_changes_no_figure(
    start: str, jobs: int, plays: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    if start == "fork" and sys.platform != "linux":
        pytest.skip("copies of a process are safe on Linux only")
    monkeypatch.setattr(parallel, "start_method", lambda: start)
    by_one = simulate(STORY, plays, seed=3, clock=lambda: 0.0)

    assert simulate(STORY, plays, seed=3, clock=lambda: 0.0, jobs=jobs) == by_one


def test_other_assumptions_go_along_to_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "start_method", lambda: "spawn")
    other = program(EVERYTHING, {"weight": 0.9})
    by_one = simulate(other, 100, seed=3, clock=lambda: 0.0)

    assert simulate(other, 100, seed=3, clock=lambda: 0.0, jobs=2) == by_one
    assert simulate(STORY, 100, seed=3, clock=lambda: 0.0) != by_one


def test_it_is_told_which_part_of_the_plays_is_done() -> None:
    parts: list[float] = []
    simulate(STORY, 20, seed=3, report=parts.append)

    assert parts == sorted(parts)
    assert parts[-1] == 1.0


def test_processes_are_as_many_as_there_are_processors_where_each_has_enough_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ceo_sim.analysis.simulate.start_method", lambda: "fork")
    large = by_turn(COIN, turns=500)

    assert [worthwhile_jobs(large, plays, 4) for plays in (100, 9_999, 40_000, 1_000_000)] == [1, 1, 4, 4]
    assert worthwhile_jobs(large, 100_000, 1) == 1
    assert worthwhile_jobs(by_turn(COIN, turns=1), 100_000, 4) == 1

    monkeypatch.setattr("ceo_sim.analysis.simulate.start_method", lambda: "spawn")
    assert [worthwhile_jobs(large, plays, 4) for plays in (100, 9_999, 100_000, 1_000_000)] == [1, 1, 1, 4]


def test_what_is_made_once_for_all_batches_takes_no_time_of_the_loop() -> None:
    fresh, made = program(EVERYTHING), []

    def clock() -> float:
        made.append({"sets", "effects", "requirements", "constant_effects"} <= vars(fresh).keys())
        return 0.0

    simulate(fresh, 5, seed=1, clock=clock)

    assert made == [True, True]
