"""Expressions at work: a tree becomes a function from a context, some lanes at a moment, to their values.

There is one implementation of each operation, elementwise and in a fixed order, so that a lane's value has the same
bits whether it is worked out alone or among a hundred thousand, and on every machine: see `portable_math`. Only the
sign of a zero may differ, as minimum and maximum may give either of two zeros; no operation makes more of it, and
whoever stores a result adds 0.0, which leaves no zero with a sign. Parts that cannot change are worked out once.

Comparisons have a resolution, so that 0.1 + 0.2 is 0.3, and that what a meter shows as nought is. Of `<`, `==` and `>`
exactly one holds of two numbers, and `<=` and `>=` are what their signs say.

Arithmetic is total: a quotient whose divisor is nearer to zero than 1e-9 is 0, the logarithm of what is not
positive is 0, the root of what is negative is 0, and the exponent of `exp` is held within ±50.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any, Protocol

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from ceo_sim.engine import portable_math
from ceo_sim.scenario.expression import Binary, Boolean, Call, Expression, IfExp, Name, Node, Number, Unary
from ceo_sim.scenario.intervals import MAX_EXPONENT, RELATIVE_RESOLUTION, RESOLUTION, SMALLEST_DIVISOR
from ceo_sim.scenario.model import Function

Values = Any
"""A float64 or bool array with one element a lane, or a scalar that stands for all of them."""
Operator = Callable[..., Values]
Constants = tuple[float, ...]
FEW = 2
"""Where a condition holds for less than one lane in so many, what follows from it is worked out for those alone."""


class Context(Protocol):
    """What an expression is evaluated on: some lanes at a moment.

    Attributes:
        arguments: Of the author's function whose body is being evaluated.
        parameters: What stands for the constants of an expression that was made into a shape; see `Compiler.shape`.
    """

    arguments: tuple[Values, ...]
    parameters: Sequence[Values]

    def among(self, these: NDArray[np.intp]) -> Context | None:
        """Only some of the lanes, by their places; None where that cannot be."""


Evaluate = Callable[[Any], Values]
"""An evaluation. Those below are not frozen only because a thousand of them are made twice as fast so."""
Lookup = Callable[[str], Evaluate]


@define(eq=False)
class Constant:
    """An evaluation whose result is known beforehand."""

    value: float | bool
    _values: Values = field(init=False)

    def __attrs_post_init__(self) -> None:
        # NumPy takes an array without axes as it is, and first makes one of a number of Python at each operation.
        self._values = self.value if isinstance(self.value, bool) else np.array(self.value, dtype=np.float64)

    def __call__(self, _context: object) -> Values:
        """The value, whatever is looked at."""
        return self._values


@define(eq=False)
class Argument:
    """An argument of the function in whose body it stands."""

    place: int

    def __call__(self, context: Context) -> Values:
        """Its values."""
        return context.arguments[self.place]


@define(eq=False)
class Parameter:
    """What stands in a shape where an expression has a constant."""

    place: int

    def __call__(self, context: Context) -> Values:
        """Its values."""
        return context.parameters[self.place]


@define(eq=False)
class Operation:
    """An operator on the values of its operands."""

    operator: Operator
    operands: tuple[Evaluate, ...]

    def __call__(self, context: Context) -> Values:
        """The values of the operands, worked out from left to right, and of the operator on them."""
        operands = self.operands
        if len(operands) == 2:  # most have two, and a list costs a third of an operation on few lanes
            return self.operator(operands[0](context), operands[1](context))
        return self.operator(*[operand(context) for operand in operands])


@define(eq=False)
class Conditional:
    """One of two values, as a condition holds or not."""

    condition: Evaluate
    then: Evaluate
    orelse: Evaluate

    def __call__(self, context: Context) -> Values:
        """What no lane takes is not worked out: most conditions hold for all of them, or for none."""
        holds = self.condition(context)
        count = np.count_nonzero(holds)
        if count == 0:
            return self.orelse(context)
        size = np.size(holds)
        if count == size:
            return self.then(context)
        if count * FEW < size and (few := context.among(these := np.nonzero(holds)[0])) is not None:
            then, orelse = self.then(few), self.orelse(context)
            values = np.empty(size, dtype=np.result_type(then, orelse))
            values[:] = orelse
            values[these] = then
            return values
        return np.where(holds, self.then(context), self.orelse(context))


@define(eq=False)
class FunctionCall:
    """The body of an author's function, its arguments worked out once."""

    body: Evaluate
    arguments: tuple[Evaluate, ...]

    def __call__(self, context: Context) -> Values:
        """The values of the body."""
        outer = context.arguments
        context.arguments = tuple([argument(context) for argument in self.arguments])
        result = self.body(context)
        context.arguments = outer
        return result


