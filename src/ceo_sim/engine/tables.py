"""Effects laid out for many lanes at once: those of one consequence row by row, and all of a scenario in one table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import DTypeLike, NDArray

from ceo_sim.engine.evaluate import Constants, Evaluate
from ceo_sim.engine.program import EchoPlan, Effects, EffectTable, Families, Ragged


@frozen(eq=False)
class EffectRow:
    """An effect of one consequence on one cell, its amount taken apart into a shape and constants.

    Attributes:
        low: The lower end of the cell's range; `high` is the upper.
        echo: How parts of the amount follow, and `echo_share` which share of it is in each.
    """

    cell: int
    shape: Evaluate
    constants: Constants
    low: float
    high: float
    echo: EchoPlan | None = None
    echo_share: float = 0.0


def effects_of(rows: Sequence[EffectRow], readers: tuple[int, ...]) -> Effects | None:
    """The effects of one consequence; None if it has none."""
    if not rows:
        return None
    groups: dict[Evaluate, list[int]] = {}
    echoes: dict[EchoPlan, list[int]] = {}
    for place, row in enumerate(rows):
        groups.setdefault(row.shape, []).append(place)
        if row.echo is not None:
            echoes.setdefault(row.echo, []).append(place)
    return Effects(
        cells=_column([row.cell for row in rows], np.intp),
        lows=_column([row.low for row in rows]),
        highs=_column([row.high for row in rows]),
        groups=tuple(
            (shape, _parameters([rows[place].constants for place in places]), np.array(places))
            for shape, places in groups.items()
        ),
        echoes=tuple(
            (echo, np.array(places), _column([rows[place].echo_share for place in places]))
            for echo, places in echoes.items()
        ),
        readers=readers,
    )


def effect_table(of: Sequence[Sequence[EffectRow]], echoes: Sequence[EchoPlan]) -> EffectTable:
    """The effects of all consequences, which come in the order of their indexes."""
    rows = [row for rows in of for row in rows]
    return EffectTable(
        rows=ragged(map(len, of)),
        cells=np.array([row.cell for row in rows], dtype=np.intp),
        lows=_one_or_all([row.low for row in rows]),
        highs=_one_or_all([row.high for row in rows]),
        families=families([(row.shape, row.constants) for row in rows]),
        echo_kinds=np.array([-1 if row.echo is None else echoes.index(row.echo) for row in rows], dtype=np.intp),
        echo_shares=np.array([row.echo_share for row in rows]),
        echoes=tuple(echoes),
    )


def families(expressions: Iterable[tuple[Evaluate, Constants]]) -> Families:
    """Expressions, each given as a shape and constants, by their shapes."""
    members: dict[Evaluate, list[Constants]] = {}
    indexes: dict[Evaluate, int] = {}
    family, member = [], []
    for shape, constants in expressions:
        family.append(indexes.setdefault(shape, len(indexes)))
        member.append(len(members.setdefault(shape, [])))
        members[shape].append(constants)
    return Families(
        family=np.array(family, dtype=np.intp),
        member=np.array(member, dtype=np.intp),
        shapes=tuple(members),
        constants=tuple(np.array(constants, dtype=np.float64).T for constants in members.values()),
    )


def ragged(counts: Iterable[int]) -> Ragged:
    """The rows of things that have so many each."""
    return Ragged(np.array([0, *accumulate(counts)], dtype=np.intp))


def _parameters(constants: Sequence[Constants]) -> tuple[float | NDArray[np.float64], ...]:
    """For each parameter of a shape its values, (rows, 1); a bare number for a single row."""
    return tuple(values[0] if len(values) == 1 else _column(values) for values in zip(*constants, strict=True))


def _one_or_all(values: Sequence[float]) -> float | NDArray[np.float64]:
    return values[0] if len(set(values)) == 1 else np.array(values)


def _column(values: Sequence[float], dtype: DTypeLike = np.float64) -> NDArray[Any]:
    return np.array(values, dtype=dtype).reshape(-1, 1)
