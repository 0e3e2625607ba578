"""From one format of the language to the next: the same files, rewritten where the new one says it otherwise.

A file is edited in place, by the positions of its keys and values, so that comments, order and line ends stay as they
are. No library does that for TOML 1.1, whose inline tables may go over several lines.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from attrs import define, field

from ceo_sim.scenario import positions, sources
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import EFFECT_LIST, LATEST, Support
from ceo_sim.scenario.positions import Index, Range

_ADDED = re.compile(r"\s*([a-z][a-z0-9_]*)\s*\+\s*(\d+(?:\.\d+)?)\s*")
_MARKS = re.compile(r"(?<!\{)\{(\s*(?:first|again)\s*)\}")
"""Values in a text of format 1 whose names are marks of format 2."""
_OFFSET = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")


def migrated(texts: Mapping[str, str]) -> dict[str, str]:
    """The files of a scenario of format 1 in format 2.

    Args:
        texts: The files that are read as one, by name, without errors; no editions, which are alike in both formats.

    Returns:
        All files, those of format 2 as they were.
    """
    read = [sources.read(name, text) for name, text in texts.items()]
    if not any(source.data.get("format") == 1 for source in read):
        return dict(texts)
    offset, support = _offset(read), _usual_support(read)
    return {source.name: _File(source, offset, support).migrated() for source in read}


def _offset(read: list[sources.Source]) -> dt.timedelta | None:
    """The offset of the clock's start."""
    for source in read:
        start = source.data.get("clock", {}).get("start")
        if isinstance(start, dt.datetime):
            return start.utcoffset()
    return None


def _usual_support(read: list[sources.Source]) -> str:
    """The support that most numbers have; empty if only one gives any."""
    given = Counter(
        value
        for source in read
        for path, value in _walk(source.data, ())
        if path[-1] == "support" and value in get_args(Support)
    )
    return given.most_common(1)[0][0] if given.total() > 1 else ""


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Every value of a file, inner ones first."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, part in parts:
        yield from _walk(part, (*path, name))
    if path:
        yield path, value


@define
class _File:
    """One file and what is to be changed in it."""

    source: sources.Source
    offset: dt.timedelta | None
    support: str
    index: Index = field(init=False)
    edits: dict[Range, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.index = positions.scan(self.source.text, lengths=False)

    def migrated(self) -> str:
        """The text of the file in the new format."""
        self._format_and_support()
        for path, value in _walk(self.source.data, ()):
            if isinstance(value, dt.datetime):
                self._moment(path, value)
            elif isinstance(value, str) and _MARKS.search(value):
                self._replace(path, _MARKS.sub(r"{\1:.0f}", self._written(path)))
            elif isinstance(value, dict):
                self._table(path, value)
        text = self.index.text
        for (start, end), new in sorted(self.edits.items(), reverse=True):
            text = text[:start] + new + text[end:]
        return text.replace("\n", "\r\n") if "\r\n" in self.source.text else text

    # ---- what is changed ------------------------------------------------------------------------------------

    def _format_and_support(self) -> None:
        if ("format",) in self.index.values:
            self._replace(("format",), str(LATEST))
        if self.support and ("scenario", "id") in self.index.values:
            self._add_line(("scenario", "id"), f'support = "{self.support}"')

    def _moment(self, path: Path, value: dt.datetime) -> None:
        if value.utcoffset() is None or value.utcoffset() != self.offset:
            return
        written = self._written(path)
        self._replace(path, _OFFSET.sub("", written))
        if path == ("clock", "start"):
            minutes = round(value.utcoffset().total_seconds() / 60)  # type: ignore[union-attr]  # it has one
            sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
            self._add_line(path, f'zone = "{sign}{minutes // 60:02}:{minutes % 60:02}"')

    def _table(self, path: Path, table: dict[str, Any]) -> None:
        if len(path) > 1 and path[-2] == "card" and path[0] == "deck" and "once" not in table:
            self._add_key(path, "once = false")
        if len(path) > 1 and path[-2] == "effects" and self._is_inline(path) and self._is_short(table):
            amount, why = (self._written((*path, key)) for key in EFFECT_LIST)
            self._replace(path, f"[{amount}, {why}]")
        elif self.support and table.get("support") == self.support:
            self._remove((*path, "support"))
        if path[-1] == "sets" and self._is_inline(path) and len(table) == 1:
            self._adds(path, *next(iter(table.items())))

    def _is_short(self, effect: dict[str, Any]) -> bool:
        """Whether an effect has nothing but an amount and a reason, and the usual support."""
        keys = set(effect) - {"support"} if effect.get("support", self.support) == self.support else set(effect)
        return keys == set(EFFECT_LIST)

    def _adds(self, path: Path, variable: str, value: object) -> None:
        added = _ADDED.fullmatch(value) if isinstance(value, str) else None
        if added and added[1] == variable:
            self.edits[self.index.keys[path]] = "adds"
            self._replace((*path, variable), added[2])

    # ---- how ------------------------------------------------------------------------------------------------

    def _written(self, path: Path) -> str:
        start, end = self.index.values[path]
        return self.index.text[start:end]

    def _is_inline(self, path: Path) -> bool:
        return path in self.index.values and self._written(path).startswith("{")

    def _replace(self, path: Path, new: str) -> None:
        """Another value; it takes the place of any change inside it."""
        start, end = self.index.values[path]
        self.edits = {span: text for span, text in self.edits.items() if not (start <= span[0] and span[1] <= end)}
        self.edits[start, end] = new

    def _line(self, path: Path) -> Range:
        """The line on which a key begins, with its end."""
        start = self.index.text.rfind("\n", 0, self.index.keys[path][0]) + 1
        end = self.index.text.find("\n", self.index.values[path][1])
        return start, len(self.index.text) if end < 0 else end + 1

    def _add_line(self, path: Path, line: str) -> None:
        """A line after that of a key, its `=` below the other's where these are aligned."""
        start, end = self._line(path)
        key, _, value = line.partition(" = ")
        before = self.index.text[start:end].partition("=")[0]
        width = len(before) - 1 if before.endswith("  ") else 0
        self.edits[end, end] = f"{key.ljust(width)} = {value}\n"

    def _add_key(self, path: Path, pair: str) -> None:
        """A key more in a table, in whatever way that is written."""
        if self._is_inline(path):
            end = self.index.values[path][1] - 1
            last = len(self.index.text[:end].rstrip(" \t\n,"))
            comma = "" if self.index.text[last - 1] == "{" else ","
            self.edits[last, last] = f"{comma} {pair}"
        elif self.index.text[self.index.values[path][0]] == "[":
            end = self.index.text.find("\n", self.index.values[path][1])
            self.edits[end, end] = f"\n{pair}"
        else:  # card.celebrity.weight = 6
            start, _ = self._line(path)
            dotted = self.index.text[start : self.index.keys[path][1]]
            self.edits[start, start] = f"{dotted}.{pair}\n"

    def _remove(self, path: Path) -> None:
        """Take a key away, with the comma that parted it from the others, or with its line."""
        (start, _), (_, end), text = self.index.keys[path], self.index.values[path], self.index.text
        before = text[:start].rstrip(" \t\n")
        after = len(text) - len(text[end:].lstrip(" \t\n"))
        line = self._line(path)
        if before.endswith(","):
            self.edits[len(before) - 1, end] = ""
        elif before.endswith("{"):
            comma = text[after : after + 1] == ","
            self.edits[start, after + comma + (text[after + comma : after + comma + 1] == " ") if comma else end] = ""
        elif text[line[0] : line[1]].strip() == text[start:end] and not text[line[0] : start].strip():
            self.edits[line] = ""
