"""Why an option is locked: what is missing, with the values of now."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attrs import frozen

from ceo_sim.scenario.expression import Binary, Expression, Node, Unary, clauses
from ceo_sim.scenario.model import ANOTHER_IS_OPEN, WAY_OUT

COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
Evaluate = Callable[[Node], float | bool]


@frozen
class BudgetLock:
    """A cost that is more than what is left."""

    budget: str
    cost: float
    left: float

    @property
    def clause(self) -> str:
        """What would have to hold, as an expression."""
        return f"{self.budget} >= {self.cost:g}"


@frozen
class ConditionLock:
    """A condition that does not hold.

    Attributes:
        clause: The part of it that failed, as written.
        node: The same as a tree; None if no part of it fails by itself.
        values: What stands at the left of each comparison in it, as it is now, in reading order.
        words: What the author has it say instead, filled; empty if nothing.
    """

    clause: str
    node: Node | None
    values: tuple[float | bool, ...] = ()
    words: str = ""


Lock = BudgetLock | ConditionLock


def refusal(lock: Lock) -> str:
    """Why a lock refuses something, in the words of the scenario."""
    return ANOTHER_IS_OPEN if lock.clause.startswith(WAY_OUT) else f"{lock.clause} does not hold"


def failed_clause(condition: Expression, evaluate: Evaluate) -> ConditionLock:
    """The first clause of a condition that does not hold."""
    for clause in clauses(condition.tree):
        if not evaluate(clause):
            return ConditionLock(condition.clause(clause), clause, tuple(map(evaluate, _compared(clause))))
    return ConditionLock(condition.text, None)


def _compared(node: Node) -> Iterator[Node]:
    """The left sides of the comparisons in a condition."""
    match node:
        case Binary(operator="or" | "and"):
            yield from _compared(node.left)
            yield from _compared(node.right)
        case Binary() if node.operator in COMPARISONS:
            yield node.left
        case Unary(operator="not"):
            yield from _compared(node.operand)
        case _:
            return
