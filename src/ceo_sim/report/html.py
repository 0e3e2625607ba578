"""The page as one file of HTML: no script, no picture, no font, and nothing that is fetched from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import singledispatchmethod
from pathlib import Path

from attrs import define, evolve

from ceo_sim.presentation import document as doc
from ceo_sim.report.charts import balance, bar, drawn, legend
from ceo_sim.report.elements import Child, Markup, element, joined
from ceo_sim.scenario.text import Span

_STYLE = Path(__file__).with_name("style.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DEEPEST = 6
_MANY_COLUMNS = 2


def html(page: doc.Page) -> str:
    """The whole file."""
    writer = _Writer()
    language = page.language if _LANGUAGE.fullmatch(page.language) else "en"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{page.title} · {page.kicker}"),
        # Without an icon of its own, a browser asks the server for one.
        Markup('<link rel="icon" href="data:,">'),
        element("style", Markup(_STYLE.read_text(encoding="utf-8"))),
    )
    header = element(
        "header",
        element("p", page.kicker, class_="kicker"),
        element("h1", page.title),
        writer.all(page.lead, 2),
        *_printing(),
    )
    main = element("main", writer.all(page.sections, 2), id="main", tabindex="-1")
    body = element(
        "body",
        element("a", "Skip to the report", href="#main", class_="skip"),
        header,
        element("div", _contents(page.sections), main, class_="columns"),
        element(
            "footer", element("p", "Made by ceo-sim. This page is whole as it is: it asks nothing of any network.")
        ),
    )
    return f"<!doctype html>\n{element('html', head, body, lang=language)}\n"


def _printing() -> Iterator[Markup]:
    """What of the page is printed: what is open on the screen, or all of it. The style sheet does it, no script."""
    whole = element("input", type="checkbox", id="whole", autocomplete="off")
    yield element("p", element("label", whole, "When printing, print what is folded up, too"), class_="printing")
    yield element("p", "Printed in short: of what was folded up on the screen only the name.", class_="in-short quiet")


def _contents(sections: Iterable[doc.Section]) -> Markup:
    links = [element("li", element("a", section.title, href=f"#{section.id}")) for section in sections]
    return element("nav", element("h2", "Contents", id="contents"), element("ol", *links), aria_labelledby="contents")


@define
class _Writer:
    """Writes parts; it counts the charts, so that each has ids of its own."""

    charts: int = 0

    def all(self, parts: Iterable[doc.Part], level: int) -> Markup:
        return joined(self.part(part, level) for part in parts)

    @singledispatchmethod
    def part(self, part: doc.Part, _level: int) -> Markup:
        """A part; `_level` is the rank of a heading in it."""
        raise TypeError(part)

    @part.register
    def _(self, part: doc.Section, level: int) -> Markup:
        heading = _heading(level, part.title, id=f"{part.id}-title")
        named = f"{part.id}-title" if level == 2 else None
        return element("section", heading, self.all(part.parts, level + 1), id=part.id, aria_labelledby=named)

    @part.register
    def _(self, part: doc.Paragraph, _level: int) -> Markup:
        return element("p", _spans(part.spans), class_="quiet" if part.quiet else None)

    @part.register
    def _(self, part: doc.Quote, _level: int) -> Markup:
        of = element("b", f"{part.of}: ") if part.of else None
        return element("blockquote", element("p", of, _spans(part.spans)), dir="auto")

    @part.register
    def _(self, part: doc.Listing, _level: int) -> Markup:
        items = [element("li", _spans(item)) for item in part.items]
        return element("ol" if part.numbered else "ul", *items)

    @part.register
    def _(self, part: doc.Labelled, _level: int) -> Markup:
        items = (element("li", element("b", label), " ", _spans(spans)) for label, spans in part.items)
        return element("ul", *items, class_="labelled")

    @part.register
    def _(self, part: doc.Table, _level: int) -> Markup:
        head = (element("th", name, scope="col", class_=_figures(part, n)) for n, name in enumerate(part.head))
        rows = (element("tr", *(_cell(part, column, cell) for column, cell in enumerate(row))) for row in part.rows)
        table = _table(part.caption, head, rows)
        if len(part.head) <= _MANY_COLUMNS:
            return table
        # What can be scrolled must be within reach of a keyboard.
        return element("div", table, class_="scroll", role="group", aria_label=part.caption, tabindex="0")

    @part.register
    def _(self, part: doc.Chart, level: int) -> Markup:
        self.charts += 1
        shades = f" The shades hold {part.shades}." if part.areas else ""
        # On a phone a wide chart gives way to a small one of the same.
        small = evolve(part, wide=False, marks=(), ticks=part.ticks[::2])
        return element(
            "figure",
            element("figcaption", element("b", part.title), " ", element("span", part.says, shades)),
            drawn(part, f"chart-{self.charts}"),
            drawn(small, f"chart-{self.charts}-small") if part.wide else None,
            legend(part),
            self.part(doc.Fold("The same in figures", (part.table, *part.more)), level),
            class_="wide" if part.wide else None,
        )

    @part.register
    def _(self, part: doc.Waterfall, _level: int) -> Markup:
        part = part.limited()
        values = [cause.after for cause in part.causes]
        scale = min(values), max(values)
        rows = (_cause(part, cause, scale) for cause in part.causes)
        return _table_with_bars(part.caption, ("Cause", "Change", "Makes", "From here to there"), rows)

    @part.register
    def _(self, part: doc.Balance, level: int) -> Markup:
        most = max((size for row in part.rows for size in (row.served, -row.harmed)), default=1)
        rows = (self.weighed(row, most, level) for row in part.rows)
        return _table_with_bars(part.caption, ("Value", "Served", "Harmed", "Harmed, served"), rows)

    def weighed(self, row: doc.Weighed, most: int, level: int) -> Markup:
        """A row of a balance; `most` is the largest figure of any row, which gives the scale of the bars."""
        choices = self.part(doc.Fold("What it means, and by which choices", row.parts), level) if row.parts else None
        figures = (str(row.served), str(-row.harmed))
        return _row_with_bar((row.name, choices), figures, balance(row.served, row.harmed, most))

    @part.register
    def _(self, part: doc.Day, level: int) -> Markup:
        moments = [self.moment(moment, level + 1) for moment in part.moments]
        story = element("ol", *moments) if moments else None
        return element("section", _heading(level, part.name), story, self.all(part.parts, level + 1), class_="day")

    def moment(self, moment: doc.Moment, level: int) -> Markup:
        head = element(
            "p",
            element("span", moment.label, class_="number") if moment.label else None,
            element("b", moment.title) if moment.title else None,
            " " if moment.title else None,
            element("span", f"{moment.kind}{f', {moment.when}' if moment.when else ''}", class_="when"),
        )
        return element("li", head, self.all(moment.parts, level), class_=f"moment{' yours' if moment.label else ''}")

    @part.register
    def _(self, part: doc.Fold, level: int) -> Markup:
        return element("details", element("summary", part.heading), self.all(part.parts, level))

    @part.register
    def _(self, part: doc.Side, level: int) -> Markup:
        return element("div", self.all(part.parts, level), class_="side")

    @part.register
    def _(self, part: doc.Card, level: int) -> Markup:
        mark = element("p", part.mark, class_="mark") if part.mark else None
        heading, kind = _heading(level, part.title), f"card{' yours' if part.mark else ''}"
        return element("div", heading, mark, self.all(part.parts, level + 1), class_=kind)

    @part.register
    def _(self, part: doc.Pair, level: int) -> Markup:
        sides = (element("p", element("b", name), " ", _spans(spans)) for name, spans in (part.left, part.right))
        return element("div", _heading(level, part.name), *sides, class_="pair")


def _heading(level: int, text: str, id: str | None = None) -> Markup:
    return element(f"h{min(level, _DEEPEST)}", text, id=id)


def _figures(table: doc.Table, column: int) -> str | None:
    return "figure" if column in table.figures else None


def _cell(table: doc.Table, column: int, cell: doc.Cell) -> Markup:
    content = cell if isinstance(cell, str) else _spans(cell)
    return element("td", content, class_=_figures(table, column)) if column else element("th", content, scope="row")


def _table(caption: str, head: Iterable[Child], rows: Iterable[Markup], class_: str | None = None) -> Markup:
    top = element("thead", element("tr", *head))
    return element("table", element("caption", caption), top, element("tbody", *rows), class_=class_)


def _table_with_bars(caption: str, names: Iterable[str], rows: Iterable[Markup]) -> Markup:
    """A table of names, two figures, and a bar that shows the same."""
    head = (element("th", name, scope="col", class_=f"cause-{n}") for n, name in enumerate(names))
    return _table(caption, head, rows, "waterfall")


def _row_with_bar(name: Iterable[Child], figures: Iterable[str], bar: Markup, class_: str | None = None) -> Markup:
    cells = (element("td", figure, class_="figure") for figure in figures)
    return element("tr", element("th", *name, scope="row"), *cells, element("td", bar, class_="bars"), class_=class_)


def _cause(waterfall: doc.Waterfall, cause: doc.Cause, scale: tuple[float, float]) -> Markup:
    figures = (waterfall.change(cause), waterfall.total(cause))
    row = _row_with_bar((cause.name,), figures, bar(cause, *scale), "grounded" if cause.evidence else None)
    if not cause.evidence:
        return row
    heading = "What they are" if cause.kind == "rest" else "What it rests on"
    items = (element("li", _spans(line)) for line in cause.evidence)
    evidence = element("details", element("summary", heading), element("ul", *items))
    return joined((row, element("tr", element("td", evidence, colspan="4"))))


def _spans(spans: doc.Spans) -> Markup:
    return joined(map(_span, spans))


def _span(span: Span) -> Child:
    if span.link:
        return element("a", span.text, href=span.link)
    return span.text if span.style == "plain" else element("strong" if span.style == "bold" else "em", span.text)
