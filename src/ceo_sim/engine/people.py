"""The documents that a playthrough has shown, and whom it has mentioned, by name or as who speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
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


@define(slots=False)  # for cached_property
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

    def named_in(self, text: str) -> set[str]:
        """The ids of those whose whole name stands in a filled text."""
        if self._names is None:
            return set()
        return {id for name in self._names.findall(text) for id in self._ids[name]}

    @cached_property
    def _ids(self) -> dict[str, list[str]]:
        ids: dict[str, list[str]] = {}
        for id, person in self.cast.items():
            if person.name.strip():
                ids.setdefault(person.name, []).append(id)
        return ids

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        names = sorted(self._ids, key=len, reverse=True)
        return re.compile("|".join(map(_as_words, names))) if names else None


def _as_words(name: str) -> str:
    """A pattern for a name that is no part of a longer word, in scripts that part words."""
    first, last = (r"(?<!\w)" if _parts_words(name[0]) else ""), (r"(?!\w)" if _parts_words(name[-1]) else "")
    return f"{first}{re.escape(name)}{last}"


def _parts_words(letter: str) -> bool:
    return letter.lower() != letter.upper()
