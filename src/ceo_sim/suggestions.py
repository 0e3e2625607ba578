"""Which name somebody meant who typed it in another way, or one that is not there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import islice

CUTOFF = 0.6
MAX_LENGTH = 100
MOST_LISTED = 12
MAX_CANDIDATES = 2_000
"""Comparing takes long, and a hostile file may have many long names."""


def folded(name: str) -> str:
    """A name as it is compared: small and capital letters, composed and decomposed ones, count the same."""
    if name.isascii():
        return name.strip().lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name.strip()).casefold())


def closest(word: str, words: Iterable[str], cutoff: float = CUTOFF) -> str:
    """The one of `words` that is spelled most like `word`, or nothing if none is near."""
    return next(iter(nearest(word, words, 1, cutoff)), "")


def nearest(word: str, words: Iterable[str], count: int, cutoff: float = CUTOFF) -> list[str]:
    """Those of `words`, no more than `count`, that are spelled like `word`, the most alike first."""
    import difflib  # late: it takes 10 ms, and most names are spelled right

    length = len(word)
    if length >= MAX_LENGTH:
        return []
    letters = set(word)

    def may_match(known: str) -> bool:
        # The ratio is twice the letters in common over all letters; no more of `known` can be than `word` has.
        common = min(length, sum(map(letters.__contains__, known)))
        return 2 * common >= cutoff * (length + len(known))

    candidates = list(islice(filter(may_match, words), MAX_CANDIDATES))
    return difflib.get_close_matches(word, candidates, n=count, cutoff=cutoff)


def listed(names: Iterable[str]) -> str:
    """Some names, and how many there are besides: `a, b and 9,998 more`."""
    known = list(names)
    more = len(known) - MOST_LISTED
    return ", ".join(known[:MOST_LISTED]) + (f" and {more:,} more" if more > 0 else "")


def hint(word: str, words: Iterable[str], fallback: str) -> str:
    """`did you mean NAME?`, or `fallback` if no name is near."""
    likely = closest(word, words)
    return f"did you mean {likely}?" if likely else fallback
