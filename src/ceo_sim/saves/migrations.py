"""From older formats of a save to the present one, a step at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Data = dict[str, Any]


def migrate(data: Data, current: int) -> Data:
    """Bring a save up to the current format, its `format` included.

    Args:
        data: A save of the current format or of an older one.
        current: The format to reach.

    Raises:
        LookupError: There is no way from that format, or something that its step needs is missing.
    """
    while data["format"] < current:
        step = MIGRATIONS[data["format"]]
        data = {**step(data), "format": data["format"] + 1}
    return data


def _named_and_consulted(data: Data) -> Data:
    """Format 2 knows a game's name, its note, what the player stands for, and advisers' forecasts."""
    return {**data, "name": "", "note": "", "values": [], "consultations": 0, "consultation": []}


def _perhaps_made_up(data: Data) -> Data:
    """Format 3 may have a state that was set by hand; what has none stays as it was."""
    return data


def _perhaps_thrown_into(data: Data) -> Data:
    """Format 4 may have something that a teacher threw in."""
    return {"injections": 0, **data}


MIGRATIONS: dict[int, Callable[[Data], Data]] = {
    1: _named_and_consulted,
    2: _perhaps_made_up,
    3: _perhaps_thrown_into,
}
"""By format: what makes a save of that format one of the next."""
