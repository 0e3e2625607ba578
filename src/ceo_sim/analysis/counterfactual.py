"""Somebody's answers, taken as far as they go in a story that may turn out otherwise.

An answer is given when its time has come and its decision is open. What is urgent and has no answer gets its
default, or else an open option by lot. What a teacher threw in is thrown in at the same step, if it is offered then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from attrs import frozen

from ceo_sim.engine import rng
from ceo_sim.engine.effects import apply, choose
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes, Mask, distinct, indexes
from ceo_sim.engine.layout import OPEN
from ceo_sim.engine.policy import RandomPolicy, play_out
from ceo_sim.engine.program import Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.questions import answer, urgent
from ceo_sim.engine.replay import make
from ceo_sim.engine.schedule import Indexes
from ceo_sim.engine.snapshots import Answer, Consultation, Injection, SideMove
from ceo_sim.errors import IllegalMove

Move = Answer | SideMove


@frozen(eq=False)
class Counterfactual:
    """A story in which somebody's answers were followed.

    Attributes:
        game: The story.
        skipped: The answers that could not be given: their decision did not come, or the option was locked.
        improvised: The answers to what was urgent there and had none.
    """

    game: Game
    skipped: tuple[Answer, ...]
    improvised: tuple[Answer, ...]


def follow(
    program: Program,
    seed: int,
    answers: Iterable[Answer],
    side_moves: Sequence[SideMove] = (),
    until: int | None = None,
) -> Counterfactual:
    """Give recorded answers in a story where they may not fit.

    Args:
        program: What is played; it need not be what was recorded.
        seed: Its luck.
        answers: What was chosen, in order.
        side_moves: What was done between them, in order.
        until: The step to stop at; the end if left out.
    """
    game, pending = Game(program, seed), in_order(list(answers), side_moves)
    skipped: list[Answer] = []
    improvised: list[Answer] = []
    while True:
        pending = [move for move in pending if move.step > game.now or not _made(game, move)]
        if (urgent := game.urgent()) is not None:
            meant = next((move for move in pending if isinstance(move, Answer) and move.decision == urgent.id), None)
            if meant is not None:
                pending.remove(meant)
            if meant is None or not _made(game, meant):
                game.choose(urgent.id, _fallback(game, urgent.id))
                improvised.append(game.answers[-1])
                skipped += [] if meant is None else [meant]
        elif game.ended or (until is not None and game.now >= until):
            skipped += [move for move in pending if isinstance(move, Answer)]
            return Counterfactual(game, tuple(skipped), tuple(improvised))
        else:
            game.wait(game.now + 1)


def in_order(answers: Sequence[Answer], side_moves: Sequence[SideMove]) -> list[Move]:
    """Answers and the side moves between them, as they came."""
    moves: list[Move] = []
    for index in range(len(answers) + 1):
        moves += [move for move in side_moves if move.after == index]
        moves += answers[index : index + 1]
    return moves


def _made(game: Game, move: Move) -> bool:
    """Make a move if it can be made now."""
    if isinstance(move, Injection) and move.step < game.now:
        return False
    try:
        if isinstance(move, Answer):
            game.choose(move.decision, move.option, move.reason, move.predicted)
        else:
            make(game, move)
    except IllegalMove:
        return False
    return True


def _fallback(game: Game, decision: str) -> str:
    """The default of a decision if it is open, or else an open option by lot."""
    plan = game.program.decision(decision)
    default = plan.written.default
    if default is not None and game.can(decision, default):
        return default
    options = [option.id for option in plan.options if game.can(decision, option.id)]
    draw = rng.uniform(rng.lane_keys(rng.consecutive_seeds(game.seed, 1)), plan.stream, game.now)[0]
    return options[int(draw * len(options))]


def follow_lanes(
    state: Lanes,
    answers: Sequence[Move],
    *,
    decisions_opened: bool = False,
    on_step: Callable[[Lanes], object] | None = None,
    left: Mask | None = None,
) -> None:
    """As `follow`, in every lane at once; a lane that follows is the single story that follows.

    Args:
        state: The lanes, which are played to their end.
        answers: What was chosen, and what was done between, in order; see `in_order`.
        decisions_opened: Whether the decisions of the step at which they stand have come already.
        on_step: Called when all that is to be decided at a step has been, and at the end.
        left: Which lanes each of the answers is for, (answers, lanes), all of them if left out; it is written over.
    """
    given = np.ones((len(answers), len(state.alive)), dtype=bool) if left is None else left

    def decide(lanes: Lanes) -> None:
        _give(lanes, answers, given)
        while (question := urgent(lanes)) is not None:
            _answer_urgent(lanes, question, answers, given)
            _give(lanes, answers, given)

    play_out(state, decide, decisions_opened=decisions_opened, on_step=on_step)


def _give(state: Lanes, answers: Sequence[Move], left: Mask) -> None:
    """Give the answers whose time has come where they can be given."""
    for place, meant in enumerate(answers):
        if meant.step > state.now:
            continue
        if isinstance(meant, Injection):
            left[place, _throw(state, meant, left[place])] = False
            continue
        decision = state.program.decision(meant.decision)
        if not state.open_count[decision.index]:
            continue
        lanes = indexes(left[place] & (state.decision_state[decision.index] == OPEN) & state.alive)
        if isinstance(meant, Consultation):
            lanes = _consult(state, meant, lanes)
        else:
            option = decision.option(meant.option)
            lanes = lanes[state.is_open(option, lanes)]
            if len(lanes):
                choose(state, decision, option, lanes)
        left[place, lanes] = False


def _throw(state: Lanes, meant: Injection, left: Mask) -> Indexes:
    """Throw something in where it is left to be and is offered at its step, and give those lanes."""
    plan = state.program.injects.get(meant.inject)
    if plan is None or meant.step != state.now:
        return np.empty(0, dtype=np.intp)
    lanes = state.lanes_where(left & state.alive, plan.when)
    if len(lanes):
        apply(state, plan.consequence, lanes)
    return lanes


def _consult(state: Lanes, meant: Consultation, lanes: Indexes) -> Indexes:
    """Take the time that a forecast costs from those lanes that have it, and give them back."""
    cost = state.program.scenario.cast[meant.adviser].forecast or {}
    cells = {state.program.budgets[budget]: float(amount) for budget, amount in cost.items()}
    for cell, amount in cells.items():
        lanes = lanes[state.cells[cell, lanes] >= amount]
    for cell, amount in cells.items():
        state.cells[cell][lanes] -= amount
    state.invalidate(state.program.budget_readers)
    return lanes


def _answer_urgent(state: Lanes, question: Question, answers: Sequence[Move], left: Mask) -> None:
    """Answer what is urgent before its answer's time has come, or without one."""
    choice = RandomPolicy().choose(state, question)
    for index in distinct(question.decisions):
        decision = state.program.decisions[index]
        these = question.decisions == index
        if decision.default is not None:
            choice[these & question.open[decision.default]] = decision.default
        for place, meant in enumerate(answers):
            if isinstance(meant, Answer) and meant.decision == decision.id:
                position = decision.option(meant.option).position
                first = these & left[place, question.lanes]
                choice[first & question.open[position]] = position
                left[place, question.lanes[first]] = False
                these = these & ~first
    answer(state, question, choice)
