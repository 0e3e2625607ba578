"""What could come about in a story and is looked for at moments, each with a name that a writer can give it.

What follows later has no id of its own: `town_hall.hold.later.0` is the first `later` of an option, counted from 0 as
in the paths of the data, `town_hall.lapsed.later.0` that of a decision that lapses. A variant of a text is named by its
text and how it begins, `event.walkout.text {if staff < 40}`. Whatever is written somewhere may be named by its place:
`FILE:LINE`, with `:COLUMN` where a line has several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, get_args

from attrs import frozen

from ceo_sim.analysis.links import story_map
from ceo_sim.analysis.tally_watch import consequence_paths
from ceo_sim.analysis.variants import Branch, variant_texts
from ceo_sim.engine.program import Program
from ceo_sim.errors import UserError
from ceo_sim.scenario.diagnostics import Place
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.loader import Loaded
from ceo_sim.suggestions import hint

Kind = Literal["event", "option", "ending", "card", "decision", "promise", "later", "text"]
_NAMEABLE = (
    "name an event, a decision.option, an ending, a deck.card, a decision, a promise, what follows later, "
    "a variant of a text, or FILE:LINE"
)


MAX_LISTED = 12
_PLACE = re.compile(r"(?P<file>.+?):(?P<line>[0-9]{1,9})(:(?P<column>[0-9]{1,9}))?")


class UnknownThing(UserError):
    """There is nothing of that id that could come about."""


@frozen
class Thing:
    """Something that could come about.

    Attributes:
        id: As a writer names it; of an option or a card behind that of its decision or deck, and a dot.
        path: Where in the data.
        branch: Of a variant of a text, which of its branches.
    """

    kind: Kind
    id: str
    path: Path
    branch: Branch | None = None

    @property
    def offset(self) -> int | None:
        """Where in the text at the path it begins; None for what is no part of a text."""
        return None if self.branch is None else self.branch.offset

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
    for text in variant_texts(program).values():
        conditional = (count.branch for count in text.branches() if count.branch.offset is not None)
        yield from (Thing("text", branch.name, branch.path, branch) for branch in conditional)


def thing_named(program: Program, named: str, loaded: Loaded | None = None) -> Thing:
    """What a writer names: by its id, with its kind before it if need be, by its path in the data, or by its place.

    Args:
        program: The story.
        named: What the writer wrote.
        loaded: Knows where everything is written; without it nothing is found by its place.

    Raises:
        UnknownThing: There is none, or more than one.
    """
    known = list(things(program))
    matches = [thing for thing in known if named in (thing.id, thing.key, ".".join(map(str, thing.path)))]
    place = _PLACE.fullmatch(named)
    if loaded is not None and place is not None and not matches:
        matches = [thing for thing in known if _is_at(place, loaded.place(thing.path, thing.offset))]
        if not matches:
            raise UnknownThing(f'nothing that could come about is written at "{named}"; {_NAMEABLE}')
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UnknownThing(f'"{named}" may be {_listed(matches, loaded)}; name it so')
    raise UnknownThing(f'there is no "{named}"; {hint(named, [thing.id for thing in known], _NAMEABLE)}')


def _listed(things: list[Thing], loaded: Loaded | None) -> str:
    """Several things, each by a name that no other has: a variant by its place, as two of a text may begin alike."""
    names = []
    for thing in things[:MAX_LISTED]:
        name = thing.key
        if thing.branch is not None and loaded is not None:
            place = loaded.place(thing.path, thing.offset)
            name = f"{place}:{place.column} ({thing.branch.opening})"
        names.append(name)
    more = len(things) - len(names)
    return " or ".join(names) + (f", or one of {more} more" if more else "")


def _is_at(wanted: re.Match[str], place: Place) -> bool:
    """Whether a place is the one that was written; the file may be written by its last parts."""
    file = wanted["file"]
    is_file = place.file == file or place.file.replace("\\", "/").endswith(f"/{file}")
    return is_file and place.line == int(wanted["line"]) and wanted["column"] in (None, str(place.column))


def later_paths(program: Program) -> list[Path]:
    """Where each delayed consequence is written, by its index."""
    paths = consequence_paths(program)
    return [paths[later.consequence.index] for later in program.laters]


def later_name(path: Path) -> str:
    """What a delayed consequence is called: its path without the names of tables."""
    owner = path[1:2] + (path[3:] if path[2] in ("option", "card") else path[2:])
    return ".".join(map(str, owner))
