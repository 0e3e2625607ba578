"""What the engine asks: which lanes have to decide what, and which options are open to them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.engine.lanes import Indexes, Lanes, Mask, distinct, indexes
from ceo_sim.engine.layout import LAPSED, OPEN, UNOPENED
from ceo_sim.engine.program import DecisionPlan, OptionPlan


@frozen(eq=False)
class Question:
    """Some lanes, each with a decision to answer.

    Attributes:
        lanes: Which lanes, (n,).
        decisions: The index of each one's decision, (n,).
        open: Which options each may choose, by position, (most options of any decision, n).
    """

    lanes: Indexes
    decisions: NDArray[np.int16]
    open: Mask


def open_due_decisions(state: Lanes) -> None:
    """Open the decisions that come at this step."""
    for decisions, lanes in state.openings.pop(state.now, []):
        state.open(decisions, lanes)
    for decision in state.program.decisions:
        if decision.at is None and decision.when is None:
            continue
        if state.now < (decision.at or 0) or (decision.when is None and state.now != decision.at):
            continue
        unopened = indexes((state.decision_state[decision.index] == UNOPENED) & state.alive)
        lanes = state.holds(decision.when, unopened)
        if len(lanes):
            state.open(decision.index, lanes)


def urgent(state: Lanes) -> Question | None:
    """The first urgent decision of each lane that has one."""
    front = np.full(len(state.alive), -1, dtype=np.int16)
    for decision in reversed(state.program.decisions):
        if decision.urgent and state.open_count[decision.index]:
            np.copyto(front, np.int16(decision.index), where=state.decision_state[decision.index] == OPEN)
    lanes = indexes((front >= 0) & state.alive)
    return ask(state, lanes, front[lanes]) if len(lanes) else None


def agenda(state: Lanes) -> Iterator[tuple[DecisionPlan, Indexes]]:
    """Each decision that waits, in the order of the file, with the lanes that have it."""
    for decision in state.program.decisions:
        if not decision.urgent and state.open_count[decision.index]:
            lanes = indexes((state.decision_state[decision.index] == OPEN) & state.alive)
            if len(lanes):
                yield decision, lanes


def ask(state: Lanes, lanes: Indexes, decisions: NDArray[np.int16]) -> Question:
    """Put a decision to each of some lanes."""
    program = state.program
    widths = program.widths[decisions]
    options = np.arange(widths.max())[:, np.newaxis] < widths
    asked = np.bincount(decisions, minlength=len(program.decisions))
    for decision, gated in program.gated:
        if asked[decision.index]:
            these = indexes(decisions == decision.index)
            for option in gated:
                options[option.position, these] = is_open(state, option, lanes[these])
    return Question(lanes, decisions, options)


def is_open(state: Lanes, option: OptionPlan, lanes: Indexes) -> Mask:
    """For which of `lanes` an option's condition holds and its cost is at hand."""
    allowed = np.ones(len(lanes), dtype=bool)
    if option.when is not None:
        allowed &= option.when(state.view(lanes))
    for cell, amount in option.cost:
        allowed &= state.cells[cell, lanes] >= amount
    return allowed


def answer(state: Lanes, question: Question, choice: Indexes) -> None:
    """Carry out what was chosen, an option's position for each lane of a question; -1 lets the decision lapse."""
    program = state.program
    remaining = np.arange(len(choice))
    if state.observer is None:
        options = program.first_option[question.decisions] + choice
        plain = program.table.plain[options] & (choice >= 0)
        state.choose_plain(question.lanes[plain], question.decisions[plain], choice[plain], options[plain])
        remaining = indexes(~plain)
    for index in distinct(question.decisions[remaining]):
        decision = program.decisions[index]
        these = remaining[question.decisions[remaining] == index]
        lapses = choice[these] < 0
        if lapses.any():
            state.close(decision, question.lanes[these[lapses]], LAPSED)
        these = these[~lapses]
        for position in distinct(choice[these]):
            state.choose(decision, decision.options[position], question.lanes[these[choice[these] == position]])
