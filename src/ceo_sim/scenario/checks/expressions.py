"""Expressions: names, types and bounds, wherever one is written, in texts too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ceo_sim.scenario.checks.index import Leaf, ScenarioIndex, Section
from ceo_sim.scenario.checks.numbers import constant
from ceo_sim.scenario.expression import Boolean, Call, Expression, Name, walk
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Event, Metric, Option, Stake
from ceo_sim.scenario.names import Type
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.typecheck import MAX_TOTAL_COST, CostBudget, bounds_of, check_function, names_in
from ceo_sim.scenario.typecheck import check as check_expression

_ALTOGETHER = f"at most {MAX_TOTAL_COST:,}, functions written out where they are called"
CONDITIONS = frozenset({"when", "kept_when", "appears"})
CONSTANT = frozenset({"assumption", "draw"})


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Expressions that make no sense, circles among functions and metrics, and conditions that depend on nothing."""
    functions = index.scenario.functions
    yield from _circles("E307", ("function",), "body", _calls(index), "functions call one another in a circle")
    yield from _circles("E309", ("metric",), "formula", _formulas(index), "metrics lead to one another in a circle")
    budget = CostBudget()
    for function in functions.values():
        path = ("function", function.id, "body")
        if budget.left < 0:
            yield Issue("E308", path, "by here, all functions together take too many operations", _ALTOGETHER)
            return
        yield from (issue.within(path) for issue in check_function(function, index.names, functions, budget))
    doubtful = frozenset(path[1] for path in index.faulty if path[0] == "variable" and len(path) > 1)
    for section in index.sections:
        issues, cost = _of_section(section, index, doubtful)
        if cost > budget.left:  # somewhere in it the budget is spent
            issues = _checked(section, index, doubtful, budget)
        else:
            budget.left -= cost
        for issue in issues:
            yield issue
            if issue.code == "E308":
                return


def _of_section(section: Section, index: ScenarioIndex, doubtful: frozenset[str | int]) -> tuple[Iterable[Issue], int]:
    """What is wrong with the expressions of a section, and how many operations they take."""

    def work() -> tuple[Iterable[Issue], int]:
        budget = CostBudget()
        return tuple(_checked(section, index, doubtful, budget)), MAX_TOTAL_COST - budget.left

    symbols = index.symbols(section)
    if None in symbols:  # what is said of an unknown name depends on all that are known
        return work()
    return index.memory.about(section, ("expressions", index.functions, symbols, doubtful), work)


def _checked(
    section: Section, index: ScenarioIndex, doubtful: frozenset[str | int], budget: CostBudget
) -> Iterator[Issue]:
    functions = index.scenario.functions
    for leaf, expression, wanted, offset in _located(section, index, doubtful):
        if budget.left < 0:
            yield Issue("E308", leaf.path, "by here, all expressions together take too many operations", _ALTOGETHER)
            return
        issues = check_expression(expression, wanted, index.names, functions, budget, index.proofs)
        yield from (issue.within(leaf.path, offset) for issue in issues)
        if not issues:
            yield from _special(leaf, expression, index)


def _located(
    section: Section, index: ScenarioIndex, doubtful: frozenset[str | int]
) -> Iterator[tuple[Leaf, Expression, Type, int]]:
    """Every expression but the bodies of functions: what it should give, and where in its value it begins."""
    for leaf in section.leaves:
        if isinstance(leaf.value, Text):
            pairs = zip(leaf.value.expressions(), leaf.value.starts, strict=True)
            located = [(expression, _type(condition), start) for (expression, condition), start in pairs]
        elif isinstance(leaf.value, Expression) and leaf.attribute.name != "body":
            located = [(leaf.value, _wanted(leaf, index), 0)]
        else:
            continue
        for expression, wanted, start in located:
            if not doubtful or doubtful.isdisjoint(names_in(expression.tree, index.scenario.functions)):
                yield leaf, expression, wanted, start


def _type(condition: bool) -> Type:
    return "condition" if condition else "number"


