"""Conditions that can never hold, or always do: of options, decisions, events, cards, endings, promises and news."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain
from typing import Any

from ceo_sim.scenario.checks.index import Section
from ceo_sim.scenario.expression import Boolean, Expression
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.model import (
    Act,
    Card,
    Decision,
    Ending,
    Event,
    Inject,
    Later,
    Metric,
    News,
    Option,
    Promise,
    Remark,
    Stake,
)
from ceo_sim.scenario.proofs.contexts import Context, Contexts
from ceo_sim.scenario.proofs.explain import Explainer
from ceo_sim.scenario.proofs.search import Goal


def check(contexts: Contexts, explainer: Explainer) -> Iterator[Issue]:
    """Every condition of a thing, where it can be reached at all."""
    acts = contexts.reach.index.scenario.acts
    for path, thing, condition in chain.from_iterable(contexts.reach.index.each("conditions", _with_conditions)):
        if isinstance(thing, Act) or (isinstance(thing, Event) and thing.id in acts):
            continue  # see `acts`
        is_way_out = isinstance(thing, Option) and thing.otherwise
        if is_fixed(condition, contexts) and not is_way_out:
            continue
        context = context_of(path[:-1], thing, contexts)
        if context is not None:
            goals = Goal(contexts.reach.tree(condition)), *(goal for _, goal in context.forestalled)
            find = partial(_way_out if is_way_out else gate, path, condition, context, contexts, explainer)
            yield from contexts.unless_sound(("gate", is_way_out), context, goals, find)


def _with_conditions(section: Section) -> tuple[tuple[Path, Any, Expression], ...]:
    """The conditions of a section, each with its thing."""
    return tuple(
        ((*path, key), thing, condition)
        for path, thing in section.things
        for key in ("when", "kept_when", "appears")
        if isinstance(condition := getattr(thing, key, None), Expression)
    )


def is_fixed(condition: Expression, contexts: Contexts) -> bool:
    """Whether a condition reads nothing that changes, which is another finding."""
    reach = contexts.reach
    return reach.reads(condition) <= reach.index.scenario.assumptions.keys()


def context_of(path: Path, thing: object, contexts: Contexts) -> Context | None:
    """What is known where the condition of a thing is looked at; None where that never is."""
    reach, last = contexts.reach, contexts.reach.timeline.last
    match thing:
        case Option():
            return (
                contexts.of_decision(reach.index.scenario.decisions[str(path[1])])
                if path[:2] in reach.earliest
                else None
            )
        case Decision():
            return contexts.of_opening(thing)
        case Event():
            return contexts.of_event(thing) if reach.timeline.steps_of(thing) else None
        case Card():
            return contexts.of_card(path, thing)
        case Promise():
            return contexts.of_promise(thing) if path in reach.earliest and contexts.first(path) < last else None
        case Later():
            is_due = path[:-2] in reach.earliest and contexts.reach.due(path[:-2], thing) <= last
            return contexts.of_later(path, thing) if is_due else None
        case Ending():
            return contexts.of_ending(thing)
        case News():
            return contexts.following(path[:-2]) if path[:-2] in reach.earliest else None
        case Remark() | Inject() | Stake() | Metric():
            return contexts.everywhere
        case _:
            return None


def gate(
    path: Path, condition: Expression, context: Context, contexts: Contexts, explainer: Explainer
) -> Iterator[Issue]:
    """One condition, at its path, that is looked at where something is known."""
    tree = explainer.reach.tree(condition)
    if isinstance(tree, Boolean) or not context.is_reachable:
        return
    first = [goal for _, goal in context.forestalled]
    if not contexts.can(context, Goal(tree)):
        proof = explainer.never(condition, context)
        clause = condition.clause(proof.node)
        is_named = clause in proof.words or clause.strip() == condition.text.strip()
        message = "this can never hold" if is_named else f"this can never hold, because of `{clause}`"
        yield Issue(
            "W540", path, f"{message}: {proof.words}", offset=proof.node.start, length=proof.node.end - proof.node.start
        )
    elif first and not contexts.can(context, *first, Goal(tree)):
        other = next((id for id, goal in context.forestalled if not contexts.can(context, goal, Goal(tree))), None)
        who = f'"{other}" does' if other is not None else "something else does"
        yield Issue("W546", path, f"whenever this would hold, {who} first, and then it does not", "a place before it")
    elif not contexts.can(context, Goal(tree, False)):
        words = explainer.values(condition.tree, context)
        yield Issue("W541", path, f"this always holds here: {words}", "no condition, or one that can fail")


def _way_out(
    path: Path, condition: Expression, context: Context, contexts: Contexts, explainer: Explainer
) -> Iterator[Issue]:
    """An option for when no other is open, where one always is."""
    if context.is_reachable and not contexts.can(context, Goal(explainer.reach.tree(condition))):
        message = "another option is always open here, so this one never is"
        yield Issue("W530", (*path[:-1], "otherwise"), message, "conditions for the others", at="key")
