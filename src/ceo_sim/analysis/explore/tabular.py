"""The search of stories whose states are controls and small whole numbers: ten times as fast, and the same results.

States of one control at one step are an array of words, sorted and each different. What an answer does to them is a few
operations on all words at once; see `transitions` and `saturation`.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from ceo_sim.analysis.explore.budget import Budget, Spent
from ceo_sim.analysis.explore.graph import PASS
from ceo_sim.analysis.explore.nodes import Nodes
from ceo_sim.analysis.explore.saturation import Adder, Words
from ceo_sim.analysis.explore.table import Endings, Floats, Group, Link, MetInTable, Table
from ceo_sim.analysis.explore.transitions import Control, Outcome, Transitions
from ceo_sim.engine.evaluate import Values, at_least
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.program import OptionPlan, Program
from ceo_sim.engine.questions import open_due_decisions

BYTES_PER_EDGE = 24
"""Memory of an edge and of what it takes to merge where it leads."""
_AT_ONCE = 16_384
"""States whose endings are looked for at once: what is worked out on so many stays in the cache."""
_MOST_SMALL = np.iinfo(np.int8).max
"""Endings that a byte for each state tells apart."""
_NOWHERE: NDArray[np.int32] = np.empty(0, dtype=np.int32)


@define(eq=False)
class _Arrivals:
    """States that come to one control, not yet merged."""

    words: list[Words] = field(factory=list)
    chances: list[Floats] = field(factory=list)
    links: list[tuple[int, Link]] = field(factory=list)


def search(program: Program, nodes: Nodes, budget: Budget) -> Table:
    """Search a story that `is_tabular`."""
    table = Table(program, Transitions(program, nodes))
    try:
        _Search(table, budget).run()
    except Spent as spent:
        table.unfinished = spent.limit
    except KeyboardInterrupt:
        table.unfinished = "interrupted"
    return table


@define(eq=False)
class _Search:
    table: Table
    budget: Budget
    _states: int = 0
    _bytes: int = 0
    _adders: dict[Outcome, Adder] = field(factory=dict)

    def run(self) -> None:
        program, transitions = self.table.program, self.table.transitions
        start = Lanes(program, np.zeros(1, dtype=np.uint64))
        opening = transitions.opening(start)
        open_due_decisions(start)
        control: Control = tuple(transitions.codec.encode(start)[:, 0].tolist())
        here = {control: self._group(Group(0, control, transitions.pack(start), np.ones(1)))}
        self._meet(opening, here[control], None)
        for step in range(program.timeline.last):
            then: dict[Control, _Arrivals] = {}
            while here:
                again: dict[Control, _Arrivals] = {}
                self._leave(here, step, again, then)
                here = self._arrive(again, step, passed=False)
            here = self._arrive(then, step + 1, passed=True)

    def _group(self, group: Group) -> int:
        self.budget.check(self._states + len(group.words), self._bytes)
        self.table.groups.append(group)
        self._states += len(group.words)
        return len(self.table.groups) - 1

    def _meet(
        self, nodes: Iterable[int], number: int, link: int | None, ending: int | None = None, *, passed: bool = False
    ) -> None:
        for node in nodes:
            known = self.table.met.setdefault(node, [])
            until = self.table.groups[number].step + passed
            if not known or known[0].until >= until:
                known[:] = [met for met in known if met.until == until]
                known.append(MetInTable(number, link, ending, until))

    def _leave(
        self, here: dict[Control, int], step: int, again: dict[Control, _Arrivals], then: dict[Control, _Arrivals]
    ) -> None:
        """Take every action in every state that is to go on."""
        transitions, program = self.table.transitions, self.table.program
        transitions.look_at(list(here), step)
        asked = {control: transitions.asked(control) for control in here}
        answers = [
            (control, option.index)
            for control, decisions in asked.items()
            for decision in decisions
            for option in program.decisions[decision].options
            if self._is_open_somewhere(here[control], option)  # no other can be carried out
        ]
        outcomes = transitions.by_answers([c for c, _ in answers], [option for _, option in answers], step)
        after = dict(zip(answers, outcomes, strict=True))
        waiting = [control for control, decisions in asked.items() if not decisions]
        timed = dict(zip(waiting, transitions.by_time(waiting, step), strict=True))
        for control, number in here.items():
            self._meet(transitions.read(control), number, None)
            if not asked[control]:
                group = self.table.groups[number]
                self._link(number, PASS, group.going, group.chances, timed[control], then)
                continue
            for place, decision in enumerate(asked[control]):
                self._answer(number, decision, after, again, then, by_lot=place == 0)

    def _answer(
        self,
        number: int,
        decision: int,
        after: dict[tuple[Control, int], list[Outcome]],
        again: dict[Control, _Arrivals],
        then: dict[Control, _Arrivals],
        *,
        by_lot: bool,
    ) -> None:
        """Take each option of a decision where it is open; a player by lot answers the first decision only."""
        group, plan = self.table.groups[number], self.table.program.decisions[decision]
        open_where = [self._open(group, option) for option in plan.options]
        count = np.full(len(group.words), sum(where is None for where in open_where), dtype=np.float64)
        for where in open_where:
            if where is not None:
                count += where
        lot = group.chances / count if by_lot else np.zeros(len(count))
        for option, where in zip(plan.options, open_where, strict=True):
            sources = group.going
            if where is not None:
                sources = (where if group.endings is None else where & (group.endings < 0)).nonzero()[0]
            if sources is None or len(sources):
                self._link(number, option.index, sources, lot, after[group.control, option.index], then, again)

    def _is_open_somewhere(self, number: int, option: OptionPlan) -> bool:
        where = self._open(self.table.groups[number], option)
        return where is None or bool(where.any())

    def _open(self, group: Group, option: OptionPlan) -> NDArray[np.bool_] | None:
        """In which states of a group an option is open; None for all."""
        if option.when is None and not option.cost:
            return None
        context = self.table.transitions.context(group.control, group.words)
        holds: Values = True if option.when is None else option.when(context)
        for cell, amount in option.cost:
            holds = np.logical_and(holds, at_least(context.cell(cell), amount))
        if np.size(holds) == 1:
            holds = np.full(len(group.words), bool(np.reshape(holds, -1)[0]))
        return None if holds.all() else holds

    def _link(
        self,
        number: int,
        action: int,
        sources: NDArray[np.intp] | None,
        lot: Floats,
        outcomes: list[Outcome],
        then: dict[Control, _Arrivals],
        again: dict[Control, _Arrivals] | None = None,
    ) -> None:
        group = self.table.groups[number]
        words = group.words if sources is None else group.words.take(sources)
        chances = lot if sources is None else lot.take(sources)
        if not len(words):
            return
        for outcome in outcomes:
            arrivals = (then if outcome.passes or again is None else again).setdefault(outcome.control, _Arrivals())
            arrivals.words.append(self._adder(outcome)(words))
            arrivals.chances.append(chances if outcome.chance == 1 else chances * outcome.chance)
            arrivals.links.append((number, Link(action, outcome.chance, sources, -1, _NOWHERE, outcome)))
            self._bytes += BYTES_PER_EDGE * len(words)
            self.budget.check(self._states, self._bytes)

    def _adder(self, outcome: Outcome) -> Adder:
        if outcome not in self._adders:
            self._adders[outcome] = self.table.transitions.fields.adder(outcome.shifts)
        return self._adders[outcome]

    def _arrive(self, arrivals: dict[Control, _Arrivals], step: int, *, passed: bool) -> dict[Control, int]:
        """Merge what came to each control, and end what has ended."""
        going: dict[Control, int] = {}
        self.table.transitions.look_at(list(arrivals), step)
        for control, came in arrivals.items():
            words = came.words[0] if len(came.words) == 1 else np.concatenate(came.words)
            chances = came.chances[0] if len(came.chances) == 1 else np.concatenate(came.chances)
            order = np.argsort(words)
            ranked = words.take(order)
            starts = np.empty(len(ranked), dtype=bool)
            starts[0] = True
            np.not_equal(ranked[1:], ranked[:-1], out=starts[1:])
            places = np.empty(len(order), dtype=np.int32)
            places[order] = np.cumsum(starts, dtype=np.int32) - 1
            different = ranked.compress(starts)
            total = np.bincount(places, weights=chances, minlength=len(different)).astype(np.float64, copy=False)
            group = Group(step, control, different, total)
            number = self._group(group)
            if passed:
                self._end(number)
            self._connect(came, number, places)
            if group.endings is None or (group.endings < 0).any():
                going[control] = number
        return going

    def _connect(self, came: _Arrivals, number: int, places: NDArray[np.int32]) -> None:
        at = 0
        for words, (source, link) in zip(came.words, came.links, strict=True):
            link.target, link.places = number, places[at : at + len(words)]
            at += len(words)
            links = self.table.groups[source].links
            outcome = link.outcome
            if outcome.first is not None:
                self._meet(outcome.first.nodes, source, len(links))
            self._meet(outcome.nodes, source, len(links), passed=outcome.passes)
            links.append(link)

    def _end(self, number: int) -> None:
        """Note the ending of each state of a group after a step, if any of them ends."""
        group, program, transitions = self.table.groups[number], self.table.program, self.table.transitions
        is_last = group.step == program.timeline.last
        plans = [(index, plan) for index, plan in enumerate(program.endings) if plan.early or is_last]
        if not plans:
            return
        endings: Endings = np.full(
            len(group.words), -1, dtype=np.int16 if len(program.endings) > _MOST_SMALL else np.int8
        )
        for first in range(0, len(endings), _AT_ONCE):
            some = endings[first : first + _AT_ONCE]
            context = transitions.context(group.control, group.words[first : first + _AT_ONCE])
            for index, plan in reversed(plans):  # the first that holds is the last that is noted
                holds = np.asarray(True if plan.when is None else plan.when(context))
                # The same as `some[holds] = index`, in a tenth of the time.
                some ^= (some ^ index) & -holds.astype(some.dtype)
        for index, _ in plans:
            if (endings == index).any():
                self._meet(transitions.closing(group.control, index), number, None, index)
        if is_last or (endings >= 0).any():
            group.endings = endings
