"""Each decision as the ethical lenses of the story argue it, in no order of rank."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine import rng
from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Answer
from ceo_sim.scenario.model import Decision, Lens, Option


@frozen
class Reading:
    """What a lens says to an option: the best case each way."""

    lens: Lens
    case_for: str
    case_against: str


@frozen
class OptionReading:
    """An option through the lenses."""

    option: Option
    chosen: bool
    readings: tuple[Reading, ...]


@frozen
class DecisionReading:
    """A decision that was taken at a step, through the lenses."""

    decision: Decision
    step: int
    options: tuple[OptionReading, ...]


def readings(game: Game) -> tuple[DecisionReading, ...]:
    """One for each answer: the options that were put, in their order, and the lenses of a decision in one by lot.

    The lot is the game's luck, so the order is the same whenever it is looked at.
    """
    return tuple(_reading(game, answer) for answer in game.answers)


def _reading(game: Game, answer: Answer) -> DecisionReading:
    scenario = game.program.scenario
    decision = scenario.decisions[answer.decision]
    lenses = list(scenario.lenses.values())
    order = rng.order(game.seed, rng.stream_key(f"lenses:{decision.id}"), len(lenses))
    shuffled = [lenses[place] for place in order]
    options = []
    for id in (id for id in game.order(decision.id) if id in answer.put):
        option = decision.options[id]
        cases = [(lens, option.lenses[lens.id]) for lens in shuffled if lens.id in option.lenses]
        arguments = tuple(Reading(lens, argument.case_for, argument.case_against) for lens, argument in cases)
        options.append(OptionReading(option, id == answer.option, arguments))
    return DecisionReading(decision, answer.step, tuple(options))
