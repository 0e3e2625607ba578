"""What has been told before, where a text says something else when it comes again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.analysis.explore.nodes import Nodes, Shown
from ceo_sim.analysis.explore.state_codec import Words
from ceo_sim.analysis.variants import Choice

Counts = NDArray[np.int32]
"""How often something has been told, (rows, lanes)."""
_BITS = 2
"""Bits of a count in a state: it is told for the first time, or again."""
_IN_A_WORD = 64 // _BITS


@frozen(eq=False)
class Repeats:
    """Of which consequences and decisions it matters how often they have been counts.

    Attributes:
        consequences: The row of each such consequence in `Counts`, by its index.
        decisions: The row of each such decision.
        encoded: How many rows, the first ones, are part of a state: words that are only drawn can be drawn at any time.
        rows: How many there are.
    """

    consequences: dict[int, int]
    decisions: dict[int, int]
    encoded: int
    rows: int

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, nodes: Nodes) -> Repeats:
        """What matters to the texts of some nodes."""
        owners = [("consequence", index, shown) for index, shown in enumerate(nodes.consequence_texts)]
        owners += [("decision", index, shown) for index, shown in enumerate(nodes.asked)]
        again = [(kind, index) for kind, index, shown in owners if _any(shown, _says_again)]
        drawn = [
            (kind, index) for kind, index, shown in owners if (kind, index) not in again and _any(shown, _is_drawn)
        ]
        rows = {owner: row for row, owner in enumerate([*again, *drawn])}
        return cls(
            {index: row for (kind, index), row in rows.items() if kind == "consequence"},
            {index: row for (kind, index), row in rows.items() if kind == "decision"},
            len(again),
            len(rows),
        )

    @property
    def words(self) -> int:
        """How many words of a state it takes."""
        return -(-self.encoded // _IN_A_WORD)

    def nothing(self, lanes: int) -> Counts:
        """The counts of lanes at the start."""
        return np.zeros((self.rows, lanes), dtype=np.int32)

    def pack(self, counts: Counts) -> Words:
        """What of the counts of lanes is part of their states."""
        packed = np.zeros((self.words, counts.shape[1]), dtype=np.uint64)
        open_once = set(self.decisions.values())
        for row in range(self.encoded):
            # A decision that is open may be so for the first time or not; what takes effect is told at once.
            count = np.minimum(counts[row], 2 if row in open_once else 1).astype(np.uint64)
            packed[row // _IN_A_WORD] |= count << np.uint64(_BITS * (row % _IN_A_WORD))
        return packed

    def unpack(self, packed: Words) -> Counts:
        """The counts of lanes of some states."""
        counts = self.nothing(packed.shape[1])
        for row in range(self.encoded):
            shift = np.uint64(_BITS * (row % _IN_A_WORD))
            counts[row] = (packed[row // _IN_A_WORD] >> shift) & np.uint64((1 << _BITS) - 1)
        return counts


def _any(shown: Iterable[Shown], what: Callable[[Choice], bool]) -> bool:
    return any(_among(each.choices, what) for each in shown)


def _among(choices: Sequence[Choice], what: Callable[[Choice], bool]) -> bool:
    return any(what(choice) or any(_among(branch.inside, what) for branch in choice.branches) for choice in choices)


def _says_again(choice: Choice) -> bool:
    return choice.first_time


def _is_drawn(choice: Choice) -> bool:
    return choice.stream is not None
