"""A mistake at its place in a file, as it is shown.

A message may quote what a stranger wrote, so a diagnostic escapes every character that could steer a terminal.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from attrs import field, frozen

from ceo_sim.scenario.codes import RULES, Severity

MAX_DIAGNOSTICS = 200
WIDTH = 110
_UNSAFE = re.compile(r"[^\x20-\x7e]")
_CROPPED = 400


def escape(text: str, limit: int = _CROPPED) -> str:
    """The text on one line, cropped, with everything that does not simply print written as an escape."""
    cropped = text if len(text) <= limit else text[:limit] + "…"
    return _UNSAFE.sub(_escaped, cropped)


def _escaped(match: re.Match[str]) -> str:
    # More than what steers: an author has to see what is invisible, and the caret counts a column for each character.
    character = match[0]
    if unicodedata.category(character)[0] not in "CZ":
        return character
    return character.encode("unicode_escape").decode("ascii") if character != "\u00a0" else " "


@frozen
class Place:
    """Where something is written: the file as it was named to the loader, line and column from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@frozen(kw_only=True)
class Diagnostic:
    """Something wrong at a place of a file.

    Attributes:
        code: One of `codes.RULES`; it never changes its meaning.
        severity: `error` (it cannot be played), `warning` or `note`.
        message: What is wrong.
        file: As the file was named to the loader.
        line: From 1.
        column: From 1, in characters.
        end_line: Where it ends.
        end_column: Where it ends, that character not included.
        expected: What would be right, or empty.
        suggestion: What was perhaps meant, or empty.
        source_line: The line of the file, escaped.
        allowed: Why its author allows it, by a comment at its place; empty if it stands.
    """

    code: str
    severity: Severity = field()
    message: str = field(converter=escape)
    file: str = field(converter=escape)
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1
    expected: str = field(default="", converter=escape)
    suggestion: str = field(default="", converter=escape)
    source_line: str = ""
    caret: int = 0
    allowed: str = field(default="", converter=escape)

    @severity.default
    def _of_code(self) -> Severity:
        return RULES[self.code].severity

    def as_dict(self) -> dict[str, Any]:
        """The diagnostic for a program."""
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "end_line": self.end_line,
            "end_column": self.end_column,
            "expected": self.expected,
            "suggestion": self.suggestion,
            "allowed": self.allowed,
        }

    @property
    def sentence(self) -> str:
        """Message and remedy in one line."""
        expected = f"; expected {self.expected}" if self.expected else ""
        suggestion = f"; did you mean {self.suggestion}?" if self.suggestion else ""
        return f"{self.message}{expected}{suggestion}"

    def lines(self) -> list[str]:
        """The diagnostic for a person: place and message, the source line, what was expected."""
        lines = [f"{self.file}:{self.line}:{self.column}: {self.severity} {self.code}: {self.message}"]
        if self.source_line.strip():
            margin = f"{self.line:>6} | "
            length = self.end_column - self.column if self.end_line == self.line else 1
            length = max(1, min(length, len(self.source_line) - self.caret))
            lines.append(margin + self.source_line)
            lines.append(" " * (len(margin) - 2) + "| " + " " * self.caret + "^" * length)
        if self.expected:
            lines.append(f"       expected {self.expected}")
        if self.suggestion:
            lines.append(f"       did you mean {self.suggestion}?")
        return lines

    def __str__(self) -> str:
        return "\n".join(self.lines())


def quoted_line(line: str, column: int) -> tuple[str, int]:
    """A line of a file made safe to print, cropped around a column (from 0), and where that column now is."""
    first = max(0, column - WIDTH // 2) if len(line) > WIDTH else 0
    before = escape(line[first:column].replace("\t", "    "), WIDTH)
    after = escape(line[column : first + WIDTH].replace("\t", "    "), WIDTH)
    lead = "…" if first else ""
    tail = "…" if first + WIDTH < len(line) else ""
    return lead + before + after + tail, len(lead) + len(before)
