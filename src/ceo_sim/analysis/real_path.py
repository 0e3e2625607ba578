"""A player's path beside the real one, with its sources."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.scenario.model import Decision, Fact, HistoryChoice


@frozen
class HistoryComparison:
    """A decision: the option the player chose, what the real people did, and the facts that stand beside it.

    Attributes:
        chosen: The id of the option; None if the player did not decide it.
        real: None if nothing like it is on record.
    """

    decision: Decision
    chosen: str | None
    real: HistoryChoice | None
    facts: tuple[Fact, ...]

    @property
    def same(self) -> bool:
        """Whether both did the same."""
        return self.real is not None and self.chosen == self.real.option


def compare_with_history(game: Game) -> tuple[HistoryComparison, ...]:
    """Every decision of either path: the real one's in its order, then the player's own; empty without a history."""
    scenario = game.program.scenario
    history = scenario.history
    if history is None:
        return ()
    chosen = {answer.decision: answer.option for answer in game.answers}
    real = {choice.decision: choice for choice in history.choices}
    return tuple(
        HistoryComparison(
            scenario.decisions[id],
            chosen.get(id),
            real.get(id),
            tuple(fact for fact in history.facts if fact.decision == id),
        )
        for id in dict.fromkeys([*real, *chosen])
    )
