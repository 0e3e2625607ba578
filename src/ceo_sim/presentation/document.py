"""What is told, as data: prose, tables, charts. A face lays the parts out by its own means.

A part may say what of it is the gist: `is_minor` is left out, and of rows no more than `most` are shown, where a
face has room for the gist only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Literal

from attrs import evolve, field, frozen

from ceo_sim.engine.ledger import RowKind
from ceo_sim.engine.people import ExhibitKind
from ceo_sim.presentation import formatting
from ceo_sim.scenario.markup import Span, blocks
from ceo_sim.scenario.model import Metric

Spans = tuple[Span, ...]
Cell = str | Spans
Ticks = tuple[tuple[float, str], ...]
"""Places on the axis of time, in steps of the story, that have a name."""
Points = tuple[tuple[float, float], ...]
"""Places on the axis of time, in steps of the story, each with a value."""


@frozen
class Paragraph:
    """Some sentences; a quiet one is set smaller."""

    spans: Spans
    quiet: bool = False


@frozen
class Quote:
    """What somebody said or wrote; `of` is a word for what that is, if it does not go without saying."""

    spans: Spans
    of: str = ""


@frozen
class Exhibit:
    """A document that the story shows: what it is and whose, what it says, and a line below it, which may be empty."""

    kind: ExhibitKind
    heading: str
    parts: tuple[Part, ...]
    note: Spans = ()


@frozen
class Listing:
    """Items, numbered or not."""

    items: tuple[Spans, ...]
    numbered: bool = False


@frozen
class Labelled:
    """Items, each behind a short label (a figure, a date, a mark); `most` of them are the gist, all if it is 0."""

    items: tuple[tuple[str, Spans], ...]
    most: int = 0


@frozen
class Table:
    """Rows under heads; the first cell of a row names it.

    Attributes:
        figures: The columns that hold figures, which are aligned to the right.
        most: How many rows are the gist, all if 0; `of` is what a row is, to count those that are left out.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    figures: tuple[int, ...] = ()
    most: int = 0
    of: str = "row"


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
    """Something that happened: where, the number or letter that stands there, its kind, the day, and what it was."""

    at: float
    label: str
    kind: str
    when: str = ""
    name: str = ""


@frozen
class Chart:
    """Courses over time.

    Attributes:
        says: What is to be seen, in words.
        limits: The least and the most that a value can be.
        table: The same in figures.
        bounds: Values from which on a word holds, with the word.
        wide: Whether it takes the whole width; the others stand side by side.
        legend: Whether several lines are named below it; otherwise what stands before it names them.
        equal: Whether no line is more than another; otherwise the first is the player's own.
        shades: What the bands hold, if there are any.
        metric: What is drawn.
        more: What else there is to say of its course.
    """

    title: str
    says: str
    lines: tuple[Line, ...]
    limits: tuple[float, float]
    ticks: Ticks
    table: Table
    marks: tuple[Mark, ...] = ()
    areas: tuple[Area, ...] = ()
    bounds: tuple[tuple[float, str], ...] = ()
    wide: bool = False
    legend: bool = True
    equal: bool = False
    shades: str = ""
    metric: Metric | None = None
    more: tuple[Part, ...] = ()
    is_minor: bool = False

    @property
    def points(self) -> Points:
        """Every point of its lines and bands, for axes on which all of them find room."""
        edges = [line.points for line in self.lines] + [edge for area in self.areas for edge in (area.low, area.high)]
        return tuple(point for points in edges for point in points)


@frozen
class Cause:
    """A bar of a waterfall.

    Attributes:
        kind: That of its rows in the ledger, or `rest` for all causes that have no bar of their own.
        id: Its id in the ledger; empty for the rest.
        amount: By how much it moved the metric; for the start, where that began.
        before: Where its bar begins; it ends at `after`.
        shown: The amount as it is shown, rounded so that all of them add up.
        makes: What all causes up to and with this one make, as it is shown.
        evidence: What it rests on, as far as no cause before it does; of the rest, its causes.
    """

    kind: RowKind | Literal["rest"]
    id: str
    name: str
    amount: float
    before: float
    after: float
    shown: float
    makes: float
    evidence: tuple[Spans, ...]

    @property
    def is_start(self) -> bool:
        """Whether it is where the metric began, which is a place and no change."""
        return self.kind == "start"


@frozen
class Waterfall:
    """The causes of a metric's value, each beginning where the last one ended, the largest first."""

    metric: Metric
    causes: tuple[Cause, ...]

    @property
    def caption(self) -> str:
        """The metric, and what it is."""
        return f"{formatting.full_stop(self.metric.name)} {self.metric.text}".strip()

    def change(self, cause: Cause) -> str:
        """What a cause did, with its sign; nothing for the start."""
        return "" if cause.is_start else formatting.change(self.metric, cause.shown)

    def total(self, cause: Cause) -> str:
        """What all causes up to and with this one make."""
        return formatting.total(self.metric, cause.makes)

    def limited(self, most: int = 10) -> Waterfall:
        """The same with at most so many causes besides the start; the smaller ones are one bar together."""
        own, others = self.causes[: most + 1], self.causes[most + 1 :]
        if len(others) < 2:
            return self
        before, after, makes = own[-1].after, others[-1].after, others[-1].makes
        lines, shown = tuple(map(self._in_a_line, others)), makes - own[-1].makes
        name = formatting.smaller_causes(len(others))
        rest = Cause("rest", "", name, after - before, before, after, shown, makes, lines)
        return Waterfall(self.metric, (*own, rest))

    def _in_a_line(self, cause: Cause) -> Spans:
        evidence = (span for line in cause.evidence for span in (Span(" "), *line))
        return spans(bold(f"{self.change(cause)} "), formatting.full_stop(cause.name), *evidence)


