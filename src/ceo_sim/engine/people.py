"""The documents that a playthrough has shown, and whom it has mentioned, by name or as who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Literal

from attrs import define, field, frozen

from ceo_sim.scenario.model import Cast

ExhibitKind = Literal["post", "letter", "notice"]


@frozen
class ShownExhibit:
    """An exhibit with the values of a moment.

    Attributes:
        kind: How it is framed.
        sender: Who wrote it, by name.
        role: What they do; empty for a sender who is nobody of the cast.
        at: When or where it appeared, as its author wrote it; may be empty.
        text: What it says, with its markup.
        note: A line below it, with its markup; may be empty.
    """

    kind: ExhibitKind
    sender: str
    role: str
    at: str
    text: str
    note: str


@frozen
class Said:
    """The last that somebody said: when, its text with markup, and the kind of document, or empty for the feed."""

    step: int
    text: str
    kind: ExhibitKind | Literal[""] = ""


@define
class Acquaintance:
    """Whom the player knows of, and what they last said.

    Attributes:
        cast: The people of the story.
        known: The ids of those who have been mentioned.
        said: The last that each of them said.
    """

    cast: Mapping[str, Cast]
    known: set[str] = field(factory=set)
    said: dict[str, Said] = field(factory=dict)

    def meet(self, ids: Iterable[str]) -> None:
        """Know some people from now on; ids that are nobody's are names of their own."""
        self.known.update(id for id in ids if id in self.cast)

    def hear(self, id: str, said: Said) -> None:
        """Hear somebody say something; what they said since stays the last."""
        self.meet([id])
        if id in self.cast and (id not in self.said or said.step >= self.said[id].step):
            self.said[id] = said

    @property
    def is_everybody_known(self) -> bool:
        """Whether there is nobody left to be mentioned."""
        return len(self.known) == len(self.cast)

    def named_in(self, text: str) -> set[str]:
        """The ids of those not yet known whose whole name stands in a filled text."""
        unknown = ((id, person.name) for id, person in self.cast.items() if id not in self.known)
        return {id for id, name in unknown if name.strip() and name in text and self._is_named(name, text)}

    def _is_named(self, name: str, text: str) -> bool:
        """Whether a name stands in a text as words of its own, and not only as a part of somebody else's."""
        for person in self.cast.values():
            if name in person.name and name != person.name:
                text = text.replace(person.name, "\n")
        return _as_words(name).search(text) is not None


@cache
def _as_words(name: str) -> re.Pattern[str]:
    """A pattern for a name that is no part of a longer word, in scripts that part words."""
    first, last = (r"(?<!\w)" if _parts_words(name[:1]) else ""), (r"(?!\w)" if _parts_words(name[-1:]) else "")
    return re.compile(f"{first}{re.escape(name)}{last}")


def _parts_words(letter: str) -> bool:
    return letter.lower() != letter.upper()
