"""How near a condition has come to holding, over many plays: the clauses that failed, by how little, and when.

One moment is nearer than another if fewer clauses fail in it, and among those with as many if they fail more narrowly.
A comparison fails by the difference of its sides as a part of what is compared with, or of 1; what has no measure, such
as whether an event has happened, fails by 1. Of `or` the nearer side counts, of `and` within it the sum of both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.clauses import Clause, clause_now
from ceo_sim.engine.evaluate import Compiler, Evaluate
from ceo_sim.engine.lanes import EvalContext, Lanes, Mask
from ceo_sim.engine.schedule import Indexes
from ceo_sim.scenario.expression import COMPARISONS, Binary, Expression, Name, Node, Number, Unary, clauses

Floats = NDArray[np.float64]
Gap = Callable[[Any], Floats]
"""By how much a part of a condition fails in each lane of a context; 0 where it holds."""
_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


@frozen(order=True)
class NearMiss:
    """The moment at which a condition came nearest to holding.

    Attributes:
        failed: How many of its clauses did not hold.
        gap: By how much, all told.
        step: When.
        seed: In which play.
        clauses: All of its clauses as they then stood.
    """

    failed: int
    gap: float
    step: int
    seed: int
    clauses: tuple[Clause, ...] = field(order=False)

    @property
    def failing(self) -> tuple[Clause, ...]:
        """The clauses that did not hold."""
        return tuple(clause for clause in self.clauses if not clause.holds)


@frozen(eq=False)
class ClausePlan:
    """A clause made ready to be looked at in lanes."""

    condition: Expression
    node: Node
    holds: Evaluate
    gap: Gap


def clause_plans(condition: Expression | None, compiler: Compiler) -> tuple[ClausePlan, ...]:
    """The clauses of a condition; none if there is none."""
    if condition is None:
        return ()
    return tuple(
        ClausePlan(condition, node, compiler.node(node), _gap(node, compiler)) for node in clauses(condition.tree)
    )


def at_least(name: str, amount: float, compiler: Compiler) -> ClausePlan:
    """The clause that there is as much of a budget as something costs."""
    text = f"{name} >= {amount:g}"
    node = Binary(">=", Name(name, 0, len(name)), Number(float(amount)), 0, len(text))
    return ClausePlan(Expression(text, node), node, compiler.node(node), _gap(node, compiler))


def above_nought(written: Expression, compiler: Compiler) -> ClausePlan:
    """The clause that a weight or a chance is more than 0."""
    text = f"{written.text} > 0"
    node = Binary(">", written.tree, Number(0.0), 0, len(text))
    return ClausePlan(Expression(text, node), node, compiler.node(node), _gap(node, compiler))


@define
class Looks:
    """What came of looking at a condition.

    Attributes:
        looks: How often it was looked at, once for each lane and moment.
        met: How often it held.
        held: How often each of its clauses held.
        nearest: When it came nearest; followed until it holds for the first time.
    """

    held: list[int]
    looks: int = 0
    met: int = 0
    nearest: NearMiss | None = None

    def join(self, other: Looks) -> None:
        """Add what the same condition came to in other lanes."""
        self.looks += other.looks
        self.met += other.met
        self.held = [mine + its for mine, its in zip(self.held, other.held, strict=True)]
        if other.nearest is not None and (self.nearest is None or other.nearest < self.nearest):
            self.nearest = other.nearest


@define(eq=False)
class Probe:
    """A condition that is looked at in many lanes and at many moments."""

    plans: tuple[ClausePlan, ...]
    seen: Looks = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.seen = Looks([0] * len(self.plans))

    def look(self, state: Lanes, lanes: Indexes) -> Mask:
        """Look at some lanes, and say in which of them the condition holds."""
        seen, holding = self.seen, np.ones((len(self.plans), len(lanes)), dtype=bool)
        for row, plan in enumerate(self.plans):
            holding[row] = state.evaluate(plan.holds, lanes)
            seen.held[row] += int(np.count_nonzero(holding[row]))
        met: Mask = np.logical_and.reduce(holding, axis=0)
        seen.looks += len(lanes)
        seen.met += int(np.count_nonzero(met))
        if not seen.met and len(lanes):
            self._come_near(state, lanes, holding)
        return met

    def _come_near(self, state: Lanes, lanes: Indexes, holding: Mask) -> None:
        nearest = self.seen.nearest
        failed = len(holding) - holding.sum(axis=0)
        fewest = int(failed.min())
        if nearest is not None and fewest > nearest.failed:
            return
        near = np.nonzero(failed == fewest)[0]
        gaps = np.zeros(len(near))
        for row, plan in enumerate(self.plans):
            these = np.nonzero(~holding[row][near])[0]
            if len(these):
                gaps[these] += np.broadcast_to(plan.gap(EvalContext(state, lanes[near[these]])), these.shape)
        best = int(gaps.argmin())
        lane, gap = lanes[near[best]], float(gaps[best])
        key = fewest, gap, state.now, int(state.seeds[lane])
        if nearest is None or key < (nearest.failed, nearest.gap, nearest.step, nearest.seed):
            self.seen.nearest = NearMiss(*key, clauses_in_lane(state, int(lane), self.plans))


def clauses_in_lane(state: Lanes, lane: int, plans: tuple[ClausePlan, ...]) -> tuple[Clause, ...]:
    """The clauses of a condition as they stand in one lane."""
    only = np.array([lane])

    def value(node: Node) -> float | bool:
        result = np.reshape(state.program.compiler.node(node)(EvalContext(state, only)), -1)[0].item()
        return result if isinstance(result, bool) else float(result)

    return tuple(clause_now(value, plan.condition, plan.node) for plan in plans)


def _gap(node: Node, compiler: Compiler) -> Gap:
    match node:
        case Binary(operator="and" | "or"):
            left, right = _gap(node.left, compiler), _gap(node.right, compiler)
            if node.operator == "and":
                return lambda context: left(context) + right(context)
            return lambda context: np.minimum(left(context), right(context))
        case Unary(operator="not", operand=Binary(operator=operator) as inner) if operator in COMPARISONS:
            turned = Binary(_OPPOSITE[operator], inner.left, inner.right)  # type: ignore[arg-type]  # a comparison
            return _gap(turned, compiler)
        case Binary() if node.operator in COMPARISONS:
            one, other = (node.right, node.left) if isinstance(node.left, Number) else (node.left, node.right)
            return _difference(compiler.node(node), compiler.node(one), compiler.node(other))
        case _:
            holds = compiler.node(node)
            return lambda context: np.where(holds(context), 0.0, 1.0)


def _difference(holds: Evaluate, compared: Evaluate, bound: Evaluate) -> Gap:
    def gap(context: Any) -> Floats:
        one, other = np.asarray(compared(context), dtype=np.float64), np.asarray(bound(context), dtype=np.float64)
        return np.where(holds(context), 0.0, np.abs(one - other) / np.maximum(np.abs(other), 1.0))

    return gap
