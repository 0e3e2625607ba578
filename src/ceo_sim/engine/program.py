"""A scenario made ready to run, as data: ids turned into indexes, expressions into functions, dates into steps.

Nothing here changes while a story runs. `compile` makes it; `lanes` holds what changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.engine.evaluate import Compiler, Evaluate
from ceo_sim.engine.timeline import Timeline
from ceo_sim.scenario.model import (
    Card,
    Consequence,
    Decision,
    Draw,
    Effect,
    Event,
    Later,
    Metric,
    Option,
    Promise,
    Scenario,
)

Kind = Literal["start", "option", "lapse", "event", "card", "later", "echo", "promise", "inject", "drift"]


@frozen
class Cause:
    """Why something changed: what kind of thing did it, and which."""

    kind: Kind
    id: str


@frozen(eq=False)
class EchoPlan:
    """A share of an amount, in `parts` equal parts, `gap` steps apart."""

    share: float
    parts: int
    gap: int
    of: Literal["all", "losses", "gains"]


@frozen(eq=False)
class Change:
    """An effect on the stock metric in `cell`."""

    cell: int
    amount: Evaluate
    low: float
    high: float
    echo: EchoPlan | None
    effect: Effect
    stale: tuple[int, ...]


@frozen(eq=False)
class Assignment:
    """A variable's cell given a value."""

    cell: int
    value: Evaluate
    low: float
    high: float
    stale: tuple[int, ...]


@frozen(eq=False)
class LaterPlan:
    """A delayed consequence; `index` orders those that fall due together."""

    index: int
    shortest: int
    longest: int
    stream: int
    when: Evaluate | None
    chance: Evaluate | None
    event: int | None
    act: CompiledConsequence
    written: Later

    @property
    def by_lot(self) -> bool:
        """Whether luck decides when it comes."""
        return self.shortest < self.longest


@frozen(eq=False)
class CompiledConsequence:
    """What one cause does."""

    cause: Cause
    sets: tuple[Assignment, ...]
    changes: tuple[Change, ...]
    laters: tuple[LaterPlan, ...]
    opens: tuple[int, int] | None
    promises: tuple[int, ...]
    written: Consequence


@frozen(eq=False)
class OptionPlan:
    """An option; `index` counts through all options of the scenario, `position` through its decision's."""

    index: int
    position: int
    id: str
    when: Evaluate | None
    cost: tuple[tuple[int, float], ...]
    act: CompiledConsequence
    written: Option


@frozen(eq=False)
class DecisionPlan:
    """A decision and when it comes."""

    index: int
    id: str
    stream: int
    at: int | None
    when: Evaluate | None
    urgent: bool
    expires: int | None
    default: int | None
    lapsed: CompiledConsequence | None
    options: tuple[OptionPlan, ...]
    written: Decision

    def option(self, id: str) -> OptionPlan:
        """The option of that id.

        Raises:
            KeyError: It has none.
        """
        for plan in self.options:
            if plan.id == id:
                return plan
        raise KeyError(id)


@frozen(eq=False)
class EventPlan:
    """An event and when it is considered."""

    index: int
    id: str
    stream: int
    when: Evaluate | None
    chance: Evaluate | None
    once: bool
    cooldown: int
    act: CompiledConsequence
    stale: tuple[int, ...]
    written: Event


@frozen(eq=False)
class CardPlan:
    """A card; `index` counts through all cards of the scenario."""

    index: int
    id: str
    weight: Evaluate
    when: Evaluate | None
    once: bool
    act: CompiledConsequence
    written: Card


@frozen(eq=False)
class DeckPlan:
    """A deck; `thresholds` are its cumulated weights where they never change."""

    id: str
    stream: int
    nothing: float
    cards: tuple[CardPlan, ...]
    thresholds: NDArray[np.float64] | None


@frozen(eq=False)
class PromisePlan:
    """A promise; its due date is a step, or a number of steps from its making."""

    index: int
    id: str
    due_at: int | None
    due_in: int
    kept_when: Evaluate
    kept: CompiledConsequence | None
    broken: CompiledConsequence | None
    stale: tuple[int, ...]
    written: Promise


@frozen(eq=False)
class FormulaPlan:
    """A derived metric."""

    cell: int
    value: Evaluate
    low: float
    high: float


