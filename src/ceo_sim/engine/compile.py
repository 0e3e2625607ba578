"""From a scenario to a program.

The scenario has been checked: every name is known, every type right, no formula runs in a circle. What is left is
to give things their places and to work out once what need not be worked out at each step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, count

import numpy as np

from ceo_sim.engine.evaluate import Compiler, Constant, Evaluate
from ceo_sim.engine.layout import Layout, deck_owner
from ceo_sim.engine.portable_math import exp2
from ceo_sim.engine.program import (
    CardPlan,
    Cause,
    CompiledConsequence,
    DecisionPlan,
    DeckPlan,
    Drift,
    EndingPlan,
    EventPlan,
    FormulaPlan,
    InjectPlan,
    Kind,
    LaterPlan,
    MetricPlan,
    OptionPlan,
    Program,
    PromisePlan,
    Wait,
)
from ceo_sim.engine.rng import stream_key
from ceo_sim.engine.tables import EchoPlan, EffectRow, Effects, ragged
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.mirror import mirrored
from ceo_sim.scenario.model import (
    Consequence,
    Decision,
    Deck,
    Echo,
    Effect,
    Event,
    Inject,
    Later,
    Moment,
    Opening,
    Option,
    Outcome,
    Pair,
    Promise,
    Scenario,
)
from ceo_sim.scenario.names import variable_range
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.units import Duration


def compile_scenario(
    scenario: Scenario, assumptions: Mapping[str, float] | None = None, *, mirror: bool = False
) -> Program:
    """Make a scenario ready to run.

    Args:
        scenario: A scenario without errors.
        assumptions: Other values for some of its assumptions.
        mirror: Whether to swap its political poles.
    """
    return _Builder(mirrored(scenario) if mirror else scenario, assumptions or {}).program()


class _Builder:
    def __init__(self, scenario: Scenario, overrides: Mapping[str, float]) -> None:
        self.scenario = scenario
        self.timeline = Timeline.of(scenario.clock)
        assumptions = {id: float(assumption.value) for id, assumption in scenario.assumptions.items()}
        self.layout = Layout(scenario, {**assumptions, **overrides})
        self.compiler = Compiler(self.layout.reading, scenario.functions)
        self.laters: list[LaterPlan] = []
        self.numbers = {kind: count() for kind in ("option", "card", "later")}
        self.echoing: set[int] = set()
        self.echo_steps = 1
        self.echo_plans: dict[tuple[int, int, str], EchoPlan] = {}
        self.consequences: list[CompiledConsequence] = []

    def program(self) -> Program:
        scenario, timeline, layout = self.scenario, self.timeline, self.layout
        events = tuple(self.event(event) for event in scenario.events.values())
        decisions = tuple(self.decision(decision) for decision in scenario.decisions.values())
        decks = tuple(self.deck(deck) for deck in scenario.decks.values())
        promises = tuple(self.promise(promise) for promise in scenario.promises.values())
        injects = {id: self.inject(inject) for id, inject in scenario.injects.items()}
        options = tuple((decision, option) for decision in decisions for option in decision.options)
        echoing = sorted(self.echoing)
        opened = [consequence.opens or (-1, Wait(0)) for consequence in self.consequences]
        steps = range(timeline.last + 1)
        return Program(
            scenario=scenario,
            assumptions=layout.assumptions,
            timeline=timeline,
            stocks=len(layout.stocks),
            cells=len(layout.cells),
            start=tuple(self.start()),
            draws=tuple((layout.cells[id], draw) for id, draw in scenario.draws.items()),
            metrics={id: self.metric(id) for id in scenario.metrics},
            formulas=tuple(self.formula(id) for id in layout.derived),
            budgets={id: layout.cells[id] for id in scenario.budgets},
            budget_readers=layout.readers_of(*scenario.budgets),
            drift=self.drift(),
            bounds=tuple(_pair(scenario.metrics[id].range) for id in layout.stocks),
            readers=tuple(layout.readers_of(id) for id in layout.stocks),
            decisions=decisions,
            consequences=tuple(self.consequences),
            echoes=tuple(self.echo_plans.values()),
            opened_decision=np.array([decision for decision, _ in opened], dtype=np.intp),
            opened_after=np.array([wait.steps for _, wait in opened], dtype=np.intp),
            opened_at_hour={index: wait for index, (_, wait) in enumerate(opened) if wait.by_step is not None},
            decision_readers=layout.readers_of(*scenario.decisions),
            options=options,
            widths=np.array([len(decision.options) for decision in decisions], dtype=np.intp),
            first_option=np.array([decision.options[0].index for decision in decisions], dtype=np.intp),
            urgent_rows=np.array([decision.index for decision in decisions if decision.urgent], dtype=np.intp),
            option_consequence=np.array([option.consequence.index for _, option in options], dtype=np.intp),
            cost_rows=ragged(len(option.cost) for _, option in options),
            cost_cells=np.array([cell for _, option in options for cell, _ in option.cost], dtype=np.intp),
            cost_amounts=np.array([amount for _, option in options for _, amount in option.cost]),
            events=events,
            decks=decks,
            cards=sum(len(deck.cards) for deck in decks),
            card_consequence=np.array([card.consequence.index for deck in decks for card in deck.cards], dtype=np.intp),
            promises=promises,
            injects=injects,
            laters=tuple(self.laters),
            endings=tuple(
                EndingPlan(id, self.maybe(ending.when), ending.early) for id, ending in scenario.endings.items()
            ),
            considered=self.considered(events),
            drawn=tuple(
                tuple(plan for plan in decks if step and timeline.is_time_for(scenario.decks[plan.id].every, step))
                for step in steps
            ),
            refills=tuple(
                tuple(
                    (layout.cells[id], float(budget.refill))
                    for id, budget in scenario.budgets.items()
                    if timeline.is_time_for(budget.every, step)
                )
                for step in steps
            ),
            time_readers=layout.readers_of(""),
            echoing=tuple(echoing),
            echo_rows=np.array([echoing.index(cell) if cell in echoing else -1 for cell in range(len(layout.cells))]),
            echo_steps=self.echo_steps,
            compiler=self.compiler,
        )

    # ---- numbers --------------------------------------------------------------------------------------------

    def expression(self, expression: Expression) -> Evaluate:
        return self.compiler.expression(expression)

    def maybe(self, expression: Expression | None) -> Evaluate | None:
        return None if expression is None else self.compiler.expression(expression)

    def start(self) -> list[tuple[int, Evaluate]]:
        scenario, cells = self.scenario, self.layout.cells
        values: list[tuple[int, Evaluate]] = []
        for id, variable in scenario.variables.items():
            values.append((cells[id], Constant(float(variable.start))))
        for id, budget in scenario.budgets.items():
            values.append((cells[id], Constant(float(budget.refill))))
        for id in self.layout.stocks:
            start = scenario.metrics[id].start
            values.append((cells[id], self.expression(start) if start else Constant(0.0)))
        return values

    def metric(self, id: str) -> MetricPlan:
        return MetricPlan(self.layout.cells[id], id, self.layout.formulas.get(id), self.scenario.metrics[id])

    def formula(self, id: str) -> FormulaPlan:
        metric = self.scenario.metrics[id]
        assert metric.formula is not None
        needs = self.layout.needs[self.layout.formulas[id]]
        return FormulaPlan(self.layout.cells[id], needs, self.expression(metric.formula), *_pair(metric.range))

    def drift(self) -> Drift:
        metrics = [self.scenario.metrics[id] for id in self.layout.drifting]
        step = self.timeline.step_hours if self.timeline.by_date else 1.0
        rates = [1.0 - exp2(-step / metric.half_life.amount) for metric in metrics if metric.half_life]
        baselines = tuple(self.maybe(metric.baseline) or Constant(0.0) for metric in metrics)
        return Drift(
            rates=np.array(rates).reshape(-1, 1),
            constants=np.array([_constant(baseline) for baseline in baselines]).reshape(-1, 1),
            moving={row: line for row, line in enumerate(baselines) if not isinstance(line, Constant)},
            lows=np.array([_pair(metric.range)[0] for metric in metrics]).reshape(-1, 1),
            highs=np.array([_pair(metric.range)[1] for metric in metrics]).reshape(-1, 1),
            readers=self.layout.readers_of(*self.layout.drifting),
        )

    # ---- consequences ---------------------------------------------------------------------------------------

    def consequence(self, kind: Kind, id: str, written: Consequence) -> CompiledConsequence:
        layout = self.layout
        opening = written.next
        sets = tuple(self.assignment(*pair) for pair in written.assignments.items())
        effects = tuple(self.effect(*pair) for pair in written.effects.items())
        laters = tuple(self.later(id, position, later) for position, later in enumerate(written.later))
        consequence = CompiledConsequence(
            index=len(self.consequences),
            cause=Cause(kind, id),
            sets=Effects(sets, layout.readers_of(*written.assignments), self.compiler) if sets else None,
            effects=Effects(effects, layout.readers_of(*written.effects), self.compiler) if effects else None,
            laters=laters,
            opens=None if opening is None else self.opening(opening),
            promises=tuple(layout.promises[promise] for promise in written.promises),
            written=written,
        )
        self.consequences.append(consequence)
        return consequence

    def opening(self, opening: Opening) -> tuple[int, Wait]:
        wait = Wait(1) if opening.after is None else self.wait(opening.after)
        return self.layout.decisions[opening.decision], wait

    def assignment(self, id: str, value: Expression) -> EffectRow:
        low, high = variable_range(self.scenario.variables[id].range)
        return EffectRow(self.layout.cells[id], value, low, high)

    def effect(self, id: str, effect: Effect) -> EffectRow:
        metric = self.scenario.metrics[id]
        cell, echo = self.layout.cells[id], effect.echo or metric.echo
        low, high = _pair(metric.range)
        if echo is None:
            return EffectRow(cell, effect.amount, low, high)
        self.echoing.add(cell)
        plan = self.echo(echo)
        return EffectRow(cell, effect.amount, low, high, plan, float(echo.share) / plan.parts)

    def echo(self, echo: Echo) -> EchoPlan:
        gap = self.timeline.steps_a_day
        parts = max(1, self.timeline.steps_in(echo.over) // gap)
        self.echo_steps = max(self.echo_steps, parts * gap + 1)
        return self.echo_plans.setdefault((parts, gap, echo.of), EchoPlan(parts, gap, echo.of))

    def later(self, owner: str, position: int, later: Later) -> LaterPlan:
        shortest, longest = later.after if isinstance(later.after, tuple) else (later.after, later.after)
        first, last = self.wait(shortest, least=1), self.wait(longest, least=1)
        id = f"{owner}.later.{later.event or position}"
        event = None if later.event is None else self.layout.events[later.event]
        consequence = self.consequence("later", owner, later)
        plan = LaterPlan(
            index=next(self.numbers["later"]),
            shortest=first,
            longest=last,
            random=first.steps < last.steps,
            stream=stream_key(id),
            when=self.maybe(later.when),
            chance=self.maybe(later.chance),
            event=event,
            consequence=consequence,
            written=later,
        )
        self.laters.append(plan)
        return plan

    def outcome(self, kind: Kind, id: str, outcome: Outcome | None) -> CompiledConsequence | None:
        return None if outcome is None else self.consequence(kind, id, outcome)

    # ---- things that happen ---------------------------------------------------------------------------------

    def decision(self, decision: Decision) -> DecisionPlan:
        options = tuple(
            self.option(decision.id, position, option) for position, option in enumerate(decision.options.values())
        )
        ids = list(decision.options)
        return DecisionPlan(
            index=self.layout.decisions[decision.id],
            id=decision.id,
            stream=stream_key(f"policy:{decision.id}"),
            at=self.step_at(decision.at),
            when=self.maybe(decision.when),
            urgent=decision.urgent,
            expires=None if decision.expires is None else self.wait(decision.expires, least=1),
            default=None if decision.default is None else ids.index(decision.default),
            lapsed=self.outcome("lapse", decision.id, decision.lapsed),
            options=options,
            written=decision,
        )

    def option(self, decision: str, position: int, option: Option) -> OptionPlan:
        cost = tuple((self.layout.cells[id], float(amount)) for id, amount in option.cost.items())
        consequence = self.consequence("option", f"{decision}.{option.id}", option)
        index = next(self.numbers["option"])
        return OptionPlan(index, position, option.id, self.maybe(option.when), cost, consequence, option)

    def event(self, event: Event) -> EventPlan:
        return EventPlan(
            index=self.layout.events[event.id],
            id=event.id,
            stream=stream_key(event.id),
            when=self.maybe(event.when),
            chance=self.maybe(event.chance),
            once=event.once,
            cooldown=0 if event.cooldown is None else self.timeline.steps_in(event.cooldown),
            consequence=self.consequence("event", event.id, event),
            readers=self.layout.readers_of(event.id),
            written=event,
        )

    def considered(self, events: Sequence[EventPlan]) -> tuple[tuple[EventPlan, ...], ...]:
        """The events that may happen at each step, in the order of the file."""
        by_step: list[list[EventPlan]] = [[] for _ in range(self.timeline.last + 1)]
        for plan in events:
            never = isinstance(plan.when, Constant) and not plan.when.value  # it is brought about by something else
            for step in () if never else self.timeline.steps_of(plan.written):
                by_step[step].append(plan)
        return tuple(map(tuple, by_step))

    def inject(self, inject: Inject) -> InjectPlan:
        consequence = self.consequence("inject", inject.id, inject)
        return InjectPlan(inject.id, self.maybe(inject.when), consequence, inject)

    def deck(self, deck: Deck) -> DeckPlan:
        cards = tuple(
            CardPlan(
                index=next(self.numbers["card"]),
                id=card.id,
                weight=self.expression(card.weight),
                when=self.maybe(card.when),
                once=card.once,
                consequence=self.consequence("card", f"{deck.id}.{card.id}", card),
                written=card,
            )
            for card in deck.cards.values()
        )
        fixed = all(isinstance(card.weight, Constant) and card.when is None and not card.once for card in cards)
        thresholds = np.array(list(accumulate(_constant(card.weight) for card in cards))) if fixed else None
        return DeckPlan(
            id=deck.id,
            first=cards[0].index,
            stream=stream_key(f"deck:{deck.id}"),
            nothing=float(deck.nothing),
            cards=cards,
            thresholds=thresholds,
            readers=self.layout.readers_of(deck_owner(deck.id)),
        )

    def promise(self, promise: Promise) -> PromisePlan:
        due = promise.due
        return PromisePlan(
            index=self.layout.promises[promise.id],
            id=promise.id,
            due_at=None if isinstance(due, Duration) else self.step_at(due),
            due_in=self.wait(due) if isinstance(due, Duration) else Wait(0),
            kept_when=self.expression(promise.kept_when),
            kept=self.outcome("promise", f"{promise.id}.kept", promise.kept),
            broken=self.outcome("promise", f"{promise.id}.broken", promise.broken),
            readers=self.layout.readers_of(promise.id),
            written=promise,
        )

    # ---- time -----------------------------------------------------------------------------------------------

    def wait(self, duration: Duration, least: int = 0) -> Wait:
        steps = max(least, self.timeline.steps_in(duration))
        if duration.until is None:
            return Wait(steps)
        return Wait(steps, np.array([self.timeline.steps_since(at, duration) for at in range(self.timeline.last + 1)]))

    def step_at(self, moment: Moment | None) -> int | None:
        return None if moment is None else max(0, self.timeline.step_at(moment))


def _pair(range: Pair) -> tuple[float, float]:
    return float(range[0]) + 0.0, float(range[1]) + 0.0


def _constant(evaluate: Evaluate) -> float:
    return float(evaluate.value) if isinstance(evaluate, Constant) else 0.0
