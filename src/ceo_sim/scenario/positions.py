"""Where each key and value of a TOML text stands, and whether it is too deep or too long to be parsed.

`tomli` gives values but no positions, and its recursion follows the nesting of the text. So a text that may be beyond
a limit is walked over first, without recursion; most are shown to be within all of them by `toml_size`.
The walk is laxer than TOML: what it cannot make sense of it leaves to `tomli` to complain about.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

import tomli
from attrs import define, field, frozen

from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.toml_size import MAX_DEPTH, MAX_KEYS, MAX_SCALAR, MAX_STRING

Range = tuple[int, int]

_BLANK = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_BARE = re.compile(r"[A-Za-z0-9_-]++")
_BASIC = re.compile(r'"(?:[^"\\\n]++|\\[^\n])*+"')
_LITERAL = re.compile(r"'[^'\n]*+'")
_LONG_BASIC = re.compile(r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''(?:[^']++|'{1,2}(?!'))*+'{3,5}")
_SCALAR = re.compile(r"[^,\]}#\n]++")
_ESCAPE = re.compile(r"\\(?:x..|u.{4}|U.{8}|[ \t]*\n[ \t\n]*|.)", re.DOTALL)


@frozen(slots=False)  # for cached_property
class Index:
    """The ranges of the keys and values of one text, by path.

    Attributes:
        text: The text, its line ends those of Unix.
        keys: For each path that is written, the range of its (first) key; for an element of an array of tables, the
            range of the key in its header.
        values: For each path, the range of its value; for a table, the range of its header.
        excess: The first limit that the text goes beyond; nothing after it is indexed.
    """

    text: str = field(repr=False)
    keys: dict[Path, Range] = field(factory=dict, repr=False)
    values: dict[Path, Range] = field(factory=dict, repr=False)
    excess: Issue | None = None

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1."""
        return self._line_starts[min(line, len(self._line_starts)) - 1] + column - 1

    def line(self, number: int) -> str:
        """The text of a line, counted from 1."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else None]

    def inside(self, path: Path, offset: int) -> int | None:
        """Where in the text the character `offset` of the string value at `path` stands; None if it is no string."""
        start, end = self.values.get(path, (0, 0))
        written = self.text[start:end]
        if not written.startswith(('"', "'")):
            return None
        mark = written[0]
        if not written.startswith(mark * 3) or len(written) < 6:
            body = start + 1
        else:
            body = start + 3 + (self.text[start + 3] == "\n")
        return body + (_raw_offset(self.text[body:end], offset) if mark == '"' else offset)


def _raw_offset(raw: str, offset: int) -> int:
    """How far into the escaped text the character `offset` of the plain text stands."""
    moved = 0  # characters that are written but not meant, so far
    for match in _ESCAPE.finditer(raw):
        continued = "\n" in match[0]  # a line that goes on; it stands for nothing
        if match.start() - moved >= offset + continued:
            break
        moved += len(match[0]) - (not continued)
    return offset + moved


def scan(text: str, *, lengths: bool = True) -> Index:
    """The positions in a TOML text, up to the first thing that is not TOML or goes beyond a limit.

    Takes time and memory in proportion to the text, whatever it contains.

    Args:
        text: What is written.
        lengths: Whether the length of a value is limited, too; it costs no reader more than its length.
    """
    scanner = _Scanner(text.replace("\r\n", "\n"), lengths=lengths)
    return scanner.scan()


class _NotTomlError(Exception):
    pass


class _ExcessError(Exception):
    pass


@define
class _Open:
    """An array or inline table that is being read."""

    path: Path
    start: int
    closing: str
    index: int = -1


class _Scanner:
    def __init__(self, text: str, *, lengths: bool) -> None:
        self.text = text
        self.lengths = lengths
        self.at = 0
        self.count = 0
        self.keys: dict[Path, Range] = {}
        self.values: dict[Path, Range] = {}
        self.arrays: dict[Path, int] = {}
        self.excess: Issue | None = None

    def scan(self) -> Index:
        table: Path = ()
        try:
            while self.skip(_BLANK) < len(self.text):
                if self.text[self.at] == "[":
                    table = self.header()
                else:
                    self.pair(table)
                self.skip(_SPACE)
                if self.at < len(self.text) and self.text[self.at] not in "#\n":
                    raise _NotTomlError
        except (_NotTomlError, _ExcessError):
            pass
        return Index(self.text, self.keys, self.values, self.excess)

    def skip(self, blank: re.Pattern[str]) -> int:
        if match := blank.match(self.text, self.at):
            self.at = match.end()
        return self.at

    def beyond(self, code: str, message: str, expected: str, offset: int) -> _ExcessError:
        self.excess = Issue(code, (), message, expected, offset=offset)
        return _ExcessError()

    def accept(self, text: str) -> bool:
        if self.text.startswith(text, self.at):
            self.at += len(text)
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise _NotTomlError

    def one_more(self) -> None:
        self.count += 1
        if self.count > MAX_KEYS:
            raise self.beyond("E011", "too many keys", f"at most {MAX_KEYS:,} keys and elements", self.at)

    # ---- keys -----------------------------------------------------------------------------------------------

    def header(self) -> Path:
        start = self.at
        self.expect("[")
        repeated = self.accept("[")
        parts = self.key()
        self.expect("]]" if repeated else "]")
        path = self.placed((), parts[:-1])
        name, span = parts[-1]
        path = (*path, name)
        self.keys.setdefault(path, span)
        self.values.setdefault(path, (start, self.at))
        if repeated:
            self.arrays[path] = self.arrays.get(path, -1) + 1
            path = (*path, self.arrays[path])
            self.keys[path] = span
        elif path in self.arrays:
            path = (*path, self.arrays[path])
        self.values.setdefault(path, (start, self.at))
        return path

    def pair(self, table: Path) -> None:
        self.value(self.assigned(table))

    def assigned(self, table: Path) -> Path:
        """Read `key =` and give back the path of the value that follows."""
        parts = self.key()
        path = self.placed(table, parts[:-1])
        name, span = parts[-1]
        path = (*path, name)
        self.keys.setdefault(path, span)
        self.expect("=")
        self.skip(_SPACE)
        return path

    def placed(self, table: Path, parts: list[tuple[str, Range]]) -> Path:
        """The path of a table named by the parts of a key, where an array of tables stands for its last one."""
        path = table
        for name, span in parts:
            path = (*path, name)
            self.keys.setdefault(path, span)
            self.values.setdefault(path, span)
            if path in self.arrays:
                path = (*path, self.arrays[path])
        return path

    def key(self) -> list[tuple[str, Range]]:
        """Read a key with its dots: each part, and where it is."""
        parts: list[tuple[str, Range]] = []
        start = self.skip(_SPACE)
        while True:
            self.one_more()
            parts.append(self.key_part())
            if len(parts) > MAX_DEPTH:
                raise self.beyond("E010", "a key with too many dots", f"at most {MAX_DEPTH} parts", start)
            self.skip(_SPACE)
            if not self.accept("."):
                return parts
            self.skip(_SPACE)

    def key_part(self) -> tuple[str, Range]:
        start = self.at
        for pattern in (_BARE, _BASIC, _LITERAL):
            if match := pattern.match(self.text, start):
                self.at = match.end()
                self.check_length(start, MAX_STRING)
                return _plain_key(match[0]), (start, self.at)
        raise _NotTomlError

    def check_length(self, start: int, longest: int) -> None:
        if self.lengths and self.at - start > longest:
            kind = "text" if longest == MAX_STRING else "value"
            message = f"a {kind} of {self.at - start:,} characters"
            raise self.beyond("E012", message, f"at most {longest:,}", start)

    # ---- values ---------------------------------------------------------------------------------------------

    def value(self, path: Path) -> None:
        """Read a value with all that is nested in it."""
        stack: list[_Open] = []
        while True:
            start = self.at
            if self.accept("["):
                stack.append(_Open(path, start, "]"))
            elif self.accept("{"):
                stack.append(_Open(path, start, "}"))
            else:
                self.scalar(path)
            if len(stack) > MAX_DEPTH:
                raise self.beyond("E010", "nested too deeply", f"at most {MAX_DEPTH} levels", start)
            while stack and self.closes(stack[-1]):
                stack.pop()
            if not stack:
                return
            path = self.item(stack[-1])

    def closes(self, container: _Open) -> bool:
        self.skip(_BLANK)
        if self.accept(","):
            self.skip(_BLANK)
        if not self.accept(container.closing):
            return False
        self.values[container.path] = (container.start, self.at)
        return True

    def item(self, container: _Open) -> Path:
        if container.closing == "}":
            return self.assigned(container.path)
        self.one_more()
        container.index += 1
        return (*container.path, container.index)

    def scalar(self, path: Path) -> None:
        start = self.at
        for pattern in (_LONG_BASIC, _LONG_LITERAL, _BASIC, _LITERAL):
            if match := pattern.match(self.text, start):
                self.at = match.end()
                self.check_length(start, MAX_STRING)
                break
        else:
            match = _SCALAR.match(self.text, start)
            if match is None or match[0][0] in "\"'":
                raise _NotTomlError
            self.at = start + len(match[0].rstrip(" \t\r"))
            self.check_length(start, MAX_SCALAR)
        self.values[path] = (start, self.at)


def _plain_key(written: str) -> str:
    if written[0] == "'":
        return written[1:-1]
    if written[0] == '"':
        if "\\" not in written:
            return written[1:-1]
        try:
            return str(tomli.loads(f"key = {written}")["key"])
        except ValueError:
            raise _NotTomlError from None
    return written
