"""Why something has not come about, or not more often: each clause of its condition, over many plays or in one."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np
from attrs import define, field, frozen

from ceo_sim.analysis.near_miss import ClausePlan, Looks, NearMiss, Probe, clause_plans
from ceo_sim.analysis.parallel import Report
from ceo_sim.analysis.simulate import batches_of
from ceo_sim.analysis.tally_watch import TallyWatch, conditions
from ceo_sim.analysis.things import Thing, later_paths
from ceo_sim.analysis.variants import variant_texts
from ceo_sim.engine.evaluate import Evaluate
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes, Mask, indexes
from ceo_sim.engine.layout import BROKEN, KEPT, MADE
from ceo_sim.engine.observers import BatchObserver, Considered
from ceo_sim.engine.policy import Policy
from ceo_sim.engine.program import DecisionPlan, DeckPlan, EndingPlan, EventPlan, LaterPlan, Program, PromisePlan
from ceo_sim.engine.question import Question
from ceo_sim.engine.replay import replay
from ceo_sim.engine.schedule import Indexes


@define
class Findings:
    """What was found out about one thing; sums of parts are sums of plays.

    Attributes:
        plays: How many plays.
        times: How often it came about, in all plays.
        plays_with: In how many plays.
        whole: How near its condition as a whole has come.
        clauses: The same for each of its clauses alone.
        barred: How often it could not come about because it had already: `once`, or `cooldown`.
        chances: The lowest and highest chance, or weight of a card, while the condition held; None if it has none.
        put: How often the decision of an option was put, a promise made, what follows later due, or what a variant
            stands in was read.
        broken: How often a promise was broken.
        shadowed: How often the condition of an ending held when one before it ended the story, by the id of that.
    """

    plays: int
    times: int
    plays_with: int
    whole: Looks
    clauses: list[Looks]
    barred: int = 0
    chances: tuple[float, float] | None = None
    put: int = 0
    broken: int = 0
    shadowed: dict[str, int] = field(factory=dict)

    def join(self, other: Findings) -> None:
        """Add what was found out in other plays."""
        for name in ("plays", "times", "plays_with", "barred", "put", "broken"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.whole.join(other.whole)
        for mine, its in zip(self.clauses, other.clauses, strict=True):
            mine.join(its)
        self.chances = _wider(self.chances, other.chances)
        for id, times in other.shadowed.items():
            self.shadowed[id] = self.shadowed.get(id, 0) + times


@frozen
class ClauseReport:
    """A clause: as it is written, how often it was looked at and held, and the nearest miss if it never held."""

    text: str
    looks: int
    held: int
    nearest: NearMiss | None


@frozen
class WhyNot:
    """Why something has not come about, or not more often.

    Attributes:
        thing: What it is.
        steps: At which steps it is looked for: of an event its window; empty for what has none.
        findings: What was found out.
        clauses: Each clause of its condition.
    """

    thing: Thing
    steps: tuple[int, ...]
    findings: Findings
    clauses: tuple[ClauseReport, ...]


def why_not(
    program: Program,
    thing: Thing,
    plays: int,
    seed: int,
    policy: Policy,
    *,
    jobs: int = 1,
    report: Report | None = None,
) -> WhyNot:
    """Look on over many plays; the arguments are those of `simulate`."""
    batches = batches_of(program, plays, seed, policy, jobs=jobs, report=report, watch=partial(watch_for, thing))
    return _reported(program, thing, [batch.watched for batch in batches])


def why_not_in(game: Game, thing: Thing) -> WhyNot:
    """Look on while a game is played once more, as far as it stands."""
    watches: list[ThingWatch | VariantWatch] = []
    again = replay(
        game.program,
        game.seed,
        game.answers,
        game.now,
        game.side_moves,
        watch=lambda state: watches.append(watch_for(thing, state)),
    )
    (watch,) = watches
    assert again.now == game.now
    if again.ended:
        watch.on_step(watch.state)  # its ending is read
    return _reported(game.program, thing, [watch.result(watch.state)])


def watch_for(thing: Thing, state: Lanes) -> ThingWatch | VariantWatch:
    """What looks at the condition of a thing; see `simulate.Watch`."""
    return ThingWatch(thing, state) if thing.branch is None else VariantWatch(thing, state)


def _reported(program: Program, thing: Thing, parts: Iterable[Findings]) -> WhyNot:
    findings, *others = parts
    for other in others:
        findings.join(other)
    plans = clauses_of(program, thing)
    clauses = tuple(
        ClauseReport(plan.condition.clause(plan.node), looks.looks, looks.met, None if looks.met else looks.nearest)
        for plan, looks in zip(plans, findings.clauses, strict=True)
    )
    steps: tuple[int, ...] = ()
    if thing.kind == "event":
        considered = enumerate(program.considered)
        steps = tuple(step for step, events in considered if any(event.id == thing.id for event in events))
    return WhyNot(thing, steps, findings, clauses)


class ThingWatch(BatchObserver[Lanes]):
    """Looks at the condition of one thing whenever it decides; see `simulate.Watch`."""

    def __init__(self, thing: Thing, state: Lanes) -> None:
        program = state.program
        self.thing, self.state = thing, state
        plans = clauses_of(program, thing)
        self.whole, self.clauses = Probe(plans), [Probe((plan,)) for plan in plans]
        self.findings = Findings(len(state.alive), 0, 0, self.whole.seen, [probe.seen for probe in self.clauses])
        self.met = np.zeros(len(state.alive), dtype=bool)
        owner = str(thing.path[1])
        self.decision = next((plan for plan in program.decisions if plan.id == owner), None)
        self.option = next((plan for _, plan in program.options if plan.consequence.cause.id == thing.id), None)
        cards = (card for deck in program.decks for card in deck.cards if f"{deck.id}.{card.id}" == thing.id)
        self.card = next(cards, None) if thing.kind == "card" else None
        self.event = next((plan for plan in program.events if plan.id == thing.id), None)
        self.later = _later(program, thing)
        self.promise = next((plan for plan in program.promises if plan.id == thing.id), None)
        state.watches += (self,)

    def opened(self, _state: Lanes, decisions: Indexes, lanes: Indexes) -> None:
        """Count how often a decision is put, or that of an option."""
        if self.thing.kind in ("decision", "option") and self.decision is not None:
            put = lanes[decisions == self.decision.index]
            self.findings.put += len(put)
            if self.thing.kind == "decision":
                self._came_about(put)

    def asked(self, state: Lanes, question: Question) -> None:
        """Look at the condition of an option."""
        if self.thing.kind == "option" and self.decision is not None:
            self._look(state, question.lanes[question.decisions == self.decision.index])

    def answered(self, options: Indexes, lanes: Indexes, /) -> None:
        """Count how often an option is chosen."""
        if self.thing.kind == "option" and self.option is not None:
            self._came_about(lanes[options == self.option.index])

    def applied(self, _state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
        """Count how often an event happens or a card is drawn."""
        plan = {"event": self.event, "card": self.card, "later": self.later}.get(self.thing.kind)
        if plan is not None:
            self._came_about(lanes[consequences == plan.consequence.index])

    def promised(self, _state: Lanes, promise: int, lanes: Indexes, outcome: int) -> None:
        """Count how often a promise is made, kept and broken; it comes about by being kept."""
        if self.thing.kind != "promise" or self.promise is None or self.promise.index != promise:
            return
        self.findings.put += len(lanes) * (outcome == MADE)
        self.findings.broken += len(lanes) * (outcome == BROKEN)
        if outcome == KEPT:
            self._came_about(lanes)

    def considered(self, state: Lanes, thing: Considered, able: Mask) -> None:
        """Look at the condition of anything else."""
        match thing:
            case EventPlan() if self.thing.kind == "event" and thing.id == self.thing.id:
                self.findings.barred += int(np.count_nonzero(state.alive & ~able))
                self._look(state, indexes(able), thing.chance)
            case DeckPlan() if self.card is not None and thing.id == self.thing.path[1]:
                drawn = state.card_drawn[self.card.index] & able if self.card.once else np.zeros_like(able)
                self.findings.barred += int(np.count_nonzero(drawn))
                self._look(state, indexes(able & ~drawn))
            case EndingPlan() if self.thing.kind == "ending" and thing.id == self.thing.id:
                self._look(state, indexes(able))
                self._shadowed(state, thing)
            case DecisionPlan() | PromisePlan() if (self.thing.kind, self.thing.id) == (_kind(thing), thing.id):
                self._look(state, indexes(able))
            case LaterPlan() if thing is self.later:
                self.findings.put += int(np.count_nonzero(able))
                self._look(state, indexes(able), thing.chance)
            case _:
                return

    def on_step(self, state: Lanes) -> None:
        """Nothing more."""

    def result(self, state: Lanes) -> Findings:
        """What was found out."""
        if self.thing.kind == "ending":
            ids = [plan.id for plan in state.program.endings]
            self._came_about(indexes(state.ending == ids.index(self.thing.id)))
        self.findings.plays_with = int(np.count_nonzero(self.met))
        return self.findings

    def _came_about(self, lanes: Indexes) -> None:
        self.findings.times += len(lanes)
        self.met[lanes] = True

    def _look(self, state: Lanes, lanes: Indexes, chance: Evaluate | None = None) -> None:
        held = lanes[self.whole.look(state, lanes)]
        for probe in self.clauses:
            probe.look(state, lanes)
        if chance is not None and len(held):
            chances = state.evaluate(chance, held)
            self.findings.chances = _wider(self.findings.chances, (float(np.min(chances)), float(np.max(chances))))

    def _shadowed(self, state: Lanes, ending: EndingPlan) -> None:
        ended = indexes((state.ended_at == state.now) & ~state.alive)
        for index in state.ending[state.holds(ending.when, ended)].tolist():
            id = state.program.endings[index].id
            self.findings.shadowed[id] = self.findings.shadowed.get(id, 0) + 1


class VariantWatch:
    """Looks at the condition of a variant of a text whenever it might be read; see `simulate.Watch`."""

    def __init__(self, thing: Thing, state: Lanes) -> None:
        self.state = state
        self.text = variant_texts(state.program)[thing.path]
        self.counts = list(self.text.branches())
        self.count = next(count for count in self.counts if count.branch == thing.branch)
        self.count.watch = self
        plans = self.count.probe.plans
        self.whole, self.clauses = Probe(plans), [Probe((plan,)) for plan in plans]
        self.met = np.zeros(len(state.alive), dtype=bool)
        self.reader = TallyWatch(state, {thing.path: self.text})  # which knows when each text is read

    def look(self, state: Lanes, lanes: Indexes) -> Indexes:
        """Look at its condition, and at each clause of that."""
        for probe in self.clauses:
            probe.look(state, lanes)
        return lanes[self.whole.look(state, lanes)]

    def count_read(self, lanes: Indexes) -> None:
        """Note in which plays it is read."""
        self.met[lanes] = True

    def on_step(self, state: Lanes) -> None:
        """Read what is read when a step is over."""
        self.reader.on_step(state)

    def result(self, _state: Lanes) -> Findings:
        """What was found out."""
        inside = self.count.branch.inside
        around = self.text.reads if inside is None else self.counts[inside].read
        plays, seen = len(self.met), [probe.seen for probe in self.clauses]
        return Findings(plays, self.count.read, int(np.count_nonzero(self.met)), self.whole.seen, seen, put=around)


def clauses_of(program: Program, thing: Thing) -> tuple[ClausePlan, ...]:
    """The clauses of what decides whether something comes about; of a promise, whether it is kept."""
    match thing.kind:
        case "promise":
            return clause_plans(program.scenario.promises[thing.id].kept_when, program.compiler)
        case "later":
            later = _later(program, thing)
            return () if later is None else clause_plans(later.written.when, program.compiler)
        case "text":
            branches = variant_texts(program)[thing.path].branches()
            return next(count.probe.plans for count in branches if count.branch == thing.branch)
        case "event":  # the end of an act is one, and is written as an act
            return clause_plans(program.scenario.events[thing.id].when, program.compiler)
        case _:
            return dict(conditions(program)).get(thing.path, ())


def _later(program: Program, thing: Thing) -> LaterPlan | None:
    plans = zip(later_paths(program), program.laters, strict=True) if thing.kind == "later" else ()
    return next((plan for path, plan in plans if path == thing.path), None)


def _kind(plan: DecisionPlan | PromisePlan) -> str:
    return "decision" if isinstance(plan, DecisionPlan) else "promise"


def _wider(one: tuple[float, float] | None, other: tuple[float, float] | None) -> tuple[float, float] | None:
    """The range that has both in it."""
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])
