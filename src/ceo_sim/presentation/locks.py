"""Why something cannot be had now, in words, with the value that is in the way."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.engine.locks import BudgetLock, Lock
from ceo_sim.presentation import naming
from ceo_sim.presentation.formatting import budgeted, number
from ceo_sim.scenario.expression import Binary, Call, IfExp, Name, Node, Number, Unary, children
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import WAY_OUT, Option, Scenario

_COMPARED = {
    "<": "below",
    "<=": "at most",
    ">": "above",
    ">=": "at least",
    "==": "exactly",
    "!=": "other than",
}


def lock_text(scenario: Scenario, lock: Lock) -> str:
    """A lock in words, such as `needs public trust above 45; it is 38`."""
    if isinstance(lock, BudgetLock):
        return f"needs {budgeted(lock.cost, scenario.budgets[lock.budget])}; {number(lock.left)} left"
    if lock.words:
        return plain(lock.words).removesuffix(".")
    if lock.node is None:
        return f"only if {lock.clause}" if lock.clause == WAY_OUT else "not possible now"
    needs = "only if this holds: " if _is_statement(scenario, lock.node) else "needs "
    return needs + _words(scenario, lock.node, iter(lock.values))


def _is_statement(scenario: Scenario, node: Node) -> bool:
    """Whether it is a condition that the author gave a name, which reads as a sentence: `The rule allows labels`."""
    return isinstance(node, Name) and node.id in scenario.variables and bool(scenario.variables[node.id].name)


def _words(scenario: Scenario, node: Node, values: Iterator[float | bool]) -> str:
    match node:
        case Binary(operator="or"):
            return " or ".join(_words(scenario, side, values) for side in (node.left, node.right))
        case Binary(operator="and"):
            return " and ".join(_words(scenario, side, values) for side in (node.left, node.right))
        case Binary() if node.operator in _COMPARED:
            left, right = _noun(scenario, node.left), _noun(scenario, node.right)
            value = next(values)
            now = "" if isinstance(node.left, Number) else f"; it is {_now(value, right)}"
            return f"{left} {_COMPARED[node.operator]} {right}{now}"
        case Unary(operator="not"):
            return "not: " + _words(scenario, node.operand, values)
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
        return naming.display_name(scenario.variables[owner])
    if owner in scenario.budgets:
        return scenario.budgets[owner].name
    if owner in scenario.decisions:
        return _decision_name(scenario, owner, part)
    if owner in scenario.events:
        title = scenario.events[owner].title.source
        return {"fired": f"that this has happened: {title}", "days": f"days since: {title}"}.get(part, title)
    if owner in scenario.promises:
        return f"the promise {part}: {scenario.promises[owner].text.source}"
    return naming.id_in_words(id)


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
