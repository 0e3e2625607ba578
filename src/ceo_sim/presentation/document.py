"""A page as data: sections of prose, tables and charts. `html` and `markdown` write it down."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ceo_sim.scenario.text import Span, blocks

Spans = tuple[Span, ...]
Cell = str | Spans
Points = tuple[tuple[float, float], ...]
"""Places on the axis of time, in steps of the story, each with a value."""


@frozen
class Paragraph:
    """Some sentences; a quiet one is set smaller."""

    spans: Spans
    quiet: bool = False


@frozen
class Quote:
    """What somebody said or wrote."""

    spans: Spans


@frozen
class Listing:
    """Items, numbered or not."""

    items: tuple[Spans, ...]
    numbered: bool = False


@frozen
class Table:
    """Rows under heads; the first cell of a row names it.

    Attributes:
        figures: The columns that hold figures, which are aligned to the right.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: tuple[int, ...] = ()


@frozen
class Line:
    """A course in a chart; `key` is the letter or word at its end, and says what the table calls it."""

    key: str
    name: str
    points: Points


@frozen
class Area:
    """A band of many courses: its lowest and highest value at each place, for the line of the same place."""

    line: int
    low: Points
    high: Points


@frozen
class Mark:
    """Something that happened: where, the number or letter that stands there, and its kind."""

    at: float
    label: str
    kind: str


@frozen
class Chart:
    """Courses over time.

    Attributes:
        says: What is to be seen, in words.
        limits: The least and the most that a value can be.
        ticks: Places on the axis of time that have a name.
        table: The same in figures.
        bounds: Values from which on a word holds, with the word.
        wide: Whether it takes the whole width; the others stand side by side.
        legend: Whether several lines are named below it; otherwise what stands before it names them.
        equal: Whether no line is more than another; otherwise the first is the player's own.
    """

    title: str
    says: str
    lines: tuple[Line, ...]
    limits: tuple[float, float]
    ticks: tuple[tuple[float, str], ...]
    table: Table
    marks: tuple[Mark, ...] = ()
    areas: tuple[Area, ...] = ()
    bounds: tuple[tuple[float, str], ...] = ()
    wide: bool = False
    legend: bool = True
    equal: bool = False


@frozen
class Cause:
    """A bar of a waterfall, with what it rests on or is made of, and a heading for that."""

    name: str
    amount: str
    total: str
    before: float
    after: float
    is_start: bool
    grounds: tuple[Spans, ...]
    told_by: str = "What it rests on"


@frozen
class Waterfall:
    """The causes of a value, each beginning where the last one ended."""

    caption: str
    causes: tuple[Cause, ...]


@frozen
class Weighed:
    """What served something and what harmed it; `harmed` is at most 0."""

    name: str
    served: int
    harmed: int
    parts: tuple[Part, ...]


@frozen
class Balance:
    """Things of which each was served and harmed."""

    caption: str
    rows: tuple[Weighed, ...]


@frozen
class Moment:
    """Something in a story: when, what kind of thing in words, its title and what is told of it.

    Attributes:
        label: The number of an answer, or empty.
        title: Empty where what is told needs none.
    """

    when: str
    kind: str
    label: str
    title: str
    parts: tuple[Part, ...]


@frozen
class Day:
    """The moments of a day, and what else belongs to it."""

    name: str
    moments: tuple[Moment, ...]
    parts: tuple[Part, ...] = ()


@frozen
class Fold:
    """What is there on demand."""

    summary: str
    parts: tuple[Part, ...]


@frozen
class Side:
    """Small charts or cards that may stand side by side."""

    parts: tuple[Part, ...]


@frozen
class Card:
    """A part with a name of its own, such as an option; `mark` says what is special about it."""

    title: str
    mark: str
    parts: tuple[Part, ...]


@frozen
class Pair:
    """Two things that stand beside each other under a name, each with its own label."""

    name: str
    left: tuple[str, Spans]
    right: tuple[str, Spans]


@frozen
class Section:
    """A part with a heading; its depth follows from where it stands.

    Attributes:
        id: What a link can name; unique on the page.
    """

    id: str
    title: str
    parts: tuple[Part, ...]


Part = Paragraph | Quote | Listing | Table | Chart | Waterfall | Balance | Day | Fold | Side | Card | Pair | Section


@frozen
class Page:
    """The whole.

    Attributes:
        kicker: A few words over the title.
        title: Its one heading of the first rank.
        language: The language of the story, as BCP 47 has it.
        lead: What stands before the table of contents.
        sections: The rest.
    """

    kicker: str
    title: str
    language: str
    lead: tuple[Part, ...]
    sections: tuple[Section, ...]


def said(*parts: str | Span) -> Spans:
    """Words as spans."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def sentence(*parts: str | Span) -> Paragraph:
    """Words as a paragraph."""
    return Paragraph(said(*parts))


def note(*parts: str | Span) -> Paragraph:
    """Words as a quiet paragraph."""
    return Paragraph(said(*parts), quiet=True)


def bold(text: str) -> Span:
    """Words with weight."""
    return Span(text, "bold")


def prose(filled: str) -> tuple[Part, ...]:
    """A filled text of the scenario, with its markup."""
    found: list[Part] = []
    items: list[Spans] = []
    for block in blocks(filled):
        if block.kind == "item":
            items.append(block.spans)
            continue
        found += _listing(items)
        items = []
        found.append(Quote(block.spans) if block.kind == "quote" else Paragraph(block.spans))
    return (*found, *_listing(items))


def words_of(spans: Iterable[Span]) -> str:
    """Spans without their styles."""
    return "".join(span.text for span in spans)


def _listing(items: list[Spans]) -> list[Part]:
    return [Listing(tuple(items))] if items else []
