"""A mistake in what an author wrote, as one type from where it is found to where it is placed in a file.

Reading a value raises an `IssueError`; checks of what has been read yield issues. An issue points into the data ("at
decision.the_post.when, 5 characters in"), and `sources` turns it into a `Diagnostic`, which points into a file.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from attrs import evolve, field, frozen

Path = tuple[str | int, ...]
"""Where something is in a scenario: TOML keys, and numbers for the elements of arrays."""

Half = Literal["key", "value"]
"""Which half of a line of TOML is meant."""


@frozen
class Issue:
    """A mistake in a scenario.

    Attributes:
        code: One of `codes.RULES`.
        path: Where in the data; the nearest thing around it that is written counts. Empty while only one value is
            looked at, and for what concerns all of the data.
        message: What is wrong.
        expected: What would be right.
        suggestion: What was perhaps meant.
        offset: How far into the text of the value, in characters; None for all of it.
        length: How many characters from there on are meant.
        at: Whether the key or the value is wrong.
        other: A second place that is involved.
        file: The text it is in, where several have the path.
        placeholder: What the loader continues with in its stead.
    """

    code: str
    path: Path
    message: str
    expected: str = ""
    suggestion: str = ""
    offset: int | None = None
    at: Half = "value"
    other: Path | None = None
    file: str = ""
    placeholder: Any = field(default=None, eq=False, repr=False)
    length: int = 1

    def within(self, path: Path, offset: int = 0) -> Issue:
        """The same issue of a text that begins `offset` characters into the value at `path`."""
        return evolve(self, path=path, offset=None if self.offset is None else self.offset + offset)


def named(value: Any) -> str:
    """What kind of value it is, in words."""
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text", list: "a list", dict: "a table"}
    kinds |= {dt.datetime: "a date", dt.date: "a day", dt.time: "an hour"}
    return kinds.get(type(value), "this")


def not_a_language(path: Path, tag: str) -> Issue:
    """The issue of a `language` that is no tag, which a scenario has, and each edition."""
    return Issue(
        "E413", path, f'"{tag:.40}" is no tag of a language', 'a tag of BCP 47, such as "en", "pt-BR" or "zh-Hant"'
    )


class IssueError(ValueError):
    """A value that cannot be read.

    Attributes:
        issue: What is wrong with it, its `path` still empty.
    """

    def __init__(
        self,
        code: str,
        message: str,
        expected: str = "",
        suggestion: str = "",
        *,
        offset: int | None = None,
        length: int = 1,
    ) -> None:
        super().__init__(message)
        self.issue = Issue(code, (), message, expected, suggestion, offset, length=length)
