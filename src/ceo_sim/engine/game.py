"""One playthrough, one question at a time: what it asks, whether an answer can be given, and giving it.

A playthrough is its program, its seed and its answers, with the forecasts that were asked for and what was thrown in
between them; everything else follows from these. It is a batch of one lane, and a log of what happens in it.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from ceo_sim.engine import effects, injects, queries, questions, rng, stakes, world
from ceo_sim.engine.fork import fork
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.layout import LAPSED
from ceo_sim.engine.ledger import Ledger
from ceo_sim.engine.locks import Lock, refusal
from ceo_sim.engine.meters import Meter, read
from ceo_sim.engine.observers import BatchObserver
from ceo_sim.engine.people import ShownExhibit
from ceo_sim.engine.play_log import Entry, NewsItem, PlayLog
from ceo_sim.engine.program import CardPlan, DecisionPlan, OptionPlan, Program
from ceo_sim.engine.queries import ONLY
from ceo_sim.engine.snapshots import (
    Answer,
    Attention,
    Consultation,
    Direction,
    Injection,
    Known,
    OfferedInject,
    OpenDecision,
    Promised,
    Report,
    SideMove,
    Waiting,
    in_order,
)
from ceo_sim.engine.stakes import StakeStanding
from ceo_sim.errors import IllegalMove
from ceo_sim.scenario.expression import Node
from ceo_sim.scenario.metrics import is_headline, is_seen
from ceo_sim.scenario.model import Cast, Ending, Exhibit, Moment
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.timeline import Timeline

Marks = tuple[int, tuple[int, int, int, int], list[StakeStanding]]
"""Where a report begins: the step, what has been written down so far, and how the stakes stand."""


class Game:
    """A playthrough.

    Attributes:
        program: What is played.
        seed: Its luck.
        answers: What has been chosen so far.
        consultations: The forecasts that have been asked for so far.
        injections: What has been thrown in so far.
    """

    def __init__(
        self, program: Program, seed: int, watch: Callable[[Lanes], object] | None = None, *, with_ledger: bool = True
    ) -> None:
        """Begin a playthrough.

        Args:
            program: What is played.
            seed: Its luck.
            watch: Called with its lanes before anything happens, to look on from then on.
            with_ledger: Whether changes and the courses of metrics are written down, which takes as long as all else;
                without, there are no ledger, courses, meters and stakes, and all else is the same.
        """
        self.program = program
        self.seed = seed
        self.answers: list[Answer] = []
        self.consultations: list[Consultation] = []
        self.injections: list[Injection] = []
        self._marks_before: list[int] = []
        self._log = PlayLog(program)
        seeds, bookkeeper = rng.consecutive_seeds(seed, 1), self._log if with_ledger else None
        self._state = Lanes(program, seeds, self._log, bookkeeper=bookkeeper)
        self._log.begin(self._state)
        self._courses: dict[str, list[float]] = {id: [] for id in program.metrics}
        self._appeared: dict[str, int] = {}
        self._standings: list[StakeStanding] | None = None
        self._record()
        if watch is not None:
            watch(self._state)
        self._open_decisions()
        self._look()

    def __repr__(self) -> str:
        scenario = self.program.scenario.info.id
        return f"<Game of {scenario!r}, seed {self.seed}, at {self.moment}, {len(self.answers)} answers>"

    # ---- doing ----------------------------------------------------------------------------------------------

    def choose(
        self, decision: str, option: str, reason: str = "", predicted: Mapping[str, Direction] | None = None
    ) -> Report:
        """Give an answer; no time passes.

        Args:
            decision: One that is open.
            option: One of its options.
            reason: The player's own, kept with it.
            predicted: Which way the player thinks that metrics will have gone a day later; it changes nothing.

        Raises:
            IllegalMove: It cannot be given now.
        """
        plan, taken = self._verified(decision, option)
        marks, put = self._marks(), queries.labels(self._log, plan)
        self._marks_before.append(len(self.ledger.rows))
        self._log.decided(taken, reason)
        for watch in self._state.watches:
            watch.answered(np.array([taken.index]), ONLY)
        effects.choose(self._state, plan, taken, ONLY)
        self._record()
        self._look()
        given = Answer(self.now, decision, option, reason, self.check(), predicted=dict(predicted or {}), put=put)
        self.answers.append(given)
        return self._report(marks)

    def wait(self, until: int | None = None) -> Report:
        """Let time pass to the first step of the next day, or to a given step, or until something is urgent.

        Raises:
            IllegalMove: Something urgent has to be answered first, or the story is over.
        """
        if self.ended:
            raise IllegalMove("the story is over")
        if (urgent := queries.urgent(self._log)) is not None:
            raise IllegalMove(f"{urgent.id} has to be answered first")
        marks = self._marks()
        goal = self.timeline.next_day(self.now) if until is None else until
        while self.now < goal and not self.ended and queries.urgent(self._log) is None:
            self._move()
        return self._report(marks)

    def consult(self, decision: str, adviser: str) -> None:
        """Give time to an adviser's forecast of an open decision; asking again costs nothing.

        Raises:
            IllegalMove: The decision is not open, the adviser gives no forecasts, or the time is not there.
        """
        if (lock := self.consultation_lock(decision, adviser)) is not None and not self.consulted(decision, adviser):
            raise IllegalMove(f"{adviser} cannot be asked: {refusal(lock)}")
        if not self.consulted(decision, adviser):
            for budget, cost in (self.program.scenario.cast[adviser].forecast or {}).items():
                effects.spend(self._state, self.program.budgets[budget], np.zeros(1, dtype=np.intp), cost)
            self._state.invalidate(self.program.budget_readers)
            self._standings = None
            self.consultations.append(Consultation(self.now, decision, adviser, len(self.answers)))

    def throw(self, inject: str) -> Report:
        """Throw in something that a teacher may, once a play; no time passes.

        Raises:
            IllegalMove: As for `verify_inject`.
        """
        plan = injects.verified(self._log, inject, self._thrown)
        marks = self._marks()
        self.injections.append(Injection(self.now, inject, len(self.answers), len(self.consultations)))
        effects.apply(self._state, plan.consequence, ONLY)
        self._record()
        self._look()
        return self._report(marks)

    def watch(self, observer: BatchObserver[Lanes]) -> None:
        """Let an observer follow what happens from now on, in the place of any before."""
        self._state.watches = (observer,)

    def release(self) -> None:
        """Free its memory with the last reference to it, not when garbage is next looked for; ask it nothing more."""
        del self._log.state

    def fork(self, seeds: rng.Seeds, program: Program | None = None) -> Lanes:
        """Lanes that stand where this story stands, each with luck of its own; see `fork.fork`."""
        return fork(self._state, seeds, program)

    # ---- whether it can be done -----------------------------------------------------------------------------

    def verify(self, decision: str, option: str) -> None:
        """Do nothing if the answer can be given now.

        Raises:
            IllegalMove: It cannot, with the reason.
        """
        self._verified(decision, option)

    def verify_inject(self, inject: str) -> None:
        """Do nothing if an inject can be thrown in now.

        Raises:
            IllegalMove: There is no such inject, it has been thrown in already, it is not offered now, or the story
                is over.
        """
        injects.verified(self._log, inject, self._thrown)

    def can(self, decision: str, option: str) -> bool:
        """Whether the answer can be given now."""
        try:
            self.verify(decision, option)
        except IllegalMove:
            return False
        return True

    def lock(self, decision: str, option: str) -> Lock | None:
        """Why an option of an open decision cannot be chosen; None if it can.

        Raises:
            IllegalMove: The decision is not open, or has no such option.
        """
        return queries.lock_of(self._log, self._option(self._open_plan(decision), option))

    def consulted(self, decision: str, adviser: str) -> bool:
        """Whether an adviser's forecast of an open decision has been asked for."""
        opened = int(self._state.opened_at[self._open_plan(decision).index, 0])
        asked = [(past.decision, past.adviser) for past in self.consultations if past.step >= opened]
        return (decision, adviser) in asked

    def foreseeable(self, decision: str) -> set[str]:
        """The options of an open decision that a forecast can play; see `queries.foreseeable`.

        Raises:
            IllegalMove: The decision is not open.
        """
        plan = self._open_plan(decision)
        asked = [past for past in self.consultations if past.decision == decision]
        return queries.foreseeable(self._log, plan, asked)

    def budgets_by_tomorrow(self, decision: str) -> dict[str, float]:
        """The most of each budget that there is today or tomorrow for an open decision, if it can wait so long.

        Raises:
            IllegalMove: The decision is not open.
        """
        return queries.budgets_by_tomorrow(self._log, self._open_plan(decision))

    def consultation_lock(self, decision: str, adviser: str) -> Lock | None:
        """Why an adviser's forecast of an open decision cannot be had; None if it can.

        Raises:
            IllegalMove: The decision is not open, or the adviser gives no forecasts.
        """
        self._open_plan(decision)
        person = self.program.scenario.cast.get(adviser)
        if person is None or person.forecast is None:
            raise IllegalMove(f"{adviser} gives no forecasts")
        return queries.budget_lock(self._log, {id: float(cost) for id, cost in person.forecast.items()})

    def attention(self, report: Report, since: int | None = None) -> Attention:
        """What the game, which has moved by `report`, has for the player before time passes on.

        It needs them if a decision has opened since a step, that at which the report begins if it is left out, or is
        urgent; if a decision or a promise runs out before the next day has begun; if a stake has come near or crossed
        its threshold; if an act or all is over. It tells them something if a thing happened that has a text, a
        document or news of its own, or a decision ran out.
        """
        acts, events = self.program.scenario.acts, self.program.scenario.events
        if self.ended or queries.urgent(self._log) is not None or report.stakes:
            return "needed"
        tomorrow, agenda = self.timeline.next_day(self.now), self.agenda()
        opened = any(waiting.opened > (report.start if since is None else since) for waiting in agenda)
        expires = any(waiting.expires is not None and waiting.expires <= tomorrow for waiting in agenda)
        is_over = any(entry.cause in acts for entry in report.entries)
        if opened or expires or is_over or any(self._is_due(promise, tomorrow) for promise in self.promises()):
            return "needed"
        news = (
            entry.text or entry.expired or entry.exhibit or (entry.kind == "event" and events[entry.cause].news)
            for entry in report.entries
        )
        return "told" if any(news) else ""

    @staticmethod
    def _is_due(promise: Promised, step: int) -> bool:
        return promise.state == "open" and promise.due <= step

    # ---- what it asks ---------------------------------------------------------------------------------------

    def agenda(self) -> list[Waiting]:
        """The decisions that wait for the player, the urgent ones first."""
        return queries.agenda(self._log)

    def standing(self) -> list[Waiting]:
        """What can be done with free hours, in the order of the file."""
        return queries.standing(self._log)

    def open_decisions(self) -> list[Waiting]:
        """All that can be taken now: the agenda, and then what can be done with free hours."""
        return [*self.agenda(), *self.standing()]

    def is_open(self, decision: str) -> bool:
        """Whether a decision can be taken now; without its words, so that it can be asked at each step."""
        return queries.is_open(self._log, self.program.decision(decision))

    def urgent(self) -> Waiting | None:
        """A decision without which the clock stands still."""
        plan = queries.urgent(self._log)
        return None if plan is None else queries.waiting(self._log, plan)

    def ask(self, decision: str) -> OpenDecision:
        """An open decision as it is put to the player.

        Raises:
            IllegalMove: It is not open.
        """
        plan = self._open_plan(decision)
        return queries.decision_view(self._log, plan, self.order(decision))

    def order(self, decision: str) -> list[str]:
        """The options of a decision in the order in which they are put to the player, which is the seed's."""
        options = list(self.program.scenario.decisions[decision].options)
        return [options[place] for place in rng.order(self.seed, rng.stream_key(f"order:{decision}"), len(options))]

    def injects(self) -> list[OfferedInject]:
        """All that a teacher may throw in, in the order of the file, with the words of now."""
        return [injects.offered(self._log, plan, self._thrown) for plan in self.program.injects.values()]

    # ---- how it stands --------------------------------------------------------------------------------------

    @property
    def side_moves(self) -> list[SideMove]:
        """The consultations and the injections, as they were made."""
        return in_order(self.consultations, self.injections)

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
    def words(self) -> Mapping[str, str]:
        """What causes were called when they last took effect, with their markup, by id; see `PlayLog`."""
        return self._log.words

    @property
    def news(self) -> list[NewsItem]:
        """The feed so far, oldest first."""
        return self._log.news

    @property
    def budgets(self) -> dict[str, float]:
        """What is left of each budget."""
        return {id: float(self._state.cells[cell, 0]) for id, cell in self.program.budgets.items()}

    def value(self, node: Node) -> float | bool:
        """The present value of a part of an expression."""
        return queries.value(self._log, node)

    def has_been_drawn(self, card: CardPlan) -> bool:
        """Whether a card has been drawn."""
        return bool(self._state.card_drawn[card.index, 0])

    def has_been_put(self, decision: str) -> bool:
        """Whether a decision has been before the player, now or earlier."""
        return bool(self._state.opened_at[self.program.decision(decision).index, 0] >= 0)

    def fill(self, text: Text | None) -> str:
        """A text of the scenario with the values of now."""
        return self._log.fill(text)

    def show(self, exhibit: Exhibit | None) -> ShownExhibit | None:
        """A document of the scenario with the values of now; None for none."""
        return self._log.show(exhibit)

    def meter(self, metric: str) -> Meter:
        """A metric as it may be seen."""
        course, before = self._courses[metric], self.now - self.timeline.steps_a_day
        day_before = course[before] if before >= 0 else self.start_value(metric)
        surveys = [each for each in self._log.surveys if each.metric == metric]
        return read(self.program.scenario.metrics[metric], course, day_before, self.timeline, self._state, surveys)

    def meters(self) -> list[Meter]:
        """All metrics as they may be seen, in the order of the file."""
        return [self.meter(metric) for metric in self.program.metrics]

    def stakes(self) -> list[StakeStanding]:
        """What can be lost and is in sight, in the order of the file; nothing of what the player cannot know.

        None in a game without courses, as a stake on a metric is told from its meter.
        """
        if self._standings is None:
            self._standings = [] if self._state.bookkeeper is None else list(self._stakes_in_sight())
        return list(self._standings)

    def has_appeared(self, metric: str) -> bool:
        """Whether a metric that may be seen is on the desk: once its condition has held, or at once without one."""
        written = self.program.scenario.metrics[metric]
        return written.appears is None or is_headline(written) or metric in self._appeared

    def course(self, metric: str) -> list[float]:
        """A metric's true value at each step so far."""
        return list(self._courses[metric])

    def promises(self) -> list[Promised]:
        """What has been promised so far, in the order of the file."""
        return queries.promises(self._log)

    def delayed(self) -> list[tuple[int, int]]:
        """What is to come later: the step and the index of each delayed consequence, the soonest first."""
        due = self._state.schedule.due
        return [(step, later) for step in sorted(due) for later in sorted(due[step]) for _ in due[step][later]]

    def remarks(self) -> list[tuple[Cast, str]]:
        """What the advisers say on the desk, at most a line each."""
        return queries.remarks(self._log)

    def people(self) -> list[Known]:
        """Those who have been mentioned so far, in the order of the file."""
        return queries.people(self._log)

    def epilogues(self) -> list[tuple[Cast, str]]:
        """What became of those who have been mentioned, as far as there is something to say."""
        return queries.epilogues(self._log)

    def start_value(self, metric: str) -> float:
        """A metric's true value before any choice; its course begins with what the first choices made of it."""
        return math.fsum(row.amount for row in self.ledger.of(metric, 0) if row.kind == "start" or not row.cause)

    def value_before(self, answer: int, metric: str) -> float:
        """A metric's true value right before an answer, counted from 0."""
        rows = self.ledger.rows[: self._marks_before[answer]]
        return next(row.value for row in reversed(rows) if row.metric == metric)

    def answer_of(self, entry: Entry) -> int | None:
        """Which answer an entry tells of, counted from 0; None for anything else, such as an option by default."""
        if entry.kind != "option":
            return None
        given = ((answer.step, f"{answer.decision}.{answer.option}") for answer in self.answers)
        return next((number for number, answer in enumerate(given) if answer == (entry.step, entry.cause)), None)

    def check(self) -> str:
        """A short digest of all metrics as they are, to three decimals."""
        values = np.round(self._state.metrics()[:, 0], 3) + 0.0
        return hashlib.blake2s(values.tobytes(), digest_size=4).hexdigest()

    # ---- inside ---------------------------------------------------------------------------------------------

    @property
    def _thrown(self) -> set[str]:
        return {injection.inject for injection in self.injections}

    def _verified(self, decision: str, option: str) -> tuple[DecisionPlan, OptionPlan]:
        plan = self._open_plan(decision)
        candidate = self._option(plan, option)
        if (lock := queries.lock_of(self._log, candidate)) is not None:
            raise IllegalMove(f"{decision}.{option} is locked: {refusal(lock)}")
        return plan, candidate

    def _open_plan(self, decision: str) -> DecisionPlan:
        for plan in self.program.decisions:
            if plan.id == decision:
                if queries.is_open(self._log, plan):
                    return plan
                lapsed = int(self._state.decision_state[plan.index, 0]) == LAPSED
                raise IllegalMove(f"{decision} {'has lapsed' if lapsed else 'is not open now'}")
        raise IllegalMove(f"there is no decision {decision}")

    def _option(self, plan: DecisionPlan, option: str) -> OptionPlan:
        for candidate in plan.options:
            if candidate.id == option:
                return candidate
        raise IllegalMove(f"{plan.id} has no option {option}; it has {', '.join(one.id for one in plan.options)}")

    def _record(self) -> None:
        """Keep the metrics of this step; an answer changes them in place."""
        if self._state.bookkeeper is None:
            return
        values = self._state.metrics()[:, 0]
        for id, plan in self.program.metrics.items():
            del self._courses[id][self.now :]
            self._courses[id].append(float(values[plan.cell]))

    def _stakes_in_sight(self) -> Iterator[StakeStanding]:
        metrics = self.program.scenario.metrics
        for stake in self.program.scenario.stakes.values():
            if not stakes.is_shown(self._log, stake):
                continue
            if stake.metric is None:
                yield stakes.of_date(self._log, stake)
            elif is_seen(metrics[stake.metric]):
                yield stakes.of_metric(self._log, stake, self.meter(stake.metric))

    def _move(self) -> None:
        world.move(self._state)
        self._record()
        if not self.ended:
            self._open_decisions()
        self._look()

    def _look(self) -> None:
        """Keep when each metric that appears in time first did, after whatever has changed."""
        self._standings = None
        for id, plan in self.program.metrics.items():
            appears = plan.written.appears
            if appears is not None and id not in self._appeared and self._log.evaluate(appears):
                self._appeared[id] = self.now

    def _open_decisions(self) -> None:
        """Put what comes at this step; who looks on is shown all that is open, though nobody has asked for it yet."""
        questions.open_due_decisions(self._state)
        for plan in self.program.decisions if self._state.watches else ():
            if queries.is_open(self._log, plan):
                questions.ask_all(self._state, plan, ONLY)

    def _marks(self) -> Marks:
        counts = (len(self.entries), len(self.news), len(self._log.surveys), len(self.ledger.rows))
        return self.now, counts, self.stakes()

    def _report(self, marks: Marks) -> Report:
        start, (entries, news, surveys, rows), before = marks
        return Report(
            start=start,
            end=self.now,
            entries=tuple(self.entries[entries:]),
            news=tuple(self.news[news:]),
            surveys=tuple(dict.fromkeys(each.metric for each in self._log.surveys[surveys:])),
            stakes=stakes.moved(before, self.stakes()),
            rows=tuple(self.ledger.rows[rows:]),
            metrics=self.program.scenario.metrics,
        )