@define
class Compiler:
    """Makes evaluations for one program.

    Attributes:
        lookup: Gives the evaluation of a name; a `Constant` for what cannot change.
        functions: The author's functions.
    """

    lookup: Lookup
    functions: Mapping[str, Function]
    _names: dict[str, Evaluate] = field(factory=dict)
    _bodies: dict[tuple[str, ...], Evaluate] = field(factory=dict)
    _signatures: dict[Evaluate, tuple[Hashable, Constants]] = field(factory=dict)
    _numbers: dict[Hashable, int] = field(factory=dict)
    _next_number: Iterator[int] = field(factory=count)
    _shapes: dict[Hashable, Evaluate] = field(factory=dict)

    def expression(self, expression: Expression) -> Evaluate:
        """The evaluation of a checked expression."""
        return self._node(expression.tree, {})

    def node(self, node: Node) -> Evaluate:
        """The evaluation of a part of a checked expression that is in no function."""
        return self._node(node, {})

    def shape(self, evaluate: Evaluate) -> tuple[Evaluate, Constants]:
        """An evaluation with parameters for its constant numbers, and those; one shape serves many expressions."""
        signature, constants = self._signature(evaluate)
        if (shape := self._shapes.get(signature)) is None:
            shape = self._shapes.setdefault(signature, _with_parameters(evaluate, count()))
        return shape, constants

    def _signature(self, node: Evaluate) -> tuple[Hashable, Constants]:
        """What an evaluation is but for its constant numbers, and those from left to right."""
        if (known := self._signatures.get(node)) is not None:
            return known
        match node:
            case Constant(value):
                signature: tuple[Hashable, Constants] = (
                    (value, ()) if isinstance(value, bool) else (None, (float(value),))
                )
            case Argument(place):
                signature = (Argument, place), ()
            case Operation():
                signature = self._joined(node.operator, node.operands)
            case Conditional():
                signature = self._joined(Conditional, (node.condition, node.then, node.orelse))
            case FunctionCall():
                signature = self._joined(FunctionCall, (node.body, *node.arguments))
            case _:
                signature = node, ()
        self._signatures[node] = signature
        return signature

    def _joined(self, kind: object, parts: Iterable[Evaluate]) -> tuple[Hashable, Constants]:
        signatures, constants = zip(*map(self._signature, parts), strict=True)
        # The screen's thread and a forecast's may both be here: a number is drawn before it is known whether it is new.
        number = self._numbers.setdefault((kind, *signatures), next(self._next_number))
        return (number,), tuple(chain.from_iterable(constants))

    def _node(self, node: Node, arguments: Mapping[str, Evaluate]) -> Evaluate:
        match node:
            case Number() | Boolean():
                return Constant(node.value)
            case Name():
                if node.id in arguments:
                    return arguments[node.id]
                if node.id not in self._names:
                    self._names[node.id] = self.lookup(node.id)
                return self._names[node.id]
            case Unary():
                operator: Operator = np.logical_not if node.operator == "not" else np.negative
                return _fold(operator, self._node(node.operand, arguments))
            case Binary():
                left, right = self._node(node.left, arguments), self._node(node.right, arguments)
                if node.operator in _COMPARISONS:
                    return _fold(*_comparison(node.operator, left, right))
                operator = _division(right) if node.operator == "/" else _BINARY[node.operator]
                return _fold(operator, left, right)
            case IfExp():
                condition = self._node(node.condition, arguments)
                then, orelse = self._node(node.then, arguments), self._node(node.orelse, arguments)
                if isinstance(condition, Constant):
                    return then if condition.value else orelse
                return Conditional(condition, then, orelse)
            case Call():
                given = [self._node(argument, arguments) for argument in node.arguments]
                if node.function in self.functions:
                    return self._call(node.function, given)
                return _fold(_BUILT_IN[node.function], *given)

    def _call(self, id: str, given: Sequence[Evaluate]) -> Evaluate:
        """A call of an author's function; arguments that are constant become part of its body."""
        changing = tuple(argument for argument in given if not isinstance(argument, Constant))
        # By what is written: 0.0 and -0.0 are equal, and so are 1.0 and true.
        key = (id, *(repr(argument.value) if isinstance(argument, Constant) else "" for argument in given))
        if key not in self._bodies:
            function, places = self.functions[id], count()
            arguments = [each if isinstance(each, Constant) else Argument(next(places)) for each in given]
            self._bodies[key] = self._node(function.body.tree, dict(zip(function.args, arguments, strict=True)))
        body = self._bodies[key]
        return body if not changing or isinstance(body, Constant) else FunctionCall(body, changing)


