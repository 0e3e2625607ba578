"""Which nodes lanes meet."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from ceo_sim.analysis.explore.nodes import Nodes, Said, Shown
from ceo_sim.analysis.explore.repeats import Counts, Repeats
from ceo_sim.analysis.variants import BranchCount, Choice, drawn
from ceo_sim.engine.lanes import Lanes, distinct, indexes
from ceo_sim.engine.layout import MADE, OPEN
from ceo_sim.engine.observers import BatchObserver
from ceo_sim.engine.schedule import Indexes

Hit = Callable[[int, Indexes], None]


@define(eq=False)
class NodeTracker(BatchObserver[Lanes]):
    """Follows lanes and says which nodes they meet.

    Attributes:
        nodes: The nodes.
        hit: Called with the place of a node and the lanes that meet it.
        wanted: For which nodes it is; what nobody wants is not looked at.
        by_seed: Whether of words that are drawn only those are read that the seeds of the lanes draw; else all are.
        counts: How often what may come again has been told in each lane; none if it does not matter.
        times: How often what is being read was read before in each lane, or None.
    """

    nodes: Nodes
    hit: Hit
    wanted: NDArray[np.bool_]
    by_seed: bool = False
    counts: Counts | None = None
    times: NDArray[np.int32] | None = field(default=None, init=False)
    _repeats: Repeats = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._repeats = Repeats.of(self.nodes)

    def opened(self, state: Lanes, decisions: Indexes, lanes: Indexes) -> None:
        """A decision is put before each of some lanes."""
        del state
        for index in distinct(decisions):
            if (row := self._repeats.decisions.get(index)) is not None and self.counts is not None:
                self.counts[row, lanes[decisions == index]] += 1

    def applied(self, state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
        """A consequence has taken effect in each of some lanes."""
        for index in distinct(consequences):
            those, row = lanes[consequences == index], self._repeats.consequences.get(index)
            if row is not None and self.counts is not None:
                self.counts[row, those] += 1
            self._meet(self.nodes.consequence[index], those)
            self._read(state, self.nodes.consequence_texts[index], those, row)

    def begin(self, state: Lanes) -> None:
        """Read what is read before the first step."""
        self._read(state, self.nodes.opening, indexes(state.alive))

    def listens(self, state: Lanes) -> bool:
        """Whether anybody may say now what is wanted."""
        timeline = state.program.timeline
        return (
            timeline.starts_day(state.now)
            and state.now < timeline.last
            and any(self._is_wanted(said) for person in self.nodes.remarks for said in person)
        )

    def listen(self, state: Lanes) -> None:
        """Look at what is said at the beginning of a day, whether the player is to move or not."""
        for person in self.nodes.remarks if self.listens(state) else ():
            lanes = indexes(state.alive)
            for said in person:
                those = state.holds(said.when, lanes)
                self._meet(said.node, those)
                self._read(state, said.shown, those)
                lanes = np.setdiff1d(lanes, those, assume_unique=True)

    def _is_wanted(self, said: Said) -> bool:
        return bool(self.wanted[said.node] or said.shown)

    def look(self, state: Lanes) -> None:
        """Look at what is said and, in the lanes in which the player is to move, at what is open and promised."""
        self.listen(state)
        resting = rests(state)
        for index in indexes(state.open_count > 0).tolist():
            lanes = indexes((state.decision_state[index] == OPEN) & resting)
            self._meet(self.nodes.decision[index], lanes)
            self._read(state, self.nodes.asked[index], lanes, self._repeats.decisions.get(index))
        for index, texts in enumerate(self.nodes.promised):
            if texts:
                self._read(state, texts, indexes((state.promise_state[index] == MADE) & resting))

    def ended(self, state: Lanes, lanes: Indexes) -> None:
        """Some lanes have ended at this step."""
        for index in np.unique(state.ending[lanes]).tolist():
            those = lanes[state.ending[lanes] == index]
            self._meet(self.nodes.ending[index], those)
            self._read(state, self.nodes.closing[index], those)

    def _meet(self, node: int, lanes: Indexes) -> None:
        if node >= 0 and len(lanes) and self.wanted[node]:
            self.hit(node, lanes)

    def _read(self, state: Lanes, shown: Sequence[Shown], lanes: Indexes, row: int | None = None) -> None:
        """Read texts whose times are counted in a row; without one it is always the first time."""
        if shown and len(lanes):
            self.times = None if row is None or self.counts is None else self.counts[row] - 1
            for each in shown:
                self._choose(state, each.choices, state.holds(each.when, lanes))

    def _choose(self, state: Lanes, choices: Sequence[Choice], lanes: Indexes) -> None:
        for choice in choices if len(lanes) else ():
            for each, taken in self._taken(state, choice, lanes):
                self._meet(self.nodes.branch[each.branch.key], taken)
                self._choose(state, each.inside, taken)

    def _taken(self, state: Lanes, choice: Choice, lanes: Indexes) -> Iterator[tuple[BranchCount, Indexes]]:
        """Which lanes read each branch."""
        times = np.zeros(len(lanes), dtype=np.int32) if self.times is None else self.times[lanes]
        if choice.stream is not None and self.by_seed:
            yield from zip(
                choice.branches, drawn(state, choice.stream, len(choice.branches), lanes, times), strict=True
            )
        elif choice.stream is not None:
            yield from ((each, lanes) for each in choice.branches)
        elif choice.first_time:
            yield from zip(choice.branches, (lanes[times <= 0], lanes[times > 0]), strict=False)
        else:
            for each in choice.branches:
                chosen = state.holds(each.condition, lanes)
                yield each, chosen
                lanes = np.setdiff1d(lanes, chosen, assume_unique=True)


def rests(state: Lanes) -> NDArray[np.bool_]:
    """In which lanes the player is to move: at the first step of a day, and where something urgent waits."""
    program = state.program
    rows = slice(None) if program.timeline.starts_day(state.now) else program.urgent_rows
    waits: NDArray[np.bool_] = (state.decision_state[rows] == OPEN).any(axis=0)
    return waits & state.alive
