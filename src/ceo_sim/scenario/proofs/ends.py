"""What would come only after the end of the story, and what hangs on something that never happens."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.model import Consequence, Decision, Event, Promise
from ceo_sim.scenario.proofs.explain import Explainer
from ceo_sim.scenario.proofs.reach import Reach


def check(reach: Reach, explainer: Explainer) -> Iterator[Issue]:
    """Deadlines past the end of the clock, and what is unreachable."""
    for path, thing in reach.openers.things.items():
        if path in reach.earliest:
            match thing:
                case Decision():
                    yield from _expires(path, thing, reach)
                case Promise():
                    yield from _due(path, thing, reach)
                case Consequence():
                    yield from _follows(path, thing, reach)
        elif _hangs_on_nothing_else(thing, reach):
            yield Issue("W547", path, explainer.because(path), _EXPECTED, at="key")


_EXPECTED = "a way to it that can be taken"


def _end(reach: Reach) -> str:
    moment = reach.timeline.moment(reach.timeline.last)
    return f"turn {moment}, the last one" if isinstance(moment, int) else f"{moment.isoformat()}, the last step"


def _expires(path: Path, decision: Decision, reach: Reach) -> Iterator[Issue]:
    if decision.expires is None or decision.urgent:
        return
    if reach.earliest[path] + max(1, reach.timeline.steps_in(decision.expires)) > reach.timeline.last:
        message = (
            f"this runs out only after the end, as it opens on {_when(reach.earliest[path], reach)} at the earliest"
        )
        yield Issue("W550", (*path, "expires"), message, f"a moment up to {_end(reach)}")


def _due(path: Path, promise: Promise, reach: Reach) -> Iterator[Issue]:
    made = reach.earliest[path]
    if reach.openers.due(promise, made, reach.timeline) > reach.timeline.last:
        since = f"it is made on {_when(made, reach)} at the earliest"
        message = f"this falls due only after the end, so it is never broken; {since}"
        yield Issue("W550", (*path, "due"), message, f"a moment up to {_end(reach)}")


def _follows(path: Path, thing: Consequence, reach: Reach) -> Iterator[Issue]:
    first, last = reach.earliest[path], reach.timeline.last
    for number, later in enumerate(thing.later):
        after = later.after[0] if isinstance(later.after, tuple) else later.after
        if reach.due(path, later) > last and reach.timeline.steps_in(after) <= last:
            message = (
                f"this comes only after the end, as it follows from what comes on {_when(first, reach)} at the earliest"
            )
            yield Issue("W550", (*path, "later", number, "after"), message, f"a moment up to {_end(reach)}")
    if thing.next is not None:
        wait = 1 if thing.next.after is None else reach.timeline.steps_in(thing.next.after)
        if first + wait >= last:
            message = f'"{thing.next.decision}" would open when nothing is decided any more'
            key = () if thing.next.after is None else ("after",)
            yield Issue("W550", (*path, "next", *key), message, f"a moment before {_end(reach)}")


def _when(step: int, reach: Reach) -> str:
    moment = reach.timeline.moment(step)
    return f"turn {moment}" if isinstance(moment, int) else moment.isoformat()


def _hangs_on_nothing_else(thing: object, reach: Reach) -> bool:
    """Whether something is unreachable only because all that leads to it is."""
    openers = reach.openers
    match thing:
        case Decision(at=None, when=None):
            ways = openers.opens.get(thing.id, ())
        case Event(when=None, chance=None, at=None):
            ways = openers.brings.get(thing.id, ())
        case Promise():
            ways = openers.makes.get(thing.id, ())
        case _:
            return False
    return bool(ways) and not any(way in reach.earliest for way in ways)