def _with_parameters(node: Evaluate, places: Iterator[int]) -> Evaluate:
    """An evaluation with parameters, numbered from left to right, for its constant numbers."""
    match node:
        case Constant(value) if not isinstance(value, bool):
            return Parameter(next(places))
        case Operation():
            return Operation(node.operator, tuple(_with_parameters(operand, places) for operand in node.operands))
        case Conditional():
            parts = (_with_parameters(part, places) for part in (node.condition, node.then, node.orelse))
            return Conditional(*parts)
        case FunctionCall():
            body, *arguments = (_with_parameters(part, places) for part in (node.body, *node.arguments))
            return FunctionCall(body, tuple(arguments))
        case _:
            return node


def _fold(operator: Operator, *operands: Evaluate) -> Evaluate:
    """An operation; its result if all operands are constant."""
    if all(isinstance(operand, Constant) for operand in operands):
        result = operator(*(operand(None) for operand in operands))
        return Constant(result.item() if isinstance(result, np.generic | np.ndarray) else result)
    return Operation(operator, operands)


def _comparison(operator: str, left: Evaluate, right: Evaluate) -> tuple[Operator, Evaluate, Evaluate]:
    """What compares two values, and them; a constant, which most conditions have, takes the resolution beforehand."""
    if isinstance(left, Constant) and not isinstance(right, Constant):
        operator, left, right = _TURNED[operator], right, left
    if operator not in _ONE_SIDED or not isinstance(right, Constant) or isinstance(right.value, bool):
        return _COMPARISONS[operator], left, right
    compare, sign = _ONE_SIDED[operator]
    return compare, left, Constant(right.value + sign * float(_resolution(right.value)))


def _resolution(value: Values) -> Values:
    """By how much numbers must differ not to be equal: more than sums lose in last bits, less than is ever shown."""
    return np.maximum(np.abs(value) * RELATIVE_RESOLUTION, RESOLUTION)


def at_least(left: Values, right: Values) -> Values:
    """Whether numbers are above others or equal to them."""
    return left >= right - _resolution(right)


def _less(left: Values, right: Values) -> Values:
    return left < right - _resolution(right)


def _greater(left: Values, right: Values) -> Values:
    return left > right + _resolution(right)


def _equal(left: Values, right: Values) -> Values:
    if np.result_type(left).kind == "b":
        return np.equal(left, right)
    return np.logical_not(np.logical_or(_less(left, right), _greater(left, right)))


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


_COMPARISONS: dict[str, Operator] = {
    "<": _less,
    "<=": lambda left, right: left <= right + _resolution(right),
    ">": _greater,
    ">=": at_least,
    "==": _equal,
    "!=": lambda left, right: np.logical_not(_equal(left, right)),
}
_ONE_SIDED: dict[str, tuple[Operator, float]] = {
    "<": (np.less, -1.0),
    "<=": (np.less_equal, 1.0),
    ">": (np.greater, 1.0),
    ">=": (np.greater_equal, -1.0),
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
_BINARY: dict[str, Callable[[Values, Values], Values]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
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
    "floor": lambda value: np.floor(np.add(value, _resolution(value))),
    "round": lambda value: np.floor(np.add(np.add(value, 0.5), _resolution(value))),
    "logistic": lambda value: 1.0 / (1.0 + _exp(np.negative(value))),
    "step": lambda value, at: np.where(at_least(value, at), 1.0, 0.0),
    "count": _count,
}
