"""What is known at each place of a scenario where a condition or a text stands.

In an option its decision is open; what follows from it was opened by what opened the decision, as far as that stays so;
a promise is looked at while it is open; an event that can happen once has not happened yet.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import suppress
from functools import cached_property, reduce
from itertools import product

from attrs import define, evolve, field

from ceo_sim.scenario.expression import Binary, Boolean, Expression, Name, Node, Number, Unary, walk
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.model import (
    Card,
    Decision,
    Ending,
    Event,
    Later,
    Option,
    Outcome,
    Promise,
)
from ceo_sim.scenario.proofs.facts import TIME, Facts, States, Steps
from ceo_sim.scenario.proofs.openers import owner
from ceo_sim.scenario.proofs.reach import Reach, drawn
from ceo_sim.scenario.proofs.search import Goal, basis, possible
from ceo_sim.scenario.proofs.start import UNOPENED

MAX_DEPTH = 3
"""How far back it is looked for what must have happened before."""
MAX_WAYS = 6
"""Ways in which something may have come about that are told apart."""
MAX_EARLIER = 20
"""Earlier events of which it is asked whether they come before one."""
Goals = list[Goal]


@define(eq=False, slots=False)  # for cached_property
class Context:
    """What is known at a place.

    Attributes:
        goals: The conditions that hold there.
        facts: What is known of values there.
        forestalled: What holds there because something else, which has that id, has not come first.
    """

    goals: Goals
    facts: Facts
    forestalled: tuple[tuple[str, Goal], ...] = ()

    def where(self, *goals: Goal) -> Context:
        """The same where more holds."""
        return evolve(self, goals=[*self.goals, *goals])

    @cached_property
    def is_reachable(self) -> bool:
        """Whether what is known there may hold at all; False is certain."""
        return possible(self.goals, self.facts)


def all_of(goals: Iterable[Goal]) -> Node:
    """One condition for several."""
    parts = [goal.node if goal.wanted else Unary("not", goal.node) for goal in goals]
    return reduce(lambda left, right: Binary("and", left, right), parts) if parts else Boolean(True)


class _Flawed(Exception):
    """There is something to say."""


@define(eq=False, slots=False)  # for cached_property
class Contexts:
    """The contexts of a scenario, of which it is known what can happen."""

    reach: Reach
    _while_open: dict[str, Context] = field(factory=dict)
    _following: dict[Path, Context] = field(factory=dict)
    _keys: dict[int, tuple[Node, frozenset[str]]] = field(factory=dict)
    _answers: dict[Hashable, bool] = field(factory=dict)
    _before: dict[Path, Goals] = field(factory=dict)
    _passed: dict[int, dict[str, States]] = field(factory=dict)
    _rising: dict[str, bool | None] = field(factory=dict)

    def can(self, context: Context, *goals: Goal) -> bool:
        """Whether goals may be met at a place that can be reached; False is certain.

        What has nothing to do with them is left out, so that one answer serves all places where the same is known.
        """
        keys = frozenset[str]().union(*(self._speaks_of(goal.node) for goal in goals))
        relevant, left, before = list(goals), context.goals, -1
        while before != len(relevant):
            before = len(relevant)
            rest: Goals = []
            for goal in left:
                spoken_of = self._speaks_of(goal.node)
                if keys.isdisjoint(spoken_of):
                    rest.append(goal)
                else:
                    relevant.append(goal)
                    keys |= spoken_of
            left = rest
        states = tuple((key, states) for key, states in context.facts.states.items() if key in keys)
        asked = tuple(relevant), states
        if asked not in self._answers:
            self._answers[asked] = possible(relevant, context.facts)
        return self._answers[asked]

    def unless_sound(
        self, kind: Hashable, context: Context, goals: Iterable[Goal], find: Callable[[], Iterator[Issue]]
    ) -> list[Issue]:
        """What there is to say of some conditions at a place; that there is nothing is remembered.

        Args:
            kind: What is looked for.
            context: What is known there.
            goals: All conditions that are looked at.
            find: Finds it; that there is nothing may depend on nothing else.
        """
        memory, issues = self.reach.index.memory, list[Issue]()

        def work() -> bool:
            issues.extend(find())
            if issues:
                raise _Flawed
            return True

        with suppress(_Flawed):
            memory.of((kind, self.reach.index.functions, basis([*context.goals, *goals], context.facts)), work)
        return issues

    def _speaks_of(self, node: Node) -> frozenset[str]:
        """The keys of the states, and the names of the numbers, that a condition depends on."""
        known = self._keys.get(id(node))
        if known is None:
            world = self.reach.world
            names = (part.id for part in walk(node) if isinstance(part, Name))
            keys = (world.atoms[name] if name in world.atoms else world.links.get(name, (name,)) for name in names)
            known = self._keys[id(node)] = node, frozenset(key[0] for key in keys)
        return known[1]

    @cached_property
    def everywhere(self) -> Context:
        """What is known at any time of any play."""
        return Context([], Facts(self.reach.world))

    def of_decision(self, decision: Decision) -> Context:
        """While a decision is open."""
        if decision.id not in self._while_open:
            self._while_open[decision.id] = self._of_decision(decision)
        return self._while_open[decision.id]

    def _of_decision(self, decision: Decision) -> Context:
        path: Path = ("decision", decision.id)
        last = self.reach.timeline.last + (1 if decision.default and decision.expires else 0)
        goals = [Goal(Name(f"{decision.id}.open")), *self.before(path)]
        return Context(goals, self.at(range(self.first(path), last)))

    def of_opening(self, decision: Decision) -> Context:
        """Where it is looked whether a decision opens by itself: it has not, and no ending has come so far."""
        timeline = self.reach.timeline
        first = max(0, timeline.step_at(decision.at)) if decision.at is not None else 0
        facts = self.at(range(first, max(first + 1, timeline.last)))
        facts.states[decision.id] = frozenset({UNOPENED})
        return Context([], facts, tuple(self.not_ended()) if first > 0 else ())

    def of_event(self, event: Event) -> Context:
        """Where it is looked whether an event happens by itself."""
        steps = self.reach.timeline.steps_of(event)
        facts = self.at(steps if isinstance(steps, range) else tuple(steps))
        if event.once:
            facts.states[event.id] = frozenset({0})
        return Context([], facts, tuple(self.passed_over(event)))

    def of_card(self, path: Path, card: Card) -> Context:
        """Where a card is drawn."""
        timeline, every = self.reach.timeline, self.reach.index.scenario.decks[str(path[1])].every
        facts = self.at(timeline.steps_every(every) or range(1))
        if card.once:
            facts.states[drawn(path)] = frozenset({False})
        return Context([], facts)

    def of_promise(self, promise: Promise) -> Context:
        """Where it is looked whether a promise has been kept."""
        path: Path = ("promise", promise.id)
        context = Context(self.before(path), self.at(range(self.first(path) + 1, self.reach.timeline.last + 1)))
        context.facts.states[promise.id] = frozenset({"open"})
        return context

    def of_promised(self, promise: Promise) -> Context:
        """Once a promise has been made."""
        path: Path = ("promise", promise.id)
        facts = self.at(range(self.first(path), self.reach.timeline.last + 1))
        return Context([*self.before(path), Goal(Name(f"{promise.id}.made"))], facts)

    def of_later(self, path: Path, later: Later) -> Context:
        """Where something that was put off falls due."""
        steps = range(self.reach.due(path[:-2], later), self.reach.timeline.last + 1)
        return Context(self.after(path[:-2]), self.at(steps))

    def of_ending(self, ending: Ending) -> Context:
        """Where it is looked whether a story ends, whatever other endings there are."""
        last = self.reach.timeline.last
        return Context([], self.at(range(1 if ending.early else last, last + 1)))

    def of_ended(self, ending: Ending) -> Context:
        """Where a story has ended so: its ending holds, and none before it did."""
        context, endings = self.of_ending(ending), list(self.reach.index.scenario.endings.values())
        if ending.when is not None:
            context = context.where(Goal(self.reach.tree(ending.when)))
        return context.where(*self.before_ending(ending, endings))

    def before_ending(self, ending: Ending, endings: list[Ending]) -> Goals:
        """That no ending holds that is looked at before one whenever that one is."""
        before = endings[: [each.id for each in endings].index(ending.id)]  # an edition has other words
        return [
            Goal(self.reach.tree(other.when), False)
            for other in before
            if other.when is not None and (other.early or not ending.early)
        ]

    def following(self, path: Path) -> Context:
        """Right after something has taken effect."""
        if path not in self._following:
            self._following[path] = self._right_after(path)
        return self._following[path]

    def _right_after(self, path: Path) -> Context:
        first, last = self.first(path), self.reach.timeline.last
        facts = self.at(range(first, last + 1))
        goals = [*self.after(path), *self.untouched(path)]
        thing = self.reach.openers.things[path]
        match thing:
            case Option():
                goals = [*goals, Goal(Name(f"{path[1]}.{thing.id}")), Goal(Name(f"{path[1]}.answered"))]
            case Outcome() if path[0] == "promise":
                goals = [*goals, Goal(Name(f"{path[1]}.{path[2]}"))]
            case Outcome():
                goals = [*goals, Goal(Name(f"{path[1]}.lapsed"))]
            case Event():
                goals = [*goals, Goal(Name(f"{thing.id}.fired"))]
        return Context(goals, facts)

    def untouched(self, path: Path) -> Goals:
        """The condition on which something took effect, if that has changed nothing in it."""
        reach, thing = self.reach, self.reach.openers.things[path]
        when: Expression | None = getattr(thing, "when", None)
        if when is None or (isinstance(thing, Event) and thing.id in reach.openers.brings):
            return []
        changed = reach.changes(path) | getattr(thing, "cost", {}).keys()
        return [Goal(reach.tree(when))] if changed.isdisjoint(reach.reads(when)) else []

    # ---- time -----------------------------------------------------------------------------------------------

    def first(self, path: Path) -> int:
        """The first step at which something may happen."""
        return self.reach.earliest.get(path, 0)

    def at(self, steps: Steps) -> Facts:
        """What is known at some steps."""
        facts = Facts(self.reach.world)
        if len(steps):
            first = steps[0]
            if first not in self._passed:
                self._passed[first] = dict(self._passed_by(first))
            facts.states |= self._passed[first]
            facts.states[TIME] = steps
        return facts

    def _passed_by(self, step: int) -> Iterator[tuple[str, States]]:
        """The states of what comes at a fixed moment before a step."""
        for opened, over, id, after_opening, after_all in self._fixed_decisions:
            states = after_all if step > over else after_opening
            if step > opened and states:
                yield id, states
        yield from ((id, states) for _, id, states in self._fixed_events[: bisect_left(self._fixed_events, (step,))])

    @cached_property
    def _fixed_decisions(self) -> list[tuple[int, int, str, States, States]]:
        """The decisions that open once, at a given step; the last at which they wait, and the states after both."""
        reach, timeline = self.reach, self.reach.timeline
        fixed: list[tuple[int, int, str, States, States]] = []
        for each in reach.index.scenario.decisions.values():
            if each.at is None or each.when is not None or ("decision", each.id) in reach.openers.recurring:
                continue
            opened = max(0, timeline.step_at(each.at))
            waits = 0 if each.urgent else timeline.last
            if each.expires is not None and not each.urgent:
                waits = max(1, timeline.steps_in(each.expires)) + timeline.steps_a_day  # up to an hour of the day
            states, chosen = frozenset(reach.world.states[each.id]), ("", *each.options, "any")
            after_opening = states - frozenset(product(["unopened"], chosen))
            after_all = after_opening - frozenset(product(["open"], chosen))
            fixed.append((opened, opened + waits, each.id, after_opening, after_all))
        return fixed

    @cached_property
    def _fixed_events(self) -> list[tuple[int, str, States]]:
        """The events that happen at a given step, whatever holds: in their order, with their states after it."""
        events, states = self.reach.index.scenario.events.values(), self.reach.world.states
        fixed = [
            (max(1, self.reach.timeline.step_at(each.at)), each.id, frozenset(states[each.id]) - {0})
            for each in events
            if each.at is not None and each.once and each.when is None and each.chance is None
        ]
        return sorted(each for each in fixed if len(states[each[1]]) > 1)

    # ---- what has happened before ---------------------------------------------------------------------------

    def before(self, path: Path) -> Goals:
        """What holds from the time on at which a decision has opened or a promise was made."""
        if path not in self._before:
            self._before[path] = []  # for a way that leads back to itself
            self._before[path] = self._before_of(path)
        return self._before[path]

    def _before_of(self, path: Path) -> Goals:
        thing, openers = self.reach.openers.things[path], self.reach.openers
        links = openers.opens if path[0] == "decision" else openers.makes
        ways = [self.after(opener) for opener in links.get(str(path[1]), ()) if opener in self.reach.earliest]
        if isinstance(thing, Decision) and (thing.at is not None or thing.when is not None):
            ways.append(self.lasting(thing.when))
        if not ways or len(ways) > MAX_WAYS or not all(ways):
            return []
        if len(ways) == 1:
            return ways[0]
        return [Goal(reduce(lambda left, right: Binary("or", left, right), map(all_of, ways)))]

    def after(self, path: Path) -> Goals:
        """What holds from the time on at which something has taken effect."""
        thing = self.reach.openers.things[path]
        match thing:
            case Option():
                chosen = self._lasting(Goal(Name(f"{path[1]}.{thing.id}")))
                return [*chosen, *self.before(path[:2]), *self.lasting(thing.when)]
            case Event():
                by_itself = thing.id not in self.reach.openers.brings
                return [Goal(Name(f"{thing.id}.fired")), *(self.lasting(thing.when) if by_itself else [])]
            case Card():
                return [Goal(Name(drawn(path))), *self.lasting(thing.when)]
            case Later():
                return [*self.after(owner(path)), *self.lasting(thing.when)]
            case Outcome() if path[0] == "decision":
                return self.before(path[:2])
            case Outcome():
                return self.before(path[:2])
            case _:
                return []

    # ---- what stays so --------------------------------------------------------------------------------------

    def lasting(self, condition: Expression | None) -> Goals:
        """What of a condition stays so once it holds."""
        return [] if condition is None else self._lasting(Goal(self.reach.tree(condition)))

    def _lasting(self, goal: Goal) -> Goals:
        node, wanted = goal
        match node:
            case Unary(operator="not"):
                return self._lasting(Goal(node.operand, not wanted))
            case Binary(operator="and" | "or"):
                left, right = self._lasting(Goal(node.left, wanted)), self._lasting(Goal(node.right, wanted))
                if (node.operator == "and") == wanted:
                    return [*left, *right]
                return [Goal(Binary("or", all_of(left), all_of(right)))] if left and right else []
            case _:
                return [goal] if self._lasts(node, wanted) else []

    def _lasts(self, node: Node, wanted: bool) -> bool:
        """Whether what holds, or does not, does so for good; draws do not, as a forecast makes them again."""
        symbols = self.reach.index.names
        match node:
            case Name():
                symbol = symbols.get(node.id)
                if symbol is None:
                    return False
                match symbol.kind, symbol.part:
                    case "event", "fired":
                        return wanted
                    case ("promise", "made") | ("deck", _):
                        return wanted
                    case "decision", part:
                        once = ("decision", symbol.owner) not in self.reach.openers.recurring
                        return wanted and part != "open" and once
                    case "variable", _:
                        return self._only_becomes(node.id) is wanted
                return False
            case Binary(operator=">" | ">=", left=Name(id=name), right=Number()):
                return wanted and (name in ("turn", "day") or name.endswith(".times"))
        return False

    def _only_becomes(self, variable: str) -> bool | None:
        """What a variable of two states is only ever set to, if it is one of them."""
        if variable not in self._rising:
            things = self.reach.openers.things.values()
            values = {
                thing.sets[variable].tree.value if isinstance(thing.sets[variable].tree, Boolean) else None
                for thing in things
                if variable in getattr(thing, "sets", ())
            }
            self._rising[variable] = values.pop() if len(values) == 1 else None
        return self._rising[variable]

    # ---- what other things leave ----------------------------------------------------------------------------

    def not_ended(self) -> Iterator[tuple[str, Goal]]:
        """What holds where the story has not ended, as nothing has changed since that was looked at."""
        scenario = self.reach.index.scenario
        return (
            (ending.id, Goal(self.reach.tree(ending.when), False))
            for ending in scenario.endings.values()
            if ending.early and ending.when is not None
            if scenario.decisions.keys().isdisjoint(self.reach.reads(ending.when))  # some may just have opened
        )

    def passed_over(self, event: Event) -> Iterator[tuple[str, Goal]]:
        """That earlier events that would have happened at the same step did not, so that their conditions fail.

        Of those whose conditions nothing changes between the two.
        """
        reach = self.reach
        steps, changed = set(reach.timeline.steps_of(event)), set[str]()
        place = self._places[event.id]
        for other in reversed(self._events[max(0, place - MAX_EARLIER) : place]):
            if other.when is not None and other.chance is None and other.once:
                certain = steps.issubset(reach.timeline.steps_of(other))
                if certain and changed.isdisjoint(reach.reads(other.when)):
                    fails = Unary("not", reach.tree(other.when))
                    yield other.id, Goal(Binary("or", Name(f"{other.id}.fired"), fails))
            changed |= reach.changes(("event", other.id))

    @cached_property
    def _events(self) -> list[Event]:
        """The events in the order in which they are looked at."""
        return list(self.reach.index.scenario.events.values())

    @cached_property
    def _places(self) -> dict[str, int]:
        """The place of each event in the order in which they are looked at."""
        return {id: place for place, id in enumerate(self.reach.index.scenario.events)}
