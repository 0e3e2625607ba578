"""Parts of a document, found by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from ceo_sim.presentation.document import Page, Section

Kind = TypeVar("Kind")


def every(thing: object, kind: type[Kind]) -> Iterator[Kind]:
    """All parts of a kind, wherever they stand."""
    if isinstance(thing, kind):
        yield thing
    if isinstance(thing, tuple):
        for part in thing:
            yield from every(part, kind)
    for field in getattr(thing, "__attrs_attrs__", ()):
        yield from every(getattr(thing, field.name), kind)


def section(page: Page, title: str) -> Section:
    """The section of a title."""
    return next(section for section in page.sections if section.title == title)
