"""Ways through a table: from the start to where a tabular search met something."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from ceo_sim.analysis.explore.graph import ANSWER, PASS
from ceo_sim.analysis.explore.luck import BranchingLanes
from ceo_sim.analysis.explore.repeats import Counts
from ceo_sim.analysis.explore.saturation import Words
from ceo_sim.analysis.explore.table import Link, MetInTable, Table
from ceo_sim.analysis.explore.transitions import Control, Outcome
from ceo_sim.analysis.explore.witness import Arrives, Trail, Witness, act_on
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
                np.maximum.at(self._worth[link.target], link.places, self._along(number, link, link.chance))

    def to(self, node: int) -> Witness:
        """The shortest way to a node that was met."""
        trail = Trail(self.table.transitions.endless, self.table.transitions.nodes)
        _, met, state = max(map(self._nearest, self.table.met[node]), key=lambda way: way[0])
        for source, place, taken, target, reached in reversed(list(self._back_from(met.group, state))):
            group = self.table.groups[target]
            arrives = self._arrives(group.control, group.words[reached : reached + 1])
            self._take(trail, (source, place), taken.action, taken.outcome, arrives)
        if met.link is not None:
            link = self.table.groups[met.group].links[met.link]
            self._take(trail, (met.group, state), link.action, self._until(met, link), node)
        return trail.witness(node, met.until)

    def _nearest(self, met: MetInTable) -> tuple[float, MetInTable, int]:
        """Of the states in which a node is met so, the one to which the way is worth most, and how much that is."""
        group, worth = self.table.groups[met.group], self._worth[met.group]
        places = np.arange(len(group.words))
        if met.link is not None:
            link = group.links[met.link]
            worth = self._along(met.group, link, self._until(met, link).chance)
            places = places if link.sources is None else link.sources
        elif group.endings is not None:
            # Without an ending it is met where the story goes on.
            places = np.flatnonzero(group.endings == (-1 if met.ending is None else met.ending))
            worth = worth[places]
        best = int(worth.argmax())
        return float(worth[best]), met, int(places[best])

    def _until(self, met: MetInTable, link: Link) -> Outcome:
        """What has happened of a link when a node is met: time may only pass afterwards."""
        at_once = met.until == self.table.groups[met.group].step
        return link.outcome.first if at_once and link.outcome.first is not None else link.outcome

    def _along(self, source: int, link: Link, chance: float) -> NDArray[np.float64]:
        worth = self._worth[source] if link.sources is None else self._worth[source][link.sources]
        return worth + float(log(np.array([chance]))[0]) - ANSWER * (link.action != PASS)

    def _back_from(self, group: int, state: int) -> Iterator[tuple[int, int, Link, int, int]]:
        while group:
            best: tuple[float, int, int, Link] | None = None
            for source, link in self._incoming[group]:
                here = np.flatnonzero(link.places == state)
                if len(here):
                    along = self._along(source, link, link.chance)[here]
                    place = int(here[along.argmax()])
                    if best is None or along.max() > best[0]:
                        place = place if link.sources is None else int(link.sources[place])
                        best = float(along.max()), source, place, link
            assert best is not None
            _, source, place, link = best
            yield source, place, link, group, state
            group, state = source, place

    def _take(self, trail: Trail, state: tuple[int, int], action: int, outcome: Outcome, arrives: Arrives) -> None:
        """Follow an action from a state, and the time that passes after it if it does."""
        number, place = state
        group = self.table.groups[number]
        word = group.words[place : place + 1]
        if outcome.first is not None:
            first = outcome.first
            between = self.table.transitions.fields.adder(first.shifts)(word)
            self._go(trail, group.step, (group.control, word), action, self._arrives(first.control, between))
            self._go(trail, group.step, (first.control, between), PASS, arrives)
        else:
            self._go(trail, group.step, (group.control, word), action, arrives)

    def _go(self, trail: Trail, step: int, state: tuple[Control, Words], action: int, arrives: Arrives) -> None:
        transitions = self.table.transitions
        trail.go(lambda lanes: transitions.prepare(*state, step, lanes), act_on(self.table.program, action), arrives)
        if action != PASS:
            trail.answered(step, action)

    def _arrives(self, control: Control, word: Words) -> Arrives:
        transitions = self.table.transitions
        column = np.array(control, dtype=np.uint64).reshape(-1, 1)

        def arrives(lanes: BranchingLanes, _: Counts | None) -> NDArray[np.bool_]:
            same = (transitions.codec.encode(lanes) == column).all(axis=0)
            there: NDArray[np.bool_] = same & (transitions.pack(lanes) == word)
            return there

        return arrives
