"""Findings that an author allows, with a reason, by a comment at the line: `# allow: W502 the debrief reads it`.

At the end of a line the comment is for that line, by itself for the next line that is none. Where a text of several
lines ends or begins there, all of its lines are meant. A comment may allow several codes, parted by commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.diagnostics import MAX_DIAGNOSTICS, Diagnostic, escape, quoted_line
from ceo_sim.scenario.toml_size import STRING_OR_COMMENT

_MARK = "allow:"
_ALLOWANCE = re.compile(rf"#\s*{_MARK}\s*(?P<codes>[A-Za-z]\d\w*(?:\s*,\s*[A-Za-z]\d\w*)*)?[\s:,]*(?P<reason>.*?)\s*")


@frozen
class Allowance:
    """A comment that allows findings.

    Attributes:
        file: The text it is in.
        codes: What it allows, as written but in capitals.
        reason: Why, in its author's words.
        line: Where it stands, from 1.
        column: Where it begins, from 1.
        first: The first line that it is for.
        last: The last one.
        length: How many characters it has.
        quoted: The line, made safe to print, and where in it the comment begins.
    """

    file: str
    codes: tuple[str, ...]
    reason: str
    line: int
    column: int
    first: int
    last: int
    length: int
    quoted: tuple[str, int]

    def allows(self, diagnostic: Diagnostic) -> bool:
        """Whether a finding is allowed by it: an error never is, and nothing without a reason."""
        return (
            self.reason != ""
            and diagnostic.severity != "error"
            and diagnostic.code in self.codes
            and diagnostic.file == self.file
            and self.first <= diagnostic.line <= self.last
        )


def allowances_in(name: str, text: str) -> tuple[Allowance, ...]:
    """The allowances of a text."""
    lines = text.replace("\r\n", "\n").split("\n")
    following = _following(lines)
    long_texts: dict[int, tuple[int, int]] = {}
    allowances: list[Allowance] = []
    line, end = 1, 0
    for match in STRING_OR_COMMENT.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        if match[0][0] != "#":
            if ends := match[0].count("\n"):
                long_texts[line] = long_texts[line + ends] = (line, line + ends)
        elif parsed := _ALLOWANCE.fullmatch(match[0]):
            column = end - text.rfind("\n", 0, end)
            is_alone = not lines[line - 1][: column - 1].strip()
            allowances.append(
                _allowance(name, lines[line - 1], line, column, following[line] if is_alone else line, parsed)
            )
    return tuple(
        evolve(each, first=span[0], last=span[1]) if (span := long_texts.get(each.first)) else each
        for each in allowances
    )


def _following(lines: Sequence[str]) -> list[int]:
    """For each line, by its number from 1, the next that is neither blank nor a comment; itself if there is none."""
    following = [0] * (len(lines) + 1)
    behind = 0
    for number in range(len(lines), 0, -1):
        following[number] = behind or number
        if lines[number - 1].strip()[:1] not in ("", "#"):
            behind = number
    return following


def _allowance(name: str, written: str, line: int, column: int, target: int, parsed: re.Match[str]) -> Allowance:
    codes = tuple(code.strip().upper() for code in (parsed["codes"] or "").split(",") if code.strip())
    length, quoted = len(parsed[0].rstrip()), quoted_line(written, column - 1)
    return Allowance(escape(name), codes, parsed["reason"], line, column, target, target, length, quoted)


def with_allowances(
    diagnostics: Sequence[Diagnostic], allowances: Sequence[Allowance], *, complete: bool, about: str | None = None
) -> tuple[Diagnostic, ...]:
    """The findings, where one that is allowed says why; and what is wrong with the allowances.

    Args:
        diagnostics: What has been found.
        allowances: Those of all its files.
        complete: Whether everything was looked for, so that an allowance without a finding is one too many.
        about: The only file whose allowances are looked at, if any.
    """
    marked: list[Diagnostic] = []
    used: set[Allowance] = set()
    for diagnostic in diagnostics:
        fitting = [each for each in allowances if each.allows(diagnostic)]
        used.update(fitting)
        marked.append(evolve(diagnostic, allowed=fitting[0].reason) if fitting else diagnostic)
    looked_at = [each for each in allowances if about in (None, each.file)]
    wrong = [issue for each in looked_at for issue in _wrong(each, is_idle=complete and each not in used)]
    return (*marked, *wrong[:MAX_DIAGNOSTICS])


def _wrong(allowance: Allowance, *, is_idle: bool) -> Iterator[Diagnostic]:
    unknown = [code for code in allowance.codes if code not in RULES]
    errors = [code for code in allowance.codes if code in RULES and RULES[code].severity == "error"]
    if not allowance.codes or unknown:
        message = f'"{unknown[0]}" is no code' if unknown else "this allows nothing"
        yield _at(allowance, "W023", message, "# allow: W502 and the reason")
    elif errors:
        yield _at(allowance, "W023", f"{errors[0]} is an error, which cannot be allowed", "the error mended")
    elif not allowance.reason:
        yield _at(allowance, "W022", "no reason is given", f"# allow: {', '.join(allowance.codes)} and the reason")
    elif is_idle:
        yield _at(allowance, "N022", f"there is no {' or '.join(allowance.codes)} here to be allowed", "no allowance")


def _at(allowance: Allowance, code: str, message: str, expected: str) -> Diagnostic:
    return Diagnostic(
        code=code,
        message=message,
        file=allowance.file,
        line=allowance.line,
        column=allowance.column,
        end_line=allowance.line,
        end_column=allowance.column + allowance.length,
        expected=expected,
        source_line=allowance.quoted[0],
        caret=allowance.quoted[1],
    )
