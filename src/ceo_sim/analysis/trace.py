"""Why events, decisions and endings came or did not come on a play's last day: their clauses, as they stood then."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

import numpy as np
from attrs import define, field, frozen

from ceo_sim.analysis.clauses import Clause, clauses_now, figure
from ceo_sim.engine.lanes import Lanes, Mask
from ceo_sim.engine.observers import BatchObserver
from ceo_sim.engine.program import DecisionPlan, EndingPlan, EventPlan, Program
from ceo_sim.engine.queries import ONLY
from ceo_sim.scenario.expression import Expression, Node
from ceo_sim.scenario.timeline import Timeline, spoken

if TYPE_CHECKING:
    from ceo_sim.engine.observers import Considered

Kind = Literal["event", "decision", "ending"]


@frozen
class Look:
    """Something that was considered at a step.

    Attributes:
        step: When.
        is_able: Whether it could come at all: not if it comes once and has, or rests after the last time.
        clauses: The clauses of its condition as they stood right then.
        chance: The probability that it has, if luck decides; None if not.
        drawn: The draw, from 0 to 1, that has to lie below that.
    """

    step: int
    kind: Kind
    id: str
    is_able: bool
    clauses: tuple[Clause, ...]
    chance: float | None = None
    drawn: float = 0.0

    @property
    def came(self) -> bool:
        """Whether it came."""
        is_lucky = self.chance is None or self.drawn < self.chance
        return self.is_able and is_lucky and all(clause.holds for clause in self.clauses)

    @property
    def luck(self) -> str:
        """What luck had to say; empty if nothing."""
        return "" if self.chance is None else f"drew {self.drawn:.3f}, comes below {figure(self.chance)}"


@define(eq=False)
class DayTrace(BatchObserver):
    """Follows a play of one lane, and holds the looks of its last day: of as many steps as a day has."""

    looks: list[Look] = field(factory=list)

    def considered(self, state: Lanes, thing: Considered, able: Mask) -> None:
        """Write down a look, before what follows from it."""
        if not isinstance(thing, EventPlan | DecisionPlan | EndingPlan):
            return
        oldest = first_of_day(state.program.timeline, state.now)
        while self.looks and self.looks[0].step < oldest:
            del self.looks[0]
        self.looks.append(_look(state, thing, is_able=bool(able[0])))


def first_of_day(timeline: Timeline, step: int) -> int:
    """The first of the steps of a day that ends with a step."""
    return max(0, step - timeline.steps_a_day + 1)


def _look(state: Lanes, thing: EventPlan | DecisionPlan | EndingPlan, *, is_able: bool) -> Look:
    program = state.program

    def value(node: Node) -> float | bool:
        result = np.reshape(program.compiler.node(node)(state.context(ONLY)), -1)[0].item()
        return result if isinstance(result, bool) else float(result)

    kind, written = _written(program, thing)
    clauses = () if written is None else clauses_now(value, written)
    if isinstance(thing, EventPlan) and thing.written.chance is not None:
        chance = float(value(thing.written.chance.tree))
        drawn = float(state.uniform(thing.stream, state.now, ONLY)[0])
        return Look(state.now, kind, thing.id, is_able, clauses, chance, drawn)
    return Look(state.now, kind, thing.id, is_able, clauses)


def _written(program: Program, thing: EventPlan | DecisionPlan | EndingPlan) -> tuple[Kind, Expression | None]:
    """What kind of thing it is, and its condition as it is written."""
    match thing:
        case EventPlan():
            return "event", thing.written.when
        case DecisionPlan():
            return "decision", thing.written.when
        case _:
            return "ending", program.scenario.endings[thing.id].when


def not_considered(program: Program, looks: list[Look], step: int) -> Iterator[tuple[str, str]]:
    """Each event that was not considered on the day that ends with a step, with the reason."""
    seen = {look.id for look in looks if look.kind == "event"}
    steps: dict[str, list[int]] = {plan.id: [] for plan in program.events if plan.id not in seen}
    for at, plans in enumerate(program.considered):
        for plan in plans:
            if plan.id in steps:
                steps[plan.id].append(at)
    for id, times in steps.items():
        written = program.scenario.events[id].at
        later = next((at for at in times if at > step), None)
        if not times:
            yield id, "only something else brings it about"
        elif later is not None:
            yield id, f"next looked at {spoken(program.timeline.moment(later))}"
        else:
            yield id, "its time is over" if written is None else f"its day was {spoken(written)}"
