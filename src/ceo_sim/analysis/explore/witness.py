"""A way to what can happen: the answers that lead there, what luck has to do, and a seed whose luck does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from attrs import define, evolve, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.graph import PASS
from ceo_sim.analysis.explore.luck import BranchingLanes, Mark, Scripts, branch
from ceo_sim.analysis.explore.nodes import Nodes, NodeTracker, rests
from ceo_sim.analysis.explore.search import Graph, Met, answer_each, pass_time
from ceo_sim.analysis.explore.state_codec import Words
from ceo_sim.engine import rng
from ceo_sim.engine.effects import choose
from ceo_sim.engine.lanes import Lanes, indexes
from ceo_sim.engine.program import Program
from ceo_sim.engine.questions import open_due_decisions
from ceo_sim.engine.schedule import Indexes
from ceo_sim.engine.snapshots import Answer

TRIES = 20_000_000
"""Seeds that are tried for the luck of a witness; it takes up to some seconds."""
_BLOCK = 250_000


@frozen
class Witness:
    """A way to something.

    Attributes:
        answers: What is chosen, and when; nothing else is.
        until: The step at which it is met.
        marks: What luck has to do on the way.
        likely: How likely it is to.
        seed: A seed whose luck does it; None if none that was tried does.
    """

    answers: tuple[Answer, ...]
    until: int
    marks: tuple[Mark, ...] = ()
    likely: float = 1.0
    seed: int | None = None


def witness_of(graph: Graph, node: int, tries: int = TRIES) -> Witness:
    """The shortest way to a node that a search has met: the earliest, and of those the one that needs least luck."""
    met = graph.met[node]
    witness = _Way(graph).to(met, node)
    return evolve(witness, seed=find_seed(witness.marks, tries))


def stuck_witness(graph: Graph, tries: int = TRIES) -> Witness:
    """The shortest way to where the story is stuck."""
    assert graph.stuck is not None
    witness = _Way(graph).to(graph.stuck, None)
    return evolve(witness, seed=find_seed(witness.marks, tries))


def find_seed(marks: Sequence[Mark], tries: int = TRIES) -> int | None:
    """The first seed from 1 on whose luck does all that is asked of it; None if it is not among the first ones."""
    narrow_first = sorted(marks, key=lambda mark: mark.high - mark.low)
    for first in range(1, tries + 1, _BLOCK):
        keys = rng.lane_keys(rng.consecutive_seeds(first, min(_BLOCK, tries + 1 - first)))
        seeds = np.arange(first, first + len(keys))
        for mark in narrow_first:
            draws = rng.uniform(keys, mark.stream, mark.step)
            right = (draws >= mark.low) & (draws < mark.high)
            keys, seeds = keys[right], seeds[right]
            if not len(seeds):
                break
        if len(seeds):
            return int(seeds[0])
    return None


@define(eq=False)
class _Way:
    graph: Graph
    answers: list[Answer] = field(factory=list)
    marks: list[Mark] = field(factory=list)
    likely: float = 1.0

    def to(self, met: Met, node: int | None) -> Witness:
        for (layer, state, action), (then, place) in reversed(list(self._back_from(met.layer, met.state))):
            self._act(layer, state, action, self._arrives(then, place))
        until = self.graph.layers[met.layer].step
        if met.action is not None:
            assert node is not None
            self._act(met.layer, met.state, met.action, None, node)
            until += met.action == PASS
        return Witness(tuple(self.answers), until, tuple(self.marks), self.likely)

    def _back_from(self, layer: int, state: int) -> Iterator[tuple[tuple[int, int, int], tuple[int, int]]]:
        """The actions that lead to a state, the last one first, each with where it is taken and where it leads."""
        while (origin := int(self.graph.layers[layer].origin[state])) >= 0:
            reached = self.graph.layers[layer]
            parent, action = int(reached.parent[state]), int(reached.action[state])
            yield (origin, parent, action), (layer, state)
            layer, state = origin, parent

    def _arrives(self, layer: int, state: int) -> Callable[[BranchingLanes], NDArray[np.bool_]]:
        target, codec = self.graph.layers[layer], self.graph.codec

        def arrives(lanes: BranchingLanes) -> NDArray[np.bool_]:
            if lanes.now == self.graph.program.timeline.last:
                return np.zeros(len(lanes.alive), dtype=bool)
            same = (codec.encode(lanes) == target.words[:, state : state + 1]).all(axis=0)
            found: NDArray[np.bool_] = same & lanes.alive & (rests(lanes) != target.passing)
            return found

        return arrives

    def _act(
        self,
        layer: int,
        state: int,
        action: int,
        arrives: Callable[[BranchingLanes], NDArray[np.bool_]] | None,
        node: int | None = None,
    ) -> None:
        """Take an action under the likeliest luck by which it leads where it should."""
        if self._is_rest(layer, action):
            return
        words, step = self.graph.layers[layer].words[:, state : state + 1], self.graph.layers[layer].step
        script, likely = self._best_luck(words, step, action, arrives, node)
        lanes = BranchingLanes(self.graph.program, np.zeros(1, dtype=np.uint64), scripts=script)
        self.graph.codec.decode(words, step, lanes)
        self._do(lanes, action)
        self.marks += lanes.marks
        self.likely *= likely
        if action != PASS:
            decision, option = self.graph.program.options[action]
            self.answers.append(Answer(step, decision.id, option.id))

    def _is_rest(self, layer: int, action: int) -> bool:
        """Whether an action only ends the player's moves, so that nothing happens."""
        return action == PASS and not self.graph.layers[layer].passing

    def _best_luck(
        self,
        words: Words,
        step: int,
        action: int,
        arrives: Callable[[BranchingLanes], NDArray[np.bool_]] | None,
        node: int | None,
    ) -> tuple[Scripts, float]:
        best: tuple[Scripts, float] = (np.empty((1, 0), dtype=np.int16), 0.0)
        hits: list[Indexes] = []
        wanted = np.zeros(len(self.graph.nodes.all), dtype=bool)
        if node is not None:
            wanted[node] = True
        tracker = NodeTracker(self.graph.nodes, lambda _, lanes: hits.append(lanes), wanted)

        def prepare(lanes: BranchingLanes, which: Indexes) -> None:
            self.graph.codec.decode(words[:, np.zeros(len(which), dtype=np.intp)], step, lanes)

        for after, _ in branch(self.graph.program, 1, prepare, lambda lanes, _: self._do(lanes, action), (tracker,)):
            tracker.ended(after, indexes(~after.alive))
            right = np.zeros(len(after.alive), dtype=bool)
            for lanes in hits:
                right[lanes] = True
            hits.clear()
            if arrives is not None:
                right = arrives(after)
            if right.any():
                lane = int(np.where(right, after.probability, -1.0).argmax())
                if after.probability[lane] > best[1]:
                    best = after.taken[lane : lane + 1, : after.draws[lane]].copy(), float(after.probability[lane])
        return best

    def _do(self, lanes: Lanes, action: int) -> None:
        if action == PASS:
            pass_time(lanes)
            return
        decision, option = self.graph.program.options[action]
        answer_each(lanes, np.full(len(lanes.alive), decision.index), np.full(len(lanes.alive), option.index))


def nodes_met(program: Program, nodes: Nodes, seed: int, answers: Sequence[Answer], until: int) -> set[int]:
    """The places of the nodes that are met where some answers are given on the luck of a seed, up to a step."""
    found: set[int] = set()
    tracker = NodeTracker(nodes, lambda node, _: found.add(node), np.ones(len(nodes.all), dtype=bool))
    state = Lanes(program, rng.consecutive_seeds(seed, 1), watches=(tracker,))
    open_due_decisions(state)
    waiting, only = list(answers), np.zeros(1, dtype=np.intp)
    while True:
        tracker.look(state)
        while waiting and waiting[0].step == state.now:
            answer = waiting.pop(0)
            decision = program.decision(answer.decision)
            choose(state, decision, decision.option(answer.option), only)
            tracker.look(state)
        if state.now >= until or not state.alive[0]:
            return found
        pass_time(state)
        tracker.ended(state, indexes(~state.alive))
