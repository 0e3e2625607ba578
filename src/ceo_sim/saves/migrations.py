"""From older formats of a save to the present one, a step at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Data = dict[str, Any]

MIGRATIONS: dict[int, Callable[[Data], Data]] = {}
"""By format: what makes a save of that format one of the next."""


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
