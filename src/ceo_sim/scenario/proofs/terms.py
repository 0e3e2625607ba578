"""What an expression can be, from what is known of its names: bounds of a number, or whether a condition holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ceo_sim.scenario import intervals
from ceo_sim.scenario.expression import (
    BUILT_IN,
    COMPARISONS,
    Binary,
    Boolean,
    Call,
    IfExp,
    Name,
    Node,
    Number,
    Unary,
    walk,
)
from ceo_sim.scenario.intervals import EVERYTHING, Interval, resolution
from ceo_sim.scenario.model import Function
from ceo_sim.scenario.proofs.facts import Facts

MAX_NODES = 600
"""Nodes of an expression with its functions written out; what has more is not looked into."""
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


# ---- bounds and truth ---------------------------------------------------------------------------------------


def bounds(node: Node, facts: Facts) -> Interval:
    """Between which values a number lies."""
    return _BOUNDS[node.__class__](node, facts)  # a table, as this is asked more often than anything else


def _of_number(node: Number, _facts: Facts) -> Interval:
    return node.value, node.value


def _of_name(node: Name, facts: Facts) -> Interval:
    return facts.bounds(node.id)


def _of_unary(node: Unary, facts: Facts) -> Interval:
    low, high = bounds(node.operand, facts)
    return _and_known((-high, -low), node, facts)


def _of_binary(node: Binary, facts: Facts) -> Interval:
    left, right = bounds(node.left, facts), bounds(node.right, facts)
    return _and_known(_ARITHMETIC[node.operator](left, right), node, facts)


def _of_choice(node: IfExp, facts: Facts) -> Interval:
    match truth(node.condition, facts):
        case True:
            return bounds(node.then, facts)
        case False:
            return bounds(node.orelse, facts)
    return _and_known(intervals.hull(bounds(node.then, facts), bounds(node.orelse, facts)), node, facts)


def _of_call(node: Call, facts: Facts) -> Interval:
    if node.function == "count":
        each = [truth(argument, facts) for argument in node.arguments]
        return float(each.count(True)), float(len(each) - each.count(False))
    if node.function not in BUILT_IN:
        return EVERYTHING
    interval = intervals.built_in(node.function, [bounds(argument, facts) for argument in node.arguments])
    return _and_known(interval, node, facts)


def _and_known(interval: Interval, node: Node, facts: Facts) -> Interval:
    """What follows for a term from its parts, and what is known of it as a whole."""
    if facts.numbers and (narrowed := facts.numbers.get(node)) is not None:
        return max(interval[0], narrowed[0]), min(interval[1], narrowed[1])
    return interval


_BOUNDS: dict[type[Any], Callable[[Any, Facts], Interval]] = {
    Number: _of_number,
    Name: _of_name,
    Unary: _of_unary,
    Binary: _of_binary,
    IfExp: _of_choice,
    Call: _of_call,
    Boolean: lambda _node, _facts: EVERYTHING,
}
_ARITHMETIC = {
    "+": intervals.sum_of,
    "-": intervals.difference,
    "*": intervals.product,
    "/": intervals.quotient,
}


def truth(node: Node, facts: Facts) -> bool | None:
    """Whether a condition holds; None if it may or may not."""
    if facts.truths and (supposed := facts.truths.get(node)) is not None:
        return supposed
    match node:
        case Boolean():
            return node.value
        case Name():
            return facts.holds(node.id)
        case Unary():
            inner = truth(node.operand, facts)
            return None if inner is None else not inner
        case Binary(operator="and"):
            return _both(truth(node.left, facts), truth(node.right, facts))
        case Binary(operator="or"):
            return _either(truth(node.left, facts), truth(node.right, facts))
        case Binary() if is_condition(node.left, facts):
            left, right = truth(node.left, facts), truth(node.right, facts)
            return None if left is None or right is None else (left == right) == (node.operator == "==")
        case Binary():
            return compared(node, facts)
        case IfExp():
            match truth(node.condition, facts):
                case True:
                    return truth(node.then, facts)
                case False:
                    return truth(node.orelse, facts)
            then, orelse = truth(node.then, facts), truth(node.orelse, facts)
            return then if then == orelse else None
        case _:
            return None


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return True if left and right else None


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left or right:
        return True
    return False if left is False and right is False else None


def compared(node: Binary, facts: Facts) -> bool | None:
    """Whether a comparison of numbers holds, by the resolution of comparisons; None if it may or may not."""
    operator, left, right = ordered(node, facts)
    (left_low, left_high), (right_low, right_high) = bounds(left, facts), bounds(right, facts)
    relation = facts.relations.get((left, right), _ANY)
    less = left_low < right_high - resolution(right_high) and -1 in relation
    more = left_high > right_low + resolution(right_low) and 1 in relation
    equal = not (
        left_high < right_low - resolution(right_low) or left_low > right_high + resolution(right_high)
    ) and 0 in relation  # fmt: skip
    possible = {-1: less, 0: equal, 1: more}
    holding = RELATIONS[operator]
    if not any(possible[each] for each in holding):
        return False
    return None if any(possible[each] for each in _ANY - holding) else True


_ANY = frozenset({-1, 0, 1})
RELATIONS = {
    "<": frozenset({-1}),
    "<=": frozenset({-1, 0}),
    ">": frozenset({1}),
    ">=": frozenset({0, 1}),
    "==": frozenset({0}),
    "!=": frozenset({-1, 1}),
}
"""For each comparison where the left number may stand to the right one: below, equal, above."""


def ordered(node: Binary, facts: Facts) -> tuple[str, Node, Node]:
    """A comparison with its constant, if it has one, at the right, by whose size numbers are equal."""
    if is_constant(node.left, facts) and not is_constant(node.right, facts):
        return TURNED[node.operator], node.right, node.left
    return node.operator, node.left, node.right


def is_constant(node: Node, facts: Facts) -> bool:
    """Whether a number is the same at all times of a play."""
    match node:
        case Number():
            return True
        case Name():
            symbol = facts.world.names.get(node.id)
            return symbol is not None and symbol.kind == "assumption"
        case _:
            names = [part for part in walk(node) if isinstance(part, Name)]
            return all(is_constant(name, facts) for name in names)


def is_condition(node: Node, facts: Facts) -> bool:
    """Whether an expression gives a condition rather than a number."""
    match node:
        case Boolean() | Unary(operator="not"):
            return True
        case Name():
            symbol = facts.world.names.get(node.id)
            return symbol is not None and symbol.type == "condition"
        case Binary():
            return node.operator in COMPARISONS or node.operator in ("and", "or")
        case IfExp():
            return is_condition(node.then, facts)
        case _:
            return False


# ---- functions ----------------------------------------------------------------------------------------------


def written_out(node: Node, functions: Mapping[str, Function]) -> Node:
    """An expression with the bodies of the author's functions in place of their calls; as it is if that is large."""
    if not any(isinstance(part, Call) and part.function in functions for part in walk(node)):
        return node
    writer = _Writer(functions)
    written = writer.node(node, {})
    return written if writer.nodes <= MAX_NODES else node


class _Writer:
    def __init__(self, functions: Mapping[str, Function]) -> None:
        self.functions = functions
        self.nodes = 0

    def node(self, node: Node, arguments: Mapping[str, Node]) -> Node:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            return node
        match node:
            case Name():
                if node.id in arguments:
                    self.nodes += sum(1 for _ in walk(arguments[node.id]))
                return arguments.get(node.id, node)
            case Unary():
                return Unary(node.operator, self.node(node.operand, arguments))
            case Binary():
                return Binary(node.operator, self.node(node.left, arguments), self.node(node.right, arguments))
            case IfExp():
                condition, then, orelse = (
                    self.node(part, arguments) for part in (node.condition, node.then, node.orelse)
                )
                return IfExp(condition, then, orelse)
            case Call():
                given = tuple(self.node(argument, arguments) for argument in node.arguments)
                function = self.functions.get(node.function)
                if function is None:
                    return Call(node.function, given)
                return self.node(function.body.tree, dict(zip(function.args, given, strict=True)))
            case _:
                return node
