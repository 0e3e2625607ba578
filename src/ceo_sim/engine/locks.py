"""Why an option is locked: the clause that failed, in words, with the value it has now."""

from __future__ import annotations

from collections.abc import Callable

from attrs import frozen

from ceo_sim.scenario.expression import Binary, Call, Expression, IfExp, Name, Node, Number, Unary, children, clauses
from ceo_sim.scenario.model import Option, Scenario

_COMPARED = {
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
    "==": "exactly",
    "!=": "other than",
}
Evaluate = Callable[[Node], float | bool]


@frozen
class Lock:
    """Why an option cannot be chosen now.

    Attributes:
        text: A sentence for a player, such as `needs public trust above 45; it is 38`.
        clause: The failed part of the condition, as written.
    """

    text: str
    clause: str


def failed_clause(scenario: Scenario, condition: Expression, evaluate: Evaluate) -> Lock:
    """The first clause of a condition that does not hold, in words."""
    for clause in clauses(condition.tree):
        if not evaluate(clause):
            words = _words(scenario, clause, evaluate)
            needs = "only if this holds: " if _is_statement(scenario, clause) else "needs "
            return Lock(needs + words, condition.clause(clause))
    return Lock("not possible now", condition.text)


def missing_budget(scenario: Scenario, budget: str, cost: float, left: float) -> Lock:
    """A cost that is more than what is left."""
    name = scenario.budgets[budget].name
    if cost == 1:
        name = name.removesuffix("s")
    return Lock(f"needs {cost:,.13g} {name}; {left:,.13g} left", f"{budget} >= {cost:g}")


def _is_statement(scenario: Scenario, node: Node) -> bool:
    """Whether it is a condition that the author gave a name, which reads as a sentence: `The rule allows labels`."""
    return isinstance(node, Name) and node.id in scenario.variables and bool(scenario.variables[node.id].name)


def _words(scenario: Scenario, node: Node, evaluate: Evaluate) -> str:
    match node:
        case Binary(operator="or"):
            return " or ".join(_words(scenario, side, evaluate) for side in (node.left, node.right))
        case Binary(operator="and"):
            return " and ".join(_words(scenario, side, evaluate) for side in (node.left, node.right))
        case Binary() if node.operator in _COMPARED:
            left, right = _noun(scenario, node.left), _noun(scenario, node.right)
            now = "" if isinstance(node.left, Number) else f"; it is {_now(evaluate(node.left), right)}"
            return f"{left} {_COMPARED[node.operator]} {right}{now}"
        case Unary(operator="not"):
            return "not: " + _words(scenario, node.operand, evaluate)
        case _:
            return _noun(scenario, node)


def _noun(scenario: Scenario, node: Node) -> str:
    match node:
        case Number():
            return _figure(node.value)
        case Name():
            return _name(scenario, node.id)
        case Unary():
            return f"-{_noun(scenario, node.operand)}"
        case Binary():
            return f"{_noun(scenario, node.left)} {node.operator} {_noun(scenario, node.right)}"
        case Call():
            return f"{node.function}({', '.join(_noun(scenario, part) for part in node.arguments)})"
        case IfExp():
            return " / ".join(_noun(scenario, part) for part in children(node))
        case _:
            return "this"


def _name(scenario: Scenario, id: str) -> str:
    owner, _, part = id.partition(".")
    if owner in scenario.metrics:
        name = scenario.metrics[owner].name
        return "the " + name[4:] if name.startswith("The ") else name
    if owner in scenario.variables:
        return scenario.variables[owner].name or owner.replace("_", " ")
    if owner in scenario.budgets:
        return scenario.budgets[owner].name
    if owner in scenario.decisions:
        return _decision_name(scenario, owner, part)
    if owner in scenario.events:
        title = scenario.events[owner].title.source
        return {"fired": f"that this has happened: {title}", "days": f"days since: {title}"}.get(part, title)
    if owner in scenario.promises:
        return f"the promise {part}: {scenario.promises[owner].text.source}"
    return id.replace("_", " ")


def _decision_name(scenario: Scenario, decision: str, part: str) -> str:
    title = scenario.decisions[decision].title.source
    options: dict[str, Option] = scenario.decisions[decision].options
    if part in options:
        return f"“{options[part].label.source}” chosen under “{title}”"
    return {
        "answered": f"“{title}” decided",
        "open": f"“{title}” still open",
        "lapsed": f"“{title}” missed",
        "days": f"days since “{title}”",
    }.get(part, title)


def _now(value: float | bool, bound: str) -> str:
    """A value beside a bound: with a digit more where they would read the same."""
    text = _figure(float(value))
    return f"{value:.1f}" if text == bound else text


def _figure(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 or value == int(value) else f"{value:.1f}"
