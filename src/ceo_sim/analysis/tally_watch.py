"""Counts what a batch of plays meets, and looks how near to it what it never meets has come."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ceo_sim.analysis.near_miss import ClausePlan, Probe, above_nought, at_least, clause_plans
from ceo_sim.analysis.tally import Tally
from ceo_sim.analysis.variants import VariantText, variant_texts
from ceo_sim.engine.evaluate import Constant
from ceo_sim.engine.lanes import Lanes, Mask, distinct, indexes
from ceo_sim.engine.layout import BROKEN, KEPT, MADE
from ceo_sim.engine.observers import BatchObserver, Considered
from ceo_sim.engine.program import DecisionPlan, DeckPlan, EndingPlan, EventPlan, LaterPlan, OptionPlan, Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.schedule import Indexes
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Consequence, Later, Scenario


class TallyWatch(BatchObserver[Lanes]):
    """Counts what a batch meets; see `simulate.Watch`.

    Args:
        state: The plays.
        texts: Their texts with variants; made if none are given.
    """

    def __init__(self, state: Lanes, texts: dict[Path, VariantText] | None = None) -> None:
        program = state.program
        self.program = program
        self.tally = Tally.of(program)
        self.paths = consequence_paths(program)
        self.probes = dict(_probes(program, self.paths))
        self.texts = variant_texts(program) if texts is None else texts
        self.owners = np.array([decision.index for decision, _ in program.options], dtype=np.intp)
        self.news = [
            [(*path, "news", number) for number in range(len(plan.written.news))]
            for path, plan in zip(self.paths, program.consequences, strict=True)
        ]
        self.put_texts = [
            [text for path, text in self.texts.items() if _is_put(path, plan)] for plan in program.decisions
        ]
        self.texts_of = [
            [text for keys in _READ_KEYS if (text := self.texts.get((*path, *keys)))] for path in self.paths
        ]
        self.of_people = {
            key: [text for id in program.scenario.cast if (text := self.texts.get(("cast", id, key)))]
            for key in ("about", "epilogue")
        }
        self.remarks = [
            [("cast", id, "remark", number) for number in range(len(person.remarks))]
            for id, person in program.scenario.cast.items()
            if person.remarks
        ]
        state.watches += (self,)
        for keys in (("opening",), *_EXHIBIT):
            self._count_read(("scenario", *keys), state, indexes(state.alive))
        self._count_read_of_people("about", state, indexes(state.alive))

    # ---- decisions ------------------------------------------------------------------------------------------

    def opened(self, state: Lanes, decisions: Indexes, lanes: Indexes) -> None:
        """Count decisions that are put, and what is read of them."""
        self.tally.put += np.bincount(decisions, minlength=len(self.tally.put))
        self._read_decisions(state, decisions, lanes, again=False)

    def asked(self, state: Lanes, question: Question) -> None:
        """Count which options are open, and how near the others are to it."""
        tally, program = self.tally, self.program
        tally.asked += np.bincount(question.decisions, minlength=len(tally.asked))
        first = program.first_option[question.decisions]
        for position, row in enumerate(question.open):
            there = program.widths[question.decisions] > position
            tally.weighed += np.bincount(first[there] + position, minlength=len(tally.weighed))
            tally.open += np.bincount(first[row] + position, minlength=len(tally.open))
        for index in distinct(question.decisions):
            these: Indexes | None = None
            for option in program.decisions[index].options:
                path = _option_path(program.decisions[index], option)
                if not tally.open[option.index] and path in self.probes:
                    these = question.lanes[question.decisions == index] if these is None else these
                    self.probes[path].look(state, these)
        self._read_decisions(state, question.decisions, question.lanes, again=True)

    def answered(self, options: Indexes, _lanes: Indexes, /) -> None:
        """Count choices."""
        self.tally.chosen += np.bincount(options, minlength=len(self.tally.chosen))
        self.tally.answered += np.bincount(self.owners[options], minlength=len(self.tally.answered))

    def expired(self, decision: DecisionPlan, lanes: Indexes, *, by_default: bool) -> None:
        """Count decisions that nobody answered in time."""
        counts = self.tally.defaulted if by_default else self.tally.lapsed
        counts[decision.index] += len(lanes)

    # ---- what happens ---------------------------------------------------------------------------------------

    def applied(self, state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
        """Count what takes effect, and what is read of it."""
        self.tally.applied += np.bincount(consequences, minlength=len(self.tally.applied))
        for index in distinct(consequences):
            if self.texts_of[index] or self.news[index]:
                these = lanes[consequences == index]
                for text in self.texts_of[index]:
                    text.count_read(state, these)
                for path in self.news[index]:
                    self._count(self.tally.news, path, state, these)

    def promised(self, state: Lanes, promise: int, lanes: Indexes, outcome: int) -> None:
        """Count promises."""
        self.tally.promised[promise, (MADE, KEPT, BROKEN).index(outcome)] += len(lanes)
        if outcome == MADE:
            self._count_read(("promise", self.program.promises[promise].id, "text"), state, lanes)

    def considered(self, state: Lanes, thing: Considered, able: Mask) -> None:
        """Look how near to it what has not come about is."""
        match thing:
            case DecisionPlan():
                self._look(state, ("decision", thing.id), able, met=self.tally.put[thing.index])
            case EventPlan():
                self._look_at_event(state, thing, able)
            case EndingPlan():
                self._look_at_ending(state, thing, able)
            case DeckPlan():
                for card in thing.cards:
                    path = ("deck", thing.id, "card", card.id)
                    self._look(state, path, able, met=self.tally.applied[card.consequence.index])
            case LaterPlan():
                self._look(
                    state, self.paths[thing.consequence.index], able, met=self.tally.applied[thing.consequence.index]
                )
            case _:
                return

    def on_step(self, state: Lanes) -> None:
        """Count what is said at the beginning of a day, by advisers and of people; read the endings of the step."""
        ended = indexes(state.ended_at == state.now)
        for index in distinct(state.ending[ended]) if len(ended) else ():
            id = self.program.endings[index].id
            these = ended[state.ending[ended] == index]
            self._count_read(("ending", id, "title"), state, these)
            self._count_read(("ending", id, "text"), state, these)
        if len(ended):
            self._count_read_of_people("epilogue", state, ended)
        if state.now < self.program.timeline.last and self.program.timeline.starts_day(state.now):
            self._count_read_of_people("about", state, indexes(state.alive))
            for remarks in self.remarks:
                left = indexes(state.alive)
                for path in remarks:
                    said = self._count(self.tally.remarks, path, state, left)
                    left = np.setdiff1d(left, said, assume_unique=True) if len(said) else left

    def result(self, _state: Lanes) -> Tally:
        """What was counted."""
        self.tally.looks = {path: probe.seen for path, probe in self.probes.items()}
        for path, text in self.texts.items():
            self.tally.texts_read[path] = text.reads
            for branch in text.branches():
                self.tally.branches[branch.branch] = branch.read
                self.tally.looks[branch.branch.key] = branch.probe.seen
        return self.tally

    # ---- inside ---------------------------------------------------------------------------------------------

    def _look(self, state: Lanes, path: Path, able: Mask, *, met: int) -> None:
        if not met and (probe := self.probes.get(path)) is not None:
            probe.look(state, indexes(able))

    def _look_at_event(self, state: Lanes, event: EventPlan, able: Mask) -> None:
        if state.event_counts[event.index]:
            return
        lanes, probe = indexes(able), self.probes.get(("event", event.id))
        if probe is not None:
            lanes = lanes[probe.look(state, lanes)]
        if event.chance is not None and len(lanes):
            chance = float(np.max(state.evaluate(event.chance, lanes)))
            self.tally.likeliest[event.index] = max(self.tally.likeliest[event.index], chance)

    def _look_at_ending(self, state: Lanes, ending: EndingPlan, able: Mask) -> None:
        index = self.program.endings.index(ending)
        probe = self.probes.get(("ending", ending.id))
        if (state.ending == index).any():
            return
        if probe is not None:
            probe.look(state, indexes(able))
        ended = state.holds(ending.when, indexes(state.ended_at == state.now))
        if len(ended):
            self.tally.shadowed[index] += np.bincount(state.ending[ended], minlength=len(self.program.endings))

    def _read_decisions(self, state: Lanes, decisions: Indexes, lanes: Indexes, *, again: bool) -> None:
        for index in distinct(decisions):
            if texts := self.put_texts[index]:
                these = lanes[decisions == index]
                for text in texts:
                    text.count_read(state, these, again=again)

    def _count(self, counts: dict[Path, int], path: Path, state: Lanes, lanes: Indexes) -> Indexes:
        """Count those of some lanes in which the condition of a line holds, and return them."""
        if (probe := self.probes.get(path)) is not None:
            lanes = lanes[probe.look(state, lanes)]
        counts[path] = counts.get(path, 0) + len(lanes)
        self._count_read((*path, "text"), state, lanes)
        return lanes

    def _count_read_of_people(self, key: str, state: Lanes, lanes: Indexes) -> None:
        """Let what is said of each person be read, as it can be looked up."""
        for text in self.of_people[key]:
            text.count_read(state, lanes)

    def _count_read(self, path: Path, state: Lanes, lanes: Indexes) -> None:
        if len(lanes) and (text := self.texts.get(path)) is not None:
            text.count_read(state, lanes)


_EXHIBIT = (("exhibit", "text"), ("exhibit", "note"))
_READ_KEYS = (("outcome",), ("title",), ("text",), *_EXHIBIT)
"""What is read when something has taken effect."""
_PUT = ("label", "locked", "advice")
"""What is read of an option while its decision is open."""


def _is_put(path: Path, decision: DecisionPlan) -> bool:
    """Whether a text is read when a decision is put."""
    if path[:2] != ("decision", decision.id):
        return False
    return path[2] in ("title", "exhibit", "brief") or (path[2] == "option" and path[4] in _PUT)


def _option_path(decision: DecisionPlan, option: OptionPlan) -> Path:
    return ("decision", decision.id, "option", option.id)


def _probes(program: Program, paths: list[Path]) -> Iterator[tuple[Path, Probe]]:
    """What is to be looked at, by the path of what it is a condition of."""
    words = _word_conditions(program, paths)
    for path, plans in (*conditions(program), *words):
        if plans:
            yield path, Probe(plans)


def conditions(program: Program) -> Iterator[tuple[Path, tuple[ClausePlan, ...]]]:
    """The clauses of what decides whether decisions, options, events, endings and cards come about, by their paths."""
    scenario, compiler = program.scenario, program.compiler
    for decision in program.decisions:
        yield ("decision", decision.id), clause_plans(decision.written.when, compiler)
        for option in decision.options:
            yield _option_path(decision, option), option_clauses(program, option)
    for id, event in scenario.events.items():
        yield ("event", id), clause_plans(event.when, compiler)
    for id, ending in scenario.endings.items():
        yield ("ending", id), clause_plans(ending.when, compiler)
    for deck in program.decks:
        for card in deck.cards:
            plans = clause_plans(card.written.when, compiler)
            if not (isinstance(card.weight, Constant) and card.weight.value > 0):
                plans = (*plans, above_nought(card.written.weight, compiler))
            yield ("deck", deck.id, "card", card.id), plans


def _word_conditions(program: Program, paths: list[Path]) -> Iterator[tuple[Path, tuple[ClausePlan, ...]]]:
    scenario, compiler = program.scenario, program.compiler
    for path, consequence in zip(paths, program.consequences, strict=True):
        if isinstance(consequence.written, Later):
            yield path, clause_plans(consequence.written.when, compiler)
        for number, line in enumerate(consequence.written.news):
            yield (*path, "news", number), clause_plans(line.when, compiler)
    for id, person in scenario.cast.items():
        for number, remark in enumerate(person.remarks):
            yield ("cast", id, "remark", number), clause_plans(remark.when, compiler)


def option_clauses(program: Program, option: OptionPlan) -> tuple[ClausePlan, ...]:
    """What must hold for an option to be open: its condition, and that there is what it costs."""
    costs = [at_least(id, float(amount), program.compiler) for id, amount in option.written.cost.items()]
    return (*clause_plans(option.written.when, program.compiler), *costs)


def consequence_paths(program: Program) -> list[Path]:
    """Where each consequence of a program is written, by its index."""
    paths: dict[int, Path] = {}
    for path, written in _consequences(program.scenario):
        _note_laters(path, written, paths)
    return [paths[id(consequence.written)] for consequence in program.consequences]


def _note_laters(path: Path, written: Consequence, paths: dict[int, Path]) -> None:
    paths[id(written)] = path
    for number, later in enumerate(written.later):
        _note_laters((*path, "later", number), later, paths)


def _consequences(scenario: Scenario) -> Iterator[tuple[Path, Consequence]]:
    for id, decision in scenario.decisions.items():
        for option in decision.options.values():
            yield ("decision", id, "option", option.id), option
        if decision.lapsed is not None:
            yield ("decision", id, "lapsed"), decision.lapsed
    for id, event in scenario.events.items():
        yield ("event", id), event
    for id, deck in scenario.decks.items():
        for card in deck.cards.values():
            yield ("deck", id, "card", card.id), card
    for id, promise in scenario.promises.items():
        if promise.kept is not None:
            yield ("promise", id, "kept"), promise.kept
        if promise.broken is not None:
            yield ("promise", id, "broken"), promise.broken
    for id, inject in scenario.injects.items():
        yield ("inject", id), inject
