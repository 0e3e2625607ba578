"""What is read before the first day."""

from __future__ import annotations

from ceo_sim.presentation.document import Labelled, Parts, inline
from ceo_sim.scenario.model import Scenario


def preface(scenario: Scenario) -> Parts:
    """What a reader may want to know first: what it touches on, for whom it is meant, where it comes from."""
    info = scenario.info
    rating = f"for ages {info.rating}" if info.rating else ""
    items = (("Content note", info.content_note), ("Rating", rating), ("Inspired by", info.inspired_by))
    known = tuple((label, inline(text)) for label, text in items if text)
    return (Labelled(known),) if known else ()
