"""The variants of a scenario's texts, made ready to be chosen in many plays."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field, frozen

from ceo_sim.analysis.near_miss import Probe, clause_plans
from ceo_sim.analysis.passages import IN_PLAY, passages
from ceo_sim.engine.evaluate import Compiler, Evaluate
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.program import Program
from ceo_sim.engine.schedule import Indexes
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.text import Part, Text, Variant, variants_in


@frozen
class Branch:
    """One branch of a variant.

    Attributes:
        path: The text that has it.
        number: Which of the text's branches it is, from 0.
        opening: How it begins, as written: `{if staff < 40}`, `{else}`.
        offset: Where in the text its condition, or for `{else}` the one before it, begins; None if unknown.
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


@define(eq=False)
class BranchCount:
    """A branch and how often it was read.

    Attributes:
        probe: Its condition, looked at while nobody has read it; without clauses for `{else}`.
    """

    branch: Branch
    condition: Evaluate | None
    inside: tuple[tuple[BranchCount, ...], ...]
    probe: Probe
    read: int = 0


@define(eq=False)
class VariantText:
    """A text that has variants.

    Attributes:
        variants: For each variant its branches.
        told: How often the text was read.
    """

    path: Path
    variants: tuple[tuple[BranchCount, ...], ...]
    told: int = 0

    def tell(self, state: Lanes, lanes: Indexes) -> None:
        """Count what some lanes read of it now."""
        self.told += len(lanes)
        for branches in self.variants:
            _choose(state, branches, lanes)

    def branches(self) -> Iterator[BranchCount]:
        """All of its branches, in the order in which they are written."""
        for branches in self.variants:
            yield from _all(branches)


def variant_texts(program: Program) -> dict[Path, VariantText]:
    """The texts with variants that are read while a story is played, by their paths."""
    texts = {}
    for passage in passages(program.scenario):
        if passage.part in IN_PLAY and isinstance(passage.value, Text) and passage.path[0] != "inject":
            builder = _Builder(passage.path, passage.value, program.compiler)
            variants = builder.variants(passage.value.parts)
            if variants:
                texts[passage.path] = VariantText(passage.path, variants)
    return texts


def _choose(state: Lanes, branches: tuple[BranchCount, ...], lanes: Indexes) -> None:
    for branch in branches:
        if not len(lanes):
            return
        taken, rest = lanes, lanes[:0]
        if branch.condition is not None:
            read = branch.read > 0
            taken = state.holds(branch.condition, lanes) if read else lanes[branch.probe.look(state, lanes)]
            rest = lanes if not len(taken) else _without(state, lanes, taken)
        if len(taken):
            branch.read += len(taken)
            for inside in branch.inside:
                _choose(state, inside, taken)
        lanes = rest


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
        for inside in branch.inside:
            yield from _all(inside)


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

    def variants(self, parts: tuple[Part, ...], inside: int | None = None) -> tuple[tuple[BranchCount, ...], ...]:
        return tuple(self.branches(variant, inside) for variant in variants_in(parts))

    def branches(self, variant: Variant, inside: int | None) -> tuple[BranchCount, ...]:
        made, offset = [], None
        for place, (condition, parts) in enumerate(variant.branches):
            offset = offset if condition is None else self.offsets.get(id(condition), offset)
            branch = Branch(self.path, self.count, _opening(place, condition), offset, inside)
            self.count += 1
            evaluate = None if condition is None else self.compiler.expression(condition)
            probe = Probe(clause_plans(condition, self.compiler))
            made.append(BranchCount(branch, evaluate, self.variants(parts, branch.number), probe))
        return tuple(made)


def _opening(place: int, condition: Expression | None) -> str:
    if condition is None:
        return "{else}"
    return f"{{{'elif' if place else 'if'} {condition.text.strip()}}}"
