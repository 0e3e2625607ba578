"""A scenario made ready to run, as data: ids turned into indexes, expressions into functions, dates into steps.

Nothing here changes while a story runs. `compile` makes it; `lanes` holds what changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.engine.evaluate import Compiler, Constant, Evaluate
from ceo_sim.engine.tables import (
    ConstantTable,
    EchoPlan,
    Effects,
    EffectTable,
    Ragged,
    Requirements,
    constant_table,
    effect_table,
    requirements,
)
from ceo_sim.scenario.expression import Binary, Name, Number
from ceo_sim.scenario.model import (
    Card,
    Consequence,
    Decision,
    Draw,
    Event,
    Inject,
    Later,
    Metric,
    Option,
    Promise,
    Scenario,
)
from ceo_sim.scenario.timeline import Timeline

Kind = Literal["start", "option", "lapse", "event", "card", "later", "echo", "promise", "inject", "drift"]


@frozen
class Cause:
    """Why something changed: what kind of thing did it, and which."""

    kind: Kind
    id: str


@frozen(eq=False)
class Wait:
    """How many steps something waits.

    Attributes:
        steps: How many.
        by_step: If it waits for an hour of the day, how many from each step on; empty if it is always the same.
    """

    steps: int
    by_step: NDArray[np.intp] | None = None

    @property
    def most(self) -> int:
        """The most steps that it can be."""
        return self.steps if self.by_step is None else int(self.by_step.max())

    def since(self, step: int) -> int:
        """How many steps from one at which it begins."""
        return self.steps if self.by_step is None else int(self.by_step[step])

    def is_over(self, since: NDArray[np.integer], now: int) -> NDArray[np.bool_]:
        """Whether it is over at a step for each of the steps at which it began."""
        return since <= now - (self.steps if self.by_step is None else self.by_step[since])


@frozen(eq=False)
class LaterPlan:
    """A delayed consequence; `index` orders those that fall due together.

    Attributes:
        random: Whether luck decides when it comes.
    """

    index: int
    shortest: Wait
    longest: Wait
    random: bool
    stream: int
    when: Evaluate | None
    chance: Evaluate | None
    event: int | None
    consequence: CompiledConsequence
    written: Later


@frozen(eq=False)
class CompiledConsequence:
    """What one cause does; `index` counts through all consequences of the scenario."""

    index: int
    cause: Cause
    sets: Effects | None
    effects: Effects | None
    laters: tuple[LaterPlan, ...]
    opens: tuple[int, Wait] | None
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
    consequence: CompiledConsequence
    written: Option


@frozen(eq=False)
class InjectPlan:
    """Something that a teacher may throw in, and when it is offered."""

    id: str
    when: Evaluate | None
    consequence: CompiledConsequence
    written: Inject


@frozen(eq=False)
class DecisionPlan:
    """A decision and when it comes."""

    index: int
    id: str
    stream: int
    at: int | None
    when: Evaluate | None
    urgent: bool
    expires: Wait | None
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
    consequence: CompiledConsequence
    readers: tuple[int, ...]
    written: Event


@frozen(eq=False)
class CardPlan:
    """A card; `index` counts through all cards of the scenario."""

    index: int
    id: str
    weight: Evaluate
    when: Evaluate | None
    once: bool
    consequence: CompiledConsequence
    written: Card


@frozen(eq=False)
class DeckPlan:
    """A deck; `first` is the index of its first card, `thresholds` its cumulated weights where they never change."""

    id: str
    first: int
    stream: int
    nothing: float
    cards: tuple[CardPlan, ...]
    thresholds: NDArray[np.float64] | None
    readers: tuple[int, ...]


@frozen(eq=False)
class PromisePlan:
    """A promise; its due date is a step, or a wait from its making."""

    index: int
    id: str
    due_at: int | None
    due_in: Wait
    kept_when: Evaluate
    kept: CompiledConsequence | None
    broken: CompiledConsequence | None
    readers: tuple[int, ...]
    written: Promise


@frozen(eq=False)
class FormulaPlan:
    """A derived metric; `needs` are the other ones that its formula reads itself."""

    cell: int
    needs: tuple[int, ...]
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
        moving: The baselines that are expressions, by row.
    """

    rates: NDArray[np.float64]
    constants: NDArray[np.float64]
    moving: Mapping[int, Evaluate]
    lows: NDArray[np.float64]
    highs: NDArray[np.float64]
    readers: tuple[int, ...]


