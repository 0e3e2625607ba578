"""Luck as branches: at every draw each outcome that is possible is taken, with its probability.

A batch is run with the outcomes of the first draws of each lane given, its script; past it each lane takes the first
possible outcome, and the others are noted as alternatives, which are run as lanes of further batches. So the engine
itself says where it draws, and needs no second form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.budget import MOST_LANES
from ceo_sim.engine.evaluate import Evaluate, Values
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.observers import BatchObserver
from ceo_sim.engine.program import Program
from ceo_sim.engine.schedule import Indexes

Floats = NDArray[np.float64]
Scripts = NDArray[np.int16]
"""The outcomes of the first draws of each lane, (lanes, draws); -1 behind the last."""


@frozen
class Mark:
    """What luck has to do at one draw: a number of a stream at a step that lies from `low` up to `high`."""

    stream: int
    step: int
    low: float
    high: float


@define(eq=False)
class BranchingLanes(Lanes):
    """Lanes whose luck is given.

    Attributes:
        scripts: The outcomes that are given.
        taken: The outcomes of all draws so far, as scripts.
        draws: How many draws each lane has had.
        probability: How likely those outcomes are.
        alternatives: The scripts of outcomes not taken, each block with the lanes that could have taken them.
        marks: Of a single lane, what its luck did.
    """

    scripts: Scripts = field(kw_only=True)
    taken: Scripts = field(init=False)
    draws: NDArray[np.intp] = field(init=False)
    probability: Floats = field(init=False)
    alternatives: list[tuple[Indexes, Scripts]] = field(factory=list, init=False)
    marks: list[Mark] = field(factory=list, init=False)
    _spans: dict[tuple[int, int], tuple[Floats, Floats]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        self.taken = np.full((len(self.alive), self.scripts.shape[1] + 4), -1, dtype=np.int16)
        self.draws = np.zeros(len(self.alive), dtype=np.intp)
        self.probability = np.ones(len(self.alive))

    def drawn(self, chance: Evaluate | None, stream: int, lanes: Indexes) -> Indexes:
        """Those of `lanes` in which something of some probability happens."""
        if chance is None or not len(lanes):
            return lanes
        limit = np.broadcast_to(self.evaluate(chance, lanes), lanes.shape).clip(0.0, 1.0)
        outcomes = self._draw([limit], stream, self.now, lanes)
        return lanes.compress(outcomes == 0)

    def one_of(self, count: int, stream: int, step: int, lanes: Indexes) -> Indexes:
        """A number from 0 up to `count` for each of `lanes`."""
        limits = [np.full(len(lanes), place / count) for place in range(1, count)]
        return self._draw(limits, stream, step, lanes)

    def passed(self, limits: Sequence[Values], total: Values, stream: int) -> Indexes:
        """How many of some rising limits a draw has reached, in every lane."""
        lanes = np.arange(len(self.alive))
        total = np.broadcast_to(np.asarray(total, dtype=np.float64), lanes.shape)
        # Where all weights are 0 no card is drawn, as every limit is passed.
        parts = [np.where(total > 0, limit / np.where(total > 0, total, 1.0), 0.0) for limit in limits]
        return self._draw([part.clip(0.0, 1.0) for part in parts], stream, self.now, lanes)

    def _draw(self, limits: Sequence[Floats], stream: int, step: int, lanes: Indexes) -> Indexes:
        """An outcome for each of some lanes: in which of the spans between 0, the limits and 1 its draw falls."""
        edges = np.array([np.zeros(len(lanes)), *limits, np.ones(len(lanes))])
        # A draw that was made already at this step falls where it fell.
        lows, highs = self._spans.setdefault((stream, step), (np.zeros(len(self.alive)), np.ones(len(self.alive))))
        edges = edges.clip(lows[lanes], highs[lanes])
        chances = np.diff(edges, axis=0) / (highs - lows)[lanes]
        outcomes = self._follow(chances, lanes)
        place = np.arange(len(lanes))
        lows[lanes], highs[lanes] = edges[outcomes, place], edges[outcomes + 1, place]
        if len(self.alive) == 1 and len(lanes):
            self.marks.append(Mark(stream, step, float(lows[0]), float(highs[0])))
        return outcomes

    def _follow(self, chances: Floats, lanes: Indexes) -> Indexes:
        outcomes: Indexes = (chances > 0).argmax(axis=0)
        # What is certain is no draw: it would only make scripts longer.
        open_lanes = (chances > 0).sum(axis=0) > 1
        if not open_lanes.any():
            return outcomes
        those = lanes[open_lanes]
        position = self.draws[those]
        if position.max() >= self.taken.shape[1]:
            self.taken = np.pad(self.taken, ((0, 0), (0, self.taken.shape[1])), constant_values=-1)
        given = self._given(those, position)
        first = outcomes[open_lanes]
        self._note_alternatives(chances[:, open_lanes], those, first, given < 0)
        chosen = np.where(given >= 0, given, first)
        outcomes[open_lanes] = chosen
        self.taken[those, position] = chosen
        self.draws[those] += 1
        self.probability[those] *= chances[:, open_lanes][chosen, np.arange(len(those))]
        return outcomes

    def _given(self, lanes: Indexes, position: Indexes) -> Scripts:
        length = self.scripts.shape[1]
        if not length:
            return np.full(len(lanes), -1, dtype=np.int16)
        given = self.scripts[lanes, np.minimum(position, length - 1)]
        known: Scripts = np.where(position < length, given, np.int16(-1))
        return known

    def _note_alternatives(self, chances: Floats, lanes: Indexes, first: Indexes, free: NDArray[np.bool_]) -> None:
        for outcome in range(len(chances)):
            other = free & (chances[outcome] > 0) & (first != outcome)
            if other.any():
                those = lanes[other]
                position = self.draws[those]
                scripts = self.taken[those, : position.max() + 1]
                scripts[np.arange(len(those)), position] = outcome
                self.alternatives.append((those, scripts))


def branch(
    program: Program,
    count: int,
    prepare: Callable[[BranchingLanes, Indexes], None],
    act: Callable[[BranchingLanes, Indexes], object],
    watches: tuple[BatchObserver[Lanes], ...] = (),
    batch: int = MOST_LANES,
) -> Iterator[tuple[BranchingLanes, Indexes]]:
    """Let something happen to some states under every luck.

    Args:
        program: What is played.
        count: How many states.
        prepare: Makes lanes what the states are; it gets which of the states each lane is.
        act: Lets it happen.
        watches: Who follows the lanes.
        batch: Most lanes that are run at once.

    Yields:
        Lanes after it, with the state that each was; their `probability` is that of their luck, and those of one state
        sum to 1.
    """
    waiting: list[tuple[Indexes, Scripts]] = [(np.arange(count), np.empty((count, 0), dtype=np.int16))]
    while waiting:
        sources, scripts = _next_batch(waiting, batch)
        seeds = np.zeros(len(sources), dtype=np.uint64)
        state = BranchingLanes(program, seeds, watches=watches, scripts=scripts)
        prepare(state, sources)
        act(state, sources)
        yield state, sources
        waiting += [(sources[lanes], scripts) for lanes, scripts in state.alternatives]


def _next_batch(waiting: list[tuple[Indexes, Scripts]], most: int) -> tuple[Indexes, Scripts]:
    """Take as many lanes as make a batch, those that came last first, so that few wait."""
    blocks = [waiting.pop()]
    while waiting and sum(len(sources) for sources, _ in blocks) + len(waiting[-1][0]) <= most:
        blocks.append(waiting.pop())
    if len(blocks[0][0]) > most:
        sources, scripts = blocks[0]
        waiting.append((sources[most:], scripts[most:]))
        return sources[:most], scripts[:most]
    longest = max(scripts.shape[1] for _, scripts in blocks)
    padded = [np.pad(scripts, ((0, 0), (0, longest - scripts.shape[1])), constant_values=-1) for _, scripts in blocks]
    return np.concatenate([sources for sources, _ in blocks]), np.concatenate(padded)
