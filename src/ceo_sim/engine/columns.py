"""The columns of a batch: each array that changes while stories run, declared once beside its type.

Allocation, forks and the estimate of memory all follow from the declaration, so an array cannot be forgotten in one of
them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import numpy as np
from attrs import frozen
from numpy.typing import DTypeLike, NDArray

from ceo_sim.engine.program import Program

Rows = Callable[[Program], tuple[int, ...]]
_COLUMN = "column"


@frozen
class Column:
    """How an array is made and what a fork does with it.

    Attributes:
        dtype: Of its elements.
        rows: Its shape without the lanes.
        fill: The value of every element at first.
        by_lane: Whether its last axis is the lanes; if not, it counts over all of them.
        forked: Whether a fork goes on with the values of the story; if not, with the first values.
    """

    dtype: DTypeLike
    rows: Rows
    fill: float
    by_lane: bool
    forked: bool

    def shape(self, program: Program, lanes: int) -> tuple[int, ...]:
        """The shape of the array for a number of lanes."""
        return (*self.rows(program), lanes) if self.by_lane else self.rows(program)


def column(
    dtype: DTypeLike, rows: Rows = lambda _: (), fill: float = 0, *, forked: bool = True, by_lane: bool = True
) -> Any:
    """Declare an attribute of an attrs class as a column; see `Column`."""
    return attrs.field(init=False, repr=False, metadata={_COLUMN: Column(dtype, rows, fill, by_lane, forked)})


def tally(dtype: DTypeLike, rows: Rows) -> Any:
    """Declare an attribute of an attrs class as an array that counts over all lanes, from 0 in a fork."""
    return column(dtype, rows, forked=False, by_lane=False)


def columns_of(owner: type) -> dict[str, Column]:
    """The columns that an attrs class declares, by attribute."""
    return {each.name: each.metadata[_COLUMN] for each in attrs.fields(owner) if _COLUMN in each.metadata}


def allocate(owner: object, program: Program, lanes: int) -> None:
    """Make all columns of an object, filled with their first values."""
    for name, each in columns_of(type(owner)).items():
        array: NDArray[Any] = np.zeros(each.shape(program, lanes), dtype=each.dtype)
        if each.fill:
            array.fill(each.fill)
        setattr(owner, name, array)


def copy_to_lanes(source: object, target: object) -> None:
    """Give each lane of `target` the forked columns of the only lane of `source`, an object of the same class."""
    for name, each in columns_of(type(source)).items():
        if each.forked:
            getattr(target, name)[...] = getattr(source, name)


def bytes_per_lane(owner: type, program: Program) -> int:
    """What each further lane takes of memory."""
    each_lane = (each for each in columns_of(owner).values() if each.by_lane)
    return sum(np.empty(each.shape(program, 1), dtype=each.dtype).nbytes for each in each_lane)
