"""Which name somebody meant who typed one that is not there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

CUTOFF = 0.6
MAX_LENGTH = 100
MAX_CANDIDATES = 2_000
"""Comparing takes long, and a hostile file may have many long names."""


def closest(word: str, words: Iterable[str]) -> str:
    """The one of `words` that is spelled most like `word`, or nothing if none is near."""
    import difflib  # late: it takes 10 ms, and most names are spelled right

    length = len(word)
    if length >= MAX_LENGTH:
        return ""
    # No ratio is above twice the shorter length over both: 0.6 asks for at least three sevenths of the longer one.
    comparable = (known for known in words if 7 * min(len(known), length) >= 3 * max(len(known), length))
    matches = difflib.get_close_matches(word, list(islice(comparable, MAX_CANDIDATES)), n=1, cutoff=CUTOFF)
    return matches[0] if matches else ""


def hint(word: str, words: Iterable[str], fallback: str) -> str:
    """`did you mean NAME?`, or `fallback` if no name is near."""
    likely = closest(word, words)
    return f"did you mean {likely}?" if likely else fallback
