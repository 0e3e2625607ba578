"""What the engine asks: which lanes have to decide what, and which options are open to them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ceo_sim.engine.effects import choose, choose_each, close_decision, evaluate_each, open_decisions
from ceo_sim.engine.lanes import Lanes, distinct, indexes
from ceo_sim.engine.layout import LAPSED, OPEN, UNOPENED
from ceo_sim.engine.program import DecisionPlan, Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.schedule import Indexes

MANY = 200
"""Lanes that choose one option from which on it is quicker to go through the options one by one than all together.

Where all that options do is add constants it never is.
"""


def open_due_decisions(state: Lanes) -> None:
    """Open the decisions that come at this step."""
    for decisions, lanes in state.schedule.openings.pop(state.now, []):
        open_decisions(state, decisions, lanes)
    for decision in state.program.decisions:
        if decision.at is None and decision.when is None:
            continue
        if state.now < (decision.at or 0) or (decision.when is None and state.now != decision.at):
            continue
        unopened = (state.decision_state[decision.index] == UNOPENED) & state.alive
        for watch in state.watches:
            watch.considered(state, decision, unopened)
        lanes = state.lanes_where(unopened, decision.when)
        if len(lanes):
            open_decisions(state, decision.index, lanes)


def urgent(state: Lanes) -> Question | None:
    """The first urgent decision of each lane that has one."""
    rows = state.program.urgent_rows[state.open_count[state.program.urgent_rows] > 0]
    if not len(rows):
        return None
    if len(rows) == 1:
        decision = state.program.decisions[rows[0]]
        lanes = indexes((state.decision_state[decision.index] == OPEN) & state.alive)
        return ask_all(state, decision, lanes) if len(lanes) else None
    # The earlier a decision stands in the file, the higher its rank: one pass over a matrix instead of one a decision.
    # The smallest numbers that hold the ranks: with two bytes each it takes twice as long.
    ranks = np.arange(len(rows), 0, -1).astype(np.min_scalar_type(len(rows))).reshape(-1, 1)
    front = ((state.decision_state[rows] == OPEN) * ranks).max(axis=0)
    lanes = indexes((front > 0) & state.alive)
    return ask(state, lanes, rows[len(rows) - front[lanes]]) if len(lanes) else None


def agenda(state: Lanes) -> Iterator[tuple[DecisionPlan, Indexes]]:
    """Each decision that waits, in the order of the file, with the lanes that have it; what is for free hours last."""
    decisions = state.program.decisions
    if state.program.standing.any():
        decisions = tuple(sorted(decisions, key=lambda decision: decision.written.standing))
    for decision in decisions:
        if not decision.urgent and state.open_count[decision.index]:
            lanes = indexes((state.decision_state[decision.index] == OPEN) & state.alive)
            if len(lanes):
                yield decision, lanes


def ask(state: Lanes, lanes: Indexes, decisions: Indexes) -> Question:
    """Put a decision to each of some lanes."""
    program = state.program
    widths = program.widths[decisions]
    options = np.arange(widths.max())[:, np.newaxis] < widths
    needed = program.requirements
    rows, owners = needed.rows.expand(decisions)
    if len(rows):
        # Of a single family what is the same in all lanes is one value, as it is of a way out that never opens.
        holds = np.broadcast_to(evaluate_each(state, needed.families, rows, lanes[owners], bool), rows.shape)
        failed = indexes(~holds)
        options[needed.positions[rows[failed]], owners[failed]] = False
    return _asked(state, Question(lanes, decisions, options))


def ask_all(state: Lanes, decision: DecisionPlan, lanes: Indexes) -> Question:
    """Put the same decision to each of some lanes, in a third of the time."""
    options = np.array([state.is_open(option, lanes) for option in decision.options])
    return _asked(state, Question(lanes, np.full(len(lanes), decision.index), options))


def _asked(state: Lanes, question: Question) -> Question:
    for watch in state.watches:
        watch.asked(state, question)
    return question


def answer(state: Lanes, question: Question, choice: Indexes) -> None:
    """Carry out what was chosen, an option's position for each lane of a question; -1 lets the decision lapse."""
    program, decisions, lanes = state.program, question.decisions, question.lanes
    able = choice >= 0
    if not able.all():
        for index in distinct(decisions[~able]):
            close_decision(state, program.decisions[index], lanes[~able & (decisions == index)], LAPSED)
        decisions, choice, lanes = decisions.compress(able), choice.compress(able), lanes.compress(able)
    options = program.first_option[decisions] + choice
    for watch in state.watches:
        watch.answered(options, lanes)
    chosen = distinct(options)
    if len(chosen) > 1 and (len(lanes) < MANY * len(chosen) or _constant(program, chosen)):
        choose_each(state, decisions, options, lanes)
        return
    for option in chosen:
        choose(state, *program.options[option], lanes.compress(options == option))


def _constant(program: Program, options: list[int]) -> bool:
    """Whether all that options, by their indexes, do to stocks is to add constants."""
    constants = program.constant_effects
    return constants is not None and constants.has_all(program.option_consequence[options])