@frozen(eq=False, repr=False, slots=False)  # for cached_property
class Program:
    """A scenario made ready to run; what only batches need is made when one first asks for it.

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
        budget_readers: What reads any budget: derived metrics, and behind them the baselines of drifting stocks.
        readers: What reads each stock, by cell.
        decision_readers: What reads any decision.
        consequences: Every consequence, by its index.
        echoes: How amounts echo, each way once.
        opened_decision: The decision that each consequence opens, or -1, and `opened_after` how many steps later.
        opened_at_hour: The consequences that open one at an hour of the day, whose wait is looked up each time.
        options: Every option with its decision, by the option's index.
        widths: Number of options of each decision.
        first_option: Index of each decision's first option.
        urgent_rows: The urgent decisions.
        option_consequence: The consequence of each option.
        cost_rows: What each option costs: the rows of `cost_cells` and `cost_amounts`.
        cards: Number of cards in all decks.
        card_consequence: The consequence of each card.
        considered: The events to consider at each step.
        drawn: The decks to draw from at each step.
        refills: The budgets to refill at each step, as cells with their values.
        time_readers: What changes with time alone.
        echoing: The cells that echo.
        echo_rows: The place of each cell among those, or -1.
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
    budget_readers: tuple[int, ...]
    drift: Drift
    bounds: tuple[tuple[float, float], ...]
    readers: tuple[tuple[int, ...], ...]
    decisions: tuple[DecisionPlan, ...]
    decision_readers: tuple[int, ...]
    consequences: tuple[CompiledConsequence, ...]
    echoes: tuple[EchoPlan, ...]
    opened_decision: NDArray[np.intp]
    opened_after: NDArray[np.intp]
    opened_at_hour: Mapping[int, Wait]
    options: tuple[tuple[DecisionPlan, OptionPlan], ...]
    widths: NDArray[np.intp]
    first_option: NDArray[np.intp]
    urgent_rows: NDArray[np.intp]
    option_consequence: NDArray[np.intp]
    cost_rows: Ragged
    cost_cells: NDArray[np.intp]
    cost_amounts: NDArray[np.float64]
    events: tuple[EventPlan, ...]
    decks: tuple[DeckPlan, ...]
    cards: int
    card_consequence: NDArray[np.intp]
    promises: tuple[PromisePlan, ...]
    injects: Mapping[str, InjectPlan]
    laters: tuple[LaterPlan, ...]
    endings: tuple[EndingPlan, ...]
    considered: tuple[tuple[EventPlan, ...], ...]
    drawn: tuple[tuple[DeckPlan, ...], ...]
    refills: tuple[tuple[tuple[int, float], ...], ...]
    time_readers: tuple[int, ...]
    echoing: tuple[int, ...]
    echo_rows: NDArray[np.intp]
    echo_steps: int
    compiler: Compiler

    def __repr__(self) -> str:
        return f"<Program of {self.scenario.info.id!r}>"

    @cached_property
    def sets(self) -> EffectTable:
        """What consequences set."""
        return effect_table([consequence.sets for consequence in self.consequences], self.echoes)

    @cached_property
    def effects(self) -> EffectTable:
        """What consequences add to stocks."""
        return effect_table([consequence.effects for consequence in self.consequences], self.echoes)

    @cached_property
    def constant_effects(self) -> ConstantTable | None:
        """What consequences of nothing but constants add to stocks; None where rows of `effects` are quicker."""
        start = dict(self.start)
        for cell, (low, high) in enumerate(self.bounds):
            # Changes stay in the range, but a formula may begin outside it.
            if not (isinstance(first := start[cell], Constant) and low <= first.value <= high):
                return None
        return constant_table([consequence.effects for consequence in self.consequences], self.bounds)

    @cached_property
    def requirements(self) -> Requirements:
        """What has to hold for the options of each decision to be open."""
        return requirements([list(self._needs(decision)) for decision in self.decisions], self.compiler)

    @cached_property
    def standing(self) -> NDArray[np.bool_]:
        """Which decisions are put again the day after they were answered, by index."""
        return np.array([decision.written.standing for decision in self.decisions], dtype=bool)

    def make_tables(self) -> None:
        """Make all that only batches need, for who would not have it made while the first of them is played."""
        _ = self.sets, self.effects, self.requirements, self.constant_effects

    def _needs(self, decision: DecisionPlan) -> Iterator[tuple[int, Evaluate]]:
        for option in decision.options:
            if option.when is not None:
                yield option.position, option.when
            for budget, amount in option.written.cost.items():
                yield option.position, self.compiler.node(Binary(">=", Name(budget), Number(float(amount))))

    def decision(self, id: str) -> DecisionPlan:
        """The decision of that id.

        Raises:
            KeyError: There is none.
        """
        for plan in self.decisions:
            if plan.id == id:
                return plan
        raise KeyError(id)
