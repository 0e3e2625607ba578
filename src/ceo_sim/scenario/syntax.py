"""What an author got wrong where a text is not TOML, in the author's words and at the author's place.

A parser complains where it cannot go on: at the end of the line for a missing quote, at the end of the file for a text
that is never closed. Here a text that has been refused is read once more, by what an author means: a line that looks
like `key = value` begins something new, whatever was left open before it. Only refused texts come here.
"""

from __future__ import annotations

import re

from attrs import define, field

from ceo_sim.scenario import syntax_words as words
from ceo_sim.scenario.issues import Issue, Path
from ceo_sim.scenario.syntax_tables import Tables, TwiceError

MAX_DEPTH = 40
_BLANK = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_REST = re.compile(r"[^\n]*+")
_KEY = re.compile(r"[A-Za-z0-9_-]++|\"(?:[^\"\\\n]++|\\[^\n])*+\"|'[^'\n]*+'")
_LONG = re.compile(r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*+"{3,5}' + r"|'''(?:[^']++|'{1,2}(?!'))*+'{3,5}", re.DOTALL)
_SHORT = re.compile(r'"(?:[^"\\\n]++|\\[^\n])*+"' + r"|'[^'\n]*+'")
_SCALAR = re.compile(r"[^,\]}#\n]++")
_TOP_SCALAR = re.compile(r"[^,#\n]++")
_ASSIGNMENT = re.compile(r"[ \t]*[A-Za-z_][\w.-]*[ \t]*=(?!=)")
_NEW = re.compile(
    r"""^[ \t]*(?:[a-z_][\w.-]*[ \t]*=[ \t]*(?:["'\[{\d+-]|true|false)|\[\[?[a-z_][\w.-]*\]\]?[ \t]*(?:\#.*)?$)""",
    re.MULTILINE,
)
"""A line that can only begin something new."""
_HEADER = re.compile(r"^[ \t]*\[\[?[A-Za-z_][\w.\"'-]*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)


class _MistakeError(Exception):
    def __init__(self, message: str, expected: str, start: int, end: int = 0) -> None:
        super().__init__(message)
        self.issue = Issue("E006", (), message, expected, offset=start, length=max(1, end - start))


def mistake(text: str) -> tuple[Issue, int | None] | None:
    """The first thing in a text, with the line ends of Unix, that is not TOML.

    Returns:
        What is wrong, its offset counted from the beginning of the text; and where the first one is of what is given
        twice. None if the mistake is not understood.
    """
    reader = _Reader(text)
    try:
        reader.whole()
    except _MistakeError as error:
        return reader.unclosed_before(error.issue), None
    except TwiceError as twice:
        issue = Issue("E006", (), twice.message, twice.expected, offset=twice.offset, length=twice.length)
        return reader.unclosed_before(issue), twice.first
    return None


@define
class _Reader:
    text: str
    at: int = 0
    tables: Tables = field(factory=Tables)
    long_texts: list[tuple[int, int]] = field(factory=list)

    def whole(self) -> None:
        if (lone := self.text.find("\r")) >= 0:
            raise _MistakeError("a carriage return by itself", "the line ends of Unix (LF) or of Windows (CR LF)", lone)
        table: Path = ()
        while self.skip(_BLANK) < len(self.text):
            start = self.at
            if self.text[start] == "[":
                table = self.header()
                self.end_of_line(start, "header")
            else:
                self.pair(table, depth=0)

    def unclosed_before(self, issue: Issue) -> Issue:
        """The issue, or that of the long text before it, which has swallowed what follows it."""
        start, end = self.long_texts[-1] if self.long_texts else (0, 0)
        if end and (new := _NEW.search(self.text, start + 3, end)):
            return self.unclosed_text(start, new.start()).issue
        return issue

    def unclosed_text(self, start: int, new: int) -> _MistakeError:
        quotes = self.text[start : start + 3]
        before = f"{quotes} before line {self.line_of(new)}" if new < len(self.text) else f"{quotes} at its end"
        return _MistakeError("this text is never closed", before, start, start + 3)

    def line_of(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def skip(self, blank: re.Pattern[str]) -> int:
        match = blank.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def next(self, length: int = 1) -> str:
        return self.text[self.at : self.at + length]

    def rest(self) -> str:
        """What is left of the line, without a comment that begins it."""
        match = _REST.match(self.text, self.at)
        rest = match[0].rstrip() if match else ""
        return "" if rest.lstrip().startswith("#") else rest

    # ---- lines ----------------------------------------------------------------------------------------------

    def header(self) -> Path:
        start = self.at
        repeated = self.next(2) == "[["
        self.at += 1 + repeated
        closing = "]]" if repeated else "]"
        if self.skip(_SPACE) and self.next() == "]":
            raise _MistakeError("a header without a name", "[kind.id]", start, self.at + 1)
        parts = self.key("header")
        end = self.at
        self.skip(_SPACE)
        if self.next(len(closing)) != closing:
            if re.match(r"\w", self.next()):
                whole = "_".join(re.findall(r"[\w.-]+", self.rest()))
                message, expected = "a blank in the name of a table", f'"_" or "." before "{whole:.40}"'
                raise _MistakeError(message, expected, end, self.at + 1)
            named = self.text[start:end]
            end += self.next() == "]"
            raise _MistakeError(f'the header "{named:.60}" is not closed', f'"{closing}"', end)
        self.at += len(closing)
        return self.tables.header([part for part, _ in parts], parts[-1][1], start, repeated=repeated)

    def pair(self, table: Path, *, depth: int) -> None:
        """Read `key = value`; at depth 0, with the end of its line."""
        start = self.at
        parts = self.key("line" if depth == 0 else "table")
        end = self.at
        self.skip(_SPACE)
        key = self.text[start:end]
        if self.next() != "=":
            raise self.no_equals(start, end, key)
        self.at += 1
        path = (*table, *(part for part, _ in parts))
        self.skip(_SPACE)
        value = self.at
        if self.next() in ("", "\n", "#") or (depth and self.next() in (",", "}")):
            raise _MistakeError(f'"{key:.40}" has no value', "a value after the =", value)
        self.tables.assign(table, parts, self.next() == "{")
        self.value(path, depth)
        if depth == 0:
            self.end_of_line(value, "value")

    def no_equals(self, start: int, end: int, key: str) -> _MistakeError:
        rest = self.rest()
        if self.at == end and re.match(r"\w", rest):
            return self.no_key("header", after_dot=False)
        if rest.startswith(":"):
            return _MistakeError('":" between a key and its value', '"="', self.at)
        if rest.startswith("]"):
            return _MistakeError("this header is not opened", f'"[" before "{key:.40}"', start, end)
        if not rest:
            return _MistakeError(f'"{key:.40}" has no value', f"{key:.40} = …", start, end)
        if rest[0] in "\"'[{" or re.match(r"[+-]?\d|true\b|false\b", rest):
            return _MistakeError(f'no "=" between "{key:.40}" and its value', '"="', end)
        if rest[0] in ",}":
            return _MistakeError(f'"{key:.40}" has no value', f"{key:.40} = …", start, end)
        expected = 'key = value, [table], or # before a comment; a text of several lines between """ and """'
        return _MistakeError(
            "this line is neither a key with its value nor a header", expected, start, self.at + len(rest)
        )

    def key(self, where: str) -> list[tuple[str, int]]:
        """Read a key with its dots: each part, and where it begins."""
        parts: list[tuple[str, int]] = []
        while True:
            self.skip(_SPACE)
            if (match := _KEY.match(self.text, self.at)) is None:
                raise self.no_key(where, after_dot=bool(parts))
            written = match[0]
            parts.append((written[1:-1] if written[0] in "\"'" else written, self.at))
            self.at = match.end()
            end = self.at
            self.skip(_SPACE)
            if self.next() != ".":
                self.at = end
                return parts
            self.at += 1

    def no_key(self, where: str, *, after_dot: bool) -> _MistakeError:
        rest = self.rest()
        if (odd := words.odd_character(self.next())) is not None:
            return _MistakeError(*odd, self.at)
        if words.is_foreign_comment(rest):
            return _MistakeError("this is no comment", '"#" before a comment', self.at, self.at + len(rest))
        if after_dot:
            return _MistakeError("nothing after the dot", "a name after the dot", self.at)
        if rest.startswith(('"', "'")):
            return self.unclosed_quote(self.at)
        if where == "header" or re.match(r"\w", rest):
            expected = "letters a to z, digits, _ and -, or a name in quotes"
            return _MistakeError(f'"{self.next()}" in a name', expected, self.at)
        if rest.startswith(("]", "}", ")", ",")):
            return _MistakeError(
                f'"{rest[0]}" without anything that it ends', "nothing, or what it belongs to", self.at
            )
        expected = "key = value" if where == "table" else "key = value, [table], or # before a comment"
        return _MistakeError(f'"{rest[:1]}" begins no key', expected, self.at)

    def end_of_line(self, start: int, after: str) -> None:
        """Nothing but a comment may follow on the line, which begins at `start` with a header or a value."""
        end = self.at
        self.skip(_SPACE)
        rest = self.rest()
        if not rest:
            self.skip(_REST)
            return
        if after == "header":
            if rest.startswith("]"):
                raise _MistakeError("a bracket too many", "one closing bracket for each that opens", self.at)
            raise _MistakeError("this stands behind a header", "a new line", self.at, self.at + len(rest))
        raise self.behind_value(start, end, rest)

    def behind_value(self, start: int, end: int, rest: str) -> _MistakeError:
        value, stop = self.text[start:end], self.at + len(rest)
        if re.fullmatch(r"[+-]?\d{1,3}", value) and (thousands := re.match(r"(?:,\d{3})+(?!\d)", rest)):
            number = value + thousands[0].replace(",", "")
            return _MistakeError("a number with commas", number, start, end + len(thousands[0]))
        if words.is_foreign_comment(rest):
            return _MistakeError("this is no comment", '"#" before a comment', self.at, stop)
        if rest == ",":
            return _MistakeError("a comma at the end of a line", "no comma: each key has a line of its own", self.at)
        if _ASSIGNMENT.match(rest.lstrip(",")):
            return _MistakeError("a second key on the line", "a new line for each key", self.at, stop)
        if value[0] in "\"'" and value[0] in rest:
            if _quotes(self.text[start:stop], value[0]) % 2:
                return _MistakeError(
                    f"a quote ({value[0]}) without its partner", "a quote before and after a text", start, stop
                )
            inside = f"\\{value[0]} for a quote inside a text" if value[0] == '"' else '"…" around a text with a \''
            return _MistakeError("the text ends at this quote, and something follows", inside, end - 1)
        if rest[0] in "]})":
            return _MistakeError("a bracket too many", "one closing bracket for each that opens", self.at)
        return _MistakeError("this stands behind the value", "a new line, or # before a comment", self.at, stop)

    # ---- values ---------------------------------------------------------------------------------------------

    def value(self, path: Path, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _MistakeError("nested too deeply", "fewer brackets", self.at)
        start, first = self.at, self.next()
        if self.next(3) in ('"""', "'''"):
            self.long_text(start)
        elif first in ('"', "'"):
            if (match := _SHORT.match(self.text, start)) is None:
                raise self.unclosed_quote(start)
            self.at = match.end()
            self.escapes(start)
        elif first == "[":
            self.array(path, start, depth)
        elif first == "{":
            self.inline(path, start, depth)
        else:
            self.bare(start, depth)

    def long_text(self, start: int) -> None:
        if (match := _LONG.match(self.text, start)) is None:
            new = _NEW.search(self.text, start + 3)
            raise self.unclosed_text(start, new.start() if new else len(self.text))
        self.at = match.end()
        self.long_texts.append((start, self.at))
        self.escapes(start)

    def escapes(self, start: int) -> None:
        """The characters of the text that has just been read."""
        written = self.text[start : self.at]
        if (wrong := words.wrong_in_text(written)) is not None:
            message, expected, first, last = wrong
            if not self.unclosed_before(Issue("", (), "")).code:
                raise _MistakeError(message, expected, start + first, start + last)
            raise self.unclosed_text(start, start)

    def unclosed_quote(self, start: int) -> _MistakeError:
        quote, rest = self.text[start], self.rest_from(start)
        if rest.endswith(f"\\{quote}") and quote == '"':
            message = "the backslash makes the last quote a part of the text"
            return _MistakeError(message, '"\\\\" for a backslash', start + len(rest) - 2, start + len(rest))
        expected = f"{quote} at its end; a text of several lines stands between {quote * 3} and {quote * 3}"
        return _MistakeError(f"no {quote} closes this text on its line", expected, start, start + len(rest))

    def rest_from(self, start: int) -> str:
        match = _REST.match(self.text, start)
        return match[0].rstrip() if match else ""

    def bare(self, start: int, depth: int) -> None:
        """Read a value without quotes and brackets."""
        match = (_SCALAR if depth else _TOP_SCALAR).match(self.text, start)
        token = match[0].rstrip() if match else self.next()
        wrong = words.wrong_value(token)
        if wrong is not None and depth and words.wrong_value(first := token.split()[0]) is None:
            token, wrong = first, None  # a comma is missing behind it
        if wrong is not None:
            message, expected = wrong
            if depth == 0 and words.is_expression(self.rest()):
                token = self.rest().partition(" #")[0].rstrip()
                message, expected = words.an_expression(token)
            raise _MistakeError(message, expected, start, start + len(token))
        self.at = start + len(token)

    def array(self, path: Path, start: int, depth: int) -> None:
        self.at += 1
        number = 0
        while True:
            end = self.at
            self.skip(_BLANK)
            if self.begins_new(end):
                raise self.unclosed(start, end, "]")
            if self.next() == "]":
                self.at += 1
                return
            if self.next() == ",":
                raise _MistakeError("a comma without an element before it", "an element, or no comma", self.at)
            before = self.at
            self.value((*path, number), depth + 1)
            number += 1
            if not self.separated("]", start, before):
                return

    def inline(self, path: Path, start: int, depth: int) -> None:
        self.at += 1
        while True:
            end = self.at
            self.skip(_BLANK)
            if self.next() == "}":
                self.at += 1
                return
            if not self.next() or self.is_header(self.at) or (self.begins_new(end) and not self.closes_later()):
                raise self.unclosed(start, end, "}")
            before = self.at
            self.pair(path, depth=depth + 1)
            if not self.separated("}", start, before):
                return

    def separated(self, closing: str, start: int, before: int) -> bool:
        """Read the comma after an element or a key that began at `before`; False where the closing bracket follows."""
        end = self.at
        self.skip(_BLANK)
        following = self.next()
        if following == closing:
            self.at += 1
            return False
        if following == ",":
            self.at += 1
            return True
        new = self.begins_new(end)
        if not following or (new and (closing == "]" or self.is_header(self.at) or not self.closes_later())):
            raise self.unclosed(start, end, closing)
        if following in "]})":
            raise _MistakeError(f'"{following}" where "{closing}" should close', f'"{closing}"', self.at)
        element = self.text[before:end]
        line = self.rest_from(before)
        if element[:1] in ('"', "'") and "\n" not in self.text[end : self.at] and _quotes(line, element[0]) % 2:
            message, expected = f"a quote ({element[0]}) without its partner", "a quote before and after each text"
            raise _MistakeError(message, expected, before, before + len(line))
        what = "elements of the list" if closing == "]" else "keys of the table"
        raise _MistakeError(f"no comma between two {what}", '","', end)

    def begins_new(self, end: int) -> bool:
        """Whether a new line has begun since `end`, and it looks like the beginning of something else."""
        line = self.text.rfind("\n", end, self.at) + 1
        return not self.next() or bool(line and _NEW.match(self.text, line))

    def is_header(self, at: int) -> bool:
        line = self.text.rfind("\n", 0, at) + 1
        return bool(_HEADER.match(self.text, line)) and not self.text[line:at].strip()

    def closes_later(self) -> bool:
        """Whether an inline table that is open here is closed before the next header."""
        header = _HEADER.search(self.text, self.at)
        ahead = self.text[self.at : header.start() if header else len(self.text)]
        depth = 1
        for brace in re.findall(r"[{}]", _SHORT.sub("", _LONG.sub("", ahead))):
            depth += 1 if brace == "{" else -1
            if depth == 0:
                return True
        return False

    def unclosed(self, start: int, end: int, closing: str) -> _MistakeError:
        what = "list" if closing == "]" else "table"
        line = self.line_of(start)
        where = "" if line == self.line_of(end) else f", which begins in line {line},"
        return _MistakeError(f"this {what}{where} is not closed", f'"{closing}"', end)


def _quotes(line: str, quote: str) -> int:
    """How many quotes of a kind stand in a line, those behind a backslash left out."""
    return len(re.findall(rf"(?<!\\){quote}", line))
