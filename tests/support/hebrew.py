"""A story in letters that run from right to left."""

from __future__ import annotations

import re

from ceo_sim.engine.program import Program
from tests.support.stories import EVERYTHING, program

HEBREW = re.compile("[\u05d0-\u05ea]")
_WORDS = re.compile(r'(\b(?:name|title|label|brief|text|outcome|why|role|at|note|about|epilogue) = )"([^"{]*)"')
_LETTERS = {ord(letter): chr(0x5D0 + place) for place, letter in enumerate("abcdefghijklmnopqrstuvwxyz")}


_SHOWN = """
[cast.eve]
name = "Eve Lang"
role = "Chair"
about = "She hired you."
epilogue = "She stayed."
[decision.first.exhibit]
from = "eve"
at = "at noon"
text = "You were warned."
note = "Seen by many"
"""


def hebrew_text() -> str:
    """A story with every kind of thing in it, with Hebrew letters in the place of others in its texts."""
    whole = EVERYTHING.replace("format = 1", "format = 2") + _SHOWN
    text = _WORDS.sub(lambda found: f'{found[1]}"{found[2].lower().translate(_LETTERS)}"', whole)
    return text.replace("[scenario]", '[scenario]\nlanguage = "he"', 1)


def hebrew_program() -> Program:
    """That story, ready to run."""
    return program(hebrew_text())
