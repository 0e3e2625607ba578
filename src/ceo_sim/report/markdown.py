"""The page as Markdown: CommonMark with tables, which any viewer shows and any editor opens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import singledispatch

from ceo_sim.presentation import document as doc
from ceo_sim.presentation.formatting import full_stop
from ceo_sim.presentation.safe_text import for_markdown
from ceo_sim.scenario.markup import Span

_OPENS = re.compile(r"^(\s*)([#+=:-]|\d{1,9}[.)])")
_DEEPEST = 6

Lines = Iterator[str]


def markdown(page: doc.Page) -> str:
    """The whole file."""
    title = for_markdown(f"{page.title} · {page.kicker}")
    lines = (f"# {title}", "", *_all((*page.lead, *page.sections), 2))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _all(parts: Iterable[doc.Part], level: int) -> Lines:
    for part in parts:
        yield from _part(part, level)
        yield ""


@singledispatch
def _part(part: doc.Part, _level: int) -> Lines:
    """The lines of a part; `_level` is the rank of a heading in it."""
    raise TypeError(part)


@_part.register
def _(part: doc.Section, level: int) -> Lines:
    yield from ("", _heading(level, part.title), "")
    yield from _all(part.parts, level + 1)


@_part.register
def _(part: doc.Paragraph, _level: int) -> Lines:
    yield _opened(_spans(part.spans))


@_part.register
def _(part: doc.Quote, _level: int) -> Lines:
    of = f"**{for_markdown(part.of)}:** " if part.of else ""
    yield f"> {of}{_opened(_spans(part.spans))}"


@_part.register
def _(part: doc.Exhibit, level: int) -> Lines:
    yield from (f"*{for_markdown(part.heading)}*", "")
    yield from (f"> {line}".rstrip() for line in _without_last_blank(_all(part.parts, level)))
    yield from ("", _opened(_spans(part.note))) if part.note else ()


@_part.register
def _(part: doc.Listing, _level: int) -> Lines:
    for number, item in enumerate(part.items, 1):
        yield f"{f'{number}.' if part.numbered else '-'} {_opened(_spans(item))}"


@_part.register
def _(part: doc.Labelled, _level: int) -> Lines:
    for label, spans in part.items:
        yield f"- **{for_markdown(label)}** {_spans(spans)}"


@_part.register
def _(part: doc.Table, _level: int) -> Lines:
    yield from (f"*{for_markdown(part.caption)}*", "")
    yield from _table(part.head, part.rows, part.figures)


@_part.register
def _(part: doc.Chart, level: int) -> Lines:
    yield from (f"**{for_markdown(full_stop(part.title))}** {for_markdown(part.says)}", "")
    if len(part.lines) > 1 and part.legend:
        yield from (f"- {for_markdown(line.key)}: {for_markdown(line.name)}" for line in part.lines)
        yield ""
    yield from _all((part.table, *part.more), level)


@_part.register
def _(part: doc.Waterfall, _level: int) -> Lines:
    part = part.limited()
    yield from (f"*{for_markdown(part.caption)}*", "")
    rows = [(cause.name, part.change(cause), part.total(cause)) for cause in part.causes]
    yield from _table(("Cause", "Change", "Makes"), rows, (1, 2))
    yield ""
    for cause in part.causes:
        yield from [f"- {for_markdown(cause.name)}"] if cause.evidence else []
        yield from (f"  - {_opened(_spans(line))}" for line in cause.evidence)


@_part.register
def _(part: doc.Balance, level: int) -> Lines:
    yield from (f"*{for_markdown(part.caption)}*", "")
    rows = ((row.name, str(row.served), str(-row.harmed)) for row in part.rows)
    yield from _table(("Value", "Served", "Harmed"), rows, (1, 2))
    for row in part.rows:
        if row.parts:
            yield from ("", f"{for_markdown(row.name)}, by which choices:", "")
            yield from _all(row.parts, level)


@_part.register
def _(part: doc.Tally, _level: int) -> Lines:
    yield from (f"*{for_markdown(part.caption)}*", "")
    yield from _table(part.head, ((name, figure) for name, figure, _ in part.rows), (1,))


@_part.register
def _(part: doc.Scatter, level: int) -> Lines:
    yield from (f"**{for_markdown(part.title)}** {for_markdown(part.says)}", "")
    yield from _part(part.table, level)


@_part.register
def _(part: doc.Day, level: int) -> Lines:
    yield from (_heading(level, part.name), "")
    for moment in part.moments:
        number, when = (f"{moment.label}. " if moment.label else ""), (f", {moment.when}" if moment.when else "")
        title = f"**{for_markdown(number + moment.title)}** " if moment.title else ""
        yield from (f"{title}({for_markdown(moment.kind + when)})", "")
        yield from _all(moment.parts, level + 1)
    yield from _all(part.parts, level + 1)


@_part.register
def _(part: doc.Fold, level: int) -> Lines:
    yield from (f"**{for_markdown(part.heading)}**", "")
    yield from _all(part.parts, level)


@_part.register
def _(part: doc.Side, level: int) -> Lines:
    yield from _all(part.parts, level)


@_part.register
def _(part: doc.Card, level: int) -> Lines:
    mark = f" ({part.mark.lower()})" if part.mark else ""
    yield from (_heading(level, part.title + mark), "")
    yield from _all(part.parts, level + 1)


@_part.register
def _(part: doc.Pair, _level: int) -> Lines:
    sides = " ".join(f"*{for_markdown(name)}:* {_spans(spans)}" for name, spans in (part.left, part.right))
    yield f"- **{for_markdown(full_stop(part.name))}** {sides}"


def _without_last_blank(lines: Lines) -> Lines:
    yield from "\n".join(lines).rstrip("\n").split("\n")


def _heading(level: int, text: str) -> str:
    return f"{'#' * min(level, _DEEPEST)} {for_markdown(text)}"


def _table(head: Iterable[str], rows: Iterable[Iterable[doc.Cell]], figures: Iterable[int]) -> Lines:
    names, right = list(head), set(figures)
    yield f"| {' | '.join(for_markdown(name) or ' ' for name in names)} |"
    yield f"| {' | '.join('--:' if column in right else '---' for column in range(len(names)))} |"
    for row in rows:
        yield f"| {' | '.join(for_markdown(cell) if isinstance(cell, str) else _spans(cell) for cell in row)} |"


def _spans(spans: doc.Spans) -> str:
    # A bracket that is read as itself is escaped, so this is a link behind an exclamation mark: no image.
    return "".join(map(_span, spans)).replace("![", "\\![")


def _span(span: Span) -> str:
    text = for_markdown(span.text)
    if span.link:
        return f"[{text}](<{span.link}>)"
    mark = {"plain": "", "bold": "**", "italic": "*"}[span.style]
    # A mark next to a space is no mark.
    inner = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{mark}{inner}{mark}{after}" if mark and inner else text


def _opened(line: str) -> str:
    """A line that begins a paragraph, and not a heading, a list or a rule."""
    return _OPENS.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", line)
