"""Text in the letters that an encoding has: ASCII words and signs for what it lacks."""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Mapping

_SIGNS = {
    "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‹": "'", "›": "'",
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "·": "-", "•": "-", "…": "...",
    "→": "->", "←": "<-", "↑": "up", "↓": "down", "▲": "up", "▼": "down", "×": "x", "÷": "/", "±": "+/-",
    "≤": "<=", "≥": ">=", "≠": "!=", "≈": "~", "°": " degrees", "§": "section ", "†": "+", "№": "No.",
    "€": "EUR ", "£": "GBP ", "¥": "JPY ", "©": "(c)", "®": "(R)", "™": "(TM)", "½": "1/2", "¼": "1/4", "¾": "3/4",
    "′": "'", "″": '"', "\u2044": "/",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ħ": "h", "Ħ": "H",
}  # fmt: skip
"""What no decomposition gives. Letters with marks lose the marks, so that names can still be read."""


def spelled(text: str, encoding: str) -> str:
    """The text with every character that the encoding lacks written in ASCII; `?` where nothing comes near it."""
    try:
        return text.encode(encoding, "ceo_sim.spelled").decode(encoding)
    except LookupError:
        return spelled(text, "ascii")


def is_ascii_only(environment: Mapping[str, str]) -> bool:
    """Whether somebody has asked for the C locale by name, so that no more than ASCII can be counted on.

    Python writes UTF-8 there all the same, and may have put `C.UTF-8` for a `C` into `LC_CTYPE` (PEP 538 and 540).
    """
    if environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8"):
        return False
    plain = ("C", "POSIX")
    if named := environment.get("LC_ALL"):
        return named in plain
    named = environment.get("LC_CTYPE", "")
    return named in plain or (named in ("", "C.UTF-8") and environment.get("LANG") in plain)


def _in_ascii(character: str) -> str:
    if (sign := _SIGNS.get(character)) is not None:
        return sign
    parts = unicodedata.normalize("NFKD", character)
    ascii_parts = "".join(part for part in parts if part.isascii() or part in _SIGNS)
    if ascii_parts and ascii_parts != character:
        return "".join(_SIGNS.get(part, part) for part in ascii_parts)
    return "" if unicodedata.category(character) in ("Mn", "Cf") else "?"


def _replace(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(map(_in_ascii, error.object[error.start : error.end])), error.end


codecs.register_error("ceo_sim.spelled", _replace)