def _wanted(leaf: Leaf, index: ScenarioIndex) -> Type:
    if leaf.attribute.name == "sets":
        variable = index.scenario.variables.get(str(leaf.path[-1]))
        if variable is None:  # reported as a missing reference; whatever it is given is right
            return _type(isinstance(leaf.value.tree, Boolean))
        return _type(isinstance(variable.start, bool))
    return _type(leaf.attribute.name in CONDITIONS)


def _special(leaf: Leaf, expression: Expression, index: ScenarioIndex) -> Iterator[Issue]:
    """What more is asked of what must be constant, and what is odd about a condition."""
    bounded = _bounded(leaf, index)
    if bounded is None and leaf.attribute.name not in CONDITIONS:
        return
    if isinstance(leaf.owner, Option) and leaf.owner.otherwise:
        return  # the condition is made of the others'
    used = names_in(expression.tree, index.scenario.functions)
    kinds = {index.names[id].kind for id in used}
    if bounded is not None and not kinds <= CONSTANT:
        changing = next(iter(sorted(id for id in used if index.names[id].kind not in CONSTANT)))
        places = [node.start for node in walk(expression.tree) if isinstance(node, Name) and node.id == changing]
        is_start = isinstance(leaf.owner, Metric)
        message = f'"{changing}" {"has no value before the story begins" if is_start else "changes in play"}'
        yield Issue(
            "E310",
            leaf.path,
            message,
            "numbers, assumptions and draws",
            offset=places[0] if places else 0,
            length=len(changing),
        )
    elif bounded is not None and not (isinstance(leaf.owner, Metric) and constant(expression) is not None):
        # The plain number of a start is looked at among the numbers.
        low, high = bounds_of(expression, index.names, index.scenario.functions)
        lowest, highest = bounds(bounded)
        if low > highest or high < lowest:
            message = f"{low:g} to {high:g} is never in the range of the metric"
            yield Issue("E706", leaf.path, message, f"{lowest:g} to {highest:g}")
    if leaf.attribute.name in CONDITIONS and kinds <= {"assumption"} and not isinstance(leaf.owner, Event):
        yield Issue("W503", leaf.path, "this never changes in play", "a condition on something that does")


def _bounded(leaf: Leaf, index: ScenarioIndex) -> Metric | None:
    """The metric whose start, or threshold of a stake, an expression is; None if it is neither."""
    match leaf.owner, leaf.attribute.name:
        case Metric() as metric, "start":
            return metric
        case Stake(metric=str() as id), ("below" | "above"):
            return index.scenario.metrics.get(id)
    return None


# ---- circles ------------------------------------------------------------------------------------------------


def _calls(index: ScenarioIndex) -> dict[str, list[str]]:
    functions = index.scenario.functions
    return {
        id: [
            node.function for node in walk(function.body.tree) if isinstance(node, Call) and node.function in functions
        ]
        for id, function in functions.items()
    }


def _formulas(index: ScenarioIndex) -> dict[str, list[str]]:
    metrics = index.scenario.metrics
    derived = {id: metric.formula for id, metric in metrics.items() if metric.formula is not None}
    return {
        id: sorted(names_in(formula.tree, index.scenario.functions) & derived.keys()) for id, formula in derived.items()
    }


def _circles(code: str, table: tuple[str], key: str, edges: Mapping[str, list[str]], message: str) -> Iterator[Issue]:
    for circle in circles(edges):
        names = " → ".join((*circle, circle[0]))
        yield Issue(code, (*table, circle[0], key), f"{message}: {names}", "no way back to itself")


def circles(edges: Mapping[str, list[str]]) -> Iterator[tuple[str, ...]]:
    """Ways that lead back to where they begin; of those that share a place, one."""
    in_circles: set[str] = set()
    done: set[str] = set()
    for origin in edges:
        way = [origin] if origin not in done else []
        on_way = dict.fromkeys(way)
        waiting = [iter(edges[origin])] if way else []
        while way:
            following = next(waiting[-1], None)
            if following is None:
                done.add(way[-1])
                on_way.pop(way.pop())
                waiting.pop()
            elif following in on_way:
                circle = tuple(way[way.index(following) :])
                if in_circles.isdisjoint(circle):
                    yield circle
                in_circles.update(circle)
            elif following not in done:
                way.append(following)
                on_way[following] = None
                waiting.append(iter(edges.get(following, [])))
