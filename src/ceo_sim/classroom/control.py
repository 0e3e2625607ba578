"""Something that a teacher can do with a class, and what it is given, for every face to offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

Fields = Mapping[str, str]
"""What a control is given, as it was typed or picked: each `Ask` of it by its name."""
Area = Literal["vote", "story", "class", "screen"]


@frozen
class Ask:
    """Something that a control is given: one of `choices`, or what is typed if there are none.

    Attributes:
        choices: Each with what it is called.
        is_needed: Whether it may not be left out.
        most: The most letters that can be typed.
        value: What stands there before anything is typed.
    """

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    is_needed: bool = True
    is_number: bool = False
    most: int = 0
    value: str = ""


@frozen
class Control:
    """Something that a teacher can do.

    Attributes:
        key: By which a terminal does it.
        refusal: Why it cannot be done now; empty if it can.
        asks: What it is given.
        is_grave: Whether a face asks once more, as it cannot be undone.
    """

    id: str
    label: str
    key: str
    area: Area
    refusal: str = ""
    asks: tuple[Ask, ...] = ()
    is_grave: bool = False

    @property
    def can(self) -> bool:
        """Whether it can be done now."""
        return not self.refusal
