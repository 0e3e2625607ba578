"""The graph of all states that a search has met, in layers, with what leads from one to the other."""

from __future__ import annotations

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.state_codec import Words
from ceo_sim.engine.schedule import Indexes

PASS = -1
"""The action of letting time pass."""
ANSWER = 1_000.0
"""What an answer costs a way: no luck is so unlikely that fewer answers would not come first."""
ENDED = -1
"""The target of edges at which the story ends."""
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


@define(eq=False)
class Edges:
    """What leads from the states of one layer to those of another.

    Attributes:
        sources: The places of the states.
        actions: What is done in each: the index of an option, or `PASS`.
        chances: How likely luck is to lead so, given the action.
        target: The number of the other layer, or `ENDED`.
        ends: The places of the states there, or the endings.
    """

    sources: NDArray[np.int32]
    actions: NDArray[np.int32]
    chances: NDArray[np.float64]
    target: int
    ends: NDArray[np.int32]

    @property
    def nbytes(self) -> int:
        """What they take of memory."""
        return self.sources.nbytes + self.actions.nbytes + self.chances.nbytes + self.ends.nbytes


@define(eq=False)
class Layer:
    """States that differ, at one step of the clock.

    Attributes:
        step: The step.
        passing: Whether nothing more is decided there, so that time passes; else the player is to move.
        words: The states.
        origin: The layer from which each was first reached, or -1, with the place there in `parent` and the action in
            `action`.
        worth: The natural logarithm of how likely the luck on that way is, less `ANSWER` for each answer.
        edges: What leads on.
    """

    step: int
    passing: bool
    words: Words
    origin: NDArray[np.int32]
    parent: NDArray[np.int32]
    action: NDArray[np.int32]
    worth: NDArray[np.float64]
    edges: list[Edges] = field(factory=list)

    def __len__(self) -> int:
        return len(self.parent)

    @property
    def nbytes(self) -> int:
        """What it takes of memory."""
        own = self.words.nbytes + self.origin.nbytes + self.parent.nbytes + self.action.nbytes + self.worth.nbytes
        return own + sum(edges.nbytes for edges in self.edges)


@frozen(eq=False)
class Merged:
    """States of which equal ones have been made one.

    Attributes:
        words: The states that differ.
        place: For each state given, which of them it is.
        first: For each of them, which given one stands for it.
    """

    words: Words
    place: Indexes
    first: Indexes


def merge(words: Words, worth: NDArray[np.float64] | None = None) -> Merged:
    """Make equal states one.

    They are sorted by a number of 64 bits that is the state itself where it has one word, and a hash of it where it
    has more. States of one hash are compared, so that two that differ are never taken for one.

    Args:
        words: The states.
        worth: Of equal states the one worth most stands for them; the first one if left out.
    """
    count = words.shape[1]
    if count == 0:
        return Merged(words, np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp))
    keys = _keys(words)
    order = np.argsort(keys)
    starts = _starts(keys.take(order))
    if len(words) > 1:
        heads = order[np.maximum.accumulate(np.where(starts, np.arange(count), 0))]
        if (words[:, order] != words[:, heads]).any():  # two states of one hash: a chance of n * n / 2 ** 65
            order = np.lexsort(words)
            starts = (words[:, order[1:]] != words[:, order[:-1]]).any(axis=0)
            starts = np.concatenate([[True], starts])
    place = np.empty(count, dtype=np.intp)
    place[order] = np.cumsum(starts) - 1
    heads = np.flatnonzero(starts)
    if worth is None:
        first = np.minimum.reduceat(order, heads)
    else:
        ranked = worth.take(order)
        best = np.maximum.reduceat(ranked, heads)
        candidates = np.where(ranked == best[place[order]], order, count)
        first = np.minimum.reduceat(candidates, heads)
    return Merged(np.ascontiguousarray(words[:, first]), place, first)


def _keys(words: Words) -> NDArray[np.uint64]:
    keys: NDArray[np.uint64] = words[0]
    for word in words[1:]:
        keys = (keys ^ (keys >> _SHIFT)) * _MIX
        keys ^= word
    return keys


def _starts(keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
    starts = np.empty(len(keys), dtype=bool)
    starts[0] = True
    np.not_equal(keys[1:], keys[:-1], out=starts[1:])
    return starts
