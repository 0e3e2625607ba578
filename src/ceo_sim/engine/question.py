"""A question of the engine, as data: which lanes have to decide what."""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.engine.schedule import Indexes


@frozen(eq=False)
class Question:
    """Some lanes, each with a decision to answer.

    Attributes:
        lanes: Which lanes, (n,).
        decisions: The index of each one's decision, (n,).
        open: Which options each may choose, by position, (most options of any decision, n).
    """

    lanes: Indexes
    decisions: Indexes
    open: NDArray[np.bool_]
