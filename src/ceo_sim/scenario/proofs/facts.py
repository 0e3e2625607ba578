"""What is known of the values of names: of all plays, and of those in which something holds.

A name stands for a number between two bounds, or for something with a few states: a decision that is open, a variable
that is ever set to three values, the step of the clock. What is known of all plays is a `World`; `Facts` narrow it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from attrs import define, field, frozen

from ceo_sim.scenario.expression import Node
from ceo_sim.scenario.intervals import EVERYTHING, Interval
from ceo_sim.scenario.memory import Memory
from ceo_sim.scenario.model import Function
from ceo_sim.scenario.names import Names
from ceo_sim.scenario.timeline import Timeline

Steps = range | tuple[int, ...]
"""Steps of the clock, in order."""
States = frozenset[Any] | Steps
"""The states that something may be in; for the clock its steps."""
TIME = ""
"""The key of the clock among what has states."""


class Link(Protocol):
    """How a number follows from a state."""

    @property
    def written(self) -> Hashable:
        """The link as a value: equal for links that are alike."""

    def bounds(self, states: States) -> Interval:
        """Between what the number is in some states."""

    def narrowed(self, states: States, low: float, high: float) -> States:
        """The states in which the number may be from `low` to `high`."""

    def without(self, states: States, low: float, high: float) -> States:
        """The states in which the number may be anything but from `low` to `high`."""


@frozen
class TableLink:
    """A number that has bounds of its own in each state."""

    table: Mapping[Any, Interval]

    @property
    def written(self) -> Hashable:
        """The link as a value: equal for links that are alike."""
        return tuple(self.table.items())

    def bounds(self, states: States) -> Interval:
        """Between what the number is in some states."""
        each = [self.table[state] for state in states]
        return min(low for low, _ in each), max(high for _, high in each)

    def narrowed(self, states: States, low: float, high: float) -> States:
        """The states in which the number may be from `low` to `high`."""
        return frozenset(state for state in states if self.table[state][0] <= high and self.table[state][1] >= low)

    def without(self, states: States, low: float, high: float) -> States:
        """The states in which the number may be anything but from `low` to `high`."""
        return frozenset(
            state for state in states if not (low <= self.table[state][0] and self.table[state][1] <= high)
        )


@frozen
class TimeLink:
    """A number that follows from the step of the clock: its `turn`, `day` or `hour`."""

    timeline: Timeline
    part: str

    @property
    def written(self) -> Hashable:
        """The link as a value: equal for links that are alike."""
        return repr(self)

    def bounds(self, states: States) -> Interval:
        """Between what the number is at some steps."""
        steps: Sequence[int] = states  # type: ignore[assignment]  # those of the clock are in order
        if self.part != "hour":
            return self.value(steps[0]), self.value(steps[-1])
        hours = [self.value(step) for step in steps[: self.timeline.steps_a_day]]
        if len(steps) > len(hours) and not isinstance(steps, range):
            hours = list(map(self.value, steps))
        return min(hours), max(hours)

    def value(self, step: int) -> float:
        """The number at a step."""
        if self.part == "turn":
            return float(step)
        return self.timeline.days(step) if self.part == "day" else self.timeline.hour(step)

    def narrowed(self, states: States, low: float, high: float) -> States:
        """The steps at which the number is from `low` to `high`."""
        first, last = self.bounds(states)
        if low <= first and last <= high:
            return states
        if self.part == "turn" and isinstance(states, range):
            return range(max(states.start, _above(low)), min(states.stop, _above(high + 1)))
        return _in_order(step for step in states if low <= self.value(step) <= high)

    def without(self, states: States, low: float, high: float) -> States:
        """The steps at which the number is not from `low` to `high`."""
        first, last = self.bounds(states)
        if last < low or first > high:
            return states
        return _in_order(step for step in states if not low <= self.value(step) <= high)


def _above(value: float) -> int:
    return int(max(min(value, 1e9), -1.0) // 1) + (value % 1 > 0) if abs(value) < 1e9 else (10**9 if value > 0 else -1)


def _in_order(steps: Iterable[int]) -> Steps:
    listed = tuple(steps)
    if listed and listed[-1] - listed[0] == len(listed) - 1:
        return range(listed[0], listed[-1] + 1)
    return listed


@define
class World:
    """What is known of all plays of a scenario.

    Attributes:
        names: Everything that an expression may name.
        functions: The author's functions.
        timeline: The clock.
        numbers: Bounds of the names that are numbers by themselves.
        states: The states of whatever has some, by its id.
        atoms: For each name of a condition what it speaks of, and in which states of that it holds.
        links: For each name of a number that follows from a state, what it speaks of, and how it follows.
        memory: What was found out of this world and of others.
    """

    names: Names
    functions: Mapping[str, Function]
    timeline: Timeline
    memory: Memory
    numbers: dict[str, Interval] = field(factory=dict)
    states: dict[str, States] = field(factory=dict)
    atoms: dict[str, tuple[str, frozenset[Any]]] = field(factory=dict)
    links: dict[str, tuple[str, Link]] = field(factory=dict)
    _meanings: dict[str, tuple[Hashable, str | None]] = field(factory=dict)

    def loses_states(self, id: str) -> None:
        """Let a number that had states be one between two bounds."""
        del self.states[id], self.links[id]
        self._meanings.pop(id, None)

    def meaning(self, name: str) -> tuple[Hashable, str | None]:
        """What stands for all that a name means in this world but its values; and the key of its states, if any."""
        if (known := self._meanings.get(name)) is None:
            symbol, atom, link = self.names.get(name), self.atoms.get(name), self.links.get(name)
            key = atom[0] if atom is not None else link[0] if link is not None else None
            means = symbol and (symbol.kind, symbol.type), atom, link and (link[0], link[1].written)
            known = self._meanings[name] = self.memory.of(("means", means), object), key
        return known


@define
class Facts:
    """What is known where something holds, as far as that is more than what is known of all plays.

    Attributes:
        world: What is known of all plays.
        numbers: Bounds of names, and of sums and other terms as a whole.
        states: States of what has some.
        relations: For pairs of terms whether the first may be less (-1), equal or more.
        truths: Conditions that are supposed to hold, or not.
        changes: How often something was narrowed.
    """

    world: World
    numbers: dict[Hashable, Interval] = field(factory=dict)
    states: dict[str, States] = field(factory=dict)
    relations: dict[tuple[Node, Node], frozenset[int]] = field(factory=dict)
    truths: dict[Node, bool] = field(factory=dict)
    changes: int = 0

    def copy(self) -> Facts:
        """The same, to be narrowed."""
        return Facts(
            self.world, dict(self.numbers), dict(self.states), dict(self.relations), dict(self.truths), self.changes
        )

    def states_of(self, key: str) -> States:
        """The states that something may be in; without any, nothing like this happens in any play."""
        return self.states[key] if key in self.states else self.world.states[key]

    def bounds(self, name: str) -> Interval:
        """Bounds of the number that a name stands for."""
        world = self.world
        interval = self.numbers.get(name) or world.numbers.get(name, EVERYTHING)
        if (link := world.links.get(name)) is None:
            return interval
        low, high = link[1].bounds(self.states_of(link[0]))
        return max(low, interval[0]), min(high, interval[1])

    def holds(self, name: str) -> bool | None:
        """Whether a condition that has a name holds; None if it may or may not."""
        if (atom := self.world.atoms.get(name)) is None:
            return None
        states = self.states_of(atom[0])
        if atom[1].issuperset(states):
            return True
        return False if atom[1].isdisjoint(states) else None

    def set_states(self, key: str, states: States) -> bool:
        """Narrow the states of something; False if there is none left."""
        if len(states) < len(self.states_of(key)):
            self.states[key] = states
            self.changes += 1
        return bool(states)

    def suppose(self, name: str, wanted: bool) -> bool:
        """Let a condition that has a name hold or not; False if that cannot be."""
        if (atom := self.world.atoms.get(name)) is None:
            return True
        key, holding = atom
        states = self.states_of(key)
        return self.set_states(key, holding.intersection(states) if wanted else frozenset(states) - holding)

    def narrow(self, name: str, low: float, high: float) -> bool:
        """Let the number that a name stands for be from `low` to `high`; False if that cannot be."""
        link = self.world.links.get(name)
        if link is not None:
            states = self.states_of(link[0])
            if not self.set_states(link[0], link[1].narrowed(states, low, high)):
                return False
        return self.narrow_term(name, self.bounds(name), low, high)

    def narrow_term(self, term: Hashable, bounds: Interval, low: float, high: float) -> bool:
        """Let a term that has bounds be from `low` to `high`; False if that cannot be."""
        new = max(bounds[0], low), min(bounds[1], high)
        if new[0] > new[1]:
            return False
        if new != bounds:
            self.numbers[term] = new
            self.changes += 1
        return True

    def exclude(self, name: str, low: float, high: float) -> bool:
        """Let the number that a name stands for not be from `low` to `high`; False if that cannot be."""
        link = self.world.links.get(name)
        return link is None or self.set_states(link[0], link[1].without(self.states_of(link[0]), low, high))
