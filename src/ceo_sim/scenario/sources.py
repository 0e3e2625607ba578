"""The texts of a scenario: parsed, merged into one tree of data, and asked where something in it was written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import tomli
from attrs import define, evolve, field, frozen

from ceo_sim.scenario import positions
from ceo_sim.scenario.diagnostics import Diagnostic, Place, quoted_line
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.model import EFFECT_LIST
from ceo_sim.scenario.positions import Index, Range
from ceo_sim.scenario.toml_size import size_within_limits

LARGEST_INTEGER = 2**63
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@frozen(slots=False)  # for cached_property
class Source:
    """One text of a scenario.

    Attributes:
        name: As it is shown in diagnostics.
        text: What is written.
        data: What it says; empty if it cannot be parsed.
        size: How many keys and elements it has at most.
        broken: Why it cannot be parsed, if so.
    """

    name: str
    text: str
    data: dict[str, Any] = field(factory=dict)
    size: int = 0
    broken: Diagnostic | None = None

    @cached_property
    def index(self) -> Index:
        """Where its keys and values stand; made when first asked for, as only what is wrong needs a place."""
        return positions.scan(self.text)


def read(name: str, text: str) -> Source:
    """Parse one text, named so in diagnostics; whatever is wrong with it ends up in `broken`."""
    size = size_within_limits(text)
    if size is None:
        index = positions.scan(text)
        if index.excess:
            return Source(name, text, broken=_at_offset(name, index, index.excess))
        size = len(index.keys)
    try:
        return Source(name, text, tomli.loads(text), size)
    except tomli.TOMLDecodeError as error:
        message = str(error)
    except (RecursionError, ValueError) as error:
        message = f"cannot be read ({type(error).__name__})"
    return Source(name, text, broken=_syntax(name, positions.scan(text), message))


def _syntax(name: str, index: Index, message: str) -> Diagnostic:
    """What is wrong with a text that is not TOML: in the words of `syntax`, or in those of the parser."""
    from ceo_sim.scenario.syntax import mistake  # late: most texts are TOML

    if (problem := mistake(index.text)) is not None:
        issue, first = problem
        if first is not None:
            line, column = index.place(first)
            issue = evolve(issue, message=f"{issue.message}; the first one is at {name}:{line}:{column}")
        return _at_offset(name, index, issue)
    position = _PLACE.search(message)
    offset = 0
    if position and position[1]:
        offset = index.offset(int(position[1]), int(position[2]))
    elif position:
        offset = len(index.text.rstrip())
    reason = message[: position.start()] if position else message
    return _at_offset(name, index, Issue("E006", (), reason[:1].lower() + reason[1:], offset=offset))


def _at_offset(name: str, index: Index, issue: Issue) -> Diagnostic:
    """An issue of a text as a whole, whose offset counts from its beginning."""
    start = issue.offset or 0
    return _diagnostic(name, index, (start, start + issue.length), issue)


def _diagnostic(name: str, index: Index, span: Range, issue: Issue) -> Diagnostic:
    start, end = span
    line, column = index.place(start)
    end_line, end_column = index.place(max(end, start + 1))
    quoted, caret = quoted_line(index.line(line), column - 1)
    return Diagnostic(
        code=issue.code,
        message=issue.message,
        file=name,
        line=line,
        column=column,
        end_line=end_line,
        end_column=end_column,
        expected=issue.expected,
        suggestion=issue.suggestion,
        source_line=quoted,
        caret=caret,
    )


@define
class Sources:
    """The texts of a scenario.

    Attributes:
        sources: Those that are read as one; what is missing altogether is missed in the first.
        overlay: The edition whose words replace theirs.
        shifts: By text, for each array of tables that earlier ones have begun, how many elements come before its own.
    """

    sources: list[Source]
    overlay: Source | None = None
    shifts: dict[str, dict[Path, int]] = field(factory=dict)

    @property
    def all(self) -> list[Source]:
        """The texts, the edition too."""
        return [*self.sources, *([self.overlay] if self.overlay else [])]

    @property
    def broken(self) -> list[Diagnostic]:
        """What keeps texts from being parsed."""
        return [text.broken for text in self.all if text.broken]

    def merged(self) -> tuple[dict[str, Any], list[Issue]]:
        """All texts as one tree: tables are joined, arrays of tables follow one another.

        Returns:
            The tree, which shares with the texts every table that stands in one of them only; and what is defined
            twice.
        """
        merger = _Merger(self.shifts)
        for source in self.sources:
            merger.join(merger.data, source.data, (), source, known=False)
        return merger.data, merger.issues

    def diagnostic(self, issue: Issue) -> Diagnostic:
        """Where in the texts an issue is."""
        source, span = self._find(issue)
        if issue.other is not None:
            other, there = self._find(Issue(issue.code, issue.other, "", at="key"))
            line, column = other.index.place(there[0])
            issue = evolve(issue, message=f"{issue.message}; the other one is at {other.name}:{line}:{column}")
        return _diagnostic(source.name, source.index, span, issue)

    def place(self, path: Path, offset: int | None = None) -> Place:
        """Where the key of something, or a character of a text, is written, or the nearest thing around it that is."""
        source, span = self._find(Issue("", path, "", at="key" if offset is None else "value", offset=offset))
        return Place(source.name, *source.index.place(span[0]))

    def _find(self, issue: Issue) -> tuple[Source, Range]:
        source, path = self._nearest(issue)
        if source is None:
            return self.sources[0], (0, 1)
        index = source.index
        if not path:
            return source, (0, 1)
        value = index.values.get(path)
        # Where a bare value stands for a table (`staff = -3` for `amount`), what is in that table is in the value.
        exact = len(path) == len(issue.path) or (value is not None and index.text[value[0]] not in "[{")
        if value is None or (path in index.keys and not (exact and issue.at == "value")):
            return source, index.keys[path]
        if exact and issue.offset is not None and (start := index.inside(path, issue.offset)) is not None:
            last = index.inside(path, issue.offset + max(1, issue.length) - 1)
            return source, (start, min(start if last is None else last, value[1] - 1) + 1)
        return source, value

    def _nearest(self, issue: Issue) -> tuple[Source | None, Path]:
        """The text in which most of the path is written, and that part of the path as the text has it."""
        words = self.overlay
        if words and (issue.file == words.name or issue.path in words.index.values):
            return words, _written(issue.path, words.index)
        best: tuple[Source | None, Path] = (None, ())
        for source in self.sources:
            if issue.file not in ("", source.name):
                continue
            part = _written(_local(issue.path, self.shifts.get(source.name, {})), source.index)
            if len(part) > len(best[1]):
                best = source, part
        return best


def _written(path: Path, index: Index) -> Path:
    """The longest beginning of a path that the text has; an effect may be a list there."""
    while path and path not in index.keys and path not in index.values:
        if path[-1] in EFFECT_LIST and (listed := (*path[:-1], EFFECT_LIST.index(str(path[-1])))) in index.values:
            return listed
        path = path[:-1]
    return path


def _local(path: Path, shifts: dict[Path, int]) -> Path:
    """A path of the merged tree as one text has it; an index below 0 is in no text's keys."""
    local: list[str | int] = []
    for length, part in enumerate(path):
        shifted = path[:length] in shifts and isinstance(part, int)
        local.append(part - shifts[path[:length]] if shifted and isinstance(part, int) else part)
    return tuple(local)


