"""The player's own predictions, asked for in a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.presentation.desk import MeterView
from ceo_sim.presentation.predictions import how_to_type

PROMPT = "Up, down or same, or nothing: "
OFF = ("off", "never")


def asked(question: str, meters: Sequence[MeterView], *, first: bool) -> Iterator[str]:
    """What is asked; at length the first time."""
    yield question
    yield f"{', '.join(meter.name for meter in meters)}."
    if first:
        yield how_to_type(len(meters))
        yield "What you say changes nothing; it is held against what came, after the end. off stops the question."
