"""How the debrief of a class says who and how many, so that nobody can be guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ceo_sim.classroom.debrief.asked import LEAST, Asked
from ceo_sim.engine.game import Game
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import naming

FEW = f"under {LEAST}"
ENOUGH = f"{LEAST} or more"
HIDDEN = "not shown"
_QUARTERS = ("a quarter", "half", "three quarters")
_TENTHS = ("1 in 10", "2 in 10", "3 in 10", "4 in 10", "half", "6 in 10", "7 in 10", "8 in 10", "9 in 10")
_FINE, _COARSE = 50, 20
"""How many of whom tenths, and quarters, are so wide that no count of fewer than `LEAST` follows from them."""


def count(number: int) -> str:
    """How many; of fewer than `LEAST` only that, and nobody is nobody."""
    return f"{number:,}" if number >= LEAST or number == 0 else FEW


def counts(numbers: Mapping[str, int]) -> dict[str, str]:
    """How many of each, where all of them together may be known.

    What has to be hidden must not follow from the sum, so the smallest of the others are hidden with it as long as it
    would; and if nothing is left to hide it behind, no figure is shown.
    """
    shown = {key: count(number) for key, number in numbers.items()}
    few = [number for number in numbers.values() if 0 < number < LEAST]
    others = sorted((key for key, number in numbers.items() if number >= LEAST), key=lambda key: numbers[key])
    behind: list[str] = []
    while few and _follows(few, [numbers[key] for key in behind]):
        if len(behind) == len(others):
            return dict.fromkeys(numbers, HIDDEN)
        behind.append(others[len(behind)])
        shown[behind[-1]] = ENOUGH
    return shown


def _follows(few: Sequence[int], enough: Sequence[int]) -> bool:
    """Whether what is hidden follows from its sum, as each of `few` is 1 to 4 and each of `enough` 5 or more."""
    whole = sum(few) + sum(enough)
    most = min(LEAST - 1, whole - (len(few) - 1) - LEAST * len(enough))
    least = 1 if enough else max(1, whole - (LEAST - 1) * (len(few) - 1))
    return least == most


def seats(number: int, noun: str = "seat") -> str:
    """How many seats, in words."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}" if number >= LEAST else f"{FEW} {noun}s"


def about(part: int, whole: int) -> str:
    """A share of a class, in words so wide that no count of fewer than `LEAST` follows from several of them."""
    if part in (0, whole):
        return "none" if part == 0 else "all"
    if part < LEAST:
        return "a few"
    if whole - part < LEAST:
        return "all but a few"
    if whole < _COARSE:
        return "about half" if 0.4 <= part / whole <= 0.6 else f"{'more' if part > whole / 2 else 'fewer'} than half"
    names = _TENTHS if whole >= _FINE else _QUARTERS
    steps = len(names) + 1
    return f"about {names[min(max(round(part / whole * steps), 1), steps - 1) - 1]}"


def size(number: int, total: int, shown: str) -> float:
    """The length of a bar, in parts of all; what is hidden has none."""
    return number / total if total and shown.replace(",", "").isdecimal() else 0.0


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