@define
class _Merger:
    shifts: dict[str, dict[Path, int]]
    data: dict[str, Any] = field(factory=dict)
    issues: list[Issue] = field(factory=list)

    def join(self, into: dict[str, Any], table: dict[str, Any], path: Path, source: Source, *, known: bool) -> None:
        """Add a table; `known` says that its being defined twice has been reported already."""
        for name, value in table.items():
            here = (*path, name)
            if name not in into:
                into[name] = value
            elif isinstance(value, dict) and isinstance(into[name], dict):
                twice = not known and len(here) > 1 and _describes(value) and _describes(into[name])
                if twice:
                    self.twice(here, source)
                into[name] = dict(into[name])  # the table of a text stays as it is
                self.join(into[name], value, here, source, known=known or twice)
            elif _is_tables(value) and _is_tables(into[name]):
                self.shifts.setdefault(source.name, {})[here] = len(into[name])
                into[name] = [*into[name], *value]
            elif not known:
                self.twice(here, source)

    def twice(self, path: Path, source: Source) -> None:
        message = f"{'.'.join(map(str, path))} is defined in two files"
        self.issues.append(Issue("E020", path, message, at="key", other=path, file=source.name))


def _describes(table: dict[str, Any]) -> bool:
    """Whether a table gives values of its own, beyond further tables."""
    return any(not isinstance(value, dict) and not _is_tables(value) for value in table.values())


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(element, dict) for element in value)


def impossible_numbers(value: Any, path: Path = ()) -> Iterator[Issue]:
    """NaN, infinity and integers beyond 64 bits, wherever they are."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from impossible_numbers(part, (*path, name))
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from impossible_numbers(part, (*path, number))
    elif isinstance(value, float) and not math.isfinite(value):
        yield Issue("E405", path, f"{value} is no number to reckon with", "a finite number", placeholder=0)
    elif isinstance(value, int) and not -LARGEST_INTEGER <= value < LARGEST_INTEGER:
        yield Issue("E405", path, "a whole number of more than 64 bits", "a smaller number", placeholder=0)