@frozen
class Weighed:
    """What served something and what harmed it, in points; `harmed` is at most 0."""

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
class Tally:
    """How many were for each of several things.

    Attributes:
        head: What is counted, and what the figures are.
        rows: Each with its name, its figure as it is shown, and its share, 0 to 1.
    """

    caption: str
    head: tuple[str, str]
    rows: tuple[tuple[str, str, float], ...]


@frozen
class Scatter:
    """Points on a plane, by group; its axes have no scale, only near and far.

    Attributes:
        says: What is to be seen, in words.
        points: Their places, each with the number of its group from 0, or -1 if it is in none.
        keys: The letters that stand for the groups.
        table: What the groups are.
    """

    title: str
    says: str
    points: tuple[tuple[float, float, int], ...]
    keys: tuple[str, ...]
    table: Table


@frozen
class Moment:
    """Something in a story: when, what kind of thing in words, and its parts.

    `label` is the number of an answer, or empty; the title is empty where the parts need none.
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
    """Parts under a heading, which are there on demand where a face can do that; `gist` then stands for them."""

    summary: str
    parts: tuple[Part, ...]
    gist: str = ""
    is_minor: bool = False

    @property
    def heading(self) -> str:
        """What it has, and its gist."""
        return f"{self.summary}: {self.gist}" if self.gist else self.summary


@frozen
class Side:
    """Small charts or cards that may stand side by side, or be shown one at a time."""

    parts: tuple[Part, ...]


@frozen
class Card:
    """A part with a name of its own, such as an option; `mark` says what is special about it."""

    title: str
    mark: str
    parts: tuple[Part, ...]


@frozen
class Pair:
    """Two things that stand beside each other under a name, each with its own label; `about` says what the name is."""

    name: str
    left: tuple[str, Spans]
    right: tuple[str, Spans]
    about: str = ""


@frozen
class Section:
    """A part with a heading, whose depth follows from where it stands; `id` is for links, unique on the page.

    `language` is that of the story in it, if that is another than the page's.
    """

    id: str
    title: str
    parts: tuple[Part, ...]
    language: str = ""


Text = Paragraph | Quote | Exhibit | Listing | Labelled | Table
Figure = Chart | Waterfall | Balance | Tally | Scatter
Group = Day | Fold | Side | Card | Pair | Section
Part = Text | Figure | Group
Parts = tuple[Part, ...]


@frozen
class Page:
    """The whole.

    Attributes:
        kicker: What stands over the title.
        language: That of the story, as a tag of BCP 47; the page's own words are English.
        lead: What stands before the table of contents.
        names: The author's texts that may stand in sentences of the page, each with its language; in the place of
            values they have `VALUE`.
    """

    kicker: str
    title: str
    language: str
    lead: tuple[Part, ...]
    sections: tuple[Section, ...]
    names: Mapping[str, str] = field(factory=dict)


VALUE = "\N{OBJECT REPLACEMENT CHARACTER}"


def spans(*parts: str | Span) -> Spans:
    """Words as spans."""
    return tuple(Span(part) if isinstance(part, str) else part for part in parts)


def sentence(*parts: str | Span) -> Paragraph:
    """Words as a paragraph."""
    return Paragraph(spans(*parts))


def note(*parts: str | Span) -> Paragraph:
    """Words as a quiet paragraph."""
    return Paragraph(spans(*parts), quiet=True)


def bold(text: str) -> Span:
    """Words with weight."""
    return Span(text, "bold")


def prose(filled: str) -> Parts:
    """A filled text of the scenario, with its markup."""
    parts: list[Part] = []
    for kind, group in groupby(blocks(filled), key=lambda block: block.kind):
        lines = tuple(of_the_story(block.spans) for block in group)
        match kind:
            case "item":
                parts.append(Listing(lines))
            case "quote":
                parts += map(Quote, lines)
            case _:
                parts += map(Paragraph, lines)
    return tuple(parts)


def inline(filled: str) -> Spans:
    """A filled text of the scenario in one line, with its markup."""
    parts: list[Span] = []
    for block in blocks(filled):
        parts += [Span(" "), *block.spans] if parts else block.spans
    return of_the_story(parts)


def of_the_story(words: Iterable[Span]) -> Spans:
    """Words as those of the scenario."""
    return tuple(evolve(span, is_story=True) for span in words)


def ended(filled: str, more: str = "") -> Spans:
    """A filled text of the scenario in one line, and what else its sentence has, with a full stop."""
    words = inline(filled)
    text = words_of(words) + more
    return spans(*words, more + formatting.full_stop(text)[len(text) :])


def words_of(cell: Cell) -> str:
    """Spans without their styles."""
    return cell if isinstance(cell, str) else "".join(span.text for span in cell)
