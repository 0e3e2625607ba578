"""What is told, as lines: every part in words, and of some only the gist, so that the lines are few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import singledispatchmethod
from typing import TypeVar

from attrs import frozen

from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting

Lines = Iterator[str]
Item = TypeVar("Item")


def rendered(parts: Iterable[doc.Part], *, brief: bool = True) -> Lines:
    """The parts in lines, in full or only their gist; a blank line stands before and after what has several."""
    return _Lines(brief).all(parts)


@frozen
class _Lines:
    brief: bool

    def all(self, parts: Iterable[doc.Part], indent: str = "") -> Lines:
        was_block = False
        for number, part in enumerate(part for part in parts if not (self.brief and getattr(part, "is_minor", False))):
            is_block = not isinstance(part, (doc.Paragraph, doc.Quote, doc.Exhibit, doc.Listing, doc.Labelled))
            if number and not indent and (is_block or was_block):
                yield ""
            was_block = is_block
            yield from (indent + line if line else line for line in self.part(part))

    @singledispatchmethod
    def part(self, part: doc.Part) -> Lines:
        """The lines of a part."""
        raise TypeError(part)

    @part.register
    def _(self, part: doc.Paragraph) -> Lines:
        yield _text(part.spans)

    @part.register
    def _(self, part: doc.Quote) -> Lines:
        yield f"{INDENT}{f'{part.of}: ' if part.of else ''}{_text(part.spans)}"

    @part.register
    def _(self, part: doc.Exhibit) -> Lines:
        yield f"{part.heading}:"
        yield from self.all(part.parts, INDENT)
        yield from [INDENT + _text(part.note)] if part.note else []

    @part.register
    def _(self, part: doc.Listing) -> Lines:
        for number, item in enumerate(part.items, 1):
            yield f"{f'{number}.' if part.numbered else '-'} {_text(item)}"

    @part.register
    def _(self, part: doc.Labelled) -> Lines:
        shown = self._gist(part.items, part.most)
        yield from (f"- {_labelled(label, _text(spans))}" for label, spans in shown)
        if more := len(part.items) - len(shown):
            yield f"- {more} more."

    @part.register
    def _(self, part: doc.Table) -> Lines:
        yield f"{part.caption}:"
        shown = self._gist(part.rows, part.most)
        for first, *cells in shown:
            named = (f"{name} {_text(cell)}" for name, cell in zip(part.head[1:], cells, strict=True))
            yield formatting.full_stop(f"- {_text(first)}: {', '.join(named)}")
        if more := len(part.rows) - len(shown):
            yield f"- {formatting.counted(more, part.of)} more."

    @part.register
    def _(self, part: doc.Chart) -> Lines:
        yield f"{part.title}: {part.says}"
        if len(part.lines) == 1:
            yield f"{INDENT}{', '.join(f'{when} {_text(value)}' for when, value in part.table.rows)}."
        elif not self.brief:
            yield from self.all((part.table,), INDENT)
        yield from self.all(part.more, INDENT)

    @part.register
    def _(self, part: doc.Waterfall) -> Lines:
        shown = part.limited() if self.brief else part
        yield f"{part.metric.name} is at {part.total(part.causes[-1])}. It adds up like this:"
        for cause in shown.causes:
            if cause.is_start:
                yield f"{part.total(cause)} at the start."
            else:
                yield f"{formatting.without_full_stop(cause.name)}, {part.change(cause)}, to {part.total(cause)}."
            if cause.kind != "rest":
                yield from (INDENT + _text(line) for line in cause.evidence)

    @part.register
    def _(self, part: doc.Balance) -> Lines:
        yield f"{part.caption}:"
        for row in part.rows:
            yield f"{row.name}: served by {row.served}, harmed by {-row.harmed}."
            yield from self.all(row.parts, INDENT)

    @part.register
    def _(self, part: doc.Tally) -> Lines:
        yield f"{part.caption}:"
        yield from (f"- {name}: {figure}." for name, figure, _ in part.rows)

    @part.register
    def _(self, part: doc.Scatter) -> Lines:
        yield f"{part.title}: {part.says}"
        yield from self.part(part.table)

    @part.register
    def _(self, part: doc.Day) -> Lines:
        yield from [] if part.moments else [formatting.full_stop(part.name)]
        for number, moment in enumerate(part.moments):
            yield from [""] if number else []
            when = f"{part.name}, {moment.when}" if moment.when else part.name
            yield f"{when}. {f'{moment.kind.capitalize()} {moment.label}'.rstrip()}."
            yield from [formatting.full_stop(moment.title)] if moment.title else []
            yield from self.all(moment.parts)
        yield from [""] if part.moments and not self.brief and part.parts else []
        yield from self.all(part.parts)

    @part.register
    def _(self, part: doc.Fold) -> Lines:
        yield part.summary
        yield from self.all(part.parts, INDENT)

    @part.register
    def _(self, part: doc.Side) -> Lines:
        yield from self.all(part.parts)

    @part.register
    def _(self, part: doc.Card) -> Lines:
        yield formatting.full_stop(part.title) + (f" {part.mark}." if part.mark else "")
        yield from self.all(part.parts, INDENT)

    @part.register
    def _(self, part: doc.Pair) -> Lines:
        yield formatting.full_stop(part.name)
        yield from (f"{INDENT}{label}: {_text(spans)}" for label, spans in (part.left, part.right))

    @part.register
    def _(self, part: doc.Section) -> Lines:
        yield part.title
        yield from self.all(part.parts)

    def _gist(self, rows: tuple[Item, ...], most: int) -> tuple[Item, ...]:
        return rows[:most] if self.brief and most else rows


def _labelled(label: str, text: str) -> str:
    """A label of words is parted from what follows by a colon; a figure or a mark is not."""
    return f"{label}: {text}" if any(character.isalpha() for character in label) else f"{label} {text}"


def _text(cell: doc.Cell) -> str:
    """Spans without their styles; a link is followed by its address."""
    if isinstance(cell, str):
        return cell
    return "".join(span.text + span.address for span in cell)
