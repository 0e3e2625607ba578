"""Ways through a table: from the start to where a tabular search met something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from ceo_sim.analysis.explore.graph import ANSWER, PASS
from ceo_sim.analysis.explore.luck import BranchingLanes
from ceo_sim.analysis.explore.table import Link, MetInTable, Table
from ceo_sim.analysis.explore.witness import Trail, Witness, act_on
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.portable_math import log


@define(eq=False)
class TableWays:
    """Finds the shortest ways in a table; see `witness.nearest_way`.

    The search notes no origins, which would take as long as the rest of it: they are worked out when first asked for.
    """

    table: Table
    _worth: list[NDArray[np.float64]] = field(factory=list, init=False)
    _incoming: dict[int, list[tuple[int, Link]]] = field(factory=lambda: defaultdict(list), init=False)

    def __attrs_post_init__(self) -> None:
        groups = self.table.groups
        self._worth = [np.full(len(group.words), -np.inf) for group in groups]
        self._worth[0][:] = 0.0
        for number, group in enumerate(groups):
            for link in group.links:
                self._incoming[link.target].append((number, link))
                np.maximum.at(self._worth[link.target], link.places, self._along(number, link))

    def to(self, node: int) -> Witness:
        """The shortest way to a node that was met."""
        trail = Trail(self.table.transitions.endless, self.table.transitions.nodes)
        _, met, state = max(map(self._nearest, self.table.met[node]), key=lambda way: way[0])
        for source, place, taken, target, reached in reversed(list(self._back_from(met.group, state))):
            self._go(trail, source, place, taken, self._arrives(target, reached), passes=taken.outcome.passes)
        group = self.table.groups[met.group]
        if met.link is not None:
            self._go(trail, met.group, state, group.links[met.link], node, passes=met.until > group.step)
        return trail.witness(met.until)

    def _nearest(self, met: MetInTable) -> tuple[float, MetInTable, int]:
        """Of the states in which a node is met so, the one to which the way is worth most, and how much that is."""
        group, worth = self.table.groups[met.group], self._worth[met.group]
        places = np.arange(len(group.words))
        if met.link is not None:
            link = group.links[met.link]
            worth, places = self._along(met.group, link), places if link.sources is None else link.sources
        elif met.ending is not None and group.endings is not None:
            places = np.flatnonzero(group.endings == met.ending)
            worth = worth[places]
        best = int(worth.argmax())
        return float(worth[best]), met, int(places[best])

    def _along(self, source: int, link: Link) -> NDArray[np.float64]:
        worth = self._worth[source] if link.sources is None else self._worth[source][link.sources]
        return worth + float(log(np.array([link.chance]))[0]) - ANSWER * (link.action != PASS)

    def _back_from(self, group: int, state: int) -> Iterator[tuple[int, int, Link, int, int]]:
        while group:
            best: tuple[float, int, int, Link] | None = None
            for source, link in self._incoming[group]:
                here = np.flatnonzero(link.places == state)
                if len(here):
                    along = self._along(source, link)[here]
                    place = int(here[along.argmax()])
                    if best is None or along.max() > best[0]:
                        place = place if link.sources is None else int(link.sources[place])
                        best = float(along.max()), source, place, link
            assert best is not None
            _, source, place, link = best
            yield source, place, link, group, state
            group, state = source, place

    def _go(
        self,
        trail: Trail,
        source: int,
        place: int,
        link: Link,
        arrives: Callable[[BranchingLanes], NDArray[np.bool_]] | int,
        *,
        passes: bool,
    ) -> None:
        group, program = self.table.groups[source], self.table.program
        word, act = int(group.words[place]), act_on(program, link.action)

        def prepare(lanes: Lanes) -> None:
            self.table.transitions.prepare(group.control, word, group.step, lanes)

        def act_and_pass(lanes: Lanes) -> None:
            act(lanes)
            if link.action != PASS and passes:
                act_on(program, PASS)(lanes)

        trail.go(prepare, act_and_pass, arrives)
        if link.action != PASS:
            trail.answered(group.step, link.action)

    def _arrives(self, target: int, state: int) -> Callable[[BranchingLanes], NDArray[np.bool_]]:
        group, transitions = self.table.groups[target], self.table.transitions
        control = np.array(group.control, dtype=np.uint64).reshape(-1, 1)

        def arrives(lanes: BranchingLanes) -> NDArray[np.bool_]:
            same = (transitions.codec.encode(lanes) == control).all(axis=0)
            found: NDArray[np.bool_] = same & (transitions.pack(lanes) == group.words[state])
            return found

        return arrives
