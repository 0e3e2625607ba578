"""The part of TOML in which a save is written: tables, and keys with a plain value, each on a line of its own.

Python's own reader needs minutes for a key of many dots, keeps nothing of what stands before a mistake, and takes
four times as long for a whole save; the title screen lists hundreds of them.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, NamedTuple

import tomli

MAX_SCALAR = 20_000
"""Characters of a number or a date; Python takes time in the square of the digits of a whole number."""

_SCALAR = r"""[^\s"'\[\]{}.#,][^\n"'\[\]{}.#,]*+(?:\.[^\n"'\[\]{}.#,]*+)?+"""
_PLAIN = r'[^"\\\x00-\x1f\x7f]*+'
_STRING = r'"(?:[^"\\\n]|\\[^\n])*+"' + r"|'[^'\n]*+'"
_NAME = r"[A-Za-z0-9_-]++"
_BLANK = r"[ \t]*+"
_SEPARATOR = rf"{_BLANK},{_BLANK}"
_PAIR = rf"{_NAME}{_BLANK}={_BLANK}(?:{_STRING})"
_LIST = rf"\[{_BLANK}(?:(?:{_STRING})(?:{_SEPARATOR}(?:{_STRING}))*+)?+{_BLANK}\]"
_TABLE = rf"\{{{_BLANK}(?:{_PAIR}(?:{_SEPARATOR}{_PAIR})*+)?+{_BLANK}\}}"
_VALUE = rf'(?:"({_PLAIN})"|({_STRING}|{_LIST}|{_TABLE}|{_SCALAR}))'
# One pattern over the whole text, whose last group takes what is no line of a save, is twice as fast as one a line.
_LINES = re.compile(
    rf"{_BLANK}(?:({_NAME}){_BLANK}={_BLANK}{_VALUE}|\[\[({_NAME})\]\]|\[({_NAME})\])?+{_BLANK}(?:#[^\n]*+)?+\n"
    r"|([^\n]*+)\n"
)
_PLAIN_PAIR = re.compile(rf'({_NAME}){_BLANK}={_BLANK}"({_PLAIN})"')
_WHOLE = re.compile(r"0|[1-9][0-9]{0,20}")
# Python's reader of dates takes more than TOML does, such as a zone of 70 minutes, or one with seconds.
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-](?:[01]\d|2[0-3]):[0-5]\d")


class Parsed(NamedTuple):
    """What stands in the lines before the first mistake, and which line that is, counted from 1; 0 if there is none."""

    data: dict[str, Any]
    wrong_line: int


def parse(text: str) -> Parsed:
    """Read lines up to the first that is not as a save is written, or names something a second time."""
    data: dict[str, Any] = {}
    table = data
    for number, (key, plain, value, element, name, wrong) in enumerate(_LINES.findall(text + "\n"), 1):
        if key and key not in table:
            try:
                table[key] = _value(value) if value else plain
            except ValueError:
                return Parsed(data, number)
        elif key or wrong:
            return Parsed(data, number)
        elif name or element:
            table = {}
            if not _place(data, name or element, table, repeats=bool(element)):
                return Parsed(data, number)
    return Parsed(data, 0)


def _place(data: dict[str, Any], name: str, table: dict[str, Any], *, repeats: bool) -> bool:
    """Put a table where it belongs; False if something else is there."""
    if not repeats:
        return data.setdefault(name, table) is table
    tables = data.setdefault(name, [])
    # A list of texts under that name is a value, which takes no tables.
    if not isinstance(tables, list) or (tables and not isinstance(tables[0], dict)):
        return False
    tables.append(table)
    return True


def _value(written: str) -> Any:
    """A value that is no plain text; the frequent kinds are read here, all others by the reader that knows them."""
    if len(written) > MAX_SCALAR and written[0] not in "\"'[{":
        raise ValueError(written[:100])
    if _WHOLE.fullmatch(written):
        return int(written)
    if _DATE.fullmatch(written):
        return datetime.fromisoformat(written)
    if written[0] == "{" and "\\" not in written and "'" not in written:
        pairs = _PLAIN_PAIR.findall(written)
        if len(table := dict(pairs)) == len(pairs) == written.count("="):
            return table
    return tomli.loads(f"value = {written}")["value"]
