"""The player's own predictions: which meters are asked about, how, and what a typed answer means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Direction
from ceo_sim.keyboards import latin
from ceo_sim.presentation.desk import MeterView, headline
from ceo_sim.presentation.formatting import DOWN, LEVEL, UP

__all__ = ["CHOICES", "Direction", "asked_meters", "how_to_type", "question", "read"]

CHOICES: Mapping[Direction, str] = {"down": f"{DOWN} down", "same": f"{LEVEL} same", "up": f"{UP} up"}
"""What can be said of a meter, and how it is shown."""
_TYPED: Mapping[str, Direction] = {
    "u": "up",
    "up": "up",
    "d": "down",
    "down": "down",
    "s": "same",
    "same": "same",
}
_LEFT_OUT = ("-", ".", "x")


def asked_meters(game: Game) -> list[MeterView]:
    """The meters that a prediction is asked for."""
    return headline(game)


def question(game: Game) -> str:
    """What is asked."""
    when = "A day" if game.timeline.by_date else "A turn"
    return f"{when} from now, will these stand higher, lower or the same?"


def how_to_type(count: int) -> str:
    """What can be typed for so many meters."""
    sample = " ".join(("u", "d", "s", *"ududududud")[:count])
    each = "" if count == 1 else f" for each, such as {sample}; a dash leaves one out"
    return f"Type u (up), d (down) or s (the same){each}. An empty line skips this, b goes back."


def read(typed: str, meters: Sequence[MeterView]) -> dict[str, Direction] | None:
    """What a typed line foretells, by the id of the meter; None if it is no such line."""
    parts = latin(typed).lower().replace(",", " ").split()
    if len(parts) == 1 and len(parts[0]) == len(meters) and parts[0] not in _TYPED:
        parts = list(parts[0])
    if len(parts) != len(meters) or not all(part in _TYPED or part in _LEFT_OUT for part in parts):
        return None
    return {meter.id: _TYPED[part] for meter, part in zip(meters, parts, strict=True) if part in _TYPED}
