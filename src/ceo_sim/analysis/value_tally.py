"""What a player's choices stood for, beside what the player said to stand for."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.scenario.model import Value


@frozen
class ScoredChoice:
    """A choice that served a value or went against it; `weight` is the author's, from -2 to 2."""

    decision: str
    option: str
    weight: int


@frozen
class ValueTally:
    """A value, and what was done for it and against it.

    Attributes:
        named: Whether the player named it before the first decision.
        served: Sum of the weights of what served it.
        harmed: Sum of the weights of what went against it, at most 0.
    """

    value: Value
    named: bool
    served: int
    harmed: int
    deeds: tuple[ScoredChoice, ...]


def value_tallies(game: Game, named: Sequence[str]) -> tuple[ValueTally, ...]:
    """Every value of the scenario: the named ones in their order, then those that the choices favoured most."""
    values = game.program.scenario.values
    first = [id for id in dict.fromkeys(named) if id in values]
    found = {id: _stand(game, values[id], named=id in first) for id in values}
    others = sorted((id for id in values if id not in first), key=lambda id: -(found[id].served + found[id].harmed))
    return tuple(found[id] for id in [*first, *others])


def _stand(game: Game, value: Value, *, named: bool) -> ValueTally:
    decisions = game.program.scenario.decisions
    deeds = []
    for answer in game.answers:
        weight = decisions[answer.decision].options[answer.option].values.get(value.id, 0)
        if weight:
            deeds.append(ScoredChoice(answer.decision, answer.option, weight))
    served = sum(deed.weight for deed in deeds if deed.weight > 0)
    harmed = sum(deed.weight for deed in deeds if deed.weight < 0)
    return ValueTally(value, named, served, harmed, tuple(deeds))
