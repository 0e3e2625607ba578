"""What is told, as lines of a screen: the parts of a document for the columns and lines that there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import singledispatchmethod

from attrs import evolve, frozen
from rich.cells import cell_len
from textual.content import Content
from textual.strip import Strip

from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.tui.widgets.chart import drawn_chart
from ceo_sim.tui.widgets.frame import framed, room_in_frame
from ceo_sim.tui.widgets.line_widget import LineWidget, hanging_indent, in_column, strip_of
from ceo_sim.tui.widgets.text import styled
from ceo_sim.tui.widgets.waterfall import drawn_waterfall

READABLE = 110
"""Columns beyond which a line of prose reads badly."""
LONGEST_LABEL = 22
"""Columns of a label that what it stands before is set beside; under a longer one it is only indented."""


_BAR = 24
"""Columns of a bar that is the whole, if there is room."""


@frozen
class Look:
    """How a document is looked at.

    Attributes:
        width: The columns that there are.
        height: The lines that are in view.
        chart: Which of several charts is shown, where they take turns.
        place: A few words beside the heading of a chart or a waterfall.
        spare: Lines that are left for rows beyond the gist of a table.
    """

    width: int
    height: int
    chart: int = 0
    place: str = ""
    spare: int = 0


def drawn(parts: doc.Parts, look: Look) -> list[Content]:
    """The parts as lines, none wider than there are columns; a table has as many rows as there is room for."""
    lines = _Drawing(look).all(parts)
    spare = look.height - len(lines)
    is_cut = any(isinstance(part, doc.Table) and 0 < part.most < len(part.rows) for part in parts)
    return _Drawing(evolve(look, spare=spare)).all(parts) if is_cut and spare > 0 else lines


def charts_in(parts: Iterable[doc.Part]) -> tuple[doc.Chart, ...]:
    """The charts that take turns."""
    sides = (part for part in parts if isinstance(part, doc.Side))
    return tuple(part for side in sides for part in side.parts if isinstance(part, doc.Chart))


class DocumentView(LineWidget):
    """A document that is read, line by line as they come into view; drawn once for each size."""

    def __init__(self, parts: doc.Parts = (), *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.parts = parts
        self._drawn: tuple[Look, list[Content]] | None = None

    def look(self, width: int) -> Look:
        """How it is looked at."""
        return Look(width, 0)

    def show(self, parts: doc.Parts) -> None:
        """Show other parts."""
        self.parts, self._drawn = parts, None
        self.changed()

    def draw(self, width: int) -> list[Content]:
        look = self.look(width)
        if self._drawn is None or self._drawn[0] != look:
            self._drawn = look, drawn(self.parts, look) or [Content("")]
        return self._drawn[1]

    def render_line(self, y: int) -> Strip:
        """One line: there may be three times as many as there are in view."""
        width = self.content_size.width
        lines = self.draw(width) if width > 0 and self.text_selection is None else []
        return strip_of(self, lines[y], y) if y < len(lines) else super().render_line(y)


def drawn_moment(moment: doc.Moment, width: int) -> list[Content]:
    """The lines of something in a story."""
    return _Drawing(Look(width, 0)).moment(moment)


def heading(text: str) -> Content:
    """A heading."""
    return Content.styled(text, "bold $accent")


def quiet(text: str) -> Content:
    """Words of less weight."""
    return Content.styled(text, "$text-muted")


@frozen
class _Drawing:
    look: Look

    @property
    def room(self) -> int:
        """The columns of prose."""
        return min(self.look.width, READABLE)

    def all(self, parts: Iterable[doc.Part], indent: int = 0) -> list[Content]:
        inner = self if not indent else _Drawing(evolve(self.look, width=self.look.width - indent))
        lines: list[Content] = []
        above: doc.Part | None = None
        for part in parts:
            leads_over = isinstance(above, doc.Paragraph) and above.quiet and isinstance(part, doc.Card)
            lines += [] if above is None or leads_over else [Content("")]
            lines += inner.part(part)
            above = part
        return [Content.assemble(" " * indent, line) for line in lines] if indent else lines

    def _wrapped(self, text: Content, head: Content | str = "", indent: int | None = None) -> list[Content]:
        """A text in lines for reading, with something before it."""
        return hanging_indent(Content(head) if isinstance(head, str) else head, text, self.room, indent)

    def _after_blank(self, parts: doc.Parts) -> list[Content]:
        return [Content(""), *self.all(parts)] if parts else []

    @singledispatchmethod
    def part(self, part: doc.Part) -> list[Content]:
        """The lines of a part."""
        raise TypeError(part)

    @part.register
    def _(self, part: doc.Paragraph) -> list[Content]:
        text = styled(part.spans)
        return self._wrapped(text.stylize("$text-muted") if part.quiet else text)

    @part.register
    def _(self, part: doc.Quote) -> list[Content]:
        head = Content.styled(f"{part.of}: ", "bold") if part.of else Content.styled("▎", "$accent")
        return self._wrapped(styled(part.spans).stylize("italic"), head)

    @part.register
    def _(self, part: doc.Exhibit) -> list[Content]:
        inner = _Drawing(evolve(self.look, width=room_in_frame(self.room)))
        heading, note = Content.styled(part.heading, "bold"), styled(part.note).stylize("$text-muted")
        return framed(part.kind, heading, inner.all(part.parts), note, self.room)

    @part.register
    def _(self, part: doc.Listing) -> list[Content]:
        lines: list[Content] = []
        for number, item in enumerate(part.items, 1):
            sign = f"{number:>2}  " if part.numbered else "· "
            lines += self._wrapped(styled(item), Content.styled(sign, "bold $accent"))
            lines += [Content("")] if part.numbered and number < len(part.items) else []
        return lines

    @part.register
    def _(self, part: doc.Labelled) -> list[Content]:
        widest = max((cell_len(label) for label, _ in part.items), default=0)
        lines: list[Content] = []
        for label, spans in part.items:
            is_figure = not any(character.isalpha() for character in label)
            aligned = in_column(label, max(widest, 5) if is_figure else widest, right=is_figure)
            is_long = widest > LONGEST_LABEL
            head = Content.styled(f"{label if is_long else aligned}  ", "bold")
            lines += self._wrapped(styled(spans), head, 2 if is_long else None)
        return lines

    @part.register
    def _(self, part: doc.Table) -> list[Content]:
        shown = part.rows[: part.most + max(0, self.look.spare)] if part.most else part.rows
        rows = [tuple(map(doc.words_of, row)) for row in shown]
        left_out = len(part.rows) - len(shown)
        more = [quiet(f"{formatting.counted(left_out, part.of)} more")] if left_out else []
        return [*self._wrapped(Content.styled(part.caption, "bold")), *self._rows(part, rows), *more]

    def _rows(self, table: doc.Table, rows: Sequence[tuple[str, ...]]) -> list[Content]:
        """Rows in columns, or where there is no room for those, each in a sentence of its own."""
        widths = [max(map(cell_len, column)) for column in zip(table.head, *rows, strict=True)]
        if sum(widths) + 2 * (len(widths) - 1) > self.look.width:
            return [line for row in rows for line in self._in_a_sentence(table.head, row)]
        head, *lines = (
            "  ".join(
                in_column(cell, width, right=column in table.figures)
                for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in (table.head, *rows)
        )
        return [quiet(head), *map(Content, lines)]

    def _in_a_sentence(self, head: Sequence[str], row: Sequence[str]) -> list[Content]:
        cells = ", ".join(f"{name} {cell}" for name, cell in zip(head[1:], row[1:], strict=True))
        return self._wrapped(Content(cells), Content.styled(f"{row[0]}: ", "bold"), 2)

    @part.register
    def _(self, part: doc.Chart) -> list[Content]:
        chart = drawn_chart(part, self.look.width, self.look.height, self.look.place)
        marks = doc.Labelled(tuple((f"{mark.label:>3} {mark.when}", doc.spans(mark.name)) for mark in part.marks))
        return [*chart, *(self._after_blank((marks,) if part.marks else ())), *self._after_blank(part.more)]

    @part.register
    def _(self, part: doc.Waterfall) -> list[Content]:
        return drawn_waterfall(part, self.look.width, self.look.height, self.look.place)

    @part.register
    def _(self, part: doc.Balance) -> list[Content]:
        lines = [Content.styled(part.caption, "bold")]
        for row in part.rows:
            lines.append(Content.assemble((row.name, "bold"), f"  +{row.served}  {formatting.MINUS}{-row.harmed}"))
            lines += self.all(row.parts, 2)
        return lines

    @part.register
    def _(self, part: doc.Tally) -> list[Content]:
        lines = self._wrapped(Content.styled(part.caption, "bold"))
        widest = max((cell_len(figure) for _, figure, _ in part.rows), default=0)
        whole = min(_BAR, self.look.width // 4)
        for name, figure, share in part.rows:
            bar = ("█" * round(share * whole)).ljust(whole)
            head = Content.assemble((bar, "$accent"), f" {figure:>{widest}}  ")
            lines += self._wrapped(Content.styled(name, "bold"), head, whole + widest + 3)
        return lines

    @part.register
    def _(self, part: doc.Scatter) -> list[Content]:
        says = self._wrapped(Content(part.says), Content.styled(f"{part.title} ", "bold"))
        return [*says, *self._after_blank((part.table,))]

    @part.register
    def _(self, part: doc.Day) -> list[Content]:
        moments = (line for moment in part.moments for line in (Content(""), *self.moment(moment)))
        return [heading(part.name), *moments, *self._after_blank(part.parts)]

    def moment(self, moment: doc.Moment) -> list[Content]:
        """The lines of something in a story."""
        kind = ", ".join(filter(None, (f"{moment.kind} {moment.label}".rstrip(), moment.when)))
        head = Content.styled("● " if moment.label else "○ ", "bold $accent")
        title = Content.assemble((f"{moment.title}  ", "bold") if moment.title else "", (kind, "$text-muted"))
        return [*self._wrapped(title, head, 2), *(line for part in moment.parts for line in self.all((part,), 2))]

    @part.register
    def _(self, part: doc.Fold) -> list[Content]:
        return [Content.styled(part.summary, "bold $text-accent"), *self.all(part.parts)]

    @part.register
    def _(self, part: doc.Side) -> list[Content]:
        charts = charts_in((part,))
        if not charts:
            return self.all(part.parts)
        number = self.look.chart % len(charts)
        place = f"{number + 1} of {len(charts)}" if len(charts) > 1 else ""
        return _Drawing(evolve(self.look, place=place)).part(charts[number])

    @part.register
    def _(self, part: doc.Card) -> list[Content]:
        mark = [Content(f"{part.mark}.")] if part.mark else []
        return [*self._wrapped(heading(part.title)), *mark, *self._after_blank(part.parts)]

    @part.register
    def _(self, part: doc.Pair) -> list[Content]:
        lines = self._wrapped(Content.assemble((part.name, "bold"), "  ", quiet(part.about)))
        sides = (part.left, part.right)
        widest = max(cell_len(label) for label, _ in sides)
        for label, spans in sides:
            lines += self._wrapped(
                styled(spans), Content.styled(f"  {in_column(label, widest)}  ", "bold $text-accent")
            )
        return lines

    @part.register
    def _(self, part: doc.Section) -> list[Content]:
        return [heading(part.title), *self._after_blank(part.parts)]
