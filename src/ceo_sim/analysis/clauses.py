"""The clauses of a condition as they stand now: whether each holds, and the values that decide it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.scenario.expression import Binary, Boolean, Expression, Name, Node, clauses, walk
from ceo_sim.scenario.expression import Number as Literal
from ceo_sim.scenario.model import ANOTHER_IS_OPEN, WAY_OUT

Values = Callable[[Node], float | bool]
"""Gives the present value of a part of a condition."""


@frozen
class Clause:
    """A part of a condition that must hold for the whole to hold.

    Attributes:
        text: As it is written.
        holds: Whether it holds now.
        values: What it reads, each with its value now: names, and the left sides of comparisons that are more than one.
    """

    text: str
    holds: bool
    values: tuple[tuple[str, float | bool], ...]

    def __str__(self) -> str:
        return f"{self.text}{self.with_values}"

    @property
    def failure(self) -> str:
        """That it fails, with its values."""
        if self.text.startswith(WAY_OUT):
            return ANOTHER_IS_OPEN
        return f"{self.text} fails{self.with_values}"

    @property
    def with_values(self) -> str:
        """Its values in parentheses; empty if it reads none."""
        values = ", ".join(f"{name} is {figure(value)}" for name, value in self.values)
        return f" ({values})" if values else ""


def clauses_now(value: Values, condition: Expression) -> tuple[Clause, ...]:
    """Every clause of a condition, in the order in which they are written."""
    return tuple(clause_now(value, condition, node) for node in clauses(condition.tree))


def clause_now(value: Values, condition: Expression, node: Node) -> Clause:
    """A part of a condition."""
    return Clause(condition.clause(node), bool(value(node)), tuple(_values(value, condition, node)))


def failing(game: Game, condition: Expression | None) -> str:
    """The clauses of a condition that do not hold now, with their values; empty if it holds."""
    if condition is None:
        return ""
    return "; ".join(clause.failure for clause in clauses_now(game.value, condition) if not clause.holds)


def failing_values(game: Game, condition: Expression) -> str:
    """The same of a condition that has just been named: of one that is a single clause, only its values."""
    now = clauses_now(game.value, condition)
    return now[0].with_values.strip(" ()") if len(now) == 1 else failing(game, condition)


def figure(value: float | bool) -> str:
    """A value as a writer reads it: six digits at most."""
    return str(value).lower() if isinstance(value, bool) else f"{value:.6g}"


def _values(value: Values, condition: Expression, clause: Node) -> Iterator[tuple[str, float | bool]]:
    seen = {condition.clause(clause)}
    for node in walk(clause):
        is_read = isinstance(node, Name)
        if isinstance(node, Binary) and node.operator in ("<", "<=", ">", ">=", "==", "!="):
            node = node.left
            is_read = not isinstance(node, Literal | Boolean)
        text = condition.clause(node)
        if is_read and text not in seen:
            seen.add(text)
            yield text, value(node)
