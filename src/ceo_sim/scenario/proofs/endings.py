"""Endings, events and decisions that cannot come because something else always comes first."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import Ending
from ceo_sim.scenario.proofs.contexts import Context, Contexts
from ceo_sim.scenario.proofs.search import Goal, possible


def check(contexts: Contexts) -> Iterator[Issue]:
    """Endings whose condition can hold, but never where those before it do not."""
    endings = list(contexts.reach.index.scenario.endings.values())
    for ending in endings:
        before = [each for each in endings[: endings.index(ending)] if each.early or not ending.early]
        if (issue := never_reached(ending, before, contexts.of_ending(ending), contexts)) is not None:
            yield issue


def never_reached(ending: Ending, before: list[Ending], context: Context, contexts: Contexts) -> Issue | None:
    """That an ending never comes, as one of those that are tried before it holds wherever it does.

    The last one, which has no condition, is asked for however well those before it cover every case.
    """
    if ending.when is None:
        return None
    own = [*context.goals, Goal(contexts.reach.tree(ending.when))]
    fail = {other.id: Goal(contexts.reach.tree(other.when), False) for other in before if other.when is not None}
    if not fail or not possible(own, context.facts) or possible([*own, *fail.values()], context.facts):
        return None
    alone = next((id for id, fails in fail.items() if not possible([*own, fails], context.facts)), None)
    names = f'"{alone}" holds' if alone is not None else "one of the endings before it holds"
    return Issue(
        "W545",
        ("ending", ending.id, "when"),
        f"this ending is never reached: wherever it would be, {names} and comes first",
        "a place before it, or a condition that holds where those before it fail",
        other=None if alone is None else ("ending", alone),
    )
