"""One playthrough as it stands: what can be seen of it, and what it asks.

It runs a batch of one lane and keeps the chronicle of it; `game` adds what is done.
"""

from __future__ import annotations

import math

import numpy as np

from ceo_sim.engine import questions, rng
from ceo_sim.engine.fork import fork
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.layout import LAPSED, MADE, OPEN
from ceo_sim.engine.ledger import Ledger
from ceo_sim.engine.locks import Lock, failed_clause, missing_budget
from ceo_sim.engine.meters import Meter, read
from ceo_sim.engine.play_log import Entry, NewsItem, PlayLog
from ceo_sim.engine.program import DecisionPlan, OptionPlan, Program
from ceo_sim.engine.snapshots import Answer, Consultation, DecisionView, OptionView, Promised, Waiting
from ceo_sim.engine.timeline import Timeline
from ceo_sim.scenario.expression import Node
from ceo_sim.scenario.model import Cast, Ending, Moment
from ceo_sim.scenario.text import Text

ONLY = np.zeros(1, dtype=np.intp)
"""The one lane of a story."""


class IllegalMove(ValueError):
    """An answer that cannot be given now."""


class Story:
    """A playthrough as it stands.

    Attributes:
        program: What is played.
        seed: Its luck.
        answers: What has been chosen so far.
        consultations: The forecasts that have been asked for so far.
    """

    def __init__(self, program: Program, seed: int) -> None:
        self.program = program
        self.seed = seed
        self.answers: list[Answer] = []
        self.consultations: list[Consultation] = []
        self._marks_before: list[int] = []
        self._log = PlayLog(program)
        self._state = Lanes(program, rng.consecutive_seeds(seed, 1), self._log)
        self._log.begin(self._state)
        self._courses: dict[str, list[float]] = {id: [] for id in program.metrics}
        self._record()
        questions.open_due_decisions(self._state)

    # ---- how it stands --------------------------------------------------------------------------------------

    @property
    def timeline(self) -> Timeline:
        """The clock of the story."""
        return self.program.timeline

    @property
    def now(self) -> int:
        """The step at which the story stands."""
        return self._state.now

    @property
    def moment(self) -> Moment:
        """The date and time, or the turn."""
        return self.timeline.moment(self.now)

    @property
    def ended(self) -> bool:
        """Whether the story is over."""
        return not bool(self._state.alive[0])

    @property
    def ending(self) -> Ending | None:
        """How it ended."""
        index = int(self._state.ending[0])
        return None if index < 0 else self.program.scenario.endings[self.program.endings[index].id]

    @property
    def ledger(self) -> Ledger:
        """Every change so far."""
        return self._log.ledger

    @property
    def entries(self) -> list[Entry]:
        """The story so far."""
        return self._log.entries

    @property
    def news(self) -> list[NewsItem]:
        """The feed so far, oldest first."""
        return self._log.news

    @property
    def budgets(self) -> dict[str, float]:
        """What is left of each budget."""
        return {id: float(self._state.cells[cell, 0]) for id, cell in self.program.budgets.items()}

    def fill(self, text: Text | None) -> str:
        """A text of the scenario with the values of now."""
        return self._log.fill(text)

    def meter(self, metric: str) -> Meter:
        """A metric as it may be seen."""
        written = self.program.scenario.metrics[metric]
        return read(written, self._courses[metric], self.timeline, self._state)

    def meters(self) -> list[Meter]:
        """All metrics as they may be seen, in the order of the file."""
        return [self.meter(metric) for metric in self.program.metrics]

    def course(self, metric: str) -> list[float]:
        """A metric's true value at each step so far."""
        return list(self._courses[metric])

    def start_value(self, metric: str) -> float:
        """A metric's true value before any choice; its course begins with what the first choices made of it."""
        return math.fsum(row.amount for row in self.ledger.of(metric, 0) if row.kind == "start" or not row.cause)

    def value_before(self, answer: int, metric: str) -> float:
        """A metric's true value right before an answer, counted from 0."""
        rows = self.ledger.rows[: self._marks_before[answer]]
        return next(row.value for row in reversed(rows) if row.metric == metric)

    def answer_told(self, entry: Entry) -> int | None:
        """Which answer an entry tells of, counted from 0; None for anything else, such as an option by default."""
        if entry.kind != "option":
            return None
        told = entry.step, entry.cause
        given = ((answer.step, f"{answer.decision}.{answer.option}") for answer in self.answers)
        return next((number for number, answer in enumerate(given) if answer == told), None)

    def promises(self) -> list[Promised]:
        """What has been promised so far, in the order of the file."""
        state, found = self._state, []
        for plan in self.program.promises:
            made = int(state.promise_made[plan.index, 0])
            if made >= 0:
                standing = ("open", "kept", "broken")[int(state.promise_state[plan.index, 0]) - MADE]
                due = int(state.promise_due[plan.index, 0])
                found.append(Promised(plan.id, self.fill(plan.written.text), made, due, standing))
        return found

    def remarks(self) -> list[tuple[Cast, str]]:
        """What the advisers say on the desk, at most a line each."""
        found = []
        for person in self.program.scenario.cast.values():
            for remark in person.remarks:
                if remark.when is None or self._log.evaluate(remark.when):
                    found.append((person, self.fill(remark.text)))
                    break
        return found

    # ---- what is asked --------------------------------------------------------------------------------------

    def agenda(self) -> list[Waiting]:
        """The decisions that can be taken now, the urgent ones first."""
        if self.ended:
            return []
        open_plans = [plan for plan in self.program.decisions if self._is_open(plan)]
        return [self._waiting(plan) for plan in sorted(open_plans, key=lambda plan: not plan.urgent)]

    def urgent(self) -> Waiting | None:
        """A decision without which the clock stands still."""
        waiting = self.agenda()
        return waiting[0] if waiting and waiting[0].urgent else None

    def ask(self, decision: str) -> DecisionView:
        """An open decision as it is put to the player.

        Raises:
            IllegalMove: It is not open.
        """
        plan = self._open_plan(decision)
        written, cast = plan.written, self.program.scenario.cast
        return DecisionView(
            id=plan.id,
            title=self.fill(written.title),
            brief=self.fill(written.brief),
            urgent=plan.urgent,
            expires=self._expires(plan),
            room=tuple(cast[id] for id in written.room),
            options=tuple(self._option_view(self._option(plan, option)) for option in self.order(plan.id)),
            written=written,
        )

    def order(self, decision: str) -> list[str]:
        """The options of a decision in the order in which they are put to the player, which is the seed's."""
        options = list(self.program.scenario.decisions[decision].options)
        return [options[place] for place in rng.order(self.seed, rng.stream_key(f"order:{decision}"), len(options))]

    def lock(self, decision: str, option: str) -> Lock | None:
        """Why an option of an open decision cannot be chosen; None if it can.

        Raises:
            IllegalMove: The decision is not open, or has no such option.
        """
        return self._lock(self._option(self._open_plan(decision), option))

    def verify(self, decision: str, option: str) -> None:
        """Do nothing if the answer can be given now.

        Raises:
            IllegalMove: It cannot, with the reason.
        """
        if (lock := self.lock(decision, option)) is not None:
            raise IllegalMove(f"{decision}.{option} is locked: {lock.text}")

    def can(self, decision: str, option: str) -> bool:
        """Whether the answer can be given now."""
        try:
            self.verify(decision, option)
        except IllegalMove:
            return False
        return True

    def consulted(self, decision: str, adviser: str) -> bool:
        """Whether an adviser's forecast of an open decision has been asked for."""
        opened = int(self._state.opened_at[self._open_plan(decision).index, 0])
        asked = [(each.decision, each.adviser) for each in self.consultations if each.step >= opened]
        return (decision, adviser) in asked

    def consultation_lock(self, decision: str, adviser: str) -> Lock | None:
        """Why an adviser's forecast of an open decision cannot be had; None if it can.

        Raises:
            IllegalMove: The decision is not open, or the adviser gives no forecasts.
        """
        self._open_plan(decision)
        scenario = self.program.scenario
        person = scenario.cast.get(adviser)
        if person is None or person.forecast is None:
            raise IllegalMove(f"{adviser} gives no forecasts")
        for budget, cost in person.forecast.items():
            if (left := self.budgets[budget]) < cost:
                return missing_budget(scenario, budget, cost, left)
        return None

    def fork(self, seeds: rng.Seeds, program: Program | None = None) -> Lanes:
        """Lanes that stand where this story stands, each with luck of its own; see `fork.fork`."""
        return fork(self._state, seeds, program)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _is_open(self, plan: DecisionPlan) -> bool:
        return int(self._state.decision_state[plan.index, 0]) == OPEN

    def _open_plan(self, decision: str) -> DecisionPlan:
        for plan in self.program.decisions:
            if plan.id == decision:
                if self._is_open(plan) and not self.ended:
                    return plan
                lapsed = int(self._state.decision_state[plan.index, 0]) == LAPSED
                raise IllegalMove(f"{decision} {'has lapsed' if lapsed else 'is not open now'}")
        raise IllegalMove(f"there is no decision {decision}")

    def _option(self, plan: DecisionPlan, option: str) -> OptionPlan:
        for candidate in plan.options:
            if candidate.id == option:
                return candidate
        raise IllegalMove(f"{plan.id} has no option {option}; it has {', '.join(one.id for one in plan.options)}")

    def _lock(self, option: OptionPlan) -> Lock | None:
        scenario, state = self.program.scenario, self._state
        if state.is_open(option, ONLY)[0]:
            return None
        for budget, cost in option.written.cost.items():
            if (left := self.budgets[budget]) < cost:
                return missing_budget(scenario, budget, cost, left)
        assert option.written.when is not None
        return failed_clause(scenario, option.written.when, self._value)

    def _value(self, node: Node) -> float | bool:
        value = self.program.compiler.node(node)(self._state.context(None))
        return value if isinstance(value, float | bool) else np.reshape(value, -1)[0].item()

    def _option_view(self, option: OptionPlan) -> OptionView:
        scenario = self.program.scenario
        return OptionView(
            id=option.id,
            label=self.fill(option.written.label),
            cost=tuple((scenario.budgets[id].name, float(cost)) for id, cost in option.written.cost.items()),
            lock=self._lock(option),
            advice=tuple((scenario.cast[id], self.fill(text)) for id, text in option.written.advice.items()),
            written=option.written,
        )

    def _waiting(self, plan: DecisionPlan) -> Waiting:
        costs = []
        for id, budget in self.program.scenario.budgets.items():
            each = [float(option.written.cost.get(id, 0)) for option in plan.options]
            if max(each) > 0:
                costs.append((budget.name, min(each), max(each)))
        opened = int(self._state.opened_at[plan.index, 0])
        title = self.fill(plan.written.title)
        return Waiting(plan.id, title, plan.urgent, opened, self._expires(plan), tuple(costs))

    def _expires(self, plan: DecisionPlan) -> int | None:
        return None if plan.expires is None else int(self._state.opened_at[plan.index, 0]) + plan.expires

    def _record(self) -> None:
        """Keep the metrics of this step; an answer changes them in place."""
        values = self._state.metrics()[:, 0]
        for id, plan in self.program.metrics.items():
            del self._courses[id][self.now :]
            self._courses[id].append(float(values[plan.cell]))
