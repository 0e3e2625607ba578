"""A player's path beside the real one, with its sources."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.scenario.model import Decision, Fact, HistoryChoice

NOT_ON_RECORD = "Nothing like it is on record."
NEAREST = "The nearest answer here, and not the same"


def as_reason(choice: HistoryChoice) -> str:
    """What a choice of the real path says for itself when it is played: what was done, and how near the option is."""
    claim = {"same": "", "nearest": f"{NEAREST}. ", "none": f"{NOT_ON_RECORD} "}[choice.counterpart]
    return f"{claim}{choice.text}".strip()


@frozen
class HistoryComparison:
    """A decision: the option the player chose, what the real people did, and the facts that stand beside it.

    Attributes:
        chosen: The id of the option; None if the player did not decide it.
        real: None if nothing like it is on record; if its `counterpart` is "none", it only says that.
    """

    decision: Decision
    chosen: str | None
    real: HistoryChoice | None
    facts: tuple[Fact, ...]

    @property
    def on_record(self) -> bool:
        """Whether the real people did anything like it."""
        return self.real is not None and self.real.counterpart != "none"

    @property
    def same(self) -> bool:
        """Whether both did the same; never where the option is only the nearest to what was done."""
        return self.chose_it and self.real is not None and self.real.counterpart == "same"

    @property
    def near(self) -> bool:
        """Whether the player chose what comes nearest to what was done."""
        return self.chose_it and self.real is not None and self.real.counterpart == "nearest"

    @property
    def chose_it(self) -> bool:
        """Whether the player chose the option that stands in the path."""
        return self.real is not None and self.chosen == self.real.option


def compare_with_history(game: Game) -> tuple[HistoryComparison, ...]:
    """Every decision of either path: the real one's in its order, then the player's own; empty without a history.

    What the path answers without a counterpart on record is there only if the player decided it. While the story goes
    on, what has not been put to the player yet is left out.
    """
    scenario = game.program.scenario
    history = scenario.history
    if history is None:
        return ()
    chosen = {answer.decision: answer.option for answer in game.answers}
    real = {
        choice.decision: choice
        for choice in history.choices
        if choice.counterpart != "none" or choice.decision in chosen
    }
    return tuple(
        HistoryComparison(
            scenario.decisions[id],
            chosen.get(id),
            real.get(id),
            tuple(fact for fact in history.facts if fact.decision == id),
        )
        for id in dict.fromkeys([*real, *chosen])
        if is_disclosed(game, id)
    )


def is_disclosed(game: Game, decision: str) -> bool:
    """Whether something may be said of a decision: after the end of any, before it of what has been put."""
    return game.ended or game.has_been_put(decision)
