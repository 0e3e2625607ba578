"""What could come about in a story and is looked for at moments, each with a name that a writer can give it.

What follows later has no id of its own: `town_hall.hold.later.0` is the first `later` of an option, counted from 0 as
in the paths of the data, `town_hall.lapsed.later.0` that of a decision that lapses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, get_args

from attrs import frozen

from ceo_sim.analysis.links import story_map
from ceo_sim.analysis.tally_watch import consequence_paths
from ceo_sim.engine.program import Program
from ceo_sim.errors import UserError
from ceo_sim.scenario.issues import Path
from ceo_sim.suggestions import hint

Kind = Literal["event", "option", "ending", "card", "decision", "promise", "later"]
_NAMEABLE = "name an event, a decision.option, an ending, a deck.card, a decision, a promise or what follows later"


class UnknownThing(UserError):
    """There is nothing of that id that could come about."""


@frozen
class Thing:
    """Something that could come about.

    Attributes:
        id: As a writer names it; of an option or a card behind that of its decision or deck, and a dot.
        path: Where in the data.
    """

    kind: Kind
    id: str
    path: Path

    @property
    def key(self) -> str:
        """What no other thing has: its kind and its id, which an ending may share with an event."""
        return f"{self.kind}:{self.id}"


def things(program: Program) -> Iterator[Thing]:
    """All that could come about."""
    for node in story_map(program.scenario).nodes.values():
        if node.kind in get_args(Kind):
            yield Thing(node.kind, node.id, node.path)  # type: ignore[arg-type]  # as it has just been asked
    for path in later_paths(program):
        yield Thing("later", later_name(path), path)


def thing_named(program: Program, named: str) -> Thing:
    """What a writer names: by its id, with its kind before it if need be, or by its path in the data.

    Raises:
        UnknownThing: There is none, or more than one.
    """
    known = list(things(program))
    matches = [thing for thing in known if named in (thing.id, thing.key, ".".join(map(str, thing.path)))]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UnknownThing(f'"{named}" may be {" or ".join(thing.key for thing in matches)}; name it so')
    raise UnknownThing(f'there is no "{named}"; {hint(named, [thing.id for thing in known], _NAMEABLE)}')


def later_paths(program: Program) -> list[Path]:
    """Where each delayed consequence is written, by its index."""
    paths = consequence_paths(program)
    return [paths[later.consequence.index] for later in program.laters]


def later_name(path: Path) -> str:
    """What a delayed consequence is called: its path without the names of tables."""
    owner = path[1:2] + (path[3:] if path[2] in ("option", "card") else path[2:])
    return ".".join(map(str, owner))
