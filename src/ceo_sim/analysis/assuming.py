"""The same scenario under other assumptions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.program import Program
from ceo_sim.scenario.model import Assumption, Number, Scenario


def assuming(program: Program, assumes: Mapping[str, Number]) -> Program:
    """A program where some assumptions have other values; the last few are kept, as compiling takes 20 ms."""
    if not assumes:
        return program
    return _compiled(_ByIdentity(program.scenario), tuple((id, float(value)) for id, value in sorted(assumes.items())))


def departures(scenario: Scenario, assumes: Mapping[str, Number]) -> tuple[tuple[Assumption, float, float], ...]:
    """Each assumption that has another value there, with its own and that one, in the order of the file."""
    return tuple(
        (assumption, float(assumption.value), float(assumes[id]))
        for id, assumption in scenario.assumptions.items()
        if id in assumes and float(assumes[id]) != float(assumption.value)
    )


class _ByIdentity:
    """A scenario that equals itself alone: comparing two by their content would take longer than compiling one."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and other.scenario is self.scenario

    def __hash__(self) -> int:
        return id(self.scenario)


@lru_cache(maxsize=4)
def _compiled(scenario: _ByIdentity, assumes: tuple[tuple[str, float], ...]) -> Program:
    return compile_scenario(scenario.scenario, dict(assumes))
