"""The same scenario under other assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.program import Program
from ceo_sim.scenario.model import Assumption, Number, Scenario


def assuming(program: Program, assumes: Mapping[str, Number]) -> Program:
    """A program where some assumptions have other values."""
    if not assumes:
        return program
    return _compiled(program, tuple(sorted((id, float(value)) for id, value in assumes.items())))


@lru_cache(maxsize=8)  # the advisers of a story, who are asked again and again; to compile takes a fifth of a forecast
def _compiled(program: Program, assumes: tuple[tuple[str, float], ...]) -> Program:
    return compile_scenario(program.scenario, dict(assumes))


def overrides(scenario: Scenario, assumes: Mapping[str, Number]) -> tuple[tuple[Assumption, float, float], ...]:
    """Each assumption that has another value there, with its own and that one, in the order of the file."""
    return tuple(
        (assumption, float(assumption.value), float(assumes[id]))
        for id, assumption in scenario.assumptions.items()
        if id in assumes and float(assumes[id]) != float(assumption.value)
    )
