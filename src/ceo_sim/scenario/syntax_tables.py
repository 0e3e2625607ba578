"""Which tables and keys of a TOML text have been given already, and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from attrs import define, field

from ceo_sim.scenario.issues import Path

Kind = Literal["value", "inline", "header", "implied", "dotted", "array"]


class TwiceError(Exception):
    """Something is given a second time.

    Attributes:
        message: What, in words.
        expected: What to do about it.
        offset: Where the second one is.
        length: How many characters it has.
        first: Where the first one is.
    """

    def __init__(self, message: str, expected: str, offset: int, length: int, first: int) -> None:
        super().__init__(message)
        self.message = message
        self.expected = expected
        self.offset = offset
        self.length = length
        self.first = first


@define
class Tables:
    """What has been given so far."""

    given: dict[Path, tuple[Kind, int]] = field(factory=dict)
    elements: dict[Path, int] = field(factory=dict)

    def header(self, parts: Sequence[str], last: int, start: int, *, repeated: bool) -> Path:
        """Begin a table; `last` is where the last part of its name begins, `start` where the header does.

        Raises:
            TwiceError: There is something of that name that it cannot be.
        """
        path: Path = ()
        for part in parts[:-1]:
            path = (*path, part)
            kind, first = self.given.setdefault(path, ("implied", start))
            if kind in ("value", "inline"):
                raise self._is_value(path, last, len(parts[-1]), first)
            path = self._element(path)
        path = (*path, parts[-1])
        kind, first = self.given.get(path, ("implied", start))
        if kind in ("value", "inline", "dotted"):
            raise self._is_value(path, last, len(parts[-1]), first)
        if repeated:
            if path in self.given and kind != "array":
                raise self._other_header(path, "[[{0}]]", "[{0}]", last, first)
            self.given[path] = ("array", first)
            self.elements[path] = self.elements.get(path, -1) + 1
            return self._element(path)
        if kind == "array":
            raise self._other_header(path, "[{0}]", "[[{0}]]", last, first)
        if kind == "header":
            message = f"[{_dotted(path)}] stands twice"
            raise TwiceError(message, "all its keys in one place, or another id", last, len(parts[-1]), first)
        self.given[path] = ("header", last)
        return path

    def assign(self, table: Path, parts: Sequence[tuple[str, int]], is_table: bool) -> None:
        """Give a key its value.

        Raises:
            TwiceError: It has one already, or something on the way to it is no table.
        """
        path = table
        for part, start in parts[:-1]:
            path = (*path, part)
            kind, first = self.given.setdefault(path, ("dotted", start))
            if kind in ("value", "inline", "array"):
                raise self._is_value(path, start, len(part), first)
            if kind == "header":
                message = f"[{_dotted(path)}] is a table of its own"
                raise TwiceError(message, "the key there", start, len(part), first)
        name, start = parts[-1]
        path = (*path, name)
        if path in self.given:
            message = f'"{name:.60}" is given twice'
            raise TwiceError(message, "one of them, or another key", start, len(name), self.given[path][1])
        self.given[path] = ("inline" if is_table else "value", start)

    def _element(self, path: Path) -> Path:
        return (*path, self.elements[path]) if path in self.elements else path

    @staticmethod
    def _is_value(path: Path, start: int, length: int, first: int) -> TwiceError:
        message = f'"{_dotted(path)}" has a value already, to which nothing can be added'
        return TwiceError(message, "all of it in one place", start, length, first)

    @staticmethod
    def _other_header(path: Path, here: str, there: str, start: int, first: int) -> TwiceError:
        dotted = _dotted(path)
        message = f"{here.format(dotted)} here is {there.format(dotted)} elsewhere"
        return TwiceError(message, there.format(dotted), start, len(str(path[-1])), first)


def _dotted(path: Path) -> str:
    return ".".join(str(part) for part in path if isinstance(part, str))[:80]
