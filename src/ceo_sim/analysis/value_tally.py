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
    choices: tuple[ScoredChoice, ...]


def value_tallies(game: Game, named: Sequence[str]) -> tuple[ValueTally, ...]:
    """Every value of the scenario: the named ones in their order, then those that the choices favoured most."""
    values = game.program.scenario.values
    first = [id for id in dict.fromkeys(named) if id in values]
    tallies = {id: _tally(game, values[id], named=id in first) for id in values}
    others = sorted((id for id in values if id not in first), key=lambda id: -(tallies[id].served + tallies[id].harmed))
    return tuple(tallies[id] for id in [*first, *others])


def _tally(game: Game, value: Value, *, named: bool) -> ValueTally:
    decisions = game.program.scenario.decisions
    choices = []
    for answer in game.answers:
        weight = decisions[answer.decision].options[answer.option].values.get(value.id, 0)
        if weight:
            choices.append(ScoredChoice(answer.decision, answer.option, weight))
    served = sum(choice.weight for choice in choices if choice.weight > 0)
    harmed = sum(choice.weight for choice in choices if choice.weight < 0)
    return ValueTally(value, named, served, harmed, tuple(choices))
