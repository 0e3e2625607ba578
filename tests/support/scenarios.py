"""The project's own scenarios, which no test changes: each is loaded and compiled once in a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.program import Program
from ceo_sim.scenario import loader
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.memory import Memory

ROOT = Path(__file__).parents[2]
SCENARIOS = ROOT / "scenarios"
OWN = (SCENARIOS, ROOT / "tests" / "data")
"""Where they lie."""

_load = loader.load


def load_once(
    path: Path, *, edition: str | None = None, memory: Memory | None = None, findings: bool = False
) -> Loaded:
    """As `load`, in whose place it is put for all tests; any other is loaded each time."""
    if not findings and any(path.is_relative_to(folder) for folder in OWN):
        return _load_own(path, edition)
    return _load(path, edition=edition, memory=memory, findings=findings)


@cache
def _load_own(path: Path, edition: str | None) -> Loaded:
    return _load(path, edition=edition)


def shipped(id: str) -> Loaded:
    """A scenario that is shipped, by its id."""
    folder = SCENARIOS / id
    return load_once(folder if folder.is_dir() else folder.with_suffix(".toml"))


@cache
def shipped_program(id: str) -> Program:
    """A scenario that is shipped, ready to run."""
    loaded = shipped(id)
    assert loaded.scenario is not None, "\n".join(map(str, loaded.errors))
    return compile_scenario(loaded.scenario)


def forget_all() -> None:
    """Have each scenario loaded and compiled again."""
    _load_own.cache_clear()
    shipped_program.cache_clear()
