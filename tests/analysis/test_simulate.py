from __future__ import annotations

import pytest

from ceo_sim.analysis.simulate import CHUNK, simulate
from tests.support.stories import EVERYTHING, by_turn, program

STORY = program(EVERYTHING)

COIN = """
[metric.m]
start = 10
[decision.d]
at = 0
urgent = true
[decision.d.option.more]
effects = { m = 30 }
[decision.d.option.less]
[decision.d.option.locked]
when = "m > 90"
[ending.much]
title = "Much"
text = "T"
when = "m > 20"
[ending.little]
title = "Little"
text = "T"
"""


def test_shares_and_means_are_those_of_a_fair_coin() -> None:
    found = simulate(by_turn(COIN), 20_000, seed=4)

    assert found.plays == found.decisions == 20_000
    assert found.endings["much"] == pytest.approx(0.5, abs=4 * (0.25 / 20_000) ** 0.5)
    assert found.options["d.more"] == round(found.endings["much"] * 20_000)
    assert found.options["d.locked"] == 0
    assert found.metrics["m"].mean == pytest.approx(10 + 30 * found.endings["much"])
    assert (found.metrics["m"].p05, found.metrics["m"].p95) == (10.0, 40.0)


def test_play_number_i_has_the_seed_plus_i_whatever_the_chunk(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = simulate(STORY, 700, seed=3, clock=lambda: 0.0)
    monkeypatch.setattr("ceo_sim.analysis.simulate.CHUNK", 64)
    parts = simulate(STORY, 700, seed=3, clock=lambda: 0.0)

    assert CHUNK > 700
    assert parts == whole


def test_an_event_that_comes_again_is_counted_each_time_and_its_plays_once() -> None:
    found = simulate(STORY, 500, seed=3)

    assert found.events["calm"] > found.plays_with["calm"]
    assert found.events["leak"] == found.plays_with["leak"] <= 500
