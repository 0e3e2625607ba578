"""The story that the engine is measured on is what it is said to be, and the walker beside it plays the same one."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from benchmarks.branching import METRICS, TURNS, as_toml, story, walk
from benchmarks.checking import VALIDATE
from benchmarks.report import Figure, percentile, table
from benchmarks.report import run as run_process
from ceo_sim.engine import rng
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.scenario.loader import load
from ceo_sim.scenario.model import Scenario


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    path: Path = tmp_path_factory.mktemp("branching") / "branching.toml"
    path.write_text(as_toml(story()), encoding="utf-8")
    loaded = load(path)
    assert not loaded.errors
    assert loaded.scenario is not None
    return loaded.scenario


def test_it_has_the_size_it_is_said_to_have(scenario: Scenario) -> None:
    options = [option for decision in scenario.decisions.values() for option in decision.options.values()]

    assert (len(scenario.decisions), len(options)) == (30, 105)
    assert sum(option.when is not None for option in options) == 27
    assert all(option.next for option in options)
    assert {len(option.effects) for option in options} == {3, 4, 5, 6}
    assert tuple(scenario.metrics) == METRICS
    assert scenario.clock.turns == TURNS
    (deck,) = scenario.decks.values()
    assert len(deck.cards) == 5
    assert deck.nothing == 60


def test_the_engine_and_the_walker_end_alike(scenario: Scenario) -> None:
    plays = 10_000
    program = compile_scenario(scenario)
    lanes = Lanes(program, rng.consecutive_seeds(1, plays), None)
    run(lanes, RandomPolicy())
    engine = Counter(program.endings[int(index)].id for index in lanes.ending)
    walker = walk(story(), plays)

    for ending, share in walker.endings.items():
        deviation = np.sqrt(2 * share * (1 - share) / plays)
        assert abs(engine[ending] / plays - share) < 4 * deviation, ending


def test_figures_are_laid_out_as_a_table() -> None:
    figures = [Figure("loop", "plays/s", 12_345.6, 1_000, "walker", "at least 10,000"), Figure("start", "s", 0.25)]

    assert table(figures).splitlines() == [
        "| figure | measured       | peer                   | ratio | goal            |",
        "|--------|----------------|------------------------|-------|-----------------|",
        "| loop   | 12,346 plays/s | 1,000 plays/s (walker) | 12.35 | at least 10,000 |",
        "| start  | 0.25 s         |                        |       |                 |",
    ]
    assert percentile([3, 1, 2], 0.95) == 3


@pytest.mark.slow
def test_the_peer_of_checking_reads_what_is_shipped() -> None:
    run_process([sys.executable, "-c", VALIDATE])
