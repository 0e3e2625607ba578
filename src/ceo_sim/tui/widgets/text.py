"""Scenario text on screen: its own small markup drawn as styled spans, and nothing in it ever parsed again."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content
from textual.widgets import Static

from ceo_sim.scenario.markup import Block, Span, blocks

STYLES = {"plain": "", "bold": "bold", "italic": "italic"}


def prose(text: str) -> Content:
    """Filled text as content: paragraphs parted by empty lines, quotes behind a bar, items behind a dot."""
    parts: list[Content | str] = []
    previous = ""
    for block in blocks(text):
        if parts:
            parts.append("\n" if block.kind == previous == "item" else "\n\n")
        parts.append(_block(block))
        previous = block.kind
    return Content.assemble(*parts)


def line(text: str) -> Content:
    """Filled text as a single line of styled words, for places without room for paragraphs."""
    return Content(" ").join(styled(block.spans) for block in blocks(text))


def styled(spans: Iterable[Span]) -> Content:
    """Spans with their styles."""
    parts: list[Content] = []
    for span in spans:
        parts.append(Content.styled(span.text, STYLES[span.style] or ("underline" if span.link else "")))
        if span.address:  # it is always to be seen, so that no label can claim another one
            parts.append(Content.styled(span.address, "$text-muted"))
    return Content("").join(parts)


def _block(block: Block) -> Content:
    if block.kind == "quote":
        return Content.assemble(("▎", "$accent"), styled(block.spans).stylize("italic"))
    if block.kind == "item":
        return Content.assemble(("• ", "$accent"), styled(block.spans))
    return styled(block.spans)


class Prose(Static):
    """A text to be read, at a width that reads well."""

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(prose(text), markup=False, id=id, classes=classes)


class Words(Static):
    """Words of our own or a player's, as they are; styles only from `Content`."""

    def __init__(self, content: str | Content = "", *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(content, markup=False, id=id, classes=classes)
