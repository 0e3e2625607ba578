"""Codes to be copied and pasted, where one that can be read aloud has too little room: 60 letters and digits.

Capital and small letters differ, so that each stands for nearly six bits; there are no dashes, so that a double click
takes hold of all of it. A code is always of the same length, so a part of one is known as such. Its first letter is one
that no other code has; of its number the last 20 bits are a digest of the others, so one in a million codes that were
changed on their way gets through.
"""

from __future__ import annotations

import hashlib
import math
import re
import string

from ceo_sim.saves.codes import LONGEST, MistypedCode

LETTERS = string.digits + string.ascii_uppercase + string.ascii_lowercase
LENGTH = 60
_CHECK_BITS = 20
BITS = int((LENGTH - 1) * math.log2(len(LETTERS))) - _CHECK_BITS
"""Of the number that a code holds."""
_PLACES = {letter: place for place, letter in enumerate(LETTERS)}
_BLANKS = re.compile(r"[\s\u00ad\u200b\ufeff]+")
"""What a form or a message may put into a long word."""


def encoded(kind: str, number: int) -> str:
    """Write a number of at most `BITS` bits as a code with this first letter."""
    rest, letters = number << _CHECK_BITS | _check(kind, number), []
    for _ in range(LENGTH - 1):
        rest, place = divmod(rest, len(LETTERS))
        letters.append(LETTERS[place])
    return kind + "".join(reversed(letters))


def decoded(kind: str, typed: str, what: str) -> int:
    """The number of a code.

    Args:
        kind: Its first letter.
        typed: What was pasted.
        what: What the code is called, to begin a sentence with.

    Raises:
        MistypedCode: It is no such code.
    """
    text = _BLANKS.sub("", typed[: 2 * LONGEST])
    if wrong := next((letter for letter in text if letter not in _PLACES), ""):
        raise MistypedCode(f"{what} has {wrong!r} in it, which no code has; copy it again")
    if len(text) != LENGTH:
        raise MistypedCode(f"{what} has {len(text)} characters instead of {LENGTH}; copy all of it")
    number = _intact(kind, text)
    if number is None:
        raise MistypedCode(
            f"{what} was changed on its way: its capital and small letters have to stay as they are; copy it again"
        )
    return number


def is_code(kind: str, typed: str) -> bool:
    """Whether what was pasted is a code of a kind."""
    return _intact(kind, _BLANKS.sub("", typed[: 2 * LONGEST])) is not None


def _intact(kind: str, text: str) -> int | None:
    """The number of a code of a kind, without blanks; None if it is none, or was changed."""
    if len(text) != LENGTH or text[0] != kind or not _PLACES.keys() >= set(text):
        return None
    written = 0
    for letter in text[1:]:
        written = written * len(LETTERS) + _PLACES[letter]
    number, check = divmod(written, 1 << _CHECK_BITS)
    return number if number >> BITS == 0 and check == _check(kind, number) else None


def _check(kind: str, number: int) -> int:
    digest = hashlib.sha256(f"{kind}:{number}".encode()).digest()
    return int.from_bytes(digest[:4]) >> 32 - _CHECK_BITS
