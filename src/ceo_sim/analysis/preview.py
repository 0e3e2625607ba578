"""A play of a scenario that is being written: the same answers in each version of it, as far as they go."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from attrs import define, field

from ceo_sim.analysis.expectations import lock_cause, why_closed
from ceo_sim.analysis.trace import DayTrace, first_of_day
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.replay import make
from ceo_sim.engine.snapshots import Answer, SideMove
from ceo_sim.errors import IllegalMove
from ceo_sim.scenario.timeline import spoken


@define(eq=False)
class Rerun:
    """A play with answers that were given in another version of its scenario.

    Attributes:
        game: The play, without a ledger and without the courses of metrics.
        trace: What was considered on its last day.
        given: How many of the answers could be given.
        stopped: Where it stopped short and why; empty if it did not.
    """

    game: Game
    trace: DayTrace = field(factory=DayTrace)
    given: int = 0
    stopped: str = ""


def rerun(
    program: Program, seed: int, answers: Sequence[Answer], until: int, side_moves: Sequence[SideMove] = ()
) -> Rerun:
    """Give answers by their ids, each at its step or as soon after it as its decision is open, and go on to a step.

    Args:
        program: What is played; it need not be what was recorded.
        seed: Its luck.
        answers: What was chosen, in order.
        until: The step to go on to; less far if something urgent stops the clock, or the story ends.
        side_moves: What was done between the answers, in order; what can no longer be done is left out.
    """
    again = Rerun(Game(program, seed, with_ledger=False))
    day = first_of_day(program.timeline, min(until, program.timeline.last))
    for number, answer in enumerate(answers, 1):
        _repeat(again, side_moves, number - 1, day)
        if reason := _give(again, answer, day):
            again.stopped = f"answer {number}, {answer.decision}.{answer.option}, cannot be given: {reason}"
            break
        again.given = number
    else:
        _repeat(again, side_moves, len(answers), day)
        while again.game.now < until and not again.game.ended and again.game.urgent() is None:
            _step(again, day)
    again.game.watch(again.trace)
    return again


def _give(again: Rerun, answer: Answer, day: int) -> str:
    """Give an answer, and say why not if it cannot be given."""
    game = again.game
    scenario = game.program.scenario
    if answer.decision not in scenario.decisions:
        return f"there is no decision {answer.decision} any more"
    if answer.option not in scenario.decisions[answer.decision].options:
        return f"{answer.decision} has no option {answer.option} any more"
    while game.now < answer.step or not game.is_open(answer.decision):
        if game.ended:
            return f"the story ended before, at {spoken(game.moment)}; {why_closed(game, answer.decision)}"
        urgent = game.urgent()
        if urgent is not None and urgent.id != answer.decision:
            return f"{urgent.id} has to be answered before, at {spoken(game.moment)}"
        if urgent is not None:
            break
        _step(again, day)
    try:
        game.choose(answer.decision, answer.option, answer.reason)
    except IllegalMove as refused:
        named = f"{answer.decision}.{answer.option}"
        return (lock_cause(game, named) if game.is_open(answer.decision) else "") or str(refused)
    return ""


def _repeat(again: Rerun, side_moves: Sequence[SideMove], after: int, day: int) -> None:
    """Do what was done after so many answers, as far as it can be."""
    game = again.game
    for move in side_moves:
        if move.after == after:
            while game.now < move.step and not game.ended and game.urgent() is None:
                _step(again, day)
            with contextlib.suppress(IllegalMove):
                make(game, move)


def _step(again: Rerun, day: int) -> None:
    """Let a step pass, traced if it is one of the last day: to trace all of them would take most of the time."""
    if again.game.now + 1 >= day:
        again.game.watch(again.trace)
    again.game.wait(again.game.now + 1)
