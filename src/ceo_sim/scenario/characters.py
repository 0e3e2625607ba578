"""Characters that act instead of being read: they steer a terminal, turn the direction of reading, or hide text.

Whoever takes in text that a stranger wrote, or shows it, asks here. The lists of stories and of saves wait for this,
so it imports nothing but the standard library.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

_FLAG = "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
"""A flag such as Scotland's is a black flag and letters that show nowhere else; only there do they hide nothing."""

_STEERING = "".join(
    (
        "\x00-\x08\x0b-\x1f\x7f-\x9f",  # controls but tab and new line
        "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",  # the direction of reading
        "\u2028\u2029",  # ends of lines and of paragraphs
        "\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff",  # invisible; U+200C, U+200D, U+00AD make words
        "\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\ud800-\udfff",  # annotations, and what is no character
        "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a",  # formats of rare scripts
        "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff",  # tags, which show nowhere but in flags
        *(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)),
    )
)
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
"""Those of `_STEERING` that are ASCII."""
MOST_MARKS = 6
"""Accents, vowels and points of one letter; pointed Hebrew with its accents comes to five."""
_DOUBLED = "(?<=\u200d)\u200d"
"""No script joins twice, and Rich 15 raises IndexError where two joiners before a wide letter begin a long word."""
_STEERS = re.compile(f"(?P<flag>{_FLAG})|[{_STEERING}]|{_DOUBLED}")
"""Listed one by one: what `unicodedata` knows of them differs from one Python to the next."""


_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c\u200d\u2800\u3164\ufe00-\ufe0f\uffa0]*+"
)
"""Blanks, and characters that show nothing by themselves: joiners, fillers, selectors."""


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen."""
    return _UNSEEN.fullmatch(text) is not None


def steering(text: str) -> Iterator[tuple[str, int]]:
    """Each character that steers, with its place in the text."""
    if text.isascii():  # most texts are, and are seen through ten times as fast by a pattern of their own
        return ((match[0], match.start()) for match in _CONTROLS.finditer(text))
    return ((match[0], match.start()) for match in _STEERS.finditer(text) if not match["flag"])


def replaced(text: str, put: Callable[[str], str]) -> str:
    """The text with something in the place of each character that steers."""
    if text.isascii():
        return _CONTROLS.sub(lambda match: put(match[0]), text)
    return _STEERS.sub(lambda match: match[0] if match["flag"] else put(match[0]), text)


def blanked(text: str) -> str:
    """The text on one line and as long as it was, with a blank for each character that steers, tab and new line."""
    if text.isascii() and text.isprintable():  # most texts, of which a log has tens of thousands
        return text
    return replaced(text, lambda _: " ").replace("\t", " ").replace("\n", " ")


def one_line(text: str) -> str:
    """The text on one line, with a single blank in the place of whatever is blank or steers."""
    return " ".join(blanked(text).split())


def unstacked(text: str) -> str:
    """The text with at most `MOST_MARKS` marks on a letter: no script has more, and a heap covers other lines."""
    shown, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MOST_MARKS:
            shown.append(character)
    return "".join(shown)


def escaped(text: str) -> str:
    """The text on one line, with each character that steers, tab and new line written as Python escapes it."""
    return replaced(text, _escape).replace("\t", "\\t").replace("\n", "\\n")


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
