"""A story whose desk has stakes, a meter that comes to matter, and what to do with free hours."""

from __future__ import annotations

from pathlib import Path

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from tests.support.scenarios import load_once

HARBOUR = Path(__file__).parents[1] / "data" / "desk" / "harbour.toml"


def harbour(seed: int = 3) -> Game:
    """A new game of it."""
    scenario = load_once(HARBOUR).scenario
    assert scenario is not None
    return Game(compile_scenario(scenario), seed)
