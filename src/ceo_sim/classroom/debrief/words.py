"""How the debrief of a class says who and how many, so that nobody can be guessed."""

from __future__ import annotations

from collections.abc import Mapping

from ceo_sim.classroom.debrief.asked import LEAST, Asked
from ceo_sim.engine.game import Game
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming

FEW = f"under {LEAST}"
ENOUGH = f"{LEAST} or more"


def count(number: int) -> str:
    """How many; of fewer than `LEAST` only that, and nobody is nobody."""
    return str(number) if number >= LEAST or number == 0 else FEW


def counts(numbers: Mapping[str, int]) -> dict[str, str]:
    """How many of each, where all of them together may be known.

    If one alone has to be hidden, it would follow from the sum; the smallest of the others is hidden with it.
    """
    shown = {key: count(number) for key, number in numbers.items()}
    hidden = [key for key, words in shown.items() if words == FEW]
    others = [key for key, number in numbers.items() if number >= LEAST]
    if len(hidden) == 1 and others:
        shown[min(others, key=lambda key: numbers[key])] = ENOUGH
    return shown


def seats(number: int, noun: str = "seat") -> str:
    """How many seats, in words."""
    return formatting.counted(number, noun) if number >= LEAST else f"{FEW} {noun}s"


def share(part: int, whole: int) -> str:
    """A share of a class in percent; in words where it would tell of too few."""
    if 0 < part < LEAST:
        return "a few"
    if 0 < whole - part < LEAST:
        return "nearly all"
    return formatting.percent(part / whole) if whole else "none"


def size(number: int, total: int, shown: str) -> float:
    """The length of a bar, in parts of all; what is hidden has none."""
    return number / total if total and shown.isdecimal() else 0.0


def tally(game: Game, asked: Asked, numbers: Mapping[str, int], caption: str) -> doc.Tally:
    """How many were for each option."""
    total = sum(numbers.values())
    rows = (
        (option_name(game, asked, option), shown, size(numbers[option], total, shown))
        for option, shown in counts(numbers).items()
    )
    return doc.Tally(caption, ("Option", "Votes"), tuple(rows))


def option_name(game: Game, asked: Asked, option: str) -> str:
    """An option as the debrief calls it."""
    return naming.option_name(game, asked.decision, option)


def title(game: Game, asked: Asked) -> str:
    """A decision as the debrief calls it."""
    return naming.decision_title(game, asked.decision)


def quoted(game: Game, asked: Asked, option: str) -> str:
    """An option in quotation marks."""
    return f"“{option_name(game, asked, option)}”"
