"""The parts of a document as HTML, for every face that is read in a browser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import singledispatchmethod
from itertools import groupby

from attrs import define, evolve, field

from ceo_sim.html.charts import balance, bar, drawn, legend, scatter, tally
from ceo_sim.html.elements import Attribute, Child, Markup, element, joined
from ceo_sim.html.story_words import StoryWords, isolated_if_turned
from ceo_sim.presentation import document as doc
from ceo_sim.scenario.markup import Span

_DEEPEST = 6
_MANY_COLUMNS = 2


@define
class Writer:
    """Writes parts, with the story's words in them marked; counts charts and tables, which have ids of their own.

    Attributes:
        story: Finds the words of the story.
        drawings: What stands at the end of the sections whose ids they have.
    """

    story: StoryWords
    drawings: Mapping[str, Markup] = field(factory=dict)
    charts: int = 0
    tables: int = 0

    def element(self, name: str, content: doc.Cell, **attributes: Attribute) -> Markup:
        """An element of words: the story's, or the page's own in which the story's are isolated."""
        spans = (Span(content),) if isinstance(content, str) else content
        if marks := self.story.attributes(spans):
            return element(name, *map(_span, spans), **marks, **attributes)
        return element(name, self.spans(spans), **attributes)

    def spans(self, spans: doc.Spans) -> Markup:
        """Words of the page, and among them such of the story, which are isolated as far as they stand together."""
        parts: list[Child] = []
        for is_story, group in groupby(spans, key=lambda span: span.is_story):
            together = tuple(group)
            if is_story and (marks := self.story.attributes(together)):
                parts.append(element("bdi", *map(_span, together), lang=marks["lang"]))
            else:
                parts += (_span(span, self.story.text(span.text)) for span in together)
        return joined(parts)

    def heading(self, level: int, text: str, id: str | None = None) -> Markup:
        """A heading of that rank, or of the deepest that there is."""
        return self.element(f"h{min(level, _DEEPEST)}", text, id=id)

    def all(self, parts: Iterable[doc.Part], level: int) -> Markup:
        """Parts after each other."""
        return joined(self.part(part, level) for part in parts)

    @singledispatchmethod
    def part(self, part: doc.Part, _level: int) -> Markup:
        """A part; `_level` is the rank of a heading in it."""
        raise TypeError(part)

    @part.register
    def _(self, part: doc.Section, level: int) -> Markup:
        if part.language:
            self.story.language = part.language
        heading = self.heading(level, part.title, id=f"{part.id}-title")
        named = f"{part.id}-title" if level == 2 else None
        drawing = self.drawings.get(part.id)
        content = self.all(part.parts, level + 1)
        return element("section", heading, content, drawing, id=part.id, aria_labelledby=named)

    @part.register
    def _(self, part: doc.Paragraph, _level: int) -> Markup:
        return self.element("p", part.spans, class_="quiet" if part.quiet else None)

    @part.register
    def _(self, part: doc.Quote, _level: int) -> Markup:
        words = joined(map(_span, part.spans))
        if part.of:
            words = joined((element("b", f"{part.of}: "), isolated_if_turned(words, doc.words_of(part.spans))))
        marks = {"dir": "auto"} | self.story.attributes(part.spans)
        return element("blockquote", element("p", words), **marks)

    @part.register
    def _(self, part: doc.Exhibit, level: int) -> Markup:
        caption = self.element("figcaption", part.heading)
        words = element("blockquote", self.all(part.parts, level))
        note = self.element("p", part.note, class_="quiet") if part.note else None
        return element("figure", caption, words, note, class_=f"exhibit {part.kind}")

    @part.register
    def _(self, part: doc.Listing, _level: int) -> Markup:
        items = [self.element("li", item) for item in part.items]
        return element("ol" if part.numbered else "ul", *items)

    @part.register
    def _(self, part: doc.Labelled, _level: int) -> Markup:
        items = (element("li", self.element("b", label), " ", self.spans(spans)) for label, spans in part.items)
        return element("ul", *items, class_="labelled")

    @part.register
    def _(self, part: doc.Table, _level: int) -> Markup:
        head = (self.element("th", name, scope="col", class_=_figures(part, n)) for n, name in enumerate(part.head))
        rows = (
            element("tr", *(self._cell(part, column, cell) for column, cell in enumerate(row))) for row in part.rows
        )
        if len(part.head) <= _MANY_COLUMNS:
            return self._table(part.caption, head, rows)
        self.tables += 1
        table = self._table(part.caption, head, rows, id=f"table-{self.tables}")
        # What can be scrolled must be within reach of a keyboard; its name has other languages marked in it.
        return element(
            "div", table, class_="scroll", role="group", aria_labelledby=f"table-{self.tables}", tabindex="0"
        )

    @part.register
    def _(self, part: doc.Chart, level: int) -> Markup:
        self.charts += 1
        shades = f" The shades hold {part.shades}." if part.areas else ""
        # On a phone a wide chart gives way to a small one of the same.
        small = evolve(part, wide=False, marks=(), ticks=part.ticks[::2])
        described_by = f"chart-{self.charts}-title chart-{self.charts}-says"
        title = self.element("b", part.title, id=f"chart-{self.charts}-title")
        says = self.element("span", part.says + shades, id=f"chart-{self.charts}-says")
        return element(
            "figure",
            element("figcaption", title, " ", says),
            drawn(part, described_by, self.story),
            drawn(small, described_by, self.story) if part.wide else None,
            legend(part, self.story),
            self.part(doc.Fold("The same in figures", (part.table, *part.more)), level),
            class_="wide" if part.wide else None,
        )

    @part.register
    def _(self, part: doc.Waterfall, _level: int) -> Markup:
        part = part.limited()
        values = [cause.after for cause in part.causes]
        scale = min(values), max(values)
        rows = (self._cause(part, cause, scale) for cause in part.causes)
        return self._table_with_bars(part.caption, ("Cause", "Change", "Makes", "From here to there"), rows)

    @part.register
    def _(self, part: doc.Balance, level: int) -> Markup:
        most = max((size for row in part.rows for size in (row.served, -row.harmed)), default=1)
        rows = (self._weighed(row, most, level) for row in part.rows)
        return self._table_with_bars(part.caption, ("Value", "Served", "Harmed", "Harmed, served"), rows)

    def _weighed(self, row: doc.Weighed, most: int, level: int) -> Markup:
        """A row of a balance; `most` is the largest figure of any row, which gives the scale of the bars."""
        choices = self.part(doc.Fold("What it means, and by which choices", row.parts), level) if row.parts else None
        figures = (str(row.served), str(-row.harmed))
        return _row_with_bar((self.spans((Span(row.name),)), choices), figures, balance(row.served, row.harmed, most))

    @part.register
    def _(self, part: doc.Tally, _level: int) -> Markup:
        rows = (
            _row_with_bar((self.spans((Span(name),)),), (figure,), tally(share)) for name, figure, share in part.rows
        )
        return self._table_with_bars(part.caption, (*part.head, "Share"), rows)

    @part.register
    def _(self, part: doc.Scatter, level: int) -> Markup:
        self.charts += 1
        title = self.element("b", part.title, id=f"chart-{self.charts}-title")
        says = self.element("span", part.says, id=f"chart-{self.charts}-says")
        drawing = scatter(part, f"chart-{self.charts}-title chart-{self.charts}-says")
        return element("figure", element("figcaption", title, " ", says), drawing, self.part(part.table, level))

    @part.register
    def _(self, part: doc.Day, level: int) -> Markup:
        moments = [self._moment(moment, level + 1) for moment in part.moments]
        story = element("ol", *moments) if moments else None
        return element("section", self.heading(level, part.name), story, self.all(part.parts, level + 1), class_="day")

    def _moment(self, moment: doc.Moment, level: int) -> Markup:
        head = element(
            "p",
            element("span", moment.label, class_="number") if moment.label else None,
            self.element("b", moment.title) if moment.title else None,
            " " if moment.title else None,
            element("span", f"{moment.kind}{f', {moment.when}' if moment.when else ''}", class_="when"),
        )
        return element("li", head, self.all(moment.parts, level), class_=f"moment{' yours' if moment.label else ''}")

    @part.register
    def _(self, part: doc.Fold, level: int) -> Markup:
        return element("details", self.element("summary", part.heading), self.all(part.parts, level))

    @part.register
    def _(self, part: doc.Side, level: int) -> Markup:
        return element("div", self.all(part.parts, level), class_="side")

    @part.register
    def _(self, part: doc.Card, level: int) -> Markup:
        mark = element("p", part.mark, class_="mark") if part.mark else None
        heading, kind = self.heading(level, part.title), f"card{' yours' if part.mark else ''}"
        return element("div", heading, mark, self.all(part.parts, level + 1), class_=kind)

    @part.register
    def _(self, part: doc.Pair, level: int) -> Markup:
        sides = (element("p", element("b", name), " ", self.spans(spans)) for name, spans in (part.left, part.right))
        return element("div", self.heading(level, part.name), *sides, class_="pair")

    def _cell(self, table: doc.Table, column: int, cell: doc.Cell) -> Markup:
        if column:
            return self.element("td", cell, class_=_figures(table, column))
        return self.element("th", cell, scope="row")

    def _table(
        self,
        caption: str,
        head: Iterable[Child],
        rows: Iterable[Markup],
        class_: str | None = None,
        id: str | None = None,
    ) -> Markup:
        """A table; `id` is that of its caption."""
        top = element("thead", element("tr", *head))
        return element("table", self.element("caption", caption, id=id), top, element("tbody", *rows), class_=class_)

    def _table_with_bars(self, caption: str, names: Iterable[str], rows: Iterable[Markup]) -> Markup:
        """A table of names, two figures, and a bar that shows the same."""
        head = (element("th", name, scope="col", class_=f"cause-{n}") for n, name in enumerate(names))
        return self._table(caption, head, rows, "waterfall")

    def _cause(self, waterfall: doc.Waterfall, cause: doc.Cause, scale: tuple[float, float]) -> Markup:
        figures, name = (waterfall.change(cause), waterfall.total(cause)), self.spans((Span(cause.name),))
        row = _row_with_bar((name,), figures, bar(cause, *scale), "grounded" if cause.evidence else None)
        if not cause.evidence:
            return row
        heading = "What they are" if cause.kind == "rest" else "What it rests on"
        items = (self.element("li", line) for line in cause.evidence)
        evidence = element("details", element("summary", heading), element("ul", *items))
        return joined((row, element("tr", element("td", evidence, colspan="4"))))


def _figures(table: doc.Table, column: int) -> str | None:
    return "figure" if column in table.figures else None


def _row_with_bar(name: Iterable[Child], figures: Iterable[str], bar: Markup, class_: str | None = None) -> Markup:
    cells = (element("td", figure, class_="figure") for figure in figures)
    return element("tr", element("th", *name, scope="row"), *cells, element("td", bar, class_="bars"), class_=class_)


def _span(span: Span, words: Markup | None = None) -> Child:
    """A span in its style; `words` are its text where that is marked already."""
    text = span.text if words is None else words
    if span.link:
        return element("a", text, href=span.link)
    return text if span.style == "plain" else element("strong" if span.style == "bold" else "em", text)
