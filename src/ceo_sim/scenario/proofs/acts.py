"""Acts: conditions that never end one, endings that none comes to, and words that nobody reads at its end.

A story is proven as it is played, where the end of an act is an event and the endings of acts are words of that event;
here they are looked at as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.acts import grouped_endings
from ceo_sim.scenario.expression import Name
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.model import Act, Ending, Scenario
from ceo_sim.scenario.proofs import variants
from ceo_sim.scenario.proofs.contexts import Context, Contexts
from ceo_sim.scenario.proofs.endings import never_reached
from ceo_sim.scenario.proofs.explain import Explainer
from ceo_sim.scenario.proofs.gates import gate, is_fixed
from ceo_sim.scenario.proofs.search import Goal
from ceo_sim.scenario.text import Text


def check(written: Scenario, contexts: Contexts, explainer: Explainer) -> Iterator[Issue]:
    """Every act of a scenario as it was written, whose contexts are those of the whole story."""
    endings, before = grouped_endings(written), None
    for id, act in written.acts.items():
        if act.when is not None and not is_fixed(act.when, contexts):
            context = _open(act, before, contexts)
            if context is not None:
                yield from gate(("act", id, "when"), act.when, context, contexts, explainer)
        if ("event", id) in contexts.reach.earliest:
            over = contexts.following(("event", id))
            yield from _words(("act", id, "text"), act.text, over, contexts, explainer)
            yield from _endings(endings.get(id, []), over, contexts, explainer)
        before = act


def _open(act: Act, before: Act | None, contexts: Contexts) -> Context | None:
    """Where it is looked whether an act ends by its condition: the one before it is over; None if it never is."""
    timeline = contexts.reach.timeline
    last = timeline.last if act.ends is None else min(timeline.last, timeline.step_at(act.ends) - 1)
    first = 1
    if before is not None and before.ends is not None and before.when is None:
        first = max(1, timeline.step_at(before.ends))
    if last < first:
        return None
    facts = contexts.at(range(first, last + 1))
    facts.states[act.id] = frozenset({0})
    return Context([] if before is None else [Goal(Name(f"{before.id}.fired"))], facts)


def _endings(endings: list[Ending], over: Context, contexts: Contexts, explainer: Explainer) -> Iterator[Issue]:
    """The endings of an act, tried in their order where it is over."""
    tried: list[Ending] = []
    for ending in endings:
        if ending.when is not None:
            if not is_fixed(ending.when, contexts):
                yield from gate(("ending", ending.id, "when"), ending.when, over, contexts, explainer)
            if (issue := never_reached(ending, tried, over, contexts)) is not None:
                yield issue
        here = over.where(*(Goal(contexts.reach.tree(other.when), False) for other in tried if other.when is not None))
        if ending.when is not None:
            here = here.where(Goal(contexts.reach.tree(ending.when)))
        for key in ("title", "text"):
            yield from _words(("ending", ending.id, key), getattr(ending, key), here, contexts, explainer)
        tried.append(ending)


def _words(
    path: Path, text: Text | None, context: Context, contexts: Contexts, explainer: Explainer
) -> Iterator[Issue]:
    if text is not None and variants.varies(text) and context.is_reachable:
        yield from variants.check_text(path, text, context, contexts, explainer)
