"""What the player stands for: picked before the first decision."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ceo_sim.keyboards import latin
from ceo_sim.plain import lines
from ceo_sim.presentation import formatting, headings
from ceo_sim.scenario.model import Scenario

PROMPT = "What you stand for, or nothing: "


def offered(scenario: Scenario) -> Iterator[str]:
    """The values that can be picked."""
    yield headings.VALUES_ASKED
    for number, value in enumerate(scenario.values.values(), 1):
        yield f"{number}. {formatting.full_stop(value.name)} {value.text}".rstrip()
    yield f"Type their numbers, such as 1 3. {headings.VALUES_NOTE}"


def picked(scenario: Scenario, line: str) -> tuple[str, ...] | None:
    """The values that a line names by number; None if it is no such line."""
    ids = list(scenario.values)
    parts = [part for part in re.split(r"[\s,;.]+|\band\b", latin(line)) if part]
    places = [lines.place(part, len(ids)) for part in parts]
    if None in places:
        return None
    return tuple(dict.fromkeys(ids[place] for place in places if place is not None))


def expected(scenario: Scenario) -> str:
    """What can be typed when it is asked."""
    return f"Expected numbers from 1 to {len(scenario.values)}, such as 1 3, or an empty line for none."


def named(scenario: Scenario, values: Sequence[str]) -> str:
    """The values that the player stands for, in a sentence."""
    names = ", ".join(scenario.values[value].name for value in values if value in scenario.values)
    return formatting.full_stop(f"You stand for: {names}") if names else "You named nothing to stand for."
