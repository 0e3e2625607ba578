"""The same answers and the same luck where rival assumptions hold."""

from __future__ import annotations

from collections.abc import Collection

from ceo_sim.analysis.assumptions import assuming, overrides
from ceo_sim.analysis.counterfactual import Counterfactual, follow
from ceo_sim.engine.game import Game
from ceo_sim.scenario.model import Assumption, Number, Scenario


def with_assumptions(game: Game, rivals: Collection[str]) -> Counterfactual:
    """The story where these rivals are right, all at once; where two differ, the later one of the file holds.

    It goes as far as the story does.
    """
    program = assuming(game.program, _assumed(game.program.scenario, rivals))
    return follow(program, game.seed, game.answers, game.side_moves, None if game.ended else game.now)


def changed_assumptions(scenario: Scenario, rivals: Collection[str]) -> tuple[tuple[Assumption, float, float], ...]:
    """Each assumption that these rivals change, with its value and theirs."""
    return overrides(scenario, _assumed(scenario, rivals))


def _assumed(scenario: Scenario, rivals: Collection[str]) -> dict[str, Number]:
    assumes: dict[str, Number] = {}
    for id, rival in scenario.rivals.items():
        if id in rivals:
            assumes |= rival.assumes
    return assumes
