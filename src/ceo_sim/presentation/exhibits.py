"""Documents as they are shown: who wrote them, when, what they say, and a line below."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine.people import ExhibitKind, ShownExhibit
from ceo_sim.presentation import document as doc

BY = {"post": "Post by", "letter": "Letter from", "notice": "Notice from"}


@frozen
class ExhibitView:
    """A document.

    Attributes:
        heading: What it is, of whom, with their role, and when it appeared.
        text: What it says, with its markup.
        note: A line below it, with its markup; may be empty.
    """

    kind: ExhibitKind
    heading: str
    text: str
    note: str

    @property
    def part(self) -> doc.Exhibit:
        """The same as a part of a page."""
        return doc.Exhibit(self.kind, self.heading, doc.prose(self.text), doc.inline(self.note))


def exhibit_view(shown: ShownExhibit | None) -> ExhibitView | None:
    """A document in words; None for none."""
    if shown is None:
        return None
    heading = ", ".join(filter(None, (f"{BY[shown.kind]} {shown.sender}", shown.role, shown.at)))
    return ExhibitView(shown.kind, heading, shown.text, shown.note)


def parts_of(*shown: ShownExhibit | None) -> doc.Parts:
    """Documents as parts of a page, without those that are not there."""
    return tuple(view.part for view in map(exhibit_view, shown) if view is not None)
