"""Text of a scenario, with values and variants in it: `Text.parse` reads what an author wrote, `Text.fill` fills it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from attrs import evolve, field, frozen

from ceo_sim.scenario.characters import is_blank, steering
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.issues import IssueError, Path, named

MAX_LENGTH = 8_000
MAX_NESTING = 8
MAX_PIECES = 200
TOO_LARGE = 1e18
"""A number of so many digits that nobody reads them: it is written as 1.000e+18."""
LONGEST_FIGURE = 40
"""Characters of a value in a text at the most: sign, digits, commas, percent sign."""
_PIECE = re.compile(r"\{\{|\}\}|\{[^{}]*\}|[{}]")
_MENTION = re.compile(r"\{who:([^{}]*)\}")
_FORMAT = re.compile(r"\+?,?(?:\.\d)?[f%]")


@frozen
class Value:
    """A number put into the text, in a format such as `.0f`."""

    expression: Expression
    format: str


@frozen
class Variant:
    """The branches of `{if}`: the first whose condition holds; None always holds."""

    branches: tuple[tuple[Expression | None, tuple[Part, ...]], ...]


@frozen
class OneOf:
    """The branches of `{one of}`: one of them by lot, and never the same twice in a row."""

    branches: tuple[tuple[Part, ...], ...]


@frozen
class FirstTime:
    """What `{first}` says when a text is shown for the first time, and `{again}` from then on."""

    first: tuple[Part, ...]
    again: tuple[Part, ...]


@frozen
class Mention:
    """`{who:alma}`: somebody by name, and by role too when they are first mentioned."""

    cast: str


Part = str | Value | Variant | OneOf | FirstTime | Mention


class Filling(Protocol):
    """What a text is filled with: the values of a moment, and what is remembered of the play."""

    def evaluate(self, expression: Expression) -> float | bool:
        """The value of an expression."""

    def pick(self, place: str, branches: int) -> int:
        """Which of so many branches is drawn at a place; see `OneOf`."""

    def is_first(self) -> bool:
        """Whether the text is shown for the first time."""

    def mention(self, cast: str) -> tuple[str, str]:
        """Name and role of somebody; no role if they have been mentioned before."""


@frozen
class BareFilling:
    """A filling without a play.

    Attributes:
        evaluate: The value of an expression.
        branch: Which branch is drawn, as far as there are so many.
        first: Whether the text is shown for the first time.
    """

    evaluate: Callable[[Expression], float | bool]
    branch: int = 0
    first: bool = True

    def pick(self, place: str, branches: int) -> int:  # noqa: ARG002 - of a protocol
        """The same everywhere."""
        return self.branch % branches

    def is_first(self) -> bool:
        """As it is said."""
        return self.first

    def mention(self, cast: str) -> tuple[str, str]:
        """The id, in words."""
        return cast.replace("_", " "), ""


@frozen(cache_hash=True)
class Text:
    """A text as written, and its parts."""

    source: str
    parts: tuple[Part, ...]
    starts: tuple[int, ...] = field(default=(), eq=False, repr=False)
    """Where in the source each of the `expressions` begins."""
    instead: str = field(default="", eq=False, repr=False)
    """What stands for it where its variants leave no words."""
    place: str = field(default="", eq=False, repr=False)
    """Where it is written, for one that depends on what was shown before; empty for any other."""

    @classmethod
    def parse(cls, written: object, *, marks: bool = True) -> Text:
        """Read a text.

        Args:
            written: What an author wrote.
            marks: Whether `{one of}`, `{first}` and `{who:…}` mean something, as they do from format 2 on.

        Raises:
            IssueError: It is no text, is too long, holds control characters, or its braces make no sense.
        """
        if not isinstance(written, str):
            raise IssueError("E200", f"{named(written)} where a text is needed", "a text in quotes", offset=0)
        if len(written) > MAX_LENGTH:
            raise IssueError("E201", f"a text of {len(written):,} characters", f"at most {MAX_LENGTH:,}", offset=0)
        if control := control_character(written):
            raise IssueError("E202", f"a control character, {control[0]!r}", "plain text", offset=control[1])
        if "{" not in written and "}" not in written:
            return cls(written, (written,) if written else ())
        pieces = _Pieces(written, marks=marks)
        return cls(written, pieces.parts(), tuple(pieces.starts))

    def at(self, path: Path, instead: str = "") -> Text:
        """The same text at its path in a scenario, with what stands for it where it has no words."""
        remembers = any(isinstance(part, OneOf | FirstTime | Mention) for part in self.all_parts())
        place = ".".join(map(str, path)) if remembers else ""
        return evolve(self, instead=instead, place=place) if instead or place else self

    def fill(self, filling: Filling) -> str:
        """The text with its values put in and its variants chosen."""
        filled = _joined(_filled(self.parts, filling, self.place))
        return self.instead if self.instead and is_blank(filled) else filled

    def all_parts(self) -> Iterator[Part]:
        """Every part of the text, those of its variants too."""
        return _all_parts(self.parts)

    def expressions(self) -> Iterator[tuple[Expression, bool]]:
        """Every expression in the text, each with whether it must be a condition."""
        yield from _expressions(self.parts)

    def __str__(self) -> str:
        return self.source


def control_character(text: str) -> tuple[str, int] | None:
    """The first character that steers a terminal, turns the direction of reading or hides text, and where it is."""
    return next(steering(text), None)


class _Pieces:
    """Splits a text at its braces and nests the variants."""

    def __init__(self, text: str, *, marks: bool) -> None:
        self.text = text
        self.marks = marks
        self.pieces = list(pieces_of(text))
        if len(self.pieces) > MAX_PIECES:
            start = self.pieces[MAX_PIECES][1]
            raise IssueError("E207", "too many values and conditions", f"at most {MAX_PIECES} pieces", offset=start)
        self.position = 0
        self.starts: list[int] = []

    def parts(self) -> tuple[Part, ...]:
        parts = self.until(0)
        if self.position < len(self.pieces):
            piece, start = self.pieces[self.position]
            opening = {"or": "{one of}", "again": "{first}"}.get(_word(piece), "{if condition}")
            raise IssueError("E204", f"{piece} without an opening before it", opening, offset=start, length=len(piece))
        return parts

    def until(self, nesting: int) -> tuple[Part, ...]:
        """Read parts up to the end of the text or of the branch."""
        parts: list[Part] = []
        while self.position < len(self.pieces):
            piece, start = self.pieces[self.position]
            if not piece.startswith("{") or piece == "{{":
                parts.append(piece[:1] if piece in ("{{", "}}") else piece)
                self.position += 1
            elif _word(piece) in ("elif", "else", "end") or (self.marks and piece[1:-1].strip() in ("or", "again")):
                break
            elif _word(piece) == "if":
                parts.append(self.variant(nesting + 1))
            elif self.marks and piece[1:-1].split() == ["one", "of"]:
                parts.append(OneOf(self.branches("or", nesting + 1)))
            elif self.marks and piece[1:-1].strip() == "first":
                parts.append(self.first_time(nesting + 1))
            elif self.marks and (who := _MENTION.fullmatch(piece)):
                parts.append(Mention(who[1]))
                self.position += 1
            else:
                parts.append(self.value(piece, start))
                self.position += 1
        return tuple(parts)

    def variant(self, nesting: int) -> Variant:
        opening, opened = self.pieces[self.position]
        if nesting > MAX_NESTING:
            raise IssueError(
                "E205", "{if} nested too deeply", f"at most {MAX_NESTING} levels", offset=opened, length=len(opening)
            )
        branches: list[tuple[Expression | None, tuple[Part, ...]]] = []
        closed = False
        while not closed:
            piece, start = self.pieces[self.position]
            condition = None if _word(piece) == "else" else self.condition(piece, start, _word(piece))
            self.position += 1
            branches.append((condition, self.until(nesting)))
            if self.position >= len(self.pieces):
                raise IssueError("E204", f"{opening} is never closed", "{end}", offset=opened, length=len(opening))
            following, start = self.pieces[self.position]
            closed = _word(following) == "end"
            if not closed and (condition is None or _word(following) not in ("elif", "else")):
                expected = "{end}" if condition is None else "{elif condition}, {else} or {end}"
                raise IssueError("E204", f"{following} after {piece}", expected, offset=start, length=len(following))
        self.position += 1
        return Variant(tuple(branches))

    def branches(self, separator: str, nesting: int) -> tuple[tuple[Part, ...], ...]:
        """Read branches with a separator between them, up to `{end}`."""
        opening, opened = self.pieces[self.position]
        if nesting > MAX_NESTING:
            raise IssueError(
                "E205",
                f"{opening} nested too deeply",
                f"at most {MAX_NESTING} levels",
                offset=opened,
                length=len(opening),
            )
        branches: list[tuple[Part, ...]] = []
        closed = False
        while not closed:
            self.position += 1
            branches.append(self.until(nesting))
            if self.position >= len(self.pieces):
                raise IssueError("E204", f"{opening} is never closed", "{end}", offset=opened, length=len(opening))
            following, start = self.pieces[self.position]
            closed = _word(following) == "end"
            if not closed and following[1:-1].strip() != separator:
                expected = f"{{{separator}}} or {{end}}"
                raise IssueError("E204", f"{following} after {opening}", expected, offset=start, length=len(following))
        self.position += 1
        return tuple(branches)

    def first_time(self, nesting: int) -> FirstTime:
        _, opened = self.pieces[self.position]
        first, *again = self.branches("again", nesting)
        if len(again) > 1:
            raise IssueError("E204", "{first} with more than one {again}", "{first}…{again}…{end}", offset=opened)
        return FirstTime(first, again[0] if again else ())

    def condition(self, piece: str, start: int, keyword: str) -> Expression:
        after = piece.index(keyword) + len(keyword)
        return self.expression(piece[after:-1], start + after)

    def value(self, piece: str, start: int) -> Value:
        text, colon, form = piece[1:-1].partition(":")
        if colon and not _FORMAT.fullmatch(form):
            at = start + 2 + len(text)
            expected = 'one such as ".0f", ",.0f", "+.1f" or ".0%"'
            raise IssueError("E206", f'the format "{form}"', expected, offset=at, length=len(form) or 1)
        return Value(self.expression(text, start + 1), form or ".0f")

    def expression(self, text: str, start: int) -> Expression:
        self.starts.append(start)
        try:
            return Expression.parse(text)
        except IssueError as error:
            error.issue = error.issue.within((), start)
            raise


def else_after(source: str, start: int) -> int:
    """Where the `{else}` stands that follows a condition, which begins at `start` in a text that was read."""
    level = 0
    for piece, place in pieces_of(source[start:].partition("}")[2]):
        word = _word(piece)
        if word == "else" and not level:
            return len(source) - len(source[start:].partition("}")[2]) + place
        level += (word == "if") - (word == "end")
    return start


def pieces_of(text: str) -> Iterator[tuple[str, int]]:
    """A text split at its braces, each piece with its place; IssueError for a brace that stands alone."""
    position = 0
    for match in _PIECE.finditer(text):
        if match.start() > position:
            yield text[position : match.start()], position
        if match[0] in ("{", "}"):
            raise IssueError(
                "E203", f'a single "{match[0]}"', f'"{match[0] * 2}" for the brace itself', offset=match.start()
            )
        yield match[0], match.start()
        position = match.end()
    if position < len(text):
        yield text[position:], position


def _word(piece: str) -> str:
    words = piece[1:-1].split(maxsplit=1)
    return words[0] if piece.startswith("{") and words else ""


def _all_parts(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield part
        for branch in branches_of(part):
            yield from _all_parts(branch)


def branches_of(part: Part) -> tuple[tuple[Part, ...], ...]:
    """What a part of a text may say; nothing for one without variants."""
    match part:
        case Variant():
            return tuple(branch for _, branch in part.branches)
        case OneOf():
            return part.branches
        case FirstTime():
            return part.first, part.again
        case _:
            return ()


def with_branches(part: Part, branches: Iterable[tuple[Part, ...]]) -> Part:
    """The part with other branches in the place of its own."""
    match part:
        case Variant():
            conditions = (condition for condition, _ in part.branches)
            return Variant(tuple(zip(conditions, branches, strict=True)))
        case OneOf():
            return OneOf(tuple(branches))
        case FirstTime():
            return FirstTime(*branches)
        case _:
            return part


_CLOSING_COMMA = "\0"
"""What follows a role until what comes after it is known; no text holds it, as it is a control character."""
_NO_COMMA_BEFORE = '.,;:!?)]}…—–"”’'


def _joined(pieces: Iterable[str]) -> str:
    """Filled pieces as one text, where a role ends with a comma unless a mark follows it, or nothing."""
    before, *rest = "".join(pieces).split(_CLOSING_COMMA)
    for after in rest:
        before += ("," if after and after[0] not in _NO_COMMA_BEFORE else "") + after
    return before


def _filled(parts: tuple[Part, ...], filling: Filling, place: str) -> Iterator[str]:
    for number, part in enumerate(parts):
        match part:
            case str():
                yield part
            case Value():
                yield _figure(float(filling.evaluate(part.expression)), part.format)
            case Variant():
                for branch, (condition, words) in enumerate(part.branches):
                    if condition is None or filling.evaluate(condition):
                        yield from _filled(words, filling, f"{place}.{number}.{branch}")
                        break
            case OneOf():
                branch = filling.pick(f"{place}.{number}", len(part.branches))
                yield from _filled(part.branches[branch], filling, f"{place}.{number}.{branch}")
            case FirstTime():
                words = part.first if filling.is_first() else part.again
                yield from _filled(words, filling, f"{place}.{number}")
            case Mention():
                name, role = filling.mention(part.cast)
                yield f"{name}, {_in_a_sentence(role)}{_CLOSING_COMMA}" if role else name


def _in_a_sentence(role: str) -> str:
    """A role after a name: small, unless it begins with an abbreviation such as CEO."""
    return role[:1].lower() + role[1:] if role[1:2].islower() else role


def _figure(value: float, form: str) -> str:
    """A number in a format; one that rounds to nought is nought, which is neither above it nor below."""
    if abs(value) >= TOO_LARGE:
        return f"{value:.3e}"
    figure = format(value, form)
    return figure if figure.strip("+-,.%0") else figure.lstrip("+-")


def _expressions(parts: tuple[Part, ...]) -> Iterator[tuple[Expression, bool]]:
    for part in parts:
        match part:
            case Value():
                yield part.expression, False
            case Variant():
                for condition, branch in part.branches:
                    if condition is not None:
                        yield condition, True
                    yield from _expressions(branch)
            case _:
                for branch in branches_of(part):
                    yield from _expressions(branch)
