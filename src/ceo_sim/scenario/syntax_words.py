"""What is wrong with a single value of a TOML text, and what its author may have meant."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import tomli

_NUMBER = re.compile(
    r"[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?|0x[\dA-Fa-f_]+|0o[0-7_]+|0b[01_]+"
)
_DATE = re.compile(r"\d{1,4}-\d{1,2}-\d{1,2}(?!\d)")
_TIME = re.compile(r"\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?")
_DURATION = re.compile(r"\d+(?:\.\d+)?\s*(?:[hdw]|hours?|days?|weeks?|turns?)")
_EXPRESSION = re.compile(r"[<>*/()]|[=!]=|\b(?:and|or|not|if)\b|\s[+-]\s")
_TRUE = frozenset({"true", "yes", "on", "y"})
_FALSE = frozenset({"false", "no", "off", "n"})
_NOTHING = frozenset({"null", "none", "nil", "undefined", "empty"})
_DOUBLE_QUOTES = "“”„‟«»″"
_SINGLE_QUOTES = "‘’‚‛‹›′`´"
_ESCAPE = re.compile(r'\\(?:[btnfre"\\]|x[\dA-Fa-f]{2}|u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[ \t]*\n)|(\\)', re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ANY_VALUE = "a number, true or false, a date, or a text in quotes"


def odd_character(character: str) -> tuple[str, str] | None:
    """Message and remedy for a character that no key and no value begins with, and that is easily overlooked."""
    if not character:
        return None
    if character in _DOUBLE_QUOTES + _SINGLE_QUOTES:
        plain = '"' if character in _DOUBLE_QUOTES else "'"
        return f"a typographic quote ({character})", f"the {plain} of the keyboard"
    if not character.isascii() and unicodedata.category(character)[0] in "CZ":
        name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
        return f"an invisible character ({name})", "a plain blank, or nothing"
    if _CONTROL.match(character):
        return f"a control character, {character!r}", "plain text"
    return None


def is_foreign_comment(rest: str) -> bool:
    """Whether what is left of a line looks like a comment of another language."""
    return rest.startswith(("//", "/*", ";", "--", "<!--"))


def is_expression(rest: str) -> bool:
    """Whether what is left of a line looks like an expression of the language."""
    return bool(_EXPRESSION.search(rest)) and '"' not in rest


def an_expression(token: str) -> tuple[str, str]:
    """Message and remedy for an expression without quotes."""
    return "an expression without quotes", f'"{token:.60}"'


def wrong_value(token: str) -> tuple[str, str] | None:
    """Message and remedy for a value without quotes and brackets; None if it is one."""
    if _is_value(token):
        return None
    if (odd := odd_character(token[:1])) is not None:
        return odd
    return _wrong_word(token) or _wrong_number(token) or (f'"{token:.40}" is no value', _ANY_VALUE)


def _wrong_word(token: str) -> tuple[str, str] | None:
    folded = token.lower()
    if folded in _TRUE | _FALSE:
        return f"{token} is no value", "true" if folded in _TRUE else "false"
    if folded in _NOTHING:
        return f"{token} is no value", "no such key: what is left out has no value"
    if _DURATION.fullmatch(token):
        amount, unit = re.split(r"(?<=\d)\s*(?=[a-z])", token, maxsplit=1)
        meant = amount if unit.startswith("turn") else f'"{amount}{unit[0]}"'
        return "a length of time without quotes", meant
    if token.endswith(('"', "'")):
        return f"no {token[-1]} opens this text", f"{token[-1]}{token:.60}"
    if is_expression(token):
        return an_expression(token)
    if re.match(r"[^\W\d]", token):
        return "a text without quotes", f'"{token:.60}"'
    return None


def _wrong_number(token: str) -> tuple[str, str] | None:
    if re.fullmatch(r"[+-]?[\d.]+\s*%", token):
        return "a percent sign", f"{float(token.rstrip('% ')) / 100:g}" if token.count(
            "."
        ) < 2 else "a share from 0 to 1"
    if _DATE.match(token) or _TIME.match(token):
        return _wrong_date(token)
    if re.fullmatch(r"[+-]?0\d[\d_]*(?:\.\d+)?", token):
        return "a number that begins with 0", token[0].strip("0123456789") + (token.lstrip("+-0") or "0")
    if re.fullmatch(r"[+-]?\.\d+", token):
        return "a number that begins with a point", token.replace(".", "0.")
    if re.fullmatch(r"[+-]?\d+\.", token):
        return "a number that ends with a point", token + "0"
    if re.fullmatch(r"[$€£]\s*[\d.,]+|[\d.,]+\s*[$€£]", token):
        return "a currency in a number", re.sub(r"[^\d.]", "", token)
    return None


def _is_value(token: str) -> bool:
    if token in ("true", "false") or re.fullmatch(r"[+-]?(?:inf|nan)", token) or _NUMBER.fullmatch(token):
        return True
    if _DATE.match(token) or _TIME.match(token):
        try:
            tomli.loads(f"x = {token}")
        except ValueError:
            return False
        return True
    return False


def _wrong_date(token: str) -> tuple[str, str]:
    numbers = [int(number) for number in re.findall(r"\d+", token)]
    example = "2020-05-29T06:00:00-04:00"
    if _DATE.match(token) and len(numbers) >= 3:
        year, month, day = numbers[:3]
        try:
            example = dt.date(year, month, day).isoformat() + ("T06:00:00-04:00" if len(numbers) > 3 else "")
        except ValueError:
            return f"there is no day {token:.10}", f"a date such as {example}"
    return "a date or an hour in another form", f"two digits each, as in {example}"


def wrong_in_text(written: str) -> tuple[str, str, int, int] | None:
    """Message, remedy and range of what is wrong inside a text in quotes; None if nothing is."""
    if control := _CONTROL.search(written):
        return f"a control character, {control[0]!r}", "plain text", control.start(), control.end()
    if written[0] == "'":
        return None
    for escape in _ESCAPE.finditer(written):
        if escape[1]:
            start = escape.start()
            meant = written[start : start + 2]
            message = f'"{meant}" means nothing in a text' if len(meant) > 1 else "a backslash at the end"
            return message, f'"\\{meant}" for the backslash itself', start, start + 2
    return None
