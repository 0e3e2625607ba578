"""The markup of a filled text: a small part of Markdown, and safe.

`blocks` gives the text as paragraphs, quotes and lists of styled spans. A face draws the spans with its own means;
nothing in a text is ever handed to a face's markup, so nothing in it can act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from attrs import frozen

from ceo_sim.scenario.characters import is_blank

Style = Literal["plain", "bold", "italic"]


@frozen
class Span:
    """A run of text in one style.

    Attributes:
        link: An http or https address, or empty.
        is_story: Whether it is of a text of the scenario, which has a language of its own.
    """

    text: str
    style: Style = "plain"
    link: str = ""
    is_story: bool = False

    @property
    def address(self) -> str:
        """What stands behind the words where nothing can be followed: the address in brackets, if they are not it."""
        return f" ({self.link})" if self.link and self.link != self.text else ""


@frozen
class Block:
    """A paragraph, a quotation or an item of a list."""

    kind: Literal["paragraph", "quote", "item"]
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Its words without styles; a link is followed by its address."""
        return "".join(span.text + span.address for span in self.spans)


_ADDRESS = r"https?://(?:[^\s()<>\"\\]++|\((?:[^\s()<>\"\\]++|\([^\s()<>\"\\]*+\))*+\))++"
"""With brackets in pairs, as in the addresses of encyclopedias."""
_WORDS = r"(?:\\.|[^*\n\\])"
_LABEL = r"(?:\\.|[^\[\]\n\\]|\[[^\[\]\n]*\])+"
_LINK = re.compile(rf"\[(?P<label>{_LABEL})\]\((?P<link>{_ADDRESS})\)")
_MARK = re.compile(
    r"\\(?P<escaped>[\\*\[\]>!-])"
    r"|(?P<nothing>\*\*\*\*)"  # what is left of a bold variant that is not there
    rf"|\*\*(?P<bold>{_WORDS}+)\*\*"
    rf"|\*(?P<italic>(?!\s){_WORDS}+)\*"
    rf"|(?<!!){_LINK.pattern}"  # an image of Markdown would be fetched by whoever shows a report
)
_ESCAPED = re.compile(r"\\([\\*\[\]>!-])")
_LIKE_A_LINK = re.compile(r"(?<!\\)\]\(")


def no_links(source: str) -> Iterator[tuple[int, bool]]:
    """Where something in a written text looks like a link and is none, and whether it looks like an image."""
    links = [match for match in _LINK.finditer(source) if source[match.start() - 1 : match.start()] != "!"]
    for match in _LIKE_A_LINK.finditer(source):
        if not any(link.start() < match.start() < link.end() for link in links):
            start = source.rfind("[", 0, match.start())
            if start >= 0 and source[start - 1 : start] != "\\":
                image = start > 0 and source[start - 1] == "!"
                yield start - image, image


_LOOSE_STAR = re.compile(r"\*\*|(?<=\S)\*|\*(?=\S)")


def loose_marks(text: str) -> Iterator[tuple[int, str]]:
    """Where asterisks of a filled text mark nothing, because they have no partner in their paragraph; and these."""
    joined = _lines_joined(text)
    marked = bytearray(len(joined))
    for match in _MARK.finditer(joined):
        marked[match.start() : match.end()] = b"x" * len(match[0])
    return ((star.start(), star[0]) for star in _LOOSE_STAR.finditer(joined) if not marked[star.start()])


def _lines_joined(text: str) -> str:
    """The text with the ends of lines blanked that do not end a block; as long as it was."""
    joined: list[str] = []
    before = ""
    for line in text.split("\n"):
        start = line.lstrip()[:1] if re.match(r"\s*(?:[>-] |[>-]?\s*$)", line) else "plain"
        goes_on = (start == "plain" and before in ("plain", "-")) or (start == before == ">" and line.strip() != ">")
        joined.append((" " if goes_on else "\n") if joined or before else "")
        joined.append(line.replace(">", " ", 1) if goes_on and start == ">" else line)
        before = "-" if goes_on and before == "-" else start
    return "".join(joined)


def blocks(text: str) -> tuple[Block, ...]:
    """Filled text as blocks: empty lines part paragraphs, `> ` quotes, `- ` lists."""
    finished: list[Block] = []
    lines: list[str] = []
    kind: Literal["paragraph", "quote", "item"] = "paragraph"

    def close() -> None:
        spans = tuple(_without_images(_spans(" ".join(lines).strip())))
        if not all(
            is_blank(span.text) for span in spans
        ):  # an item may have had no more than a variant that is not there
            finished.append(Block(kind, spans))
        lines.clear()

    for line in map(str.strip, text.split("\n")):
        if not line or line == ">":
            close()
        elif line == "-" or line.startswith(("> ", "- ")):
            starts: Literal["quote", "item"] = "quote" if line[0] == ">" else "item"
            if starts != kind or starts == "item":
                close()
            kind = starts
            lines.append(line[2:].strip())
        else:
            if kind == "quote":
                close()
            if not lines:
                kind = "paragraph"
            lines.append(line)
    close()
    return tuple(finished)


def plain(text: str) -> str:
    """Filled text as one line of words, for places without room for blocks."""
    return " ".join(block.text for block in blocks(text))


def _spans(line: str) -> Iterator[Span]:
    words, position = "", 0
    for match in _MARK.finditer(line):
        words += line[position : match.start()] + (match["escaped"] or "")
        position = match.end()
        if match["escaped"] or match["nothing"]:
            continue
        if words:
            yield Span(words)
            words = ""
        if match["link"]:
            yield Span(_unescaped(match["label"]), link=match["link"])
        else:
            yield from _styled(match["bold"] or match["italic"], "bold" if match["bold"] else "italic")
    words += line[position:]
    if words:
        yield Span(words)


def _without_images(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, where a link right behind an exclamation mark, an image to Markdown, is as it was written."""
    before = ""
    for span in spans:
        if span.link and before.endswith("!"):
            span = Span(f"[{span.text}]({span.link})", span.style)
        yield span
        before = span.text


def _styled(words: str, style: Style) -> Iterator[Span]:
    """Bold or italic words, with the links in them."""
    position = 0
    for match in _LINK.finditer(words):
        if words[match.start() - 1 : match.start()] not in ("!", "\\"):
            if match.start() > position:
                yield Span(_unescaped(words[position : match.start()]), style)
            yield Span(_unescaped(match["label"]), style, match["link"])
            position = match.end()
    if position < len(words):
        yield Span(_unescaped(words[position:]), style)


def _unescaped(words: str) -> str:
    return _ESCAPED.sub(r"\1", words)
