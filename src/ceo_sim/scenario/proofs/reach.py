"""What can happen in a play at all, when at the earliest, and which values can then be met.

A play is followed from its first step with everything that may happen happening: what opens, sets and moves only ever
adds to what is possible. What is not reached so can happen in no play; what is reached may still never happen.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import count

from attrs import define, field

from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Binary, Expression, Node, Number
from ceo_sim.scenario.intervals import RESOLUTION, Interval, hull, resolution, wider
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.metrics import bounds as metric_bounds
from ceo_sim.scenario.model import Card, Consequence, Decision, Event, Later, Metric, Option, Promise
from ceo_sim.scenario.names import variable_range
from ceo_sim.scenario.proofs.facts import TIME, Facts, States, Steps, World
from ceo_sim.scenario.proofs.openers import Openers
from ceo_sim.scenario.proofs.search import Goal, possible
from ceo_sim.scenario.proofs.start import first_world
from ceo_sim.scenario.proofs.terms import bounds, written_out
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.typecheck import names_in

MANY_VALUES = 24
"""Values of a variable that are told apart; of more only the lowest and the highest are."""
MANY_MOVES = 8
"""How often a bound may move by degrees before it goes to the end of its range."""


@define(eq=False)
class Candidate:
    """Something that may happen.

    Attributes:
        path: What.
        goals: What must hold for it.
        steps: The steps at which it may, as the scenario has them.
        reads: The ids of what its goals depend on.
        timed: Whether they depend on the clock.
    """

    path: Path
    goals: list[Goal]
    steps: Steps
    reads: set[str]
    timed: bool


@define(eq=False, slots=False)  # for cached_property
class Reach:
    """What can happen in a scenario.

    Attributes:
        index: The scenario.
        world: What is known of all plays, once `follow` has been called.
        earliest: For everything that can happen the first step at which it may.
        openers: What opens, brings about or makes what.
    """

    index: ScenarioIndex
    timeline: Timeline
    world: World
    openers: Openers
    earliest: dict[Path, int] = field(factory=dict)
    now: int = 0
    _trees: dict[int, tuple[Node, set[str], Node]] = field(factory=dict)
    _changes: dict[Path, frozenset[str]] = field(factory=dict)
    _heap: list[tuple[int, int, Candidate]] = field(factory=list)
    _turn: Iterator[int] = field(factory=count)
    _readers: dict[str, list[Candidate]] = field(factory=lambda: defaultdict(list))
    _moves: dict[tuple[str, bool], int] = field(factory=lambda: defaultdict(int))
    _amounts: dict[str, dict[tuple[str, Node, str], Expression]] = field(factory=lambda: defaultdict(dict))
    _waiting: dict[str, None] = field(factory=dict)

    @classmethod
    def of(cls, index: ScenarioIndex) -> Reach:
        """Follow a scenario without errors through everything that may happen."""
        timeline = Timeline.of(index.scenario.clock)
        reach = cls(index, timeline, first_world(index, timeline), Openers.of(index))
        reach.follow()
        return reach

    # ---- expressions ----------------------------------------------------------------------------------------

    def tree(self, expression: Expression) -> Node:
        """An expression with its functions written out."""
        return self._read(expression)[0]

    def part(self, node: Node) -> Node:
        """A part of an expression with its functions written out."""
        return written_out(node, self.index.scenario.functions)

    def reads(self, expression: Expression) -> set[str]:
        """The ids of what an expression depends on."""
        return self._read(expression)[1]

    def _read(self, expression: Expression) -> tuple[Node, set[str], Node]:
        # By the tree, which is one for the same text, and not by the text: some trees are put together.
        tree = expression.tree
        known = self._trees.get(id(tree))
        if known is None:
            functions = self.index.scenario.functions
            written, names = self.index.memory.about(
                tree,
                ("written out", self.index.functions),
                lambda: (written_out(tree, functions), names_in(tree, functions)),
            )
            owners = {self.index.names[name].owner for name in names}
            known = self._trees[id(tree)] = written, owners, tree
        return known

    def changes(self, path: Path) -> frozenset[str]:
        """The ids of what may change at once when something takes effect."""
        if path not in self._changes:
            self._changes[path] = frozenset(self._changed_by(path))
        return self._changes[path]

    def _changed_by(self, path: Path) -> set[str]:
        thing = self.openers.things[path]
        changed = {thing_of(path), *thing.assignments, *thing.effects, *thing.promises}
        if thing.next is not None and thing.next.at_once:
            changed.add(thing.next.decision)
        waiting = list(changed)
        while waiting:
            dependent = self.derived.get(waiting.pop(), set()) - changed
            changed |= dependent
            waiting += dependent
        return changed

    @cached_property
    def derived(self) -> dict[str, set[str]]:
        """For each id the derived metrics that read it."""
        derived: dict[str, set[str]] = defaultdict(set)
        for id, metric in self.index.scenario.metrics.items():
            for read in self.reads(metric.formula) if metric.formula is not None else ():
                derived[read].add(id)
        return derived

    def due(self, path: Path, later: Later) -> int:
        """The first step at which what follows later from something may come."""
        after = later.after[0] if isinstance(later.after, tuple) else later.after
        return self.earliest.get(path, 0) + max(1, self.timeline.steps_in(after))

    # ---- the way through the story --------------------------------------------------------------------------

    def follow(self) -> None:
        """Let everything happen that may, from the first step to the last."""
        self._begin()
        self._tell()
        while self._heap:
            self.now, _, candidate = heapq.heappop(self._heap)
            if candidate.path not in self.earliest:
                self._consider(candidate)
                self._tell()

    def _begin(self) -> None:
        scenario, last = self.index.scenario, self.timeline.last
        for id, metric in scenario.metrics.items():
            for expression in (metric.formula, metric.baseline):
                if expression is not None:
                    for owner in self.reads(expression):
                        self._amounts[owner]["metric", expression.tree, id] = expression
        for id in scenario.metrics:
            self._settle(id)
        for decision in scenario.decisions.values():
            self._wait_for_decision(decision)
        for event in scenario.events.values():
            goals = self._goals(event.when)
            self._wait(("event", event.id), goals, _ordered(self.timeline.steps_of(event)), event.chance, event.when)
        for deck in scenario.decks.values():
            steps = self.timeline.steps_every(deck.every)
            for card in deck.cards.values():
                self._wait(("deck", deck.id, "card", card.id), self._goals(card.when), steps, card.weight, card.when)
        for inject in scenario.injects.values():
            self._wait(("inject", inject.id), self._goals(inject.when), range(last + 1), None, inject.when)

    def _wait_for_decision(self, decision: Decision) -> None:
        if decision.at is None and decision.when is None:
            return
        first = max(0, self.timeline.step_at(decision.at)) if decision.at is not None else 0
        steps = range(first, self.timeline.last if decision.when is not None else min(first + 1, self.timeline.last))
        self._wait(("decision", decision.id), self._goals(decision.when), steps, None, decision.when)

    def _goals(self, *conditions: Expression | None) -> list[Goal]:
        return [Goal(self.tree(condition)) for condition in conditions if condition is not None]

    def _wait(
        self, path: Path, goals: list[Goal], steps: Steps, chance: Expression | None, *read: Expression | None
    ) -> None:
        """Have something happen at the first of some steps at which it may."""
        if chance is not None:
            goals = [*goals, Goal(_above_zero(self.tree(chance)))]
        reads = set().union(*(self.reads(each) for each in (chance, *read) if each is not None))
        timed = bool(reads & {"day", "hour", "turn"})
        candidate = Candidate(path, goals, steps, reads, timed)
        for owner in reads:
            self._readers[owner].append(candidate)
        self._schedule(candidate, steps[0] if len(steps) else self.timeline.last + 1)

    def _schedule(self, candidate: Candidate, step: int) -> None:
        if step <= self.timeline.last:
            heapq.heappush(self._heap, (step, next(self._turn), candidate))

    def _consider(self, candidate: Candidate) -> None:
        """Let something happen now, or at the next step at which it may; what else happens may make it sooner."""
        steps = _from(candidate.steps, self.now)
        if not len(steps) or not self._may(candidate, steps):
            return
        first: int = steps[0]
        if candidate.timed and not self._may(candidate, steps[:1]):
            low, high = 1, len(steps)  # with the first `low` it may not, with the first `high` it may
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if self._may(candidate, steps[:middle]) else (middle, high)
            first = steps[high - 1]
        if first > self.now:
            self._schedule(candidate, first)
        else:
            self._happen(candidate.path)

    def _may(self, candidate: Candidate, steps: Steps) -> bool:
        return not candidate.goals or possible(candidate.goals, Facts(self.world, states={TIME: steps}))

    # ---- what follows from what happens ---------------------------------------------------------------------

    def _happen(self, path: Path) -> None:
        if path in self.earliest:
            return
        self.earliest[path] = self.now
        thing = self.openers.things.get(path)
        match thing:
            case Decision():
                self._opened(thing)
            case Promise():
                self._made(thing)
            case Option():
                self._changed(str(path[1]), self.openers.states_of_decision(thing_of(path), self.earliest))
            case Event():
                self._changed(thing.id, frozenset({0, 1} if thing.once else {0, 1, 2}))
            case Card():
                self.world.states[drawn(path)] = frozenset({False, True})
                self._notify(thing_of(path))
            case _ if path[0] == "promise":
                self._changed(str(path[1]), frozenset({*self.world.states[str(path[1])], str(path[2])}))
        if isinstance(thing, Consequence):
            self._consequence(path, thing)

    def _changed(self, key: str, states: States) -> None:
        if states != self.world.states.get(key):
            self.world.states[key] = states
            self._notify(key)

    def _opened(self, decision: Decision) -> None:
        last = self.timeline.last
        self._changed(decision.id, self.openers.states_of_decision(decision.id, self.earliest))
        steps = range(self.now, last + 1 if decision.default and decision.expires else last)
        for option in decision.options.values():
            if all(cost <= refill + resolution(cost) for cost, refill in self._prices(option)):
                path = ("decision", decision.id, "option", option.id)
                is_open = Goal(self.openers.name(f"{decision.id}.open"))
                self._wait(path, [is_open, *self._goals(option.when)], steps, None, option.when)
        if decision.expires is not None and not decision.urgent:
            due = self.now + max(1, self.timeline.steps_in(decision.expires))
            if due <= last and decision.id in self.openers.lapsing:
                self._wait(("decision", decision.id, "lapsed"), [], range(due, last + 1), None)

    def _prices(self, option: Option) -> Iterator[tuple[float, float]]:
        for id, cost in option.cost.items():
            yield float(cost), float(self.index.scenario.budgets[id].refill)

    def _made(self, promise: Promise) -> None:
        last, kept_when = self.timeline.last, promise.kept_when
        states = frozenset({"unmade", "open"})
        self._changed(promise.id, states)
        steps = range(self.now + 1, last + 1)
        self._wait(("promise", promise.id, "kept"), self._goals(kept_when), steps, None, kept_when)
        due = self.openers.due(promise, self.now, self.timeline)
        broken = [Goal(self.tree(kept_when), False)]
        self._wait(("promise", promise.id, "broken"), broken, range(min(due, last + 1), last + 1), None, kept_when)

    def _consequence(self, path: Path, thing: Consequence) -> None:
        # Remembered, as each time they are put together anew, and what is known of them is known by their trees.
        assignments = self.index.memory.about(thing, "assignments", lambda: thing.assignments)
        for id, expression in assignments.items():
            for owner in self.reads(expression):
                self._amounts[owner]["variable", expression.tree, id] = expression
            self._set(id, expression)
        for id, effect in thing.effects.items():
            for owner in self.reads(effect.amount):
                self._amounts[owner]["effect", effect.amount.tree, id] = effect.amount
            self._move(id, effect.amount)
        for promise in thing.promises:
            self._at(self.now, ("promise", promise))
        if thing.next is not None:
            wait = 1 if thing.next.after is None else self.timeline.steps_in(thing.next.after)
            if self.now + wait < self.timeline.last:
                self._at(self.now + wait, ("decision", thing.next.decision))
        for number, later in enumerate(thing.later):
            steps = range(min(self.due(path, later), self.timeline.last + 1), self.timeline.last + 1)
            self._wait((*path, "later", number), self._goals(later.when), steps, later.chance, later.when)
        if isinstance(thing, Later) and thing.event is not None:
            self._at(self.now, ("event", thing.event))

    def _at(self, step: int, path: Path) -> None:
        """Have something happen at a step, whatever holds then."""
        if step == self.now:
            self._happen(path)
        else:
            self._wait(path, [], range(step, step + 1), None)

    # ---- values ---------------------------------------------------------------------------------------------

    def _notify(self, owner: str) -> None:
        """Have it looked again at whatever depends on something that may now have other values.

        Once all that happens at once has happened: a formula that reads several things that change is then worked out
        once. And by a list of what waits, not by calls within calls: chains of formulas may have any length.
        """
        self._waiting[owner] = None

    def _tell(self) -> None:
        """Look again at whatever depends on what has changed, and on what changes by that."""
        while self._waiting:
            first = next(iter(self._waiting))
            del self._waiting[first]
            self._look_again(first)

    def _look_again(self, owner: str) -> None:
        for candidate in self._readers[owner]:
            if candidate.path not in self.earliest:
                self._schedule(candidate, self.now)
        for (kind, _, id), expression in list(self._amounts[owner].items()):
            match kind:
                case "metric":
                    self._settle(id)
                case "variable":
                    self._set(id, expression)
                case _:
                    self._move(id, expression)

    def _bounds(self, expression: Expression) -> Interval:
        return bounds(self.tree(expression), Facts(self.world))

    def _settle(self, id: str) -> None:
        """Let a derived metric be what it may be, and a drifting one go where it may."""
        metric: Metric = self.index.scenario.metrics[id]
        low, high = metric_bounds(metric)
        if self.world.numbers[id] == (low, high):
            return
        if metric.formula is not None:
            value = self._bounds(metric.formula)
            self._widen(id, _clipped(value, low, high))
        elif metric.baseline is not None:
            aim = _clipped(self._bounds(metric.baseline), low, high)
            self._widen(id, _clipped(wider(aim, 1e-9), low, high), (low, high))

    def _move(self, id: str, amount: Expression) -> None:
        """Let an effect move a metric as far as its range goes."""
        low, high = metric_bounds(self.index.scenario.metrics[id])
        here = self.world.numbers[id]
        if here == (low, high):
            return
        least, most = self._bounds(amount)
        self._widen(id, (low if least < 0 else here[0], high if most > 0 else here[1]))

    def _set(self, id: str, expression: Expression) -> None:
        """Let a variable have what it is set to."""
        variable = self.index.scenario.variables[id]
        states = self.world.states.get(id)
        if isinstance(variable.start, bool):
            assert states is not None
            wanted = {
                value for value in (True, False) if possible([Goal(self.tree(expression), value)], Facts(self.world))
            }
            self._changed(id, frozenset(states) | wanted)
            return
        low, high = variable_range(variable.range)
        values = list(self._values(id, expression, states))
        if states is not None and all(least == most for least, most in values):
            new = frozenset(states) | {min(max(least, low), high) + 0.0 for least, _ in values}
            if len(new) <= MANY_VALUES:
                self._changed(id, new)
                return
        if states is not None:
            self.world.loses_states(id)
            self.world.numbers[id] = (min(states), max(states))
            self._notify(id)
        for value in values:
            self._widen(id, _clipped(value, low, high), (low, high))

    def _values(self, id: str, expression: Expression, states: States | None) -> Iterable[Interval]:
        """What a variable may be set to: for each of its values, where that is all that it depends on."""
        if states is None or self.reads(expression) != {id}:
            return [self._bounds(expression)]
        tree, world = self.tree(expression), self.world
        key = "value", tree, world.meaning(id)
        return [
            world.memory.of((*key, state), lambda: bounds(tree, Facts(world, states={id: frozenset({state})})))  # noqa: B023 - used up
            for state in states
        ]

    def _widen(self, id: str, value: Interval, whole: Interval | None = None) -> None:
        """Let a number lie in an interval too; one that grows by degrees goes to the end of its `whole` range."""
        here = self.world.numbers[id]
        new = hull(here, value)
        if new == here:
            return
        for is_high in (False, True) if whole else ():
            if new[is_high] != here[is_high]:
                self._moves[id, is_high] += 1
        if whole and self._moves[id, False] > MANY_MOVES:
            new = whole[0], new[1]
        if whole and self._moves[id, True] > MANY_MOVES:
            new = new[0], whole[1]
        self.world.numbers[id] = new
        self._notify(id)


def drawn(path: Path) -> str:
    """The name of the condition that a card has been drawn."""
    return f"{path[1]}.{path[3]}.drawn"


def thing_of(path: Path) -> str:
    """The id of the decision, event, deck, promise or inject that a path leads into."""
    return str(path[1])


def _clipped(value: Interval, low: float, high: float) -> Interval:
    return min(max(value[0], low), high), min(max(value[1], low), high)


def _ordered(steps: Iterable[int]) -> Steps:
    return steps if isinstance(steps, range) else tuple(steps)


def _from(steps: Steps, first: int) -> Steps:
    """Those of some steps, in order, that are not before one."""
    if isinstance(steps, range):
        return range(max(steps.start, first), max(steps.stop, first))
    return tuple(step for step in steps if step >= first)


def _above_zero(node: Node) -> Node:
    """That a number is above zero by however little: the resolution of comparisons is taken off the other side."""
    return Binary(">", node, Number(-RESOLUTION))