@frozen(eq=False)
class MetricPlan:
    """A metric: where it is kept, and its formula if it is derived."""

    cell: int
    id: str
    formula: int | None
    written: Metric


@frozen(eq=False)
class EndingPlan:
    """An ending and its condition."""

    id: str
    when: Evaluate | None
    early: bool


@frozen(eq=False)
class Drift:
    """How the stocks in the first cells move towards their baselines at each step; arrays are (cells, 1).

    Attributes:
        rates: Part of the way to the baseline that is gone in a step: 1 - 2 ** (-step / half-life).
        constants: The baselines that never change.
        moving: Rows whose baseline is an expression.
    """

    rates: NDArray[np.float64]
    constants: NDArray[np.float64]
    moving: tuple[tuple[int, Evaluate], ...]
    lows: NDArray[np.float64]
    highs: NDArray[np.float64]
    stale: tuple[int, ...]


@frozen(eq=False)
class Table:
    """Options with nothing but constant effects, as rows to add; the fast path of large batches.

    Attributes:
        plain: Whether an option (by index) may take it.
        amounts: What each option adds to each of the first cells, (cells, options).
        opens: The decision that each option opens at the next step, or -1.
        stale: The formulas that any of them touches.
    """

    plain: NDArray[np.bool_]
    amounts: NDArray[np.float64]
    lows: NDArray[np.float64]
    highs: NDArray[np.float64]
    opens: NDArray[np.int16]
    stale: tuple[int, ...]


@frozen(eq=False)
class Program:
    """A scenario made ready to run.

    A lane holds its numbers in cells: drifting stocks first, then other stocks, derived metrics, variables, budgets
    and draws.

    Attributes:
        scenario: What it was made from.
        assumptions: The values of its assumptions that are used.
        stocks: Number of cells that are stock metrics.
        cells: Number of cells.
        start: Cells with their values at the start, stocks last, since they may read draws.
        draws: Cells with the draws that fill them.
        metrics: Its metrics by id, in the order of the file.
        bounds: The range of each stock, by cell.
        readers: The derived metrics that read each stock, by cell.
        decision_stale: The derived metrics that read any decision.
        options: Every option with its decision, by the option's index.
        widths: Number of options of each decision.
        first_option: Index of each decision's first option.
        gated: The decisions with options that can be locked, and those options.
        cards: Number of cards in all decks.
        considered: The events to consider at each step.
        drawn: The decks to draw from at each step.
        refills: The budgets to refill at each step, as cells with their values.
        time_stale: The derived metrics that change with time alone.
        echoing: The cells that echo.
        echo_steps: Longest time in steps that an echo waits, plus one.
        compiler: Makes evaluations of further expressions, such as those in a text.
    """

    scenario: Scenario
    assumptions: Mapping[str, float]
    timeline: Timeline
    stocks: int
    cells: int
    start: tuple[tuple[int, Evaluate], ...]
    draws: tuple[tuple[int, Draw], ...]
    metrics: Mapping[str, MetricPlan]
    formulas: tuple[FormulaPlan, ...]
    budgets: Mapping[str, int]
    drift: Drift
    bounds: tuple[tuple[float, float], ...]
    readers: tuple[tuple[int, ...], ...]
    decisions: tuple[DecisionPlan, ...]
    decision_stale: tuple[int, ...]
    options: tuple[tuple[DecisionPlan, OptionPlan], ...]
    widths: NDArray[np.intp]
    first_option: NDArray[np.intp]
    gated: tuple[tuple[DecisionPlan, tuple[OptionPlan, ...]], ...]
    events: tuple[EventPlan, ...]
    decks: tuple[DeckPlan, ...]
    cards: int
    promises: tuple[PromisePlan, ...]
    injects: Mapping[str, CompiledConsequence]
    laters: tuple[LaterPlan, ...]
    endings: tuple[EndingPlan, ...]
    considered: tuple[tuple[EventPlan, ...], ...]
    drawn: tuple[tuple[DeckPlan, ...], ...]
    refills: tuple[tuple[tuple[int, float], ...], ...]
    time_stale: tuple[int, ...]
    echoing: tuple[int, ...]
    echo_steps: int
    table: Table
    compiler: Compiler

    def decision(self, id: str) -> DecisionPlan:
        """The decision of that id.

        Raises:
            KeyError: There is none.
        """
        for plan in self.decisions:
            if plan.id == id:
                return plan
        raise KeyError(id)
