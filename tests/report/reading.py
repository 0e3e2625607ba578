"""Reads a page of HTML as a browser would, as far as tests need it."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"input", "link", "meta"}


class Read(HTMLParser):
    """A page that has been read.

    Attributes:
        headings: Ranks and words of its headings, in order.
        ids: Every id.
        tags: Every element with its attributes.
        words: All text that is neither style nor title.
        unclosed: Elements that were not closed, or closed in the wrong place.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self.headings: list[tuple[int, str]] = []
        self.ids: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._words: list[str] = []
        self.unclosed: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        self.unclosed += self._open
        self.words = "".join(self._words)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id" and value is not None]
        if tag not in VOID:
            self._open.append(tag)
        if self._rank(tag):
            self.headings.append((self._rank(tag), ""))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "title"):
            self._words.append(data)
        if self._open and self._rank(self._open[-1]):
            rank, text = self.headings[-1]
            self.headings[-1] = rank, text + data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each element of that name."""
        return [attributes for name, attributes in self.tags if name == tag]

    @staticmethod
    def _rank(tag: str) -> int:
        return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
