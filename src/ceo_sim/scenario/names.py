"""Every name that an expression of a scenario may use, with its type and its bounds."""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from ceo_sim.scenario.acts import ended_acts
from ceo_sim.scenario.expression import MAX_NUMBER
from ceo_sim.scenario.model import Draw, Number, Pair, Scenario

Type = Literal["number", "condition"]
NEVER = 9_999.0
"""Days since something that has not happened."""

DECISION_STATES = ("answered", "open", "lapsed")
PROMISE_STATES = ("made", "open", "kept", "broken")
MAX_DAYS = 10_000.0


def _without_sign(value: float) -> float:
    return value + 0.0  # two symbols that are equal are told alike: "0", never "-0"


@frozen(cache_hash=True)
class Symbol:
    """What a name stands for.

    Attributes:
        kind: Which table of the scenario it comes from, or `time`.
        owner: The id in that table.
        part: What follows the dot, or empty; of a deck, the card.
        type: Whether it is a number or a condition.
        low: Its lowest value, as a number.
        high: Its highest value.
    """

    kind: str
    owner: str
    part: str = ""
    type: Type = "number"
    low: float = field(default=0.0, converter=_without_sign)
    high: float = field(default=1.0, converter=_without_sign)


Names = dict[str, Symbol]


def names_of(scenario: Scenario) -> Names:
    """The names of a scenario; functions are not among them."""
    names: Names = {
        "day": Symbol("time", "day", high=MAX_DAYS),
        "hour": Symbol("time", "hour", high=24.0),
        "turn": Symbol("time", "turn", high=MAX_DAYS * 24),
    }
    for id, assumption in scenario.assumptions.items():
        names[id] = Symbol("assumption", id, "", "number", *_spread(assumption.value, assumption.range))
    for id, draw in scenario.draws.items():
        names[id] = Symbol("draw", id, "", "number", *draw_bounds(draw))
    for id, metric in scenario.metrics.items():
        names[id] = Symbol("metric", id, "", "number", *map(float, metric.range))
    for id, variable in scenario.variables.items():
        if isinstance(variable.start, bool):
            names[id] = Symbol("variable", id, "", "condition")
        else:
            names[id] = Symbol("variable", id, "", "number", *variable_range(variable.range))
    for id, budget in scenario.budgets.items():
        names[id] = Symbol("budget", id, high=float(budget.refill))
    _add_memories(names, scenario)
    return names


def draw_bounds(draw: Draw) -> tuple[float, float]:
    """Lowest and highest value that a draw can take."""
    if draw.mean is not None and draw.sd is not None:
        return float(draw.mean - 3 * draw.sd), float(draw.mean + 3 * draw.sd)
    return float(draw.low or 0), float(draw.high or 0)


def variable_range(range: Pair | None) -> tuple[float, float]:
    """Bounds of a numeric variable; wide ones where the author gave none."""
    return (float(range[0]), float(range[1])) if range else (-MAX_NUMBER, MAX_NUMBER)


def _spread(value: Number, range: Pair | None) -> tuple[float, float]:
    low, high = range or (value, value)
    return float(min(value, low)), float(max(value, high))


def _add_memories(names: Names, scenario: Scenario) -> None:
    for id, decision in scenario.decisions.items():
        for part in (*DECISION_STATES, *decision.options):
            names[f"{id}.{part}"] = Symbol("decision", id, part, "condition")
        names[f"{id}.days"] = Symbol("decision", id, "days", high=MAX_DAYS)
    for id in (*scenario.events, *ended_acts(scenario)):  # the end of an act is an event
        names[f"{id}.fired"] = Symbol("event", id, "fired", "condition")
        names[f"{id}.days"] = Symbol("event", id, "days", high=MAX_DAYS)
        names[f"{id}.times"] = Symbol("event", id, "times", high=MAX_DAYS)
    for id, deck in scenario.decks.items():
        for card in deck.cards:
            names[f"{id}.{card}.drawn"] = Symbol("deck", id, card, "condition")
    for id in scenario.promises:
        for part in PROMISE_STATES:
            names[f"{id}.{part}"] = Symbol("promise", id, part, "condition")
        names[f"{id}.days"] = Symbol("promise", id, "days", high=MAX_DAYS)
