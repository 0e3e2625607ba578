"""A witness: a play, as its luck and its answers, in which a decision is open."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from attrs import define, field, frozen

from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes, Mask, indexes
from ceo_sim.engine.layout import OPEN
from ceo_sim.engine.policy import run
from ceo_sim.engine.program import DecisionPlan, Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.replay import ReplayMismatch, replay
from ceo_sim.engine.schedule import Indexes
from ceo_sim.engine.snapshots import Answer

PLAYS = 2_000
"""Plays that go on side by side in one try."""
TRIES = 10
STATES, MEMORY, SECONDS = 2_000_000, 500_000_000, 10.0
"""What the search may use that follows where no play by lot leads there."""


@frozen
class Witness:
    """A play that leads somewhere.

    Attributes:
        seed: Its luck.
        answers: What was chosen on the way, without check values.
        step: Where it stands then.
    """

    seed: int
    answers: tuple[Answer, ...]
    step: int


def witness_of(program: Program, decision: str, seed: int | None = None) -> Witness | None:
    """The play among many by lot in which a decision is open soonest, or else one that a search finds; None if none is.

    Args:
        program: What is played.
        decision: The id of a decision.
        seed: The luck that the play must have, which no search is for; any, if left out.
    """
    plan = program.decision(decision)
    for attempt in range(TRIES):
        first = attempt * PLAYS
        seeds = np.full(PLAYS, seed, np.uint64) if seed is not None else rng.consecutive_seeds(first, PLAYS)
        search = _Search(plan, np.random.default_rng(attempt))
        state = Lanes(program, seeds)
        try:
            run(state, search, on_step=search.look)
        except _MetError as met:
            return Witness(int(seeds[met.lane]), tuple(search.answers_of(program, met.lane)), state.now)
    return _searched(program, decision) if seed is None else None


def _searched(program: Program, decision: str) -> Witness | None:
    """A witness by a search over answers and luck, which finds what plays by lot come to too seldom."""
    from ceo_sim.analysis.explore.budget import Budget
    from ceo_sim.analysis.explore.findings import explore
    from ceo_sim.analysis.explore.nodes import Nodes

    nodes = Nodes(program)
    node = nodes.named(f"decision:{decision}")
    wanted = [nodes.all.index(node)]
    way = explore(nodes, Budget(STATES, MEMORY, SECONDS), plays=PLAYS, wanted=wanted, odds=False).witness(node)
    if way is None or way.seed is None:
        return None
    try:
        game = replay(program, way.seed, way.answers, way.until)
    except ReplayMismatch:
        return None
    return Witness(way.seed, way.answers, game.now) if game.is_open(decision) else None


class _MetError(Exception):
    """The decision is open in a lane."""

    def __init__(self, lane: int) -> None:
        super().__init__(lane)
        self.lane = lane


@define(eq=False)
class _Search:
    """A policy that answers by lot, the same luck of the story or not, until a decision is open."""

    wanted: DecisionPlan
    lots: np.random.Generator
    given: list[tuple[int, Indexes, Indexes, Indexes]] = field(factory=list)

    def acts_today(self, state: Lanes, decision: DecisionPlan, lanes: Indexes) -> Mask:  # noqa: ARG002 - as Policy has it
        """Half of those whose decision waits."""
        if decision is self.wanted:
            raise _MetError(int(lanes[0]))
        return self.lots.random(len(lanes)) < 0.5

    def choose(self, state: Lanes, question: Question) -> Indexes:
        """An open option by lot; -1 where there is none."""
        here = indexes(question.decisions == self.wanted.index)
        if len(here):
            raise _MetError(int(question.lanes[here[0]]))
        marks = self.lots.random(question.open.shape) * question.open
        choice = np.where(question.open.any(axis=0), marks.argmax(axis=0), -1)
        self.given.append((state.now, question.lanes, question.decisions, choice))
        return choice

    def look(self, state: Lanes) -> None:
        """Stop where the decision is open once all that is to be answered has been."""
        lanes = indexes((state.decision_state[self.wanted.index] == OPEN) & state.alive)
        if len(lanes):
            raise _MetError(int(lanes[0]))

    def answers_of(self, program: Program, lane: int) -> Iterator[Answer]:
        """What was answered in a lane, in order."""
        for step, lanes, decisions, choice in self.given:
            for place in indexes(lanes == lane):
                if choice[place] >= 0:
                    plan = program.decisions[decisions[place]]
                    yield Answer(step, plan.id, plan.options[choice[place]].id)
