"""The variants of a scenario's texts, made ready to be chosen in many plays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.near_miss import Probe, clause_plans
from ceo_sim.analysis.passages import IN_PLAY, passages
from ceo_sim.engine.evaluate import Compiler, Evaluate
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.program import Program
from ceo_sim.engine.rng import Floats, stream_key
from ceo_sim.engine.schedule import Indexes
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.text import FirstTime, OneOf, Part, Text, Variant, else_after


@frozen
class Branch:
    """One branch of a variant.

    Attributes:
        path: The text that has it.
        number: Which of the text's branches it is, from 0.
        opening: How it begins, as written: `{if staff < 40}`, `{else}`, `{or}`.
        offset: Where in the text its condition or `{else}` begins; None for what has none.
        inside: The number of the branch that has it; None if none has.
    """

    path: Path
    number: int
    opening: str
    offset: int | None
    inside: int | None

    @property
    def key(self) -> Path:
        """What no other branch of the scenario has."""
        return (*self.path, self.number)

    @property
    def name(self) -> str:
        """What a writer is told of it: its text, and how it begins."""
        return f"{'.'.join(map(str, self.path))} {self.opening}"


@define(eq=False)
class BranchCount:
    """A branch and how often it was read.

    Attributes:
        written: What decides whether it is read, and its words.
        probe: Its condition, looked at while nobody has read it; without clauses for what has none.
        watch: Looks at it each time, if that is asked of it.
    """

    branch: Branch
    written: tuple[object, ...]
    condition: Evaluate | None
    inside: tuple[Choice, ...]
    probe: Probe
    read: int = 0
    watch: BranchWatch | None = None


class BranchWatch(Protocol):
    """Looks at one branch whenever it might be read."""

    def look(self, state: Lanes, lanes: Indexes) -> Indexes:
        """Look at its condition where no branch before it is read, and return where it holds."""

    def count_read(self, lanes: Indexes) -> None:
        """It is read in some lanes."""


@define(eq=False)
class Choice:
    """Branches of which one is read.

    Attributes:
        stream: Where `{one of}` draws; None for what is no lot.
        first_time: Whether it is `{first}`, with `{again}` if there is one.
    """

    branches: tuple[BranchCount, ...]
    stream: int | None = None
    first_time: bool = False


@define(eq=False)
class VariantText:
    """A text that has variants.

    Attributes:
        choices: Its variants.
        reads: How often the text was read.
    """

    path: Path
    choices: tuple[Choice, ...]
    reads: int = 0
    _times: NDArray[np.int32] | None = None

    def count_read(self, state: Lanes, lanes: Indexes, *, again: bool = False) -> None:
        """Count what some lanes read of it now; `again` if it is the same occasion as the last."""
        self.reads += len(lanes)
        if self._times is None:
            self._times = np.full(len(state.alive), -1, dtype=np.int32)
        self._times[lanes] += not again
        for choice in self.choices:
            _choose(state, choice, lanes, self._times)

    def branches(self) -> Iterator[BranchCount]:
        """All of its branches, in the order in which they are written."""
        for choice in self.choices:
            yield from _all(choice.branches)


def variant_texts(program: Program) -> dict[Path, VariantText]:
    """The texts with variants that are read while a story is played, by their paths."""
    texts = {}
    for passage in passages(program.scenario):
        if passage.part in IN_PLAY and isinstance(passage.value, Text) and passage.path[0] != "inject":
            builder = _Builder(passage.path, passage.value, program.compiler)
            if choices := builder.choices(passage.value.parts, passage.value.place):
                texts[passage.path] = VariantText(passage.path, choices)
    return texts


def _choose(state: Lanes, choice: Choice, lanes: Indexes, times: NDArray[np.int32]) -> None:
    if choice.stream is not None:
        parts = drawn(state, choice.stream, len(choice.branches), lanes, times[lanes])
    elif choice.first_time:
        parts = [lanes[times[lanes] <= 0], lanes[times[lanes] > 0]][: len(choice.branches)]
    else:
        _choose_by_condition(state, choice.branches, lanes, times)
        return
    for branch, taken in zip(choice.branches, parts, strict=True):
        _read(state, branch, taken, times)


def _choose_by_condition(
    state: Lanes, branches: tuple[BranchCount, ...], lanes: Indexes, times: NDArray[np.int32]
) -> None:
    for branch in branches:
        if not len(lanes):
            return
        taken, rest = lanes, lanes[:0]
        if branch.condition is not None:
            taken = _where_it_holds(state, branch, branch.condition, lanes)
            rest = lanes if not len(taken) else _without(state, lanes, taken)
        _read(state, branch, taken, times)
        lanes = rest


def _where_it_holds(state: Lanes, branch: BranchCount, condition: Evaluate, lanes: Indexes) -> Indexes:
    if branch.watch is not None:
        return branch.watch.look(state, lanes)
    return state.holds(condition, lanes) if branch.read else lanes[branch.probe.look(state, lanes)]


def _read(state: Lanes, branch: BranchCount, lanes: Indexes, times: NDArray[np.int32]) -> None:
    if len(lanes):
        branch.read += len(lanes)
        if branch.watch is not None:
            branch.watch.count_read(lanes)
        for choice in branch.inside:
            _choose(state, choice, lanes, times)


def drawn(state: Lanes, stream: int, branches: int, lanes: Indexes, times: NDArray[np.integer]) -> list[Indexes]:
    """Which lanes draw each branch, by how often each has read the text before."""
    picked = picks(lambda number: state.uniform(stream, number, lanes), branches, times)
    return [lanes[picked == place] for place in range(branches)]


def picks(draw: Callable[[int], Floats], branches: int, times: NDArray[np.integer]) -> Indexes:
    """Which of some branches each of many plays draws; the same as `Memory.pick` of one.

    Args:
        draw: Gives the draws of a text in all of them, by their number.
        branches: How many.
        times: How often each has read the text before.
    """
    picked: Indexes = (draw(0) * branches).astype(np.intp)
    for number in range(1, int(times.max(initial=0)) + 1):
        moves = (draw(number) * (branches - 1)).astype(np.intp) + 1
        picked = np.where(times >= number, (picked + moves) % branches, picked)
    return picked


def _without(state: Lanes, lanes: Indexes, taken: Indexes) -> Indexes:
    if len(taken) == len(lanes):
        return lanes[:0]
    left = state.alive.copy()
    left[lanes] = True
    left[taken] = False
    return lanes.compress(left[lanes])


def _all(branches: tuple[BranchCount, ...]) -> Iterator[BranchCount]:
    for branch in branches:
        yield branch
        for choice in branch.inside:
            yield from _all(choice.branches)


@define
class _Builder:
    """Numbers the branches of a text and finds where they are written."""

    path: Path
    text: Text
    compiler: Compiler
    offsets: dict[int, int] = field(init=False)
    count: int = 0

    def __attrs_post_init__(self) -> None:
        written = (id(expression) for expression, _ in self.text.expressions())
        self.offsets = dict(zip(written, self.text.starts, strict=False))

    def choices(self, parts: tuple[Part, ...], place: str, inside: int | None = None) -> tuple[Choice, ...]:
        made = (self.choice(part, f"{place}.{number}", inside) for number, part in enumerate(parts))
        return tuple(choice for choice in made if choice is not None)

    def choice(self, part: Part, place: str, inside: int | None) -> Choice | None:
        match part:
            case Variant():
                return Choice(self.by_condition(part, place, inside))
            case OneOf():
                openings = ["{one of}", *["{or}"] * (len(part.branches) - 1)]
                branches = [
                    self.branch(words, f"{place}.{number}", opening, inside, (words,))
                    for number, (opening, words) in enumerate(zip(openings, part.branches, strict=True))
                ]
                return Choice(tuple(branches), stream=stream_key(f"text:{place}"))
            case FirstTime():
                first = self.branch(part.first, place, "{first}", inside, (part.first,))
                again = [self.branch(part.again, place, "{again}", inside, (part.again,))] if part.again else []
                return Choice((first, *again), first_time=True)
            case _:
                return None

    def by_condition(self, variant: Variant, place: str, inside: int | None) -> tuple[BranchCount, ...]:
        made, offset = [], None
        for number, (condition, parts) in enumerate(variant.branches):
            if condition is not None:
                offset = self.offsets.get(id(condition), offset)
            elif offset is not None:
                offset = else_after(self.text.source, offset)
            written = (*(earlier for earlier, _ in variant.branches[: number + 1]), parts)
            opening = _opening(number, condition)
            branch = self.branch(parts, f"{place}.{number}", opening, inside, written, condition, offset)
            made.append(branch)
        return tuple(made)

    def branch(
        self,
        parts: tuple[Part, ...],
        place: str,
        opening: str,
        inside: int | None,
        written: tuple[object, ...],
        condition: Expression | None = None,
        offset: int | None = None,
    ) -> BranchCount:
        branch = Branch(self.path, self.count, opening, offset, inside)
        self.count += 1
        evaluate = None if condition is None else self.compiler.expression(condition)
        probe = Probe(clause_plans(condition, self.compiler))
        return BranchCount(branch, written, evaluate, self.choices(parts, place, branch.number), probe)


def _opening(place: int, condition: Expression | None) -> str:
    if condition is None:
        return "{else}"
    return f"{{{'elif' if place else 'if'} {condition.text.strip()}}}"
