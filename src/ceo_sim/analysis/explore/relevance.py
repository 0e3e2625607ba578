"""What of a state can still matter: two states that differ in nothing else have the same future."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from attrs import frozen

from ceo_sim.engine.program import Program
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Binary, Boolean, Call, Expression, IfExp, Name, Node, Number, Unary
from ceo_sim.scenario.names import Names, names_of
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.typecheck import names_in

_WHOLE_OPERATORS = ("+", "-", "*")
_WHOLE_FUNCTIONS = ("min", "max", "abs", "clamp", "floor", "round", "step", "count")
_LARGEST_WHOLE = 1 << 20


@frozen
class Relevance:
    """What any expression of a scenario reads, as names such as `the_post.leave_up` or `walkout.fired`."""

    names: frozenset[str]
    symbols: Names

    @classmethod
    @lru_cache(maxsize=4)
    def of(cls, program: Program) -> Relevance:
        """Collect the names in all expressions, those in texts too."""
        scenario = program.scenario
        names: set[str] = set()
        for leaf in ScenarioIndex.of(scenario).leaves:
            for expression in _expressions(leaf.value):
                names.update(names_in(expression.tree, scenario.functions))
        return cls(frozenset(names), names_of(scenario))

    def reads(self, owner: str, *parts: str) -> bool:
        """Whether any of some parts of a decision, an event or a promise is read."""
        return any(f"{owner}.{part}" in self.names for part in parts)


def _expressions(value: object) -> Iterator[Expression]:
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, Text):
        yield from (expression for expression, _ in value.expressions())


def whole_cells(program: Program) -> dict[int, tuple[int, int]]:
    """The cells that only ever hold whole numbers, each with its lowest and its highest."""
    scenario = program.scenario
    ranges: dict[str, tuple[float, float]] = {}
    for id, metric in scenario.metrics.items():
        if metric.formula is None and metric.half_life is None:
            ranges[id] = float(metric.range[0]), float(metric.range[1])
    for id, variable in scenario.variables.items():
        if isinstance(variable.start, bool):
            ranges[id] = 0.0, 1.0
        elif variable.range is not None:
            ranges[id] = float(variable.range[0]), float(variable.range[1])
    for id, budget in scenario.budgets.items():
        ranges[id] = 0.0, float(budget.refill)
    whole = {id for id, ends in ranges.items() if all(map(_is_whole, ends)) and ends[1] - ends[0] < _LARGEST_WHOLE}
    constants = {id for id, value in program.assumptions.items() if _is_whole(value)}
    while (left := {id for id in whole if _stays_whole(program, id, whole | constants)}) != whole:
        whole = left
    cells = {**{id: plan.cell for id, plan in program.metrics.items()}, **program.budgets}
    cells.update(zip(scenario.variables, range(program.stocks + len(program.formulas), program.cells), strict=False))
    return {cells[id]: (int(ranges[id][0]), int(ranges[id][1])) for id in sorted(whole)}


def _stays_whole(program: Program, id: str, whole: set[str]) -> bool:
    """Whether all that starts, sets or changes a cell is whole, if some others are."""
    scenario = program.scenario
    if id in scenario.budgets:
        costs = [option.written.cost.get(id, 0) for _, option in program.options]
        return all(_is_whole(float(cost)) for cost in costs)
    if id in scenario.variables:
        assignments = [c.written.assignments for c in program.consequences]
        sets = [each[id].tree for each in assignments if id in each]
        return _is_whole(float(scenario.variables[id].start)) and all(_gives_whole(tree, whole) for tree in sets)
    metric = scenario.metrics[id]
    effects = [c.written.effects[id] for c in program.consequences if id in c.written.effects]
    if metric.echo is not None or any(effect.echo is not None for effect in effects):
        return False
    start = metric.start
    return (start is None or _gives_whole(start.tree, whole)) and all(
        _gives_whole(effect.amount.tree, whole) for effect in effects
    )


def _gives_whole(node: Node, whole: set[str]) -> bool:
    match node:
        case Number():
            return _is_whole(float(node.value))
        case Boolean():
            return True
        case Name():
            return node.id in whole or node.id == "turn"
        case Unary():
            return node.operator == "not" or _gives_whole(node.operand, whole)
        case Binary() if node.operator in _WHOLE_OPERATORS:
            return _gives_whole(node.left, whole) and _gives_whole(node.right, whole)
        case Binary():
            return node.operator != "/"  # a condition
        case IfExp():
            return _gives_whole(node.then, whole) and _gives_whole(node.orelse, whole)
        case Call() if node.function in ("floor", "round", "step", "count"):
            return True
        case Call() if node.function in _WHOLE_FUNCTIONS:
            return all(_gives_whole(argument, whole) for argument in node.arguments)
        case _:
            return False


def _is_whole(value: float) -> bool:
    return value == int(value)
