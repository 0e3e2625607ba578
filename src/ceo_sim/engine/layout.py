"""Where a program keeps things, and how an expression reads them."""

from __future__ import annotations

from collections.abc import Iterable

from ceo_sim.engine.evaluate import Constant, Evaluate
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Scenario
from ceo_sim.scenario.names import Symbol, names_of
from ceo_sim.scenario.typecheck import names_in

UNOPENED, OPEN, ANSWERED, LAPSED = range(4)
"""States of a decision."""
UNMADE, MADE, KEPT, BROKEN = range(4)
"""States of a promise."""


class Layout:
    """The indexes of everything that a program refers to.

    Attributes:
        drifting: Ids of the stocks that drift; they come first.
        stocks: Ids of all stock metrics.
        derived: Ids of the metrics that are formulas.
        cells: The cell of each metric, variable, budget and draw.
        needs: The derived metrics, as indexes of `formulas`, that each of them reads itself, and each baseline.
    """

    def __init__(self, scenario: Scenario, assumptions: dict[str, float]) -> None:
        metrics = scenario.metrics.values()
        self.scenario = scenario
        self.assumptions = assumptions
        self.symbols = names_of(scenario)
        self.drifting = [metric.id for metric in metrics if metric.half_life is not None]
        self.stocks = self.drifting + [m.id for m in metrics if m.half_life is None and m.formula is None]
        self.derived = [metric.id for metric in metrics if metric.formula is not None]
        order = [*self.stocks, *self.derived, *scenario.variables, *scenario.budgets, *scenario.draws]
        self.cells = {id: cell for cell, id in enumerate(order)}
        self.decisions = {id: index for index, id in enumerate(scenario.decisions)}
        self.events = {id: index for index, id in enumerate(scenario.events)}
        cards = ((deck.id, card) for deck in scenario.decks.values() for card in deck.cards)
        self.cards = {names: index for index, names in enumerate(cards)}
        self.promises = {id: index for index, id in enumerate(scenario.promises)}
        self.formulas = {id: index for index, id in enumerate(self.derived)}
        expressions = [scenario.metrics[id].formula for id in self.derived]
        expressions += [scenario.metrics[id].baseline for id in self.drifting]
        reads = [set(self._owners_read(expression)) for expression in expressions]
        self.needs = [tuple(sorted(self.formulas[id] for id in owners & self.formulas.keys())) for owners in reads]
        self._readers = self._readers_by_owner(reads)

    def reading(self, id: str) -> Evaluate:
        """The evaluation of a name."""
        symbol = self.symbols[id]
        match symbol.kind:
            case "assumption":
                return Constant(self.assumptions[id])
            case "time":
                return _TIME[id]
            case "metric" if id in self.formulas:
                return _derived(self.formulas[id], self.cells[id])
            case "decision":
                return self._decision(symbol)
            case "event":
                return _EVENT[symbol.part](self.events[symbol.owner])
            case "deck":
                return _drawn(self.cards[symbol.owner, symbol.part])
            case "promise":
                return _PROMISE[symbol.part](self.promises[symbol.owner])
            case _:
                return _condition(self.cells[id]) if symbol.type == "condition" else _number(self.cells[id])

    def readers_of(self, *owners: str) -> tuple[int, ...]:
        """What reads any of these ids, directly or not; "" stands for time, and a deck is named by `deck_owner`.

        Derived metrics have the indexes of `formulas`; those of the baselines, one for each of `drifting`, follow.
        """
        readers = 0
        for owner in owners:
            readers |= self._readers.get(owner, 0)
        return tuple(index for index, bit in enumerate(bin(readers)[:1:-1]) if bit == "1")

    def _decision(self, symbol: Symbol) -> Evaluate:
        index = self.decisions[symbol.owner]
        if symbol.part in _DECISION:
            return _DECISION[symbol.part](index)
        options = list(self.scenario.decisions[symbol.owner].options)
        return _chosen(index, options.index(symbol.part))

    def _readers_by_owner(self, reads: list[set[str]]) -> dict[str, int]:
        """For each owner what reads it, directly or not, as a number with a bit for each.

        Sets would take a hundred times the memory where formulas form long chains.
        """
        directly: dict[str, list[int]] = {}
        for reader, owners in enumerate(reads):
            for owner in owners:
                directly.setdefault(owner, []).append(reader)
        readers: dict[str, int] = {}
        for owner in (*reversed(self._in_order()), *(owner for owner in directly if owner not in self.formulas)):
            bits = 0
            for reader in directly.get(owner, ()):
                bits |= 1 << reader
                if reader < len(self.derived):
                    bits |= readers[self.derived[reader]]
            readers[owner] = bits
        return readers

    def _in_order(self) -> list[str]:
        """The derived metrics, each after those that it reads."""
        done: dict[int, None] = {}
        for formula in range(len(self.derived)):
            waiting = [formula]
            while waiting:
                if missing := [need for need in self.needs[waiting[-1]] if need not in done]:
                    waiting += missing
                else:
                    done.setdefault(waiting.pop())
        return [self.derived[formula] for formula in done]

    def _owners_read(self, expression: Expression | None) -> Iterable[str]:
        if expression is None:
            return
        for name in names_in(expression.tree, self.scenario.functions):
            symbol = self.symbols[name]
            if symbol.kind == "deck":
                yield deck_owner(symbol.owner)
                continue
            yield "" if symbol.kind == "time" or symbol.part == "days" else symbol.owner
            yield symbol.owner


def deck_owner(deck: str) -> str:
    """What `Layout.readers_of` calls a deck, whose id may be that of a metric too."""
    return f"{deck}.card"


def _number(cell: int) -> Evaluate:
    return lambda context: context.cell(cell)


def _condition(cell: int) -> Evaluate:
    return lambda context: context.cell(cell) != 0.0


def _derived(formula: int, cell: int) -> Evaluate:
    return lambda context: context.derived(formula, cell)


def _drawn(card: int) -> Evaluate:
    return lambda context: context.card_drawn(card)


def _chosen(decision: int, option: int) -> Evaluate:
    return lambda context: context.choice(decision) == option


_TIME: dict[str, Evaluate] = {
    "day": lambda context: context.state.day,
    "hour": lambda context: context.state.hour,
    "turn": lambda context: float(context.state.now),
}
_DECISION = {
    "answered": lambda index: lambda context: context.decision(index) == ANSWERED,
    "open": lambda index: lambda context: context.decision(index) == OPEN,
    "lapsed": lambda index: lambda context: context.decision(index) == LAPSED,
    "days": lambda index: lambda context: context.days_since_answer(index),
}
_EVENT = {
    "fired": lambda index: lambda context: context.event_times(index) > 0,
    "times": lambda index: lambda context: context.event_times(index),
    "days": lambda index: lambda context: context.days_since_event(index),
}
_PROMISE = {
    "made": lambda index: lambda context: context.promise(index) != UNMADE,
    "open": lambda index: lambda context: context.promise(index) == MADE,
    "kept": lambda index: lambda context: context.promise(index) == KEPT,
    "broken": lambda index: lambda context: context.promise(index) == BROKEN,
    "days": lambda index: lambda context: context.days_since_promise(index),
}
