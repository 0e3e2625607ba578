"""Odds held against those of Storm, a probabilistic model checker, on stories made by lot; `pip install stormpy`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from attrs import evolve

from benchmarks.branching import as_toml, story
from benchmarks.storm import as_prism
from ceo_sim.analysis.explore.budget import Budget
from ceo_sim.analysis.explore.findings import explore
from ceo_sim.analysis.explore.nodes import Nodes
from tests.support.stories import program

stormpy: Any = pytest.importorskip("stormpy")
STORIES = 100
TURNS = 4


@pytest.mark.parametrize("seed", range(STORIES))
def test_odds_are_those_of_storm(seed: int) -> None:
    told = story(6, seed)
    told = evolve(told, cards=told.cards[: seed % 3])
    found = explore(Nodes(program(as_toml(told, TURNS))), Budget(10**6, 10**9, 60))
    assert found.by_lot is not None
    assert found.bounds is not None

    ours = np.array([found.by_lot, found.bounds.best, found.bounds.worst]).T
    chain = _values(as_prism(told, TURNS, by_lot=True), [f'P=? [F "{id}"]' for id in told.endings])
    wanted = [f'P{most}=? [F "{id}"]' for most in ("max", "min") for id in told.endings]
    process = _values(as_prism(told, TURNS), wanted)
    theirs = np.array([chain, process[: len(chain)], process[len(chain) :]]).T
    assert ours == pytest.approx(theirs, abs=1e-9)


def _values(text: str, formulas: list[str]) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "story.prism"
        path.write_text(text, encoding="utf-8")
        read = stormpy.parse_prism_program(str(path))
    asked = stormpy.parse_properties(";".join(formulas), read)
    built = stormpy.build_model(read, asked)
    start = built.initial_states[0]
    return [float(stormpy.model_checking(built, each).get_value(start)) for each in asked]
