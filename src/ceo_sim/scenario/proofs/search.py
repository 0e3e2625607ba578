"""Whether conditions can hold together: narrowing what is known until nothing is left, or nothing more follows.

What every condition says is carried to the names in it; of an `or` each side is tried in turn. Nothing is guessed: the
answer is that they cannot hold, with certainty, or what is left of the values with which they may, or that it took too
many trials to say.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from ceo_sim.scenario.expression import COMPARISONS, Binary, Boolean, Call, IfExp, Name, Node, Number, Unary, walk
from ceo_sim.scenario.intervals import Interval, resolution, wider
from ceo_sim.scenario.memory import Memory
from ceo_sim.scenario.proofs.facts import Facts
from ceo_sim.scenario.proofs.terms import RELATIONS, bounds, is_condition, ordered, truth

MAX_TRIALS = 1_024
MAX_ROUNDS = 6
"""How often what follows from comparisons is carried on; each time less does."""
ROOM = 1e-9
"""By how much what follows for a part of a sum or product may be off, in proportion."""


class Goal(NamedTuple):
    """A condition that should hold, or should not."""

    node: Node
    wanted: bool = True


class Undecided(Exception):
    """It takes too many trials to say."""


def satisfied(goals: Iterable[Goal], facts: Facts) -> Facts | None:
    """What is known where all goals are met; None if that cannot be.

    Raises:
        Undecided: It takes too many trials to say.
    """
    return _Search().solve(list(goals), facts.copy())


def possible(goals: Iterable[Goal], facts: Facts) -> bool:
    """Whether all goals may be met; False is certain."""
    goals = list(goals)

    def work() -> bool:
        try:
            return satisfied(goals, facts) is not None
        except Undecided:
            return True

    if facts.numbers or facts.relations or facts.truths:
        return work()
    return facts.world.memory.of(("possible", basis(goals, facts)), work)


def basis(goals: Iterable[Goal], facts: Facts) -> Hashable:
    """All that an answer to whether goals may be met depends on, where nothing but states is known beside the world."""
    world, names, known = facts.world, set[str](), list[Hashable]()
    for goal in goals:
        for name in _names(goal.node, world.memory):
            if name not in names:
                names.add(name)
                meaning, key = world.meaning(name)
                states = None if key is None else facts.states_of(key)
                known.append((meaning, states, world.numbers.get(name)))
    return tuple(goals), tuple(known)


def _names(node: Node, memory: Memory) -> tuple[str, ...]:
    """The names in a node, each once."""
    return memory.of(
        ("names", node), lambda: tuple(dict.fromkeys(part.id for part in walk(node) if isinstance(part, Name)))
    )


def narrowed(goals: Iterable[Goal], facts: Facts) -> Facts:
    """What is known wherever all goals are met, without a trial of the ways in which they may be."""
    known = facts.copy()
    _carry(list(goals), known)
    return known


def _carry(goals: list[Goal], facts: Facts) -> list[Goal] | None:
    """Let goals be met, as long as anything follows; what may be met in several ways, or None if they cannot be met."""
    waiting: list[Goal] = []
    before, rounds = -1, 0
    while before != facts.changes and rounds < MAX_ROUNDS:
        before, rounds = facts.changes, rounds + 1
        waiting = []
        if not all(_suppose(goal.node, goal.wanted, facts, waiting) for goal in goals):
            return None
        if len(goals) == 1 and not waiting and not _comparisons(goals[0].node):
            break
    return waiting


class _Search:
    def __init__(self) -> None:
        self.trials = 0

    def solve(self, goals: list[Goal], facts: Facts) -> Facts | None:
        waiting = _carry(goals, facts)
        return None if waiting is None else self.split(goals, waiting, facts)

    def split(self, goals: list[Goal], waiting: list[Goal], facts: Facts) -> Facts | None:
        """Try the ways to meet what is left: each side of an `or`, and each way a number may depend on a condition."""
        if not waiting:
            return facts
        node, wanted = waiting[0]
        for trial in _trials(node, wanted, facts):
            self.trials += 1
            if self.trials > MAX_TRIALS:
                raise Undecided
            tried = facts.copy()
            tried.truths.update((goal.node, goal.wanted) for goal in trial)
            result = self.solve([*trial, *goals], tried)
            if result is not None:
                return result
        return None


def _comparisons(node: Node) -> int:
    return sum(isinstance(part, Binary) and part.operator in COMPARISONS for part in walk(node))


def _trials(node: Node, wanted: bool, facts: Facts) -> list[list[Goal]]:
    """The cases, of which one must be so for the goal to be met."""
    match node:
        case Binary(operator="and" | "or"):
            return [[Goal(node.left, wanted)], [Goal(node.left, not wanted), Goal(node.right, wanted)]]
        case Binary() if is_condition(node.left, facts):
            alike = (node.operator == "==") == wanted
            return [[Goal(node.left, left), Goal(node.right, left == alike)] for left in (True, False)]
        case IfExp():
            return [
                [Goal(node.condition, True), Goal(node.then, wanted)],
                [Goal(node.condition, False), Goal(node.orelse, wanted)],
            ]
        case _:
            condition = _open_condition(node, facts)
            return [[Goal(condition, True)], [Goal(condition, False)]]


def _open_condition(node: Node, facts: Facts) -> Node:
    condition = _undecided(node, facts)
    assert condition is not None
    return condition


def _undecided(node: Node, facts: Facts) -> Node | None:
    """A condition inside a number of which it is not known whether it holds."""
    for part in walk(node):
        candidates: tuple[Node, ...] = ()
        match part:
            case IfExp():
                candidates = (part.condition,)
            case Call(function="count"):
                candidates = part.arguments
        for condition in candidates:
            if truth(condition, facts) is None:
                return condition
    return None


# ---- what follows from a condition --------------------------------------------------------------------------


def _suppose(node: Node, wanted: bool, facts: Facts, waiting: list[Goal]) -> bool:
    """Let a condition hold or not; False if it cannot be. What may be met in several ways is left waiting."""
    if facts.truths and facts.truths.get(node, wanted) != wanted:
        return False
    match node:
        case Boolean():
            return node.value == wanted
        case Name():
            return facts.suppose(node.id, wanted)
        case Unary():
            return _suppose(node.operand, not wanted, facts, waiting)
        case Binary(operator="and" | "or") if (node.operator == "and") == wanted:
            return _suppose(node.left, wanted, facts, waiting) and _suppose(node.right, wanted, facts, waiting)
        case Binary(operator="and" | "or"):
            return _suppose_either(node, wanted, facts, waiting)
        case Binary() if is_condition(node.left, facts):
            return _suppose_alike(node, wanted, facts, waiting)
        case Binary():
            return _suppose_comparison(node, wanted, facts, waiting)
        case IfExp():
            return _suppose_choice(node, wanted, facts, waiting)
        case _:
            return True


def _suppose_comparison(node: Binary, wanted: bool, facts: Facts, waiting: list[Goal]) -> bool:
    if not _compare(node, wanted, facts):
        return False
    if truth(node, facts) is None and _undecided(node, facts) is not None:
        waiting.append(Goal(node, wanted))
    return True


def _suppose_choice(node: IfExp, wanted: bool, facts: Facts, waiting: list[Goal]) -> bool:
    condition = truth(node.condition, facts)
    if condition is None:
        waiting.append(Goal(node, wanted))
        return True
    return _suppose(node.then if condition else node.orelse, wanted, facts, waiting)


def _suppose_either(node: Binary, wanted: bool, facts: Facts, waiting: list[Goal]) -> bool:
    left, right = truth(node.left, facts), truth(node.right, facts)
    if wanted in (left, right):
        return True
    if left is not None:
        return _suppose(node.right, wanted, facts, waiting)
    if right is not None:
        return _suppose(node.left, wanted, facts, waiting)
    waiting.append(Goal(node, wanted))
    return True


def _suppose_alike(node: Binary, wanted: bool, facts: Facts, waiting: list[Goal]) -> bool:
    """Let two conditions be the same, or not."""
    alike = (node.operator == "==") == wanted
    left, right = truth(node.left, facts), truth(node.right, facts)
    if left is not None:
        return _suppose(node.right, left == alike, facts, waiting)
    if right is not None:
        return _suppose(node.left, right == alike, facts, waiting)
    waiting.append(Goal(node, wanted))
    return True


_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}


def _compare(node: Binary, wanted: bool, facts: Facts) -> bool:
    """Let a comparison of numbers hold or not, and carry what follows to both sides."""
    operator, left, right = ordered(node, facts)
    operator = operator if wanted else _OPPOSITE[operator]
    if not isinstance(right, Number):
        relation = facts.relations.get((left, right), RELATIONS["=="] if left == right else frozenset({-1, 0, 1}))
        narrowed = relation & RELATIONS[operator]
        if not narrowed:
            return False
        if narrowed != relation:
            facts.relations[left, right] = narrowed
            facts.changes += 1
    (left_low, left_high), (right_low, right_high) = bounds(left, facts), bounds(right, facts)
    match operator:
        case "<":
            return _narrow(left, (-math.inf, _below(right_high - resolution(right_high))), facts) and _narrow(
                right, (left_low, math.inf), facts
            )
        case "<=":
            return _narrow(left, (-math.inf, right_high + resolution(right_high)), facts) and _narrow(
                right, (left_low - 2 * resolution(left_low), math.inf), facts
            )
        case ">":
            return _narrow(left, (_above(right_low + resolution(right_low)), math.inf), facts) and _narrow(
                right, (-math.inf, left_high), facts
            )
        case ">=":
            return _narrow(left, (right_low - resolution(right_low), math.inf), facts) and _narrow(
                right, (-math.inf, left_high + 2 * resolution(left_high)), facts
            )
        case "==":
            return _narrow(
                left, (right_low - resolution(right_low), right_high + resolution(right_high)), facts
            ) and _narrow(right, (left_low - 2 * resolution(left_low), left_high + 2 * resolution(left_high)), facts)
        case _:
            return _differ(left, (left_low, left_high), (right_low, right_high), facts)


def _below(value: float) -> float:
    return math.nextafter(value, -math.inf)


def _above(value: float) -> float:
    return math.nextafter(value, math.inf)


def _differ(left: Node, here: Interval, there: Interval, facts: Facts) -> bool:
    """Let a number not be equal to one that is known."""
    if there[0] != there[1]:
        return True
    low, high = there[0] - resolution(there[0]), there[0] + resolution(there[0])
    if isinstance(left, Name) and not facts.exclude(left.id, low, high):
        return False
    here = bounds(left, facts)
    return _narrow(
        left, (_above(high) if here[0] >= low else here[0], _below(low) if here[1] <= high else here[1]), facts
    )


# ---- what follows for the parts of a number -----------------------------------------------------------------


def _narrow(node: Node, interval: Interval, facts: Facts) -> bool:
    """Let a number lie in an interval; False if it cannot."""
    low, high = interval
    if isinstance(node, Name):
        return facts.narrow(node.id, low, high)
    here = bounds(node, facts)
    if here[0] > high or here[1] < low:
        return False
    if isinstance(node, Number) or (low <= here[0] and here[1] <= high):
        return True
    if not facts.narrow_term(node, here, low, high):
        return False
    low, high = max(low, here[0]), min(high, here[1])
    match node:
        case Unary():
            return _narrow(node.operand, (-high, -low), facts)
        case Binary(operator="+" | "-"):
            return _narrow_sum(node, (low, high), facts)
        case Binary(operator="*"):
            return _narrow_product(node, (low, high), facts)
        case Binary(operator="/"):
            right = bounds(node.right, facts)
            if right[0] == right[1] and abs(right[0]) >= 1e-6:
                ends = sorted((low * right[0], high * right[0]))
                return _narrow(node.left, wider((ends[0], ends[1]), ROOM), facts)
            return True
        case IfExp():
            return _narrow_choice(node, (low, high), facts)
        case Call():
            return _narrow_call(node, (low, high), facts)
        case _:
            return True


def _narrow_sum(node: Binary, interval: Interval, facts: Facts) -> bool:
    (low, high), right = interval, bounds(node.right, facts)
    if node.operator == "+":
        left_ends = wider((low - right[1], high - right[0]), ROOM)
    else:
        left_ends = wider((low + right[0], high + right[1]), ROOM)
    if any(map(math.isnan, left_ends)):
        return True
    if not _narrow(node.left, _with_room(left_ends, right), facts):
        return False
    left = bounds(node.left, facts)
    if node.operator == "+":
        right_ends = wider((low - left[1], high - left[0]), ROOM)
    else:
        right_ends = wider((left[0] - high, left[1] - low), ROOM)
    return any(map(math.isnan, right_ends)) or _narrow(node.right, _with_room(right_ends, left), facts)


def _with_room(interval: Interval, other: Interval) -> Interval:
    """What follows for one side of a sum is as exact as the larger of them."""
    room = max((abs(end) for end in other if math.isfinite(end)), default=0.0) * ROOM
    return interval[0] - room, interval[1] + room


def _narrow_product(node: Binary, interval: Interval, facts: Facts) -> bool:
    for one, other in ((node.left, node.right), (node.right, node.left)):
        factor = bounds(other, facts)
        if factor[0] == factor[1] and abs(factor[0]) >= 1e-6:
            ends = sorted((interval[0] / factor[0], interval[1] / factor[0]))
            if not _narrow(one, wider((ends[0], ends[1]), ROOM), facts):
                return False
    return True


def _narrow_choice(node: IfExp, interval: Interval, facts: Facts) -> bool:
    condition = truth(node.condition, facts)
    sides: list[tuple[bool, Node]] = []
    for holds, side in ((True, node.then), (False, node.orelse)):
        if condition in (holds, None):
            there = facts if condition is not None else facts.copy()
            if condition is None and not _suppose(node.condition, holds, there, []):
                continue
            low, high = bounds(side, there)
            if low <= interval[1] and high >= interval[0]:
                sides.append((holds, side))
    if len(sides) != 1:
        return bool(sides)
    holds, side = sides[0]
    return _suppose(node.condition, holds, facts, []) and _narrow(side, interval, facts)


def _narrow_call(node: Call, interval: Interval, facts: Facts) -> bool:
    low, high = interval
    match node.function:
        case "count":
            each = [(argument, truth(argument, facts)) for argument in node.arguments]
            most, least = sum(known is not False for _, known in each), sum(known is True for _, known in each)
            wanted = True if most < low + 1 else False if least > high - 1 else None
            undecided = [argument for argument, known in each if known is None]
            return wanted is None or all(_suppose(argument, wanted, facts, []) for argument in undecided)
        case "min" if low > -math.inf:
            return all(_narrow(argument, (low, math.inf), facts) for argument in node.arguments)
        case "max" if high < math.inf:
            return all(_narrow(argument, (-math.inf, high), facts) for argument in node.arguments)
        case "clamp":
            value, lowest, highest = node.arguments
            low = low if low > bounds(lowest, facts)[1] else -math.inf
            high = high if high < bounds(highest, facts)[0] else math.inf
            return _narrow(value, (low, high), facts)
        case _:
            return True
