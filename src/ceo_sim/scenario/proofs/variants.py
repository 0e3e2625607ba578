"""Variants of texts that nobody can ever read, and conditions of a text that always hold."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.checks.index import Leaf, Section
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.model import Consequence, Decision, Ending, Exhibit, News, Option, Promise, Remark
from ceo_sim.scenario.proofs.contexts import Context, Contexts
from ceo_sim.scenario.proofs.explain import Explainer
from ceo_sim.scenario.proofs.gates import context_of, is_fixed
from ceo_sim.scenario.proofs.search import Goal
from ceo_sim.scenario.text import Part, Text, Value, Variant, branches_of, else_after

_WHILE_OPEN = frozenset({"brief", "advice"})
_BY_NAME = frozenset({"title", "label"})
"""Texts by which a thing is called, at any time."""


def check(section: Section, contexts: Contexts, explainer: Explainer) -> Iterator[Issue]:
    """Every variant of every text of a section that can be reached at all."""
    acts = contexts.reach.index.scenario.acts
    for leaf in section.leaves:
        if not isinstance(leaf.value, Text) or not varies(leaf.value):
            continue
        if leaf.path[0] == "event" and leaf.path[1] in acts:
            continue  # see `acts`, for the words of a break as they were written
        context = _context(leaf, contexts)
        if context is not None and context.is_reachable:
            yield from check_text(leaf.path, leaf.value, context, contexts, explainer)


def varies(text: Text) -> bool:
    """Whether a text has variants that a condition chooses."""
    return any(isinstance(part, Variant) for part in text.all_parts())


def check_text(path: Path, text: Text, context: Context, contexts: Contexts, explainer: Explainer) -> Iterator[Issue]:
    """Every variant of one text, which is read where something is known."""
    conditions = [each for each, _ in text.expressions()]
    goals = [Goal(contexts.reach.tree(each)) for each in conditions]
    fixed = tuple(is_fixed(each, contexts) for each in conditions)
    reader = _Reader(path, text, contexts, explainer)
    yield from contexts.unless_sound(
        ("variants", text, fixed), context, goals, lambda: reader.read(text.parts, context)
    )


def _context(leaf: Leaf, contexts: Contexts) -> Context | None:
    """What is known where a text is read; None where it never is."""
    reach, owner, name = contexts.reach, leaf.owner, leaf.attribute.name
    path = _owner_path(leaf.path, name)
    if isinstance(owner, Exhibit):
        return _of_exhibit(path[:-1], contexts)
    match owner:
        case Decision() | Option() if path[:2] not in reach.earliest:
            return None
        case _ if name in _BY_NAME:
            return contexts.everywhere
        case Decision() | Option() if name in _WHILE_OPEN:
            return contexts.of_decision(reach.index.scenario.decisions[str(path[1])])
        case News() | Remark():
            context = context_of(path, owner, contexts)
            return context and _where(context, owner.when, contexts)
        case Promise():
            return contexts.of_promised(owner) if path in reach.earliest else None
        case Ending():
            return contexts.of_ended(owner)
        case Consequence():
            return contexts.following(path) if path in reach.earliest else None
        case _:
            return contexts.everywhere


def _of_exhibit(path: Path, contexts: Contexts) -> Context | None:
    """What is known where a document is shown: while the decision is open, or after what has the document."""
    reach = contexts.reach
    if len(path) == 2 and path[0] == "decision":
        return contexts.of_decision(reach.index.scenario.decisions[str(path[1])]) if path in reach.earliest else None
    if path == ("scenario",):
        return contexts.everywhere
    return contexts.following(path) if path in reach.earliest else None


def _owner_path(path: Path, attribute: str) -> Path:
    return path[:-2] if attribute == "advice" else path[:-1]


def _where(context: Context, when: Expression | None, contexts: Contexts) -> Context:
    return context if when is None else context.where(Goal(contexts.reach.tree(when)))


class _Reader:
    """Reads one text with all that can be known where it is read."""

    def __init__(self, path: Path, text: Text, contexts: Contexts, explainer: Explainer) -> None:
        self.path, self.text = path, text
        self.contexts, self.explainer = contexts, explainer
        self.starts = iter(text.starts)

    def read(self, parts: tuple[Part, ...], context: Context | None) -> Iterator[Issue]:
        """The findings in some parts of the text; with no context these cannot be read, and only counted."""
        for part in parts:
            if isinstance(part, Value):
                next(self.starts)
            elif isinstance(part, Variant):
                yield from self.variant(part, context)
            else:
                for branch in branches_of(part):
                    yield from self.read(branch, context)

    def variant(self, variant: Variant, context: Context | None) -> Iterator[Issue]:
        left, place, only = context, 0, len(variant.branches) == 1
        for condition, branch in variant.branches:
            place = next(self.starts) if condition is not None else else_after(self.text.source, place)
            if left is None:
                if context is not None:
                    yield self.covered(condition, place)
                    context = None  # the first of those that are never read is enough
                yield from self.read(branch, None)
                continue
            inside: Context | None = left
            if condition is not None and not is_fixed(condition, self.contexts):
                goal = Goal(self.contexts.reach.tree(condition))
                inside, always = self.reached(left, goal)
                yield from self.branch(condition, place, left, inside, always=always and only)
                left = None if always else left.where(Goal(goal.node, False))
            yield from self.read(branch, inside)

    def covered(self, condition: Expression | None, place: int) -> Issue:
        """The finding of a branch before which one always holds."""
        what = "the {else}" if condition is None else "this variant"
        message = _NEVER.format(what, "one of the conditions before it always holds")
        start, end = (0, len("{else}")) if condition is None else (condition.tree.start, condition.tree.end)
        return Issue("W542", self.path, message, _EXPECTED, offset=place + start, length=end - start)

    def reached(self, context: Context, goal: Goal) -> tuple[Context | None, bool]:
        """What is known in a branch, None if it is never read, and whether it is always."""
        if not self.contexts.can(context, goal):
            return None, False
        return context.where(goal), not self.contexts.can(context, Goal(goal.node, False))

    def branch(
        self, condition: Expression, place: int, context: Context, inside: Context | None, *, always: bool
    ) -> Iterator[Issue]:
        if inside is None:
            proof = self.explainer.never(condition, context)
            message, length = _NEVER.format("this variant", proof.words), proof.node.end - proof.node.start
            yield Issue("W542", self.path, message, _EXPECTED, offset=place + proof.node.start, length=length)
        elif always:
            words = self.explainer.values(condition.tree, context)
            message = f"this always holds where the text is read: {words}"
            start, end = condition.tree.start, condition.tree.end
            yield Issue("W543", self.path, message, _EXPECTED, offset=place + start, length=end - start)


_NEVER = "{} can never be read: {}"
_EXPECTED = "a condition that can hold, and can fail"
