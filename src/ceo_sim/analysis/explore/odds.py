"""Exact odds of every ending: for the best and the worst player by a backward pass, for one by lot by a forward one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.budget import Budget
from ceo_sim.analysis.explore.graph import ENDED, Edges, Layer, merge
from ceo_sim.analysis.explore.luck import BranchingLanes, branch
from ceo_sim.analysis.explore.search import Graph, pass_time
from ceo_sim.analysis.explore.state_codec import StateCodec, Words
from ceo_sim.engine.lanes import Lanes, indexes
from ceo_sim.engine.layout import OPEN
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.questions import answer, ask_all, open_due_decisions, urgent
from ceo_sim.engine.schedule import Indexes

Luck = Literal["dice", "adversary", "friend"]
_NONE: NDArray[np.bool_] = np.empty((0, 0), dtype=bool)
Odds = NDArray[np.float64]
"""A number for each ending, in the order of the program."""


@frozen(eq=False)
class EndingOdds:
    """How likely each ending is, exactly but for rounding.

    Attributes:
        best: For a player who knows every state and chooses to make it as likely as can be.
        worst: As unlikely as can be.
        luck: What luck does: it falls as dice do, always against that player's wish, or always for it.
    """

    best: Odds
    worst: Odds
    luck: Luck


def players(odds: Callable[[np.ufunc, np.ufunc | None], Odds], luck: Luck) -> EndingOdds:
    """The odds of every ending for the best and the worst player.

    Args:
        odds: Gives them for a player who takes the largest or the smallest value of actions, and for luck that takes
            one of them of outcomes, or the mean for None.
        luck: What luck does.
    """
    most, least = np.maximum, np.minimum
    against: dict[Luck, tuple[np.ufunc | None, np.ufunc | None]] = {
        "dice": (None, None),
        "adversary": (least, most),
        "friend": (most, least),
    }
    of_best, of_worst = against[luck]
    return EndingOdds(odds(most, of_best), odds(least, of_worst), luck)


def extreme(graph: Graph, budget: Budget, player: np.ufunc, luck: np.ufunc | None) -> Odds:
    """Such odds of a story that was searched to its end; see `players`.

    Raises:
        Spent: The budget is used up before they are known.
    """
    endings = np.eye(len(graph.program.endings))
    values: list[Odds] = [np.empty(0)] * len(graph.layers)
    for number in range(len(graph.layers) - 1, -1, -1):
        budget.check(0, 0)
        values[number] = _values(graph.layers[number], values, endings, player, luck)
    return values[0][0] if graph.layers else np.zeros(len(endings))


def _values(layer: Layer, values: list[Odds], endings: Odds, player: np.ufunc, luck: np.ufunc | None) -> Odds:
    odds = np.zeros((len(layer), endings.shape[1]))
    if not layer.edges:
        return odds
    sources = np.concatenate([edges.sources for edges in layer.edges]).astype(np.int64)
    actions = np.concatenate([edges.actions for edges in layer.edges])
    chances = np.concatenate([edges.chances for edges in layer.edges])
    worth = np.concatenate([_worth(edges, values, endings) for edges in layer.edges])
    acts = sources * (int(actions.max()) + 2) + (actions + 1)
    order = np.argsort(acts, kind="stable")
    acts, sources = acts[order], sources[order]
    worth = worth[order] * chances[order, np.newaxis] if luck is None else worth[order]
    firsts = np.flatnonzero(np.concatenate([[True], acts[1:] != acts[:-1]]))
    worth = (np.add if luck is None else luck).reduceat(worth, firsts, axis=0)
    sources = sources[firsts]
    firsts = np.flatnonzero(np.concatenate([[True], sources[1:] != sources[:-1]]))
    odds[sources[firsts]] = player.reduceat(worth, firsts, axis=0)
    return odds


def _worth(edges: Edges, values: list[Odds], endings: Odds) -> Odds:
    reached: Odds = endings if edges.target == ENDED else values[edges.target]
    return reached[edges.ends]


# ---- a player by lot --------------------------------------------------------------------------------------------


@define(eq=False)
class _Spread:
    """States with how likely each is, at one step."""

    words: Words
    chances: NDArray[np.float64]


def by_lot(program: Program, budget: Budget, codec: StateCodec | None = None) -> Odds:
    """The odds of every ending for a player who answers by lot, as `RandomPolicy` does.

    Raises:
        Spent: The budget is used up before they are known.
    """
    return _ByLot(program, budget, codec or StateCodec.of(program)).run()


@define(eq=False)
class _ByLot:
    program: Program
    budget: Budget
    codec: StateCodec
    batch: int = field(init=False)
    _step: int = 0

    def __attrs_post_init__(self) -> None:
        self.batch = self.budget.lanes(Lanes.bytes_per_lane(self.program))

    def run(self) -> Odds:
        program = self.program
        odds = np.zeros(len(program.endings))
        state = Lanes(program, np.zeros(1, dtype=np.uint64))
        open_due_decisions(state)
        spread = _Spread(self.codec.encode(state), np.ones(1))
        for self._step in range(program.timeline.last):
            spread = self._answer_urgent(spread)
            if program.timeline.starts_day(self._step):
                for decision in program.decisions:
                    if not decision.urgent:
                        spread = self._pass_on(spread, partial(self._take_up, decision.index))
                spread = self._answer_urgent(spread)
            spread = self._pass_time(spread, odds)
            if not len(spread.chances):
                break
        return odds

    def _answer_urgent(self, spread: _Spread) -> _Spread:
        done: list[_Spread] = []
        while len(spread.chances):
            waiting = self._waiting(spread)
            done.append(_Spread(spread.words[:, ~waiting], spread.chances[~waiting]))
            spread = _Spread(spread.words[:, waiting], spread.chances[waiting])
            if len(spread.chances):
                spread = self._pass_on(spread, _urgent_answers)
        return self._merged(done)

    def _waiting(self, spread: _Spread) -> NDArray[np.bool_]:
        masks = [np.empty(0, dtype=bool)]
        rows = self.program.urgent_rows
        for _, state in self._decoded(spread):
            masks.append((state.decision_state[rows] == OPEN).any(axis=0))
        return np.concatenate(masks)

    def _take_up(self, index: int, state: Lanes) -> _Answers:
        """A decision of the agenda is taken up with the chance of a day where it can be answered."""
        everyone = np.arange(len(state.alive))
        lanes = indexes((state.decision_state[index] == OPEN) & state.alive)
        question = ask_all(state, state.program.decisions[index], lanes)
        able = question.open.any(axis=0)
        stay = np.ones(len(everyone))
        taken = _answers(Question(lanes[able], question.decisions[able], question.open[:, able]))
        stay[lanes[able]] -= RandomPolicy().daily_probability
        return _Answers(
            np.concatenate([everyone, taken.sources]),
            np.concatenate([np.full(len(everyone), -1), taken.decisions]),
            np.concatenate([np.full(len(everyone), -1), taken.positions]),
            np.concatenate([stay, taken.chances * RandomPolicy().daily_probability]),
        )

    def _pass_on(self, spread: _Spread, answers: Callable[[Lanes], _Answers]) -> _Spread:
        """What becomes of states by answers that are given by lot."""
        after: list[_Spread] = []
        for first, state in self._decoded(spread):
            given = answers(state)
            still = given.decisions == -1
            after.append(
                _Spread(
                    spread.words[:, first + given.sources[still]],
                    spread.chances[first + given.sources[still]] * given.chances[still],
                )
            )
            after += self._answered(spread, first, given, ~still)
            self.budget.check(0, sum(each.words.nbytes for each in after))
        return self._merged(after)

    def _answered(self, spread: _Spread, first: int, given: _Answers, those: NDArray[np.bool_]) -> Iterator[_Spread]:
        sources = first + given.sources[those]
        chances = spread.chances[sources] * given.chances[those]
        program = self.program
        decisions, positions = given.decisions[those], given.positions[those]

        def prepare(lanes: BranchingLanes, which: Indexes) -> None:
            self.codec.decode(spread.words[:, sources[which]], self._step, lanes)

        def act(lanes: BranchingLanes, which: Indexes) -> None:
            answer(lanes, Question(np.arange(len(which)), decisions[which], _NONE), positions[which])

        for after, which in branch(program, len(sources), prepare, act, (), self.batch) if len(sources) else ():
            yield _Spread(self.codec.encode(after), chances[which] * after.probability)

    def _pass_time(self, spread: _Spread, odds: Odds) -> _Spread:
        after: list[_Spread] = []
        for first in range(0, len(spread.chances), self.batch):
            words = spread.words[:, first : first + self.batch]

            def prepare(lanes: BranchingLanes, which: Indexes, words: Words = words) -> None:
                self.codec.decode(words[:, which], self._step, lanes)

            for state, which in branch(
                self.program, words.shape[1], prepare, lambda lanes, _: pass_time(lanes), (), self.batch
            ):
                chances = spread.chances[first + which] * state.probability
                ended = indexes(~state.alive)
                odds += np.bincount(state.ending[ended], weights=chances[ended], minlength=len(odds))
                if state.now < self.program.timeline.last:
                    after.append(_Spread(self.codec.encode(state)[:, state.alive], chances[state.alive]))
                self.budget.check(0, sum(each.words.nbytes for each in after))
        return self._merged(after)

    def _decoded(self, spread: _Spread) -> Iterator[tuple[int, Lanes]]:
        for first in range(0, len(spread.chances), self.batch):
            words = spread.words[:, first : first + self.batch]
            state = Lanes(self.program, np.zeros(words.shape[1], dtype=np.uint64))
            self.codec.decode(words, self._step, state)
            yield first, state

    def _merged(self, spreads: list[_Spread]) -> _Spread:
        if not spreads:
            return _Spread(np.empty((self.codec.words, 0), dtype=np.uint64), np.empty(0))
        merged = merge(np.concatenate([each.words for each in spreads], axis=1))
        chances = np.concatenate([each.chances for each in spreads])
        self.budget.check(len(merged.first), merged.words.nbytes)
        together = np.bincount(merged.place, weights=chances, minlength=len(merged.first))
        return _Spread(merged.words, together.astype(np.float64))


@frozen(eq=False)
class _Answers:
    """Which decisions are answered in which lanes, -1 for none, by which option, and how likely."""

    sources: Indexes
    decisions: Indexes
    positions: Indexes
    chances: NDArray[np.float64]


def _urgent_answers(state: Lanes) -> _Answers:
    """The first urgent decision of each lane, answered by lot; one of its options is always open."""
    question = urgent(state)
    assert question is not None
    return _answers(question)


def _answers(question: Question) -> _Answers:
    positions, places = question.open.nonzero()
    chances = 1.0 / question.open.sum(axis=0)[places]
    return _Answers(question.lanes[places], question.decisions[places], positions, chances)
