"""Effects laid out for many lanes at once: those of one consequence row by row, and all of a scenario in one table.

A program has a thousand effects and a game touches few of them, so their amounts are compiled and laid out on first
use: three quarters of the time of compiling the flagship.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, chain
from typing import Any, Literal

import numpy as np
from attrs import frozen
from numpy.typing import DTypeLike, NDArray

from ceo_sim.engine.evaluate import Compiler, Constants, Evaluate, Parameter
from ceo_sim.scenario.expression import Expression

DENSE = 4
"""Stocks for each effect of a consequence up to which it is quicker to add to all of them, 0 to most, than to pick.

With 2 it takes half of the time, with 6 as long.
"""


@frozen(eq=False)
class Ragged:
    """Which rows of a table belong to each of some things, such as to each consequence its effects.

    Attributes:
        first: The first row of each thing, and behind them the number of all rows, (things + 1,).
    """

    first: NDArray[np.intp]

    def expand(self, things: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """All rows of each of `things`, one after the other, and beside each the place of its thing in `things`."""
        starts = self.first[things]
        counts = self.first[things + 1] - starts
        owners = np.repeat(np.arange(len(things)), counts)
        before = counts.cumsum() - counts
        return np.arange(len(owners)) + (starts - before)[owners], owners


@frozen(eq=False)
class Families:
    """The expressions of a table by shape: those that differ in their constants only are worked out at once.

    Attributes:
        family: The family of each row.
        member: Its place in the family.
        shapes: For each family the expression, with parameters for its constants.
        constants: Their values, (parameters, members).
    """

    family: NDArray[np.intp]
    member: NDArray[np.intp]
    shapes: tuple[Evaluate, ...]
    constants: tuple[NDArray[np.float64], ...]


@frozen(eq=False)
class EchoPlan:
    """A share of an amount, in `parts` equal parts, `gap` steps apart."""

    parts: int
    gap: int
    of: Literal["all", "losses", "gains"]


@frozen(eq=False)
class EffectRow:
    """What is added to one cell, or set there.

    Attributes:
        amount: As it is written.
        low: The lower end of the cell's range; `high` is the upper.
        echo: How parts of the amount follow, and `echo_share` which share of it is in each.
    """

    cell: int
    amount: Expression
    low: float
    high: float
    echo: EchoPlan | None = None
    echo_share: float = 0.0


@frozen(eq=False, slots=False)  # for cached_property
class Effects:
    """What one consequence adds to stocks, or sets variables to, each cell once.

    Attributes:
        rows: In the order of the file.
        readers: The derived metrics that read any of the cells.
        compiler: Makes evaluations of the amounts.
    """

    rows: tuple[EffectRow, ...]
    readers: tuple[int, ...]
    compiler: Compiler

    @cached_property
    def cells(self) -> NDArray[np.intp]:
        """The cells that change, (rows, 1)."""
        return _column([row.cell for row in self.rows], np.intp)

    @cached_property
    def lows(self) -> NDArray[np.float64]:
        """The lower ends of their ranges, (rows, 1)."""
        return _column([row.low for row in self.rows])

    @cached_property
    def highs(self) -> NDArray[np.float64]:
        """The upper ends of their ranges, (rows, 1)."""
        return _column([row.high for row in self.rows])

    @cached_property
    def shapes(self) -> tuple[tuple[Evaluate, Constants], ...]:
        """The amount of each row, taken apart into a shape and constants."""
        return tuple(self.compiler.shape(self.compiler.expression(row.amount)) for row in self.rows)

    @property
    def constant(self) -> bool:
        """Whether all that happens is that constants are added."""
        return not self.echoes and all(isinstance(shape, Parameter) for shape, _ in self.shapes)

    @cached_property
    def groups(self) -> tuple[tuple[Evaluate, tuple[float | NDArray[np.float64], ...], NDArray[np.intp]], ...]:
        """Rows of one shape: the shape, its parameters, one a row, and the rows."""
        groups: dict[Evaluate, list[int]] = {}
        for place, (shape, _) in enumerate(self.shapes):
            groups.setdefault(shape, []).append(place)
        return tuple(
            (shape, _parameters([self.shapes[place][1] for place in places]), np.array(places))
            for shape, places in groups.items()
        )

    @cached_property
    def echoes(self) -> tuple[tuple[EchoPlan, NDArray[np.intp], NDArray[np.float64]], ...]:
        """Rows that echo alike: how, which, and the share of the amount in each part."""
        echoes: dict[EchoPlan, list[int]] = {}
        for place, row in enumerate(self.rows):
            if row.echo is not None:
                echoes.setdefault(row.echo, []).append(place)
        return tuple(
            (echo, np.array(places), _column([self.rows[place].echo_share for place in places]))
            for echo, places in echoes.items()
        )


@frozen(eq=False)
class EffectTable:
    """The effects of all consequences, one to a row, for many lanes with consequences of their own.

    Attributes:
        rows: The rows of each consequence.
        lows: The ends of the cells' ranges, and `highs`; one number where all rows have the same.
        families: Their amounts, or the values that are set.
        echo_kinds: Which of `echoes` follows each, or -1, and `echo_shares` how much is in each part of it.
    """

    rows: Ragged
    cells: NDArray[np.intp]
    lows: NDArray[np.float64] | float
    highs: NDArray[np.float64] | float
    families: Families
    echo_kinds: NDArray[np.intp]
    echo_shares: NDArray[np.float64]
    echoes: tuple[EchoPlan, ...]


@frozen(eq=False)
class ConstantTable:
    """What consequences whose effects are all constant add to every stock, for stories of few stocks.

    Attributes:
        column: The column of each consequence, or -1 for one that is not here.
        amounts: What it adds, (stocks, columns).
        lows: The lower ends of the stocks' ranges, (stocks, 1), and `highs` the upper.
    """

    column: NDArray[np.intp]
    amounts: NDArray[np.float64]
    lows: NDArray[np.float64]
    highs: NDArray[np.float64]

    def has_all(self, consequences: NDArray[np.intp]) -> bool:
        """Whether each of some consequences is here."""
        return bool((self.column[consequences] >= 0).all())


@frozen(eq=False)
class Requirements:
    """What the options of all decisions need, one condition to a row.

    Attributes:
        rows: The rows of each decision.
        positions: The position in its decision of the option that needs it.
        families: The conditions, on what is at hand and on the story.
    """

    rows: Ragged
    positions: NDArray[np.intp]
    families: Families


def effect_table(consequences: Sequence[Effects | None], echoes: Sequence[EchoPlan]) -> EffectTable:
    """The effects of all consequences, which come in the order of their indexes; None for one that has none."""
    present = [effects for effects in consequences if effects is not None]
    rows = [row for effects in present for row in effects.rows]
    return EffectTable(
        rows=ragged(0 if effects is None else len(effects.rows) for effects in consequences),
        cells=np.array([row.cell for row in rows], dtype=np.intp),
        lows=_one_or_all([row.low for row in rows]),
        highs=_one_or_all([row.high for row in rows]),
        families=families(chain.from_iterable(effects.shapes for effects in present)),
        echo_kinds=np.array([-1 if row.echo is None else echoes.index(row.echo) for row in rows], dtype=np.intp),
        echo_shares=np.array([row.echo_share for row in rows]),
        echoes=tuple(echoes),
    )


def constant_table(
    consequences: Sequence[Effects | None], bounds: Sequence[tuple[float, float]]
) -> ConstantTable | None:
    """The constant effects of those consequences that have no others; None where rows are quicker.

    Args:
        consequences: The effects of each, in the order of their indexes.
        bounds: The range of each stock. All stocks are always in them, so that to add 0 changes nothing.
    """
    here = [index for index, effects in enumerate(consequences) if effects is None or effects.constant]
    rows = [
        (row.cell, column, amount)
        for column, index in enumerate(here)
        if (effects := consequences[index]) is not None
        for row, (_, (amount,)) in zip(effects.rows, effects.shapes, strict=True)
    ]
    if len(bounds) * len({column for _, column, _ in rows}) > DENSE * len(rows) or not rows:
        return None
    column = np.full(len(consequences), -1)
    column[here] = np.arange(len(here))
    amounts = np.zeros((len(bounds), len(here)))
    for cell, place, amount in rows:
        amounts[cell, place] = amount
    return ConstantTable(column, amounts, _column([low for low, _ in bounds]), _column([high for _, high in bounds]))


def requirements(decisions: Sequence[Sequence[tuple[int, Evaluate]]], compiler: Compiler) -> Requirements:
    """What the options of each decision need: the position of the option, and the condition."""
    needs = [need for decision in decisions for need in decision]
    return Requirements(
        rows=ragged(map(len, decisions)),
        positions=np.array([position for position, _ in needs], dtype=np.intp),
        families=families(compiler.shape(condition) for _, condition in needs),
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
