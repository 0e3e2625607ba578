"""Who answers: a policy decides for many lanes at once, and a batch is played to its end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

import numpy as np
from attrs import frozen

from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes, Mask, distinct
from ceo_sim.engine.program import DecisionPlan
from ceo_sim.engine.question import Question
from ceo_sim.engine.questions import agenda, answer, ask_all, open_due_decisions, urgent
from ceo_sim.engine.schedule import Indexes
from ceo_sim.engine.world import move

MOST_IN_A_BYTE = 127
IDLE = 1 / 3
"""The highest probability a day with which something is done that nobody waits for."""


class Policy(Protocol):
    """Answers the engine's questions."""

    def acts_today(self, state: Lanes, decision: DecisionPlan, lanes: Indexes) -> Mask:
        """Which of `lanes`, that have a decision waiting, answer it today."""

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """The position of the option chosen in each lane of a question; -1 where none is open."""


@frozen
class RandomPolicy:
    """Answers what is urgent at once and each thing on the agenda with a third of a chance a day, all by lot.

    What stands for free hours comes after the agenda, and is taken up no more often than that.

    Its lots are the luck of the lane, so a play is repeated by its seed.
    """

    daily_probability: float = 1 / 3

    def acts_today(self, state: Lanes, decision: DecisionPlan, lanes: Indexes) -> Mask:
        """Those that a lot of each lane falls to, drawn again each day."""
        draws = state.uniform(~decision.stream & rng.MASK, state.now, lanes)
        return draws < (min(self.daily_probability, IDLE) if decision.written.standing else self.daily_probability)

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """One of the open options of each lane, each as likely as the others."""
        return by_lot(state, question, question.open)


def by_lot(state: Lanes, question: Question, among: Mask) -> Indexes:
    """The position of one of some options, (options, n), each as likely as the others; -1 where there is none."""
    counters = np.zeros(len(state.program.decisions), dtype=np.uint64)
    for index in distinct(question.decisions):
        counters[index] = rng.counter(state.program.decisions[index].stream, state.now)
    draws = rng.uniform_at(state.keys[question.lanes], counters[question.decisions])
    # Sums row by row: `numpy.cumsum` along the short axis takes a hundred times as long.
    open_options = among.view(np.int8)
    if len(open_options) > MOST_IN_A_BYTE:
        open_options = open_options.astype(np.int16)
    number = open_options[0].copy()
    for row in open_options[1:]:
        number += row
    rank = (draws * number).astype(number.dtype)
    before, choice = np.zeros_like(number), np.zeros_like(number)
    for row in open_options:
        before += row
        choice += (before <= rank).view(np.int8)
    choice[number == 0] = -1
    positions: Indexes = choice.astype(np.intp)
    return positions


def run(
    state: Lanes,
    policy: Policy,
    *,
    decisions_opened: bool = False,
    on_step: Callable[[Lanes], object] | None = None,
    until: int | None = None,
) -> None:
    """Play every lane to its end, a policy answering for them; the rest as in `play_out`."""
    play_out(state, partial(decide, policy=policy), decisions_opened=decisions_opened, on_step=on_step, until=until)


def play_out(
    state: Lanes,
    decide: Callable[[Lanes], object],
    *,
    decisions_opened: bool = False,
    on_step: Callable[[Lanes], object] | None = None,
    until: int | None = None,
) -> None:
    """Play every lane to its end, or to a step.

    Args:
        state: The lanes.
        decide: Called at each step to answer in them; it leaves nothing urgent unanswered.
        decisions_opened: Whether the decisions of the step at which they stand have come already.
        on_step: Called when all that is to be decided at a step has been, and at the end.
        until: The last step at which something is decided, if it comes before the end.
    """
    while state.now < state.program.timeline.last and state.alive.any():
        if not decisions_opened:
            open_due_decisions(state)
        decisions_opened = False
        decide(state)
        if on_step is not None:
            on_step(state)
        if state.now == until:
            return
        move(state)
    if on_step is not None:
        on_step(state)


def decide(state: Lanes, policy: Policy) -> None:
    """Answer what is urgent and, once a day or at all hours, what of the agenda is taken up."""
    _answer_urgent(state, policy)
    if state.program.timeline.is_at_desk(state.now) or getattr(policy, "at_all_hours", False):
        for decision, lanes in agenda(state):
            _take_up(state, policy, decision, lanes)
        _answer_urgent(state, policy)


def _answer_urgent(state: Lanes, policy: Policy) -> None:
    while (question := urgent(state)) is not None:
        answer(state, question, policy.choose(state, question))


def _take_up(state: Lanes, policy: Policy, decision: DecisionPlan, lanes: Indexes) -> None:
    """Let those answer that take the decision up and have an open option."""
    lanes = lanes.compress(policy.acts_today(state, decision, lanes))
    if not len(lanes):
        return
    question = ask_all(state, decision, lanes)
    choice = policy.choose(state, question)
    able = choice >= 0
    if not able.all():
        lanes, decisions, open_options = question.lanes, question.decisions, question.open
        question = Question(lanes.compress(able), decisions.compress(able), open_options.compress(able, axis=1))
        choice = choice.compress(able)
    answer(state, question, choice)
