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
ALIGNMENT = 64
"""Bytes at whole multiples of which arrays begin in their block."""


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

    def bytes(self, program: Program, lanes: int) -> int:
        """The size of the array for a number of lanes."""
        return np.empty(self.rows(program), dtype=self.dtype).nbytes * (lanes if self.by_lane else 1)


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
    columns = columns_of(type(owner))
    sizes = {name: -(-each.bytes(program, lanes) // ALIGNMENT) * ALIGNMENT for name, each in columns.items()}
    # One block, as NumPy asks for large pages for each above 4 MB.
    block, start = np.zeros(sum(sizes.values()), dtype=np.uint8), 0
    for name, each in columns.items():
        array: NDArray[Any] = np.ndarray(each.shape(program, lanes), each.dtype, block, start)
        start += sizes[name]
        if each.fill:
            array.fill(each.fill)
        setattr(owner, name, array)


def copy_to_lanes(source: object, target: object) -> None:
    """Give each lane of `target` the forked columns of the only lane of `source`, an object of the same class."""
    for name, each in columns_of(type(source)).items():
        if each.forked:
            getattr(target, name)[...] = getattr(source, name)


def copy_lanes(source: object, target: object, lanes: NDArray[np.intp]) -> None:
    """Give `target` the forked columns of some lanes of `source`, an object of the same class, in their order."""
    for name, each in columns_of(type(source)).items():
        if each.forked and each.by_lane:
            getattr(target, name)[...] = getattr(source, name)[..., lanes]


def bytes_per_lane(owner: type, program: Program) -> int:
    """What each further lane takes of memory."""
    return sum(each.bytes(program, 1) for each in columns_of(owner).values() if each.by_lane)
