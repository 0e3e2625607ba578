"""What a tabular search has found: groups of states, and what leads from one to the other."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.budget import Limit
from ceo_sim.analysis.explore.saturation import Words
from ceo_sim.analysis.explore.transitions import Control, Outcome, Transitions
from ceo_sim.engine.program import Program

Floats = NDArray[np.float64]
Endings = NDArray[np.signedinteger[Any]]
"""The ending of each state, -1 for one that goes on: in one byte if that holds all, else in two."""


@define(eq=False)
class Link:
    """What an action leads to from the states of a group.

    Attributes:
        action: An option's index, or `PASS`.
        chance: How likely luck is to lead so, given the action.
        sources: The places of the states that can take it; None for all of them.
        target: The number of the group that follows.
        places: The places of the states there.
        outcome: What it does.
    """

    action: int
    chance: float
    sources: NDArray[np.intp] | None
    target: int
    places: NDArray[np.int32]
    outcome: Outcome


@define(eq=False)
class Group:
    """The states of one control at one step and level.

    Attributes:
        step: The step.
        control: What they have in common.
        words: Their stocks.
        chances: How likely each is for a player by lot.
        links: What leads on.
        endings: The ending of each, or -1 where it goes on; None where all do.
    """

    step: int
    control: Control
    words: Words
    chances: Floats
    links: list[Link] = field(factory=list)
    endings: Endings | None = None

    @property
    def going(self) -> NDArray[np.intp] | None:
        """The places of the states that go on; None for all."""
        return None if self.endings is None else (self.endings < 0).nonzero()[0]


@frozen
class MetInTable:
    """Where a node was met: in a group, by one of its links, or as it ends; at a step."""

    group: int
    link: int | None
    ending: int | None
    until: int


@define(eq=False)
class Table:
    """What a tabular search has found.

    Attributes:
        groups: The states, in an order in which links lead on only.
        met: Where each node was met at the earliest step at which it was.
        unfinished: Why there may be more states than these; None if these are all.
    """

    program: Program
    transitions: Transitions
    groups: list[Group] = field(factory=list)
    met: dict[int, list[MetInTable]] = field(factory=dict)
    unfinished: Limit | None = None

    @property
    def states(self) -> int:
        """How many states were met, those of the end included."""
        return sum(len(group.words) for group in self.groups)

    def by_lot(self) -> Floats:
        """The odds of every ending for a player by lot."""
        odds = np.zeros(len(self.program.endings))
        for group in self.groups:
            if group.endings is not None:
                ended = group.endings >= 0
                odds += np.bincount(group.endings[ended], weights=group.chances[ended], minlength=len(odds))
        return odds

    def extreme(self, player: np.ufunc, luck: np.ufunc | None) -> Floats:
        """The odds of every ending for a player who takes the best, or the worst; see `odds.best_and_worst`."""
        endings = np.eye(len(self.program.endings))
        values: list[Floats] = [np.empty(0)] * len(self.groups)
        for number in range(len(self.groups) - 1, -1, -1):
            group = self.groups[number]
            values[number] = self._values(group, values, player, luck)
            if group.endings is not None:
                ended = group.endings >= 0
                values[number][ended] = endings[group.endings[ended]]
        first: Floats = values[0][0]
        return first

    def _values(self, group: Group, values: list[Floats], player: np.ufunc, luck: np.ufunc | None) -> Floats:
        start = -np.inf if player is np.maximum else np.inf
        worths = np.full((len(group.words), len(self.program.endings)), start)
        # Links stand in the order in which what they lead to was merged.
        for _, links in groupby(sorted(group.links, key=_action), key=_action):
            worth: Floats | None = None
            for link in links:
                reached = values[link.target][link.places]
                reached = reached * link.chance if luck is None else reached
                worth = reached if worth is None else (luck or np.add)(worth, reached)
                sources = link.sources
            assert worth is not None
            if sources is None:
                player(worths, worth, out=worths)
            else:
                worths[sources] = player(worths[sources], worth)
        return worths


def _action(link: Link) -> int:
    return link.action
