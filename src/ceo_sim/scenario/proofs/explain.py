"""Why something can never be, in words: the clause that fails, the values that prove it, and what is behind them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from attrs import define

from ceo_sim.scenario.expression import Expression, Name, Node, clauses, walk
from ceo_sim.scenario.intervals import Interval
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Card, Decision, Event, Later, Option, Promise
from ceo_sim.scenario.proofs.contexts import Context
from ceo_sim.scenario.proofs.facts import Facts
from ceo_sim.scenario.proofs.reach import Reach
from ceo_sim.scenario.proofs.search import Goal, narrowed, possible

MAX_CLAUSES = 12
MAX_CHAIN = 4
MAX_NAMES = 3
MAX_VALUES = 5


@define(eq=False)
class Explanation:
    """What proves that a condition never holds, or always does.

    Attributes:
        words: The proof.
        node: The clause at which it fails.
    """

    words: str
    node: Node


@define(eq=False)
class Explainer:
    """Puts proofs into words."""

    reach: Reach

    def never(self, expression: Expression, context: Context) -> Explanation:
        """Why a condition, of which that is known, never holds."""
        parts = list(clauses(expression.tree))[:MAX_CLAUSES]
        for part in parts:
            if not self._possible([part], context):
                return Explanation(self.values(part, context), part)
        for first, second in combinations(parts, 2):
            if not self._possible([first, second], context):
                both = f"`{expression.clause(first)}` and `{expression.clause(second)}` never hold together"
                return Explanation(both, second)
        return Explanation("its clauses never hold together", expression.tree)

    def _possible(self, parts: list[Node], context: Context) -> bool:
        return possible([*context.goals, *(Goal(self.reach.part(part)) for part in parts)], context.facts)

    def values(self, node: Node, context: Context) -> str:
        """What the names in a condition can be, and what keeps them from being more."""
        facts = narrowed(context.goals, context.facts)
        said = list(dict.fromkeys(self._value(name, facts) for name in _names(node)))
        return "; ".join(said[:MAX_NAMES]) if said else "whatever happens"

    def _value(self, name: str, facts: Facts) -> str:
        symbol = self.reach.index.names[name]
        if symbol.type == "condition":
            holds = facts.holds(name)
            if holds is None:
                return f"`{name}` may be true or false"
            here = "always" if Facts(self.reach.world).holds(name) is holds else "here always"
            because = self._behind(name) if here == "always" and not holds else ""
            return because or f"`{name}` is {here} {'true' if holds else 'false'}"
        return f"`{name}` is {self._numbers(name, facts)}"

    def _numbers(self, name: str, facts: Facts) -> str:
        low, high = facts.bounds(name)
        link = facts.world.links.get(name)
        if link is not None and self.reach.index.names[name].kind == "variable":
            values = sorted(facts.states_of(link[0]))
            if 1 < len(values) <= MAX_VALUES:
                return " or ".join(shown(value) for value in values)
        return interval((low, high))

    # ---- what is behind it ----------------------------------------------------------------------------------

    def _behind(self, name: str) -> str:
        """Why a condition about a decision, an event, a promise or a variable is never true."""
        symbol = self.reach.index.names[name]
        path: Path = (symbol.kind, symbol.owner)
        match symbol.kind, symbol.part:
            case "decision", part:
                option: Path = (*path, "option", part)
                if path not in self.reach.earliest or option in self.reach.openers.things:
                    return self.because(option if option in self.reach.openers.things else path)
            case "event", "fired":
                return self.because(path)
            case "deck", card:
                return self.because((*path, "card", card))
            case "promise", "made":
                return self.because(path)
            case "promise", ("kept" | "broken") as outcome:
                return self.because(path if path not in self.reach.earliest else (*path, outcome))
            case "variable", _:
                return f"nothing that can happen sets `{name}` to true"
        return ""

    def because(self, path: Path, depth: int = MAX_CHAIN) -> str:
        """Why something never happens, and why that is so."""
        reason, behind = self._reason(path)
        if behind is None or depth <= 1:
            return reason
        return f"{reason}, because {self.because(behind, depth - 1)}"

    def _reason(self, path: Path) -> tuple[str, Path | None]:
        """What is the matter with something that never happens, and what is behind that, if it is something else."""
        reach, called = self.reach, called_as(path)
        openers, whole = reach.openers, path[:2]
        match openers.things.get(path):
            case Decision(at=None, when=None) as decision:
                ways = openers.opens.get(decision.id, ())
                return (f"{called} never opens", ways[0]) if ways else (f"nothing opens {called}", None)
            case Decision():
                return f"{called} never opens", None
            case Option():
                return f"{called} is never chosen", whole if whole not in reach.earliest else None
            case Event(when=None, chance=None) as event:
                ways = openers.brings.get(event.id, ())
                return f"{called} never happens", ways[0] if ways else None
            case Event():
                return f"{called} never happens", None
            case Promise() as promise:
                ways = openers.makes.get(promise.id, ())
                return (f"{called} is never made", ways[0]) if ways else (f"nothing makes {called}", None)
            case Later():
                return f"{called} never comes", path[:-2] if path[:-2] not in reach.earliest else None
            case Card():
                return f"{called} is never drawn", None
            case _ if path[0] == "promise":
                return f"{called} is never {path[-1]}", None
        return f"{called} never comes", whole if whole not in reach.earliest and whole != path else None


def _names(node: Node) -> Iterator[str]:
    return (part.id for part in walk(node) if isinstance(part, Name))


def called_as(path: Path) -> str:
    """What something that can happen is called by its ids."""
    match path:
        case ("decision", id, "option", option, *rest):
            called = f'"{id}.{option}"'
        case ("decision", id, "lapsed", *rest):
            called = f'the lapse of "{id}"'
        case ("deck", deck, "card", card, *rest):
            called = f'"{deck}.{card}"'
        case (_, id, *rest):
            called = f'"{id}"'
        case _:
            return "it"
    return f"what follows later from {called}" if "later" in rest else called


def shown(value: float) -> str:
    """A number in a message."""
    return f"{value + 0.0:.6g}"


def interval(bounds: Interval) -> str:
    """An interval in a message."""
    low, high = bounds
    if shown(low) == shown(high):
        return f"always {shown(low)}"
    if low <= -1e12 and high >= 1e12:
        return "any number"
    if high >= 1e12:
        return f"{shown(low)} or more"
    if low <= -1e12:
        return f"{shown(high)} or less"
    return f"{shown(low)} to {shown(high)}"
