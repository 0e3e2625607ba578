"""Expressions at work: a tree becomes a function from a view of some lanes to their values.

There is one implementation of each operation, elementwise and in a fixed order, so that a lane's value has the same
bits whether it is worked out alone or among a hundred thousand, and on every machine: see `portable_math`. Only the
sign of a zero may differ, as minimum and maximum may give either of two zeros; no operation makes more of it, and
whoever stores a result adds 0.0, which leaves no zero with a sign. Parts that cannot change are worked out once.

Arithmetic is total: a quotient whose divisor is nearer to zero than 1e-9 is 0, the logarithm of what is not
positive is 0, the root of what is negative is 0, and the exponent of `exp` is held within ±50.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Protocol

import numpy as np
from attrs import define, field

from ceo_sim.engine import portable_math
from ceo_sim.scenario.expression import Binary, Boolean, Call, Expression, IfExp, Name, Node, Number, Unary
from ceo_sim.scenario.model import Function
from ceo_sim.scenario.typecheck import MAX_EXPONENT, SMALLEST_DIVISOR

Values = Any
"""A float64 or bool array with one element a lane, or a scalar that stands for all of them."""


class View(Protocol):
    """What an expression is evaluated on: some lanes at a moment."""

    arguments: tuple[Values, ...]


Evaluate = Callable[[Any], Values]


@define
class Constant:
    """An evaluation whose result is known beforehand."""

    value: float | bool

    def __call__(self, _view: object) -> float | bool:
        """The value, whatever is looked at."""
        return self.value


Lookup = Callable[[str], Evaluate]


@define
class Compiler:
    """Makes evaluations for one program.

    Attributes:
        lookup: Gives the evaluation of a name; a `Constant` for what cannot change.
        functions: The author's functions.
    """

    lookup: Lookup
    functions: Mapping[str, Function]
    _bodies: dict[tuple[str, tuple[float | bool | None, ...]], Evaluate] = field(factory=dict)

    def expression(self, expression: Expression) -> Evaluate:
        """The evaluation of a checked expression."""
        return self._node(expression.tree, {})

    def node(self, node: Node) -> Evaluate:
        """The evaluation of a part of a checked expression that is in no function."""
        return self._node(node, {})

    def _node(self, node: Node, arguments: Mapping[str, Evaluate]) -> Evaluate:
        match node:
            case Number() | Boolean():
                return Constant(node.value)
            case Name():
                return arguments[node.id] if node.id in arguments else self.lookup(node.id)
            case Unary():
                operation = np.logical_not if node.operator == "not" else np.negative
                return _fold(operation, self._node(node.operand, arguments))
            case Binary():
                left, right = self._node(node.left, arguments), self._node(node.right, arguments)
                return _fold(_division(right) if node.operator == "/" else _BINARY[node.operator], left, right)
            case IfExp():
                parts = (node.condition, node.then, node.orelse)
                return _choice(*(self._node(part, arguments) for part in parts))
            case Call():
                given = [self._node(argument, arguments) for argument in node.arguments]
                if node.function in self.functions:
                    return self._call(node.function, given)
                return _fold(_BUILT_IN[node.function], *given)

    def _call(self, id: str, given: Sequence[Evaluate]) -> Evaluate:
        """A call of an author's function; arguments that are constant become part of its body."""
        changing = tuple(argument for argument in given if not isinstance(argument, Constant))
        key = id, tuple(argument.value if isinstance(argument, Constant) else None for argument in given)
        if key not in self._bodies:
            function, places = self.functions[id], count()
            held = [each if isinstance(each, Constant) else _argument(next(places)) for each in given]
            self._bodies[key] = self._node(function.body.tree, dict(zip(function.args, held, strict=True)))
        body = self._bodies[key]
        if not changing or isinstance(body, Constant):
            return body

        def call(view: Any) -> Values:
            outer = view.arguments
            view.arguments = tuple([argument(view) for argument in changing])
            result = body(view)
            view.arguments = outer
            return result

        return call


def _argument(index: int) -> Evaluate:
    return lambda view: view.arguments[index]


def _fold(operation: Callable[..., Values], *operands: Evaluate) -> Evaluate:
    """Apply an operation to operands, now if all of them are constant."""
    if all(isinstance(operand, Constant) for operand in operands):
        result = operation(*(operand(None) for operand in operands))
        return Constant(result.item() if isinstance(result, np.generic | np.ndarray) else result)
    if len(operands) == 1:
        (only,) = operands
        return lambda view: operation(only(view))
    if len(operands) == 2:
        left, right = operands
        if isinstance(right, Constant):
            known = right.value
            return lambda view: operation(left(view), known)
        if isinstance(left, Constant):
            first = left.value
            return lambda view: operation(first, right(view))
        return lambda view: operation(left(view), right(view))
    return lambda view: operation(*[operand(view) for operand in operands])


def _choice(condition: Evaluate, then: Evaluate, orelse: Evaluate) -> Evaluate:
    if isinstance(condition, Constant):
        return then if condition.value else orelse

    def choose(view: Any) -> Values:
        """What no lane takes is not worked out: most conditions hold for all of them, or for none."""
        holds = condition(view)
        count = np.count_nonzero(holds)
        if count == 0:
            return orelse(view)
        return then(view) if count == np.size(holds) else np.where(holds, then(view), orelse(view))

    return choose


def _division(divisor: Evaluate) -> Callable[[Values, Values], Values]:
    if isinstance(divisor, Constant) and abs(divisor.value) >= SMALLEST_DIVISOR:
        return np.divide
    return _divide


def _divide(left: Values, right: Values) -> Values:
    too_small = np.abs(right) < SMALLEST_DIVISOR
    return np.where(too_small, 0.0, left / np.where(too_small, 1.0, right))


def _exp(value: Values) -> Values:
    return portable_math.exp(np.minimum(np.maximum(value, -MAX_EXPONENT), MAX_EXPONENT))


def _log(value: Values) -> Values:
    positive = np.greater(value, 0.0)
    return np.where(positive, portable_math.log(np.where(positive, value, 1.0)), 0.0)


def _count(*conditions: Values) -> Values:
    total = np.where(conditions[0], 1.0, 0.0)
    for condition in conditions[1:]:
        total = total + np.where(condition, 1.0, 0.0)
    return total


def _smallest(first: Values, *others: Values) -> Values:
    for other in others:
        first = np.minimum(first, other)
    return first


def _largest(first: Values, *others: Values) -> Values:
    for other in others:
        first = np.maximum(first, other)
    return first


_BINARY: dict[str, Callable[[Values, Values], Values]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
    "and": np.logical_and,
    "or": np.logical_or,
}
_BUILT_IN: dict[str, Callable[..., Values]] = {
    "min": _smallest,
    "max": _largest,
    "abs": np.abs,
    "clamp": lambda value, low, high: np.maximum(np.minimum(value, high), low),
    "sqrt": lambda value: np.sqrt(np.maximum(value, 0.0)),
    "exp": _exp,
    "log": _log,
    "tanh": portable_math.tanh,
    "floor": np.floor,
    "round": lambda value: np.floor(np.add(value, 0.5)),
    "logistic": lambda value: 1.0 / (1.0 + _exp(np.negative(value))),
    "step": lambda value, at: np.where(np.greater_equal(value, at), 1.0, 0.0),
    "count": _count,
}
