"""Endings, events and decisions that cannot come because something else always comes first."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import Ending
from ceo_sim.scenario.proofs.contexts import Contexts
from ceo_sim.scenario.proofs.search import Goal, possible


def check(contexts: Contexts) -> Iterator[Issue]:
    """Endings whose condition can hold, but never where those before it do not."""
    endings = list(contexts.reach.index.scenario.endings.values())
    for ending in endings:
        context = contexts.of_ending(ending)
        if ending.when is None:
            continue  # the last one is asked for, however well those before it cover every case
        own = [Goal(contexts.reach.tree(ending.when))]
        before = contexts.before_ending(ending, endings)
        if not before or not possible(own, context.facts) or possible([*own, *before], context.facts):
            continue
        alone = _alone(ending, endings, own, contexts)
        names = f'"{alone.id}" holds' if alone is not None else "one of the endings before it holds"
        message = f"this ending is never reached: wherever it would be, {names} and comes first"
        other = None if alone is None else ("ending", alone.id)
        yield Issue(
            "W545",
            ("ending", ending.id, "when"),
            message,
            "a place before it, or a condition that holds where those before it fail",
            other=other,
        )


def _alone(ending: Ending, endings: list[Ending], own: list[Goal], contexts: Contexts) -> Ending | None:
    """The one ending that is enough to keep another from being reached."""
    facts = contexts.of_ending(ending).facts
    for other in endings[: endings.index(ending)]:
        if other.when is None or (ending.early and not other.early):
            continue
        if not possible([*own, Goal(contexts.reach.tree(other.when), False)], facts):
            return other
    return None
