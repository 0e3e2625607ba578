"""Why things came or did not come on a play's last day: their clauses as they stood then, and what luck drew.

Events, decisions, endings, cards, what follows later, and promises, which come by being kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
from attrs import define, field, frozen

from ceo_sim.analysis.clauses import Clause, clauses_now, figure
from ceo_sim.analysis.things import later_name, later_paths
from ceo_sim.engine.lanes import Lanes, Mask
from ceo_sim.engine.observers import BatchObserver, Considered
from ceo_sim.engine.program import (
    DecisionPlan,
    DeckPlan,
    EndingPlan,
    EventPlan,
    LaterPlan,
    Program,
    PromisePlan,
)
from ceo_sim.engine.queries import ONLY
from ceo_sim.scenario.expression import Expression, Node
from ceo_sim.scenario.timeline import Timeline, spoken

if TYPE_CHECKING:
    from ceo_sim.engine.game import Game

Plan = TypeVar("Plan", EventPlan, DeckPlan)
Kind = Literal["event", "later", "card", "promise", "decision", "ending"]


@frozen
class Luck:
    """A draw, and where it has to lie for something to come: from `low` on, and below `high`.

    Attributes:
        total: It is drawn from 0 up to this: 1, or all weights of a deck together.
    """

    drawn: float
    low: float
    high: float
    total: float = 1.0

    @property
    def has_it(self) -> bool:
        """Whether it comes."""
        return self.low <= self.drawn < self.high

    def __str__(self) -> str:
        if self.total == 1.0 and not self.low:
            return f"drew {self.drawn:.3f}, comes below {figure(self.high)}"
        if self.low == self.high:
            return "has no weight"
        span = f"from {figure(self.low)} to {figure(self.high)}"
        return f"drew {figure(self.drawn)} of {figure(self.total)}, comes {span}"


@frozen
class Look:
    """Something that was considered at a step.

    Attributes:
        step: When.
        is_able: Whether it could come at all: not if it comes once and has, or rests after the last time.
        clauses: The clauses of its condition as they stood right then.
        luck: What is drawn for it, if luck decides.
        note: What else there is to say of it: what it brings, or by when it must come.
    """

    step: int
    kind: Kind
    id: str
    is_able: bool
    clauses: tuple[Clause, ...]
    luck: Luck | None = None
    note: str = ""

    @property
    def came(self) -> bool:
        """Whether it came."""
        is_lucky = self.luck is None or self.luck.has_it
        return self.is_able and is_lucky and all(clause.holds for clause in self.clauses)


@define(eq=False)
class DayTrace(BatchObserver[Lanes]):
    """Follows a play of one lane, and holds the looks of its last day: of as many steps as a day has."""

    looks: list[Look] = field(factory=list)

    def considered(self, state: Lanes, thing: Considered, able: Mask) -> None:
        """Write down a look, before what follows from it."""
        oldest = first_of_day(state.program.timeline, state.now)
        while self.looks and self.looks[0].step < oldest:
            del self.looks[0]
        self.looks += _looks(_Moment(state), thing, is_able=bool(able[0]))


def first_of_day(timeline: Timeline, step: int) -> int:
    """The first of the steps of a day that ends with a step."""
    return max(0, step - timeline.steps_a_day + 1)


# ---- looks ------------------------------------------------------------------------------------------------------


@frozen
class _Moment:
    """A play of one lane as it stands right now."""

    state: Lanes

    def value(self, node: Node) -> float | bool:
        state = self.state
        result = np.reshape(state.program.compiler.node(node)(state.context(ONLY)), -1)[0].item()
        return result if isinstance(result, bool) else float(result)

    def clauses(self, written: Expression | None) -> tuple[Clause, ...]:
        return () if written is None else clauses_now(self.value, written)

    def drawn(self, stream: int) -> float:
        return float(self.state.uniform(stream, self.state.now, ONLY)[0])

    def luck(self, written: Expression | None, stream: int) -> Luck | None:
        return None if written is None else Luck(self.drawn(stream), 0.0, float(self.value(written.tree)))


def _looks(moment: _Moment, thing: Considered, *, is_able: bool) -> Iterator[Look]:
    state = moment.state
    now, program = state.now, state.program
    match thing:
        case EventPlan():
            clauses, luck = moment.clauses(thing.written.when), moment.luck(thing.written.chance, thing.stream)
            yield Look(now, "event", thing.id, is_able, clauses, luck)
        case LaterPlan():
            clauses, luck = moment.clauses(thing.written.when), moment.luck(thing.written.chance, thing.stream)
            yield Look(now, "later", _name(program, thing), is_able, clauses, luck, _brings(thing))
        case DeckPlan():
            yield from _cards(moment, thing)
        case PromisePlan():
            due = int(state.promise_due[thing.index, 0])
            note = "broken unless it is kept now" if due <= now else f"until {spoken(program.timeline.moment(due))}"
            yield Look(now, "promise", thing.id, is_able, moment.clauses(thing.written.kept_when), note=note)
        case DecisionPlan():
            yield Look(now, "decision", thing.id, is_able, moment.clauses(thing.written.when))
        case EndingPlan():
            yield Look(now, "ending", thing.id, is_able, moment.clauses(program.scenario.endings[thing.id].when))


def _cards(moment: _Moment, deck: DeckPlan) -> Iterator[Look]:
    """Each card of a deck, with its part of the draw: one after the other, as far as each can be drawn."""
    state = moment.state
    able = [not (card.once and state.card_drawn[card.index, 0]) for card in deck.cards]
    clauses = [moment.clauses(card.written.when) for card in deck.cards]
    weights = [
        max(float(moment.value(card.written.weight.tree)), 0.0) if can and all(clause.holds for clause in its) else 0.0
        for card, can, its in zip(deck.cards, able, clauses, strict=True)
    ]
    total = sum(weights) + deck.nothing
    drawn, low = moment.drawn(deck.stream) * total, 0.0
    for card, can, its, weight in zip(deck.cards, able, clauses, weights, strict=True):
        holds = all(clause.holds for clause in its)
        luck = Luck(drawn, low, low + weight, total) if can and holds else None
        yield Look(state.now, "card", f"{deck.id}.{card.id}", can, its, luck)
        low += weight


def _name(program: Program, later: LaterPlan) -> str:
    return later_name(later_paths(program)[later.index])


def _brings(later: LaterPlan) -> str:
    return "" if later.written.event is None else f"event {later.written.event}"


# ---- what was not looked at -------------------------------------------------------------------------------------


def to_come(game: Game) -> Iterator[tuple[str, str]]:
    """What follows later and waits: what it is called, and when it falls due."""
    names = [later_name(path) for path in later_paths(game.program)]
    for step, later in game.delayed():
        brings = _brings(game.program.laters[later])
        yield names[later] + (f" ({brings})" if brings else ""), spoken(game.timeline.moment(step))


def not_considered(program: Program, looks: list[Look], step: int) -> Iterator[tuple[str, str]]:
    """Each event and deck that was not considered on the day that ends with a step, with the reason."""
    seen = {look.id for look in looks if look.kind == "event"}
    events = {plan.id: times for plan, times in _times(program.events, program.considered) if plan.id not in seen}
    for id, steps in events.items():
        written = program.scenario.events[id].at
        gone = "its time is over" if written is None else f"its day was {spoken(written)}"
        yield id, _when(program, steps, step, "looked at", gone, "only something else brings it about")
    drawn_from = {look.id.partition(".")[0] for look in looks if look.kind == "card"}
    for deck, steps in _times(program.decks, program.drawn):
        if deck.id not in drawn_from:
            yield deck.id, _when(program, steps, step, "drawn from", "its time is over", "it is never drawn from")


def _times(plans: tuple[Plan, ...], by_step: tuple[tuple[Plan, ...], ...]) -> Iterator[tuple[Plan, list[int]]]:
    """Each plan with the steps at which it is looked at."""
    steps: dict[str, list[int]] = {plan.id: [] for plan in plans}
    for at, looked_at in enumerate(by_step):
        for plan in looked_at:
            steps[plan.id].append(at)
    for plan in plans:
        yield plan, steps[plan.id]


def _when(program: Program, steps: list[int], now: int, looked_at: str, gone: str, never: str) -> str:
    """When something is looked at next, or why it is not."""
    if not steps:
        return never
    later = next((at for at in steps if at > now), None)
    return gone if later is None else f"next {looked_at} {spoken(program.timeline.moment(later))}"
