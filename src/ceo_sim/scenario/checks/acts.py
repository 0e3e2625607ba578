"""Acts: what ends them, in which order they do, and their endings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ceo_sim.scenario.acts import grouped_endings
from ceo_sim.scenario.checks.decisions import ordered_endings
from ceo_sim.scenario.checks.index import ScenarioIndex
from ceo_sim.scenario.expression import Name, clauses
from ceo_sim.scenario.issues import Issue
from ceo_sim.scenario.model import Act
from ceo_sim.scenario.timeline import Timeline, spoken


def check(index: ScenarioIndex) -> Iterator[Issue]:
    """Acts that never end, that end out of their order, or that cannot be played alone."""
    acts, endings = list(index.scenario.acts.values()), grouped_endings(index.scenario)
    for act in acts:
        if act.ends is None and act.when is None:
            if act is acts[-1] and act.id not in endings:
                continue  # it goes on to the end of the story, and has the endings of that
            yield Issue("E831", ("act", act.id), f'nothing ends the act "{act.id}"', "until, or when", at="key")
        if act.id in endings:
            yield from ordered_endings(endings[act.id])
        elif ("ending",) not in index.faulty:
            expected = f'an [ending.…] with act = "{act.id}" and without when'
            yield Issue("E803", ("act", act.id), f'the act "{act.id}" has no ending', expected, at="key")
    yield from _waiting(acts)


def out_of_order(acts: Iterable[Act], timeline: Timeline) -> Iterator[Issue]:
    """Acts whose moment is not after that of an act before them."""
    latest: Act | None = None
    for act in acts:
        if act.ends is None:
            continue
        if latest is None or latest.ends is None or timeline.step_at(act.ends) > timeline.step_at(latest.ends):
            latest = act
            continue
        together = timeline.step_at(act.ends) == timeline.step_at(latest.ends)
        ends = "ends at the same step" if together else "ends before it"
        message = f'the act "{latest.id}" comes first in the file, and this one {ends}'
        expected = f"a moment after {spoken(latest.ends)}, or a place before it"
        yield Issue("W560", ("act", act.id, "until"), message, expected, other=("act", latest.id, "until"))


def _waiting(acts: list[Act]) -> Iterator[Issue]:
    """Acts whose condition asks that a later one is over, which comes after them."""
    places = {f"{act.id}.fired": place for place, act in enumerate(acts)}
    for place, act in enumerate(acts):
        for clause in clauses(act.when.tree) if act.when is not None else ():
            if isinstance(clause, Name) and places.get(clause.id, -1) > place:
                later = clause.id.partition(".")[0]
                message = f'this waits for the end of the act "{later}", which comes after this one'
                yield Issue("W561", ("act", act.id, "when"), message, "something that happens within the act")
                break
