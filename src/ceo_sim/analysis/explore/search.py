"""Every state that a story can reach, step by step, equal ones merged, within a budget.

The player is to move where the clock rests: at the first step of each day, and at any step at which something urgent
waits. There any open option of any open decision may be taken, one after the other in any order, and where nothing
urgent waits time may pass. Luck takes every outcome that has a probability; see `luck`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.budget import Budget, Spent
from ceo_sim.analysis.explore.graph import ANSWER, ENDED, PASS, Edges, Layer, merge
from ceo_sim.analysis.explore.luck import BranchingLanes, branch
from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.analysis.explore.repeats import Counts, Repeats
from ceo_sim.analysis.explore.state_codec import StateCodec, TooLarge, Words
from ceo_sim.analysis.explore.tracker import NodeTracker, rests
from ceo_sim.engine.effects import choose_each
from ceo_sim.engine.lanes import Lanes, indexes
from ceo_sim.engine.layout import OPEN
from ceo_sim.engine.portable_math import log
from ceo_sim.engine.program import Program
from ceo_sim.engine.questions import ask, open_due_decisions
from ceo_sim.engine.schedule import Indexes
from ceo_sim.engine.world import move

MERGING = 3
"""Times the memory of states that it takes to merge them."""

Unfinished = Literal["states", "memory", "seconds", "interrupted", "draws", "too large"]


@frozen
class Met:
    """Where a node was first met: a state, and what was done there; luck decided the rest.

    Attributes:
        layer: The number of the layer.
        state: The place of the state in it.
        action: An option's index or `PASS`; None if it is met in the state itself.
        until: The step at which it is met.
        worth: Of the way there; see `Layer`.
    """

    layer: int
    state: int
    action: int | None
    until: int
    worth: float


@define(eq=False)
class Graph:
    """What a search has found.

    Attributes:
        program: What was searched.
        codec: How its states are packed.
        nodes: What can be met in it.
        layers: The states.
        met: Where each node was first met, by its place among the nodes.
        unfinished: Why there may be more states than these; None if these are all.
    """

    program: Program
    codec: StateCodec
    nodes: Nodes
    layers: list[Layer] = field(factory=list)
    met: dict[int, Met] = field(factory=dict)
    unfinished: Unfinished | None = None

    @property
    def states(self) -> int:
        """How many states were met."""
        return sum(map(len, self.layers))

    def encode(self, state: Lanes, counts: Counts | None) -> Words:
        """The states of lanes in which so much has been told."""
        words, repeats = self.codec.encode(state), Repeats.of(self.nodes)
        return words if counts is None or not repeats.encoded else np.concatenate([words, repeats.pack(counts)])

    def decode(self, words: Words, step: int, state: Lanes) -> Counts:
        """Give lanes states; how often things have been told in them."""
        self.codec.decode(words, step, state)
        return Repeats.of(self.nodes).unpack(words[self.codec.words :])


def why_endless_luck(program: Program) -> str | None:
    """The id of a number drawn once from a range, which has more values than can be searched; None if there is none."""
    spread = [draw.id for _, draw in program.draws if draw.mean is not None or draw.low != draw.high]
    return spread[0] if spread else None


def search(program: Program, budget: Budget, nodes: Nodes | None = None) -> Graph:
    """Search a story as far as a budget goes."""
    graph = Graph(program, StateCodec.of(program), nodes or Nodes(program))
    if why_endless_luck(program) is not None:
        graph.unfinished = "draws"
        return graph
    try:
        _Search(graph, budget).run()
    except Spent as spent:
        graph.unfinished = spent.limit
    except TooLarge:
        graph.unfinished = "too large"
    except KeyboardInterrupt:
        graph.unfinished = "interrupted"
    return graph


@define(eq=False)
class _Pool:
    """States that have been reached and not yet merged, and the edges that lead to them."""

    words: list[Words] = field(factory=list)
    edges: list[tuple[int, Edges]] = field(factory=list)
    worth: list[NDArray[np.float64]] = field(factory=list)

    @property
    def count(self) -> int:
        return sum(words.shape[1] for words in self.words)

    @property
    def nbytes(self) -> int:
        return sum(words.nbytes for words in self.words) + sum(edges.nbytes for _, edges in self.edges)


@define(eq=False)
class _Search:
    graph: Graph
    budget: Budget
    tracker: NodeTracker = field(init=False)
    repeats: Repeats = field(init=False)
    batch: int = field(init=False)
    _hits: dict[int, Indexes] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        wanted = np.ones(len(self.graph.nodes.all), dtype=bool)
        self.batch = self.budget.lanes(Lanes.bytes_per_lane(self.graph.program))
        self.tracker = NodeTracker(self.graph.nodes, self._hit, wanted)
        self.repeats = Repeats.of(self.graph.nodes)

    def run(self) -> None:
        program = self.graph.program
        scripts = np.empty((1, 0), dtype=np.int16)
        start = BranchingLanes(program, np.zeros(1, dtype=np.uint64), scripts=scripts, watches=(self.tracker,))
        self.tracker.counts = self.repeats.nothing(1)
        self.tracker.begin(start)
        open_due_decisions(start)
        resting, passing = _Pool(), _Pool()
        self._place(start, np.zeros(1, dtype=np.int32), np.full(1, PASS), -1, resting, passing)
        for step in range(program.timeline.last):
            self.tracker.wanted[[node for node, met in self.graph.met.items() if met.until < step]] = False
            # It ends: no scenario opens decisions in a circle without any time passing.
            while (layer := self._close(resting, step, passing=False)) is not None:
                resting = _Pool()
                self._answer(layer, resting, passing)
            layer = self._close(passing, step, passing=True)
            if layer is None:
                return
            resting, passing = _Pool(), _Pool()
            self._pass_time(layer, resting, passing)

    def _decode(self, words: Words, step: int, state: Lanes) -> None:
        """Give lanes states, and the tracker what was told in them."""
        self.tracker.counts = self.graph.decode(words, step, state)

    # ---- expanding ------------------------------------------------------------------------------------------

    def _answer(self, number: int, resting: _Pool, passing: _Pool) -> None:
        """Take every open option in every state of a layer, and let time pass where nothing urgent waits."""
        layer, program = self.graph.layers[number], self.graph.program
        for first in range(0, len(layer), self.batch):
            words = layer.words[:, first : first + self.batch]
            state = Lanes(program, np.zeros(words.shape[1], dtype=np.uint64))
            self._decode(words, layer.step, state)
            self.tracker.look(state)
            self._meet_in_state(number, first)
            sources, options = open_options(state)
            urgent = (state.decision_state[program.urgent_rows] == OPEN).any(axis=0)
            free = indexes(~urgent)
            self._link(number, first + free, np.full(len(free), PASS), np.ones(len(free)), words[:, free], passing)
            decisions = np.searchsorted(program.first_option, options, side="right") - 1

            def prepare(
                lanes: BranchingLanes, which: Indexes, words: Words = words, sources: Indexes = sources
            ) -> None:
                self._decode(words[:, sources[which]], layer.step, lanes)

            def act(
                lanes: BranchingLanes, which: Indexes, options: Indexes = options, decisions: Indexes = decisions
            ) -> None:
                answer_each(lanes, decisions[which], options[which])

            if not len(sources):
                continue
            for after, which in branch(program, len(sources), prepare, act, (self.tracker,), self.batch):
                self._meet_by_action(number, first + sources[which], options[which], after.probability)
                self._place(after, first + sources[which], options[which], number, resting, passing)
                self._check(resting, passing)

    def _pass_time(self, number: int, resting: _Pool, passing: _Pool) -> None:
        layer, program = self.graph.layers[number], self.graph.program
        for first in range(0, len(layer), self.batch):
            words = layer.words[:, first : first + self.batch]
            self._listen(number, first, words)

            def prepare(lanes: BranchingLanes, which: Indexes, words: Words = words) -> None:
                self._decode(words[:, which], layer.step, lanes)

            for after, which in branch(
                program, words.shape[1], prepare, lambda lanes, _: pass_time(lanes), (self.tracker,), self.batch
            ):
                ended = indexes(~after.alive)
                self.tracker.ended(after, ended)
                sources, actions = first + which, np.full(len(which), PASS)
                self._meet_by_action(number, sources, actions, after.probability)
                self._end(number, sources[ended], after.probability[ended], after.ending[ended])
                self._place(after, sources, actions, number, resting, passing)
                self._check(resting, passing)

    def _listen(self, number: int, first: int, words: Words) -> None:
        """Meet what is said in states in which time is to pass: on some days the player is not to move at all."""
        step, program = self.graph.layers[number].step, self.graph.program
        if self.tracker.nodes.remarks and program.timeline.starts_day(step):
            state = Lanes(program, np.zeros(words.shape[1], dtype=np.uint64))
            self._decode(words, step, state)
            self.tracker.listen(state)
            self._meet_in_state(number, first)

    def _place(
        self,
        state: BranchingLanes,
        sources: NDArray[np.integer],
        actions: NDArray[np.integer],
        number: int,
        resting: _Pool,
        passing: _Pool,
    ) -> None:
        """Put lanes where the player is to move, or time to pass."""
        if state.now == self.graph.program.timeline.last:
            return
        to_move, words = rests(state), self.graph.encode(state, self.tracker.counts)
        for lanes, pool in ((indexes(to_move), resting), (indexes(state.alive & ~to_move), passing)):
            self._link(number, sources[lanes], actions[lanes], state.probability[lanes], words[:, lanes], pool)

    def _link(
        self,
        number: int,
        sources: NDArray[np.integer],
        actions: NDArray[np.integer],
        chances: NDArray[np.float64],
        words: Words,
        pool: _Pool,
    ) -> None:
        if not words.shape[1]:
            return
        edges = Edges(sources.astype(np.int32), actions.astype(np.int32), chances, ENDED, np.empty(0, dtype=np.int32))
        pool.words.append(words)
        pool.edges.append((number, edges))
        before = self.graph.layers[number].worth[sources] if number >= 0 else 0.0
        pool.worth.append(before + log(chances) - ANSWER * (actions != PASS))

    def _end(self, number: int, sources: Indexes, chances: NDArray[np.float64], endings: NDArray[np.int16]) -> None:
        if len(sources):
            actions = np.full(len(sources), PASS, dtype=np.int32)
            edges = Edges(sources.astype(np.int32), actions, chances, ENDED, endings.astype(np.int32))
            self.graph.layers[number].edges.append(edges)

    def _close(self, pool: _Pool, step: int, *, passing: bool) -> int | None:
        """Make a layer of what is in a pool; None if there is nothing."""
        if not pool.words:
            return None
        worth = np.concatenate(pool.worth)
        merged = merge(np.concatenate(pool.words, axis=1), worth)
        number = len(self.graph.layers)
        origins = np.concatenate([np.full(len(edges.sources), origin, dtype=np.int32) for origin, edges in pool.edges])
        first, at = merged.first, 0
        for origin, edges in pool.edges:
            edges.target, edges.ends = number, merged.place[at : at + len(edges.sources)].astype(np.int32)
            at += len(edges.sources)
            if origin >= 0:
                self.graph.layers[origin].edges.append(edges)
        parents = np.concatenate([edges.sources for _, edges in pool.edges])[first]
        actions = np.concatenate([edges.actions for _, edges in pool.edges])[first]
        layer = Layer(step, passing, merged.words, origins[first], parents, actions, worth[first])
        self.graph.layers.append(layer)
        self._check()
        return number

    # ---- what is met ----------------------------------------------------------------------------------------

    def _hit(self, node: int, lanes: Indexes) -> None:
        self._hits[node] = np.union1d(self._hits[node], lanes) if node in self._hits else lanes

    def _meet_in_state(self, number: int, first: int) -> None:
        for node, lanes in self._hits.items():
            self._meet(node, number, first + lanes, None, self.graph.layers[number].worth[first + lanes])
        self._hits.clear()

    def _meet_by_action(
        self, number: int, sources: NDArray[np.integer], actions: NDArray[np.integer], chances: NDArray[np.float64]
    ) -> None:
        for node, lanes in self._hits.items():
            states, taken = sources[lanes], actions[lanes]
            worth = self.graph.layers[number].worth[states] + log(chances[lanes]) - ANSWER * (taken != PASS)
            self._meet(node, number, states, taken, worth)
        self._hits.clear()

    def _meet(
        self,
        node: int,
        number: int,
        states: NDArray[np.integer],
        actions: NDArray[np.integer] | None,
        worth: NDArray[np.float64],
    ) -> None:
        """Note from which state a node is met, if that is not later than is known, and worth more."""
        best = int(worth.argmax())
        action = None if actions is None else int(actions[best])
        until = self.graph.layers[number].step + (action == PASS)
        known = self.graph.met.get(node)
        if known is None or (until, -worth[best]) < (known.until, -known.worth):
            self.graph.met[node] = Met(number, int(states[best]), action, until, float(worth[best]))

    def _check(self, *pools: _Pool) -> None:
        layers = self.graph.layers
        self.budget.check(
            sum(map(len, layers)) + sum(pool.count for pool in pools),
            sum(layer.nbytes for layer in layers) + MERGING * sum(pool.nbytes for pool in pools),
        )


def open_options(state: Lanes) -> tuple[Indexes, Indexes]:
    """Every option that can be taken in any lane: the lane and the option's index."""
    lanes, options = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    for index in indexes(state.open_count > 0).tolist():
        waiting = indexes((state.decision_state[index] == OPEN) & state.alive)
        question = ask(state, waiting, np.full(len(waiting), index))
        positions, places = question.open.nonzero()
        lanes.append(waiting[places])
        options.append(state.program.first_option[index] + positions)
    return np.concatenate(lanes), np.concatenate(options)


def answer_each(state: Lanes, decisions: Indexes, options: Indexes) -> None:
    """Take an option in each lane."""
    choose_each(state, decisions, options, np.arange(len(state.alive)))


def pass_time(state: Lanes) -> None:
    """Let a step pass in all lanes, and open what is to be decided then."""
    move(state)
    if state.now < state.program.timeline.last:
        open_due_decisions(state)
