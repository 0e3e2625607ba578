"""Whether an expression makes sense in a scenario: names, types, bounds and cost.

The language is total: interval arithmetic proves that no value can leave the range of a double, so that no metric can
become NaN, and a bound on operations that no tower of functions can take long to evaluate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from attrs import define, field

from ceo_sim.scenario import intervals
from ceo_sim.scenario.expression import (
    BUILT_IN,
    COMPARISONS,
    CONDITION_ARGUMENTS,
    KEYWORDS,
    Binary,
    Boolean,
    Call,
    Expression,
    IfExp,
    Name,
    Node,
    Number,
    Unary,
    walk,
)
from ceo_sim.scenario.intervals import Interval
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import Function
from ceo_sim.scenario.names import Names, Type
from ceo_sim.suggestions import closest

MAX_MAGNITUDE = 1e250
MAX_COST = 5_000
MAX_TOTAL_COST = 1_000_000
MAX_LEVELS = 150
MAX_ISSUES = 20
MANY_NAMES = 12

Proofs = dict[tuple[str, Node, Type], tuple[list[Issue], int, int]]
"""For each expression, by text and tree, and what it should give: all that is wrong, its operations, and its work."""
WEIGHTS = {"exp": 30, "logistic": 35, "log": 85, "tanh": 95, "sqrt": 4, "floor": 5, "round": 6, "step": 6}
WEIGHTS |= dict.fromkeys(COMPARISONS, 10) | {"/": 7, "abs": 2, "clamp": 2}
"""Work of operations that take longer than an addition, in additions, rounded up: portable functions have many passes,
and comparisons and divisions mind their resolution. `python -m benchmarks.operations` measures it in a thousand plays,
where they differ most."""
CHEAP_BESIDE_NUMBERS = frozenset({"/", "<", "<=", ">", ">="})
"""Operations that the engine makes ready beforehand where a number stands on their right."""


@define
class CostBudget:
    """How many operations the expressions of a scenario may still take, all together."""

    left: int = MAX_TOTAL_COST


def check(
    expression: Expression,
    wanted: Type,
    names: Names,
    functions: Mapping[str, Function],
    budget: CostBudget | None = None,
    proofs: Proofs | None = None,
) -> list[Issue]:
    """Everything wrong with an expression that should give a `wanted`.

    Functions are expanded, so their own bodies should be checked first with `check_function`. Functions that call one
    another in a circle are taken for numbers here. What the expression takes is taken off the `budget`. `proofs` may
    hold what came of the same text before, with the same names and functions; what comes of this one is added.
    """
    proofs = {} if proofs is None else proofs
    key = expression.text, expression.tree, wanted
    known = proofs.get(key)
    if known is None:
        checker = _checked(expression, wanted, names, functions)
        known = proofs[key] = checker.issues, checker.cost, checker.work
    if budget:
        budget.left -= known[1]
    return known[0]


def work(expression: Expression, names: Names, functions: Mapping[str, Function], proofs: Proofs) -> int:
    """The work of an expression without a mistake, which may be among the `proofs`."""
    key = expression.text, expression.tree
    known = proofs.get((*key, "number")) or proofs.get((*key, "condition"))
    return known[2] if known else _checked(expression, "number", names, functions).work


def _checked(expression: Expression, wanted: Type, names: Names, functions: Mapping[str, Function]) -> _Checker:
    checker = _Checker(names, functions)
    type_, _ = checker.visit(expression.tree, {})
    checker.demand(wanted, type_, expression.tree)
    if checker.cost > MAX_COST:
        checker.add(
            "E306", "takes too many operations", expression.tree, f"at most {MAX_COST:,}, functions written out"
        )
    elif checker.deepest > MAX_LEVELS:
        checker.add("E306", "nested too deeply, functions written out", expression.tree, f"at most {MAX_LEVELS} levels")
    return checker


def bounds_of(expression: Expression, names: Names, functions: Mapping[str, Function]) -> Interval:
    """Between which values an expression without a mistake lies, by the ranges of its names."""
    return _Checker(names, functions).visit(expression.tree, {})[1]


def check_function(
    function: Function, names: Names, functions: Mapping[str, Function], budget: CostBudget | None = None
) -> list[Issue]:
    """Everything wrong with the body of a function, its arguments taken to be of any size up to a million."""
    checker = _Checker(names, functions, calling=(function.id,))
    type_, _ = checker.visit(function.body.tree, dict.fromkeys(function.args, (-1e6, 1e6)))
    if checker.cost <= MAX_COST and checker.deepest <= MAX_LEVELS:
        checker.demand(function.gives, type_, function.body.tree)
    if budget:
        budget.left -= checker.cost
    return checker.issues


def names_in(node: Node, functions: Mapping[str, Function]) -> set[str]:
    """Every name that a node depends on, through functions too; arguments of functions are not names."""
    names: set[str] = set()
    seen: set[str] = set()
    waiting: list[tuple[Node, tuple[str, ...]]] = [(node, ())]
    while waiting:
        tree, arguments = waiting.pop()
        for part in walk(tree):
            if isinstance(part, Name) and part.id not in arguments:
                names.add(part.id)
            if isinstance(part, Call) and part.function in functions and part.function not in seen:
                seen.add(part.function)
                waiting.append((functions[part.function].body.tree, functions[part.function].args))
    return names


_CONDITION: Interval = (0.0, 1.0)


@define
class _Checker:
    """Walks an expression once, through its functions, with types and intervals."""

    names: Names
    functions: Mapping[str, Function]
    calling: tuple[str, ...] = ()
    issues: list[Issue] = field(factory=list)
    cost: int = 0
    work: int = 0
    level: int = 0
    deepest: int = 0

    def add(
        self, code: str, message: str, node: Node, expected: str = "", suggestion: str = "", *, after: int = 0
    ) -> None:
        """Add an issue of a node, or of what comes `after` some of its characters.

        One inside a called function is left to the check of that function.
        """
        if len(self.calling) <= 1 and len(self.issues) < MAX_ISSUES:
            start = node.start + after
            self.issues.append(Issue(code, (), message, expected, suggestion, start, length=node.end - start))

    def demand(self, wanted: Type, actual: Type, node: Node) -> None:
        if wanted == actual or any(node.start <= (issue.offset or 0) < node.end for issue in self.issues):
            return  # the type of what is wrong already says nothing
        if wanted == "condition":
            self.add("E302", "a number where a condition is needed", node, "a comparison, such as trust > 40")
        else:
            hint = "a number; write 1 if … else 0, or count(…)"
            self.add("E302", "a condition where a number is needed", node, hint)

    def visit(self, node: Node, arguments: Mapping[str, Interval]) -> tuple[Type, Interval]:
        self.cost += 1
        self.work += _work(node)
        self.level += 1
        self.deepest = max(self.deepest, self.level)
        beyond = self.cost > MAX_COST or self.level > MAX_LEVELS
        result: tuple[Type, Interval] = ("number", (0.0, 0.0)) if beyond else self.part(node, arguments)
        self.level -= 1
        return result

    def part(self, node: Node, arguments: Mapping[str, Interval]) -> tuple[Type, Interval]:
        match node:
            case Number():
                return "number", (node.value, node.value)
            case Boolean():
                return "condition", _CONDITION
            case Name():
                return self.name(node, arguments)
            case Unary():
                return self.unary(node, arguments)
            case Binary():
                return self.binary(node, arguments)
            case IfExp():
                return self.choice(node, arguments)
            case Call():
                return self.call(node, arguments)

    def name(self, node: Name, arguments: Mapping[str, Interval]) -> tuple[Type, Interval]:
        if node.id in arguments:
            return "number", arguments[node.id]
        symbol = self.names.get(node.id)
        if symbol is None:
            self.unknown_name(node, arguments)
            return "number", (0.0, 0.0)
        return symbol.type, (symbol.low, symbol.high)

    def unknown_name(self, node: Name, arguments: Mapping[str, Interval]) -> None:
        if node.id in self.functions or node.id in BUILT_IN:
            self.add("E301", f'"{node.id}" is a function', node, f"{node.id}(…)")
            return
        owner, dot, part = node.id.partition(".")
        parts = [name.partition(".")[2] for name in self.names if name.startswith(f"{owner}.")]
        if dot and parts:
            suggestion = closest(part, parts)
            suggestion = f"{owner}.{suggestion}" if suggestion else ""
            message = f'"{owner}" has nothing called "{part}"'
            self.add(
                "E301", message, node, _one_of(f"{owner}.{known}" for known in parts), suggestion, after=len(owner)
            )
        elif parts:
            expected = _one_of(f"{owner}.{known}" for known in parts)
            self.add("E301", f'"{node.id}" is no number or condition by itself', node, expected)
        elif options := [name for name, symbol in self.names.items() if symbol.part == node.id]:
            decisions = " and ".join(self.names[name].owner for name in options[:MANY_NAMES])
            self.add("E301", f'"{node.id}" is an option of {decisions}, not a name by itself', node, _one_of(options))
        else:
            words = [*self.names, *arguments]
            suggestion = node.id.lower() if node.id.lower() in KEYWORDS else closest(node.id, words)
            expected = "a metric, variable, assumption, draw or budget, or day, hour, turn"
            self.add("E301", f'unknown name "{node.id}"', node, expected, suggestion)

    def unary(self, node: Unary, arguments: Mapping[str, Interval]) -> tuple[Type, Interval]:
        type_, (low, high) = self.visit(node.operand, arguments)
        if node.operator == "not":
            self.demand("condition", type_, node.operand)
            return "condition", _CONDITION
        self.demand("number", type_, node.operand)
        return "number", (-high, -low)

    def binary(self, node: Binary, arguments: Mapping[str, Interval]) -> tuple[Type, Interval]:
        left_type, left = self.visit(node.left, arguments)
        right_type, right = self.visit(node.right, arguments)
        wanted: Type = "condition" if node.operator in ("and", "or") else "number"
        if node.operator in ("==", "!=") and left_type == right_type:
            return "condition", _CONDITION
        self.demand(wanted, left_type, node.left)
        self.demand(wanted, right_type, node.right)
        if wanted == "condition" or node.operator in COMPARISONS:
            return "condition", _CONDITION
        return "number", self.arithmetic(node, left, right)

    def arithmetic(self, node: Binary, left: Interval, right: Interval) -> Interval:
        match node.operator:
            case "+":
                result = intervals.sum_of(left, right)
            case "-":
                result = intervals.difference(left, right)
            case "*":
                result = intervals.product(left, right)
            case _:
                if right == (0.0, 0.0) and isinstance(node.right, Number | Unary):
                    self.add("E304", "division by zero", node.right, "a divisor that is not zero")
                result = intervals.quotient(left, right)
        if max(abs(result[0]), abs(result[1])) > MAX_MAGNITUDE:
            self.add("E305", "this can grow beyond all bounds", node, "smaller factors, or clamp(x, low, high)")
            return 0.0, 0.0
        return result

    def choice(self, node: IfExp, arguments: Mapping[str, Interval]) -> tuple[Type, Interval]:
        condition, _ = self.visit(node.condition, arguments)
        self.demand("condition", condition, node.condition)
        then_type, then = self.visit(node.then, arguments)
        else_type, orelse = self.visit(node.orelse, arguments)
        self.demand(then_type, else_type, node.orelse)
        return then_type, intervals.hull(then, orelse)

    def call(self, node: Call, arguments: Mapping[str, Interval]) -> tuple[Type, Interval]:
        wanted: Type = "condition" if node.function in CONDITION_ARGUMENTS else "number"
        bounds: list[Interval] = []
        for argument in node.arguments:
            type_, interval = self.visit(argument, arguments)
            self.demand(wanted, type_, argument)
            bounds.append(interval)
        function = self.functions.get(node.function)
        if function is None and node.function not in BUILT_IN:
            suggestion = closest(node.function, [*self.functions, *BUILT_IN])
            self.add("E303", f'unknown function "{node.function}"', node, "a function", suggestion)
            return "number", (0.0, 0.0)
        fewest, most = (len(function.args),) * 2 if function else BUILT_IN[node.function]
        if not fewest <= len(bounds) <= most:
            wanted_count = f"{fewest}" if fewest == most else f"{fewest} to {most}"
            message = f"{node.function} is given {len(bounds)} argument{'s' if len(bounds) != 1 else ''}"
            self.add("E303", message, node, f"{wanted_count} of them")
            return "number", (0.0, 0.0)
        if function is None:
            return "number", intervals.built_in(node.function, bounds)
        if node.function in self.calling:
            return function.gives, (0.0, 1.0)  # a circle, which the checks report as such
        outer = self.calling
        self.calling = (*outer, node.function) if outer else ("", node.function)
        result = self.visit(function.body.tree, dict(zip(function.args, bounds, strict=True)))
        self.calling = outer
        if max(abs(result[1][0]), abs(result[1][1])) > MAX_MAGNITUDE:
            self.add("E305", "this can grow beyond all bounds", node, "smaller factors, or clamp(x, low, high)")
            return "number", (0.0, 0.0)
        return (function.gives, _CONDITION) if function.gives == "condition" else result


def _one_of(names: Iterable[str]) -> str:
    first, *others = islice(names, MANY_NAMES)
    return f"one of {', '.join((first, *others))}" if others else first


def _work(node: Node) -> int:
    match node:
        case Call():
            return WEIGHTS.get(node.function, 1)
        case Binary():
            is_cheap = node.operator in CHEAP_BESIDE_NUMBERS and isinstance(node.right, Number)
            return 1 if is_cheap else WEIGHTS.get(node.operator, 1)
        case _:
            return 1
