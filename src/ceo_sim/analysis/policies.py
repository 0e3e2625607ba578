"""Players of simple habits: each answers as it always would, for as many plays as one likes.

They hold nothing but numbers and programs, so that they can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.engine.lanes import Lanes, Mask, distinct
from ceo_sim.engine.policy import RandomPolicy, by_lot
from ceo_sim.engine.preview import preview
from ceo_sim.engine.program import DecisionPlan, Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.schedule import Indexes

LOT = RandomPolicy(daily_probability=1.0)
"""Answers everything on the day it comes, by lot among what is open."""
TIE = 1e-9
"""Scores that differ by no more are equal, and a lot falls between them."""
Scores = NDArray[np.float64]


class Prompt:
    """Answers everything on the day it comes, and does nothing that nobody waits for."""

    def acts_today(self, _state: Lanes, decision: DecisionPlan, lanes: Indexes, /) -> Mask:
        """All of them."""
        return np.full(len(lanes), not decision.written.standing)


@frozen(eq=False)
class ByScore(Prompt):
    """Takes the open option with the highest score, one of those that are equal by lot.

    Attributes:
        scores: Of each option, by its index.
    """

    scores: Scores

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """One of the best open options of each lane."""
        return _best(state, question, _by_option(state.program, question, self.scores))


@frozen(eq=False)
class Greedy(Prompt):
    """Takes the open option that at once makes a weighted sum of metrics highest, one of those that are equal by lot.

    Attributes:
        weights: Of each metric, by its cell.
        program: The scenario under the assumptions by which it judges; None for those that are played.
    """

    weights: Scores
    program: Program | None = None

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """One of the best open options of each lane."""
        scores = np.full(question.open.shape, -np.inf)
        for index in distinct(question.decisions):
            decision, these = state.program.decisions[index], np.nonzero(question.decisions == index)[0]
            for option in decision.options:
                able = these[question.open[option.position, these]]
                if len(able):
                    after = preview(state, decision, option.position, question.lanes[able], self.program)
                    scores[option.position, able] = (after * self.weights[:, np.newaxis]).sum(axis=0)
        return _best(state, question, scores)


@frozen(eq=False)
class NeverSpend(Prompt):
    """Takes by lot an option that costs nothing; without one it waits, or answers what is urgent by lot.

    Attributes:
        free: Whether each option, by its index, costs nothing.
    """

    free: Mask

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """A free option of each lane."""
        free = question.open & (_by_option(state.program, question, self.free.astype(np.float64)) > 0)
        return _unless_urgent(state, question, by_lot(state, question, free))


Wishes = tuple[tuple[int, tuple[int, ...]], ...]
"""From which step on which options of a decision are wanted, by their positions, the dearest first."""


@frozen(eq=False)
class ByWishes:
    """Takes what is wished for: it waits for it on the agenda, and answers by lot what is urgent and has none of it.

    Attributes:
        wishes: What is wished for at each decision, by its index; decisions without wishes are left alone, unless
            they are urgent.
        others: Who answers the decisions that are not named; nobody if None.
        at_all_hours: Whether it looks at the agenda at each step, not only when a day begins.
        once: Whether what stands for free hours is done once for each wish, not again and again.
    """

    wishes: Mapping[int, Wishes]
    others: RandomPolicy | None
    at_all_hours: bool = False
    once: bool = False

    def acts_today(self, state: Lanes, decision: DecisionPlan, lanes: Indexes) -> Mask:
        """All that have something to wish for by now; of what is not named those that the others take up."""
        if decision.index not in self.wishes and self.others is not None:
            return self.others.acts_today(state, decision, lanes)
        wishes = [since for since, _ in self.wishes.get(decision.index, ()) if since <= state.now]
        if self.once and decision.written.standing and wishes:
            done: Mask = state.answered_at[decision.index][lanes] >= wishes[-1]
            return ~done
        return np.full(len(lanes), bool(self._wanted(decision.index, state.now)))

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """The dearest open option of each lane."""
        choice = by_lot(state, question, question.open)
        for index in distinct(question.decisions):
            if index in self.wishes:
                these, taken = np.nonzero(question.decisions == index)[0], self._wanted(index, state.now)
                choice[these] = -1
                for position in reversed(taken):
                    choice[these[question.open[position, these]]] = position
        return _unless_urgent(state, question, choice)

    def _wanted(self, decision: int, now: int) -> tuple[int, ...]:
        wanted: tuple[int, ...] = ()
        for since, positions in self.wishes.get(decision, ()):
            if since <= now:
                wanted = positions
        return wanted


def _by_option(program: Program, question: Question, values: Scores) -> Scores:
    """A number of each option, (options, n)."""
    positions = np.arange(len(question.open))[:, np.newaxis]
    options = program.first_option[question.decisions] + np.minimum(positions, program.widths[question.decisions] - 1)
    return values[options]


def _best(state: Lanes, question: Question, scores: Scores) -> Indexes:
    scores = np.where(question.open, scores, -np.inf)
    return by_lot(state, question, question.open & (scores >= scores.max(axis=0) - TIE))


def _unless_urgent(state: Lanes, question: Question, choice: Indexes) -> Indexes:
    """A choice, by lot where none was made and something urgent waits."""
    urgent = np.isin(question.decisions, state.program.urgent_rows) & (choice < 0)
    if not urgent.any():
        return choice
    return np.where(urgent, by_lot(state, question, question.open), choice)
