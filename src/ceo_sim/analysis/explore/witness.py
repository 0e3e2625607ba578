"""A way to what can happen: the answers that lead there, what luck has to do, and a seed whose luck does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.graph import PASS
from ceo_sim.analysis.explore.luck import BranchingLanes, Mark, Scripts, branch
from ceo_sim.analysis.explore.nodes import Draw, Nodes
from ceo_sim.analysis.explore.repeats import Counts, Repeats
from ceo_sim.analysis.explore.search import Graph, answer_each, pass_time
from ceo_sim.analysis.explore.tracker import NodeTracker, rests
from ceo_sim.analysis.variants import picks
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
Prepare = Callable[[Lanes], Counts | None]
"""Makes lanes what a state is; gives what has been told in them if that matters."""
Arrives = Callable[[BranchingLanes, Counts | None], NDArray[np.bool_]] | int
"""In which lanes an action led where it should; or the place of the node that it should meet."""


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


def find_seed(marks: Sequence[Mark], tries: int = TRIES, *, draws: Sequence[Draw] = (), times: int = 0) -> int | None:
    """The first seed from 1 on whose luck does all that is asked of it; None if it is not among the first ones.

    Args:
        marks: What is asked of it.
        tries: How many seeds are tried.
        draws: Which words it has to draw, too.
        times: How often they were read before.
    """
    narrow_first = sorted(marks, key=lambda mark: mark.high - mark.low)
    for first in range(1, tries + 1, _BLOCK):
        keys = rng.lane_keys(rng.consecutive_seeds(first, min(_BLOCK, tries + 1 - first)))
        seeds = np.arange(first, first + len(keys))
        for mark in narrow_first:
            luck = rng.uniform(keys, mark.stream, mark.step)
            right = (luck >= mark.low) & (luck < mark.high)
            keys, seeds = keys[right], seeds[right]
            if not len(seeds):
                break
        for draw in draws if len(seeds) else ():
            repeated = np.full(len(seeds), times)
            right = picks(partial(rng.uniform, keys, draw.stream), draw.branches, repeated) == draw.place
            keys, seeds = keys[right], seeds[right]
        if len(seeds):
            return int(seeds[0])
    return None


@define(eq=False)
class Trail:
    """A way as it is followed, action by action, each under the likeliest luck by which it leads where it should."""

    program: Program
    nodes: Nodes
    answers: list[Answer] = field(factory=list, init=False)
    marks: list[Mark] = field(factory=list, init=False)
    likely: float = field(default=1.0, init=False)

    def go(
        self,
        prepare: Prepare,
        act: Callable[[Lanes], None],
        arrives: Arrives,
    ) -> None:
        """Act once.

        Args:
            prepare: Makes lanes the state before.
            act: Lets it happen.
            arrives: Where it should lead.
        """
        script, likely = self._likeliest(prepare, act, arrives)
        lanes = BranchingLanes(self.program, np.zeros(1, dtype=np.uint64), scripts=script)
        prepare(lanes)
        act(lanes)
        self.marks += lanes.marks
        self.likely *= likely

    def answered(self, step: int, action: int) -> None:
        """Note that an option was taken."""
        decision, option = self.program.options[action]
        self.answers.append(Answer(step, decision.id, option.id))

    def witness(self, node: int, until: int) -> Witness:
        """The way so far to a node, with a seed for it."""
        marks, answers, draws = tuple(self.marks), tuple(self.answers), self.nodes.draws.get(node, ())
        seed, likely = find_seed(marks), self.likely
        for draw in draws:
            likely /= draw.branches
        if draws and seed is not None:
            # How often a text was read before is the same under all luck that does what is asked of it.
            times = _replayed(self.nodes.program, self.nodes, seed, answers, until, by_seed=False)
            seed = find_seed(marks, draws=draws, times=times[node])
        return Witness(answers, until, marks, likely, seed)

    def _likeliest(
        self,
        prepare: Prepare,
        act: Callable[[Lanes], None],
        arrives: Arrives,
    ) -> tuple[Scripts, float]:
        best: tuple[Scripts, float] = (np.empty((1, 0), dtype=np.int16), 0.0)
        hits: list[Indexes] = []
        wanted = np.zeros(len(self.nodes.all), dtype=bool)
        if isinstance(arrives, int):
            wanted[arrives] = True
        tracker = NodeTracker(self.nodes, lambda _, lanes: hits.append(lanes), wanted)

        def begin(lanes: BranchingLanes, _: Indexes) -> None:
            tracker.counts = prepare(lanes)

        ways = branch(self.program, 1, begin, lambda lanes, _: act(lanes), (tracker,))
        for after, _ in ways:
            tracker.ended(after, indexes(~after.alive))
            if isinstance(arrives, int):
                right = np.zeros(len(after.alive), dtype=bool)
                for lanes in hits:
                    right[lanes] = True
                hits.clear()
            else:
                right = arrives(after, tracker.counts)
            lane = int(np.where(right, after.probability, -1.0).argmax())
            if right[lane] and after.probability[lane] > best[1]:
                best = after.taken[lane : lane + 1, : after.draws[lane]].copy(), float(after.probability[lane])
        return best


def act_on(program: Program, action: int) -> Callable[[Lanes], None]:
    """What takes an option in all lanes, or lets a step of time pass."""
    if action == PASS:
        return pass_time
    decision, option = program.options[action]

    def act(lanes: Lanes) -> None:
        count = len(lanes.alive)
        answer_each(lanes, np.full(count, decision.index), np.full(count, option.index))

    return act


def nearest_way(graph: Graph, node: int) -> Witness:
    """The shortest way to a node that a search has met: the earliest, with fewest answers, that needs least luck."""
    met = graph.met[node]
    trail = Trail(graph.program, graph.nodes)

    def go(layer: int, state: int, action: int, arrives: Arrives) -> None:
        words, step = graph.layers[layer].words[:, state : state + 1], graph.layers[layer].step
        if action == PASS and not graph.layers[layer].passing:
            return  # it only ends the player's moves, so that nothing happens

        def prepare(lanes: Lanes) -> Counts:
            return graph.decode(np.repeat(words, len(lanes.alive), axis=1), step, lanes)

        trail.go(prepare, act_on(graph.program, action), arrives)
        if action != PASS:
            trail.answered(step, action)

    for (layer, state, action), (then, place) in reversed(list(_back_from(graph, met.layer, met.state))):
        go(layer, state, action, _arrives(graph, then, place))
    if met.action is not None:
        go(met.layer, met.state, met.action, node)
    return trail.witness(node, met.until)


def _back_from(graph: Graph, layer: int, state: int) -> Iterator[tuple[tuple[int, int, int], tuple[int, int]]]:
    """The actions that lead to a state, the last one first, each with where it is taken and where it leads."""
    while (origin := int(graph.layers[layer].origin[state])) >= 0:
        reached = graph.layers[layer]
        parent, action = int(reached.parent[state]), int(reached.action[state])
        yield (origin, parent, action), (layer, state)
        layer, state = origin, parent


def _arrives(graph: Graph, layer: int, state: int) -> Arrives:
    target = graph.layers[layer]

    def arrives(lanes: BranchingLanes, counts: Counts | None) -> NDArray[np.bool_]:
        if lanes.now == graph.program.timeline.last:
            return np.zeros(len(lanes.alive), dtype=bool)
        same = (graph.encode(lanes, counts) == target.words[:, state : state + 1]).all(axis=0)
        there: NDArray[np.bool_] = same & lanes.alive & (rests(lanes) != target.passing)
        return there

    return arrives


def nodes_met(program: Program, nodes: Nodes, seed: int, answers: Sequence[Answer], until: int) -> set[int]:
    """The places of the nodes that are met where some answers are given on the luck of a seed, up to a step."""
    return set(_replayed(program, nodes, seed, answers, until, by_seed=True))


def _replayed(
    program: Program, nodes: Nodes, seed: int, answers: Sequence[Answer], until: int, *, by_seed: bool
) -> dict[int, int]:
    """The nodes that are met so, each with how often its text was read before; see `NodeTracker.by_seed`."""
    met: dict[int, int] = {}

    def hit(node: int, _: Indexes) -> None:
        met.setdefault(node, 0 if tracker.times is None else int(tracker.times[0]))

    wanted = np.ones(len(nodes.all), dtype=bool)
    tracker = NodeTracker(nodes, hit, wanted, by_seed=by_seed, counts=Repeats.of(nodes).nothing(1))
    state = Lanes(program, rng.consecutive_seeds(seed, 1), watches=(tracker,))
    tracker.begin(state)
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
            return met
        pass_time(state)
        tracker.ended(state, indexes(~state.alive))
