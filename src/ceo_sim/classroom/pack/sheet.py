"""A page of the pack: one file of HTML that asks nothing of any network, and prints as it should."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from attrs import frozen

from ceo_sim.html.elements import Attribute, Child, Markup, element, joined
from ceo_sim.html.parts import Writer
from ceo_sim.html.story_words import StoryWords, own_language
from ceo_sim.html.styles import PARTS
from ceo_sim.presentation import document as doc

STYLE = PARTS + Path(__file__).with_name("pack.css").read_text(encoding="utf-8")


@frozen
class Sheet:
    """A page.

    Attributes:
        file: The name of its file.
        title: What it is.
        what: What it is for, in a sentence, for the index.
        body: Its content, without the title.
        class_: How it is laid out; see `pack.css`.
        script: A script of its own, without which all of it can be read.
    """

    file: str
    title: str
    what: str
    body: Markup
    class_: str = "page"
    script: str = ""


class Pen:
    """Writes elements: our own words, and those of a story in its language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._writer = Writer(StoryWords.of(language, {}))

    def story(self, text: str) -> Markup:
        """A filled text of the story, in paragraphs."""
        return self._writer.all(doc.prose(text), 3)

    def parts(self, parts: doc.Parts) -> Markup:
        """Parts of a document."""
        return self._writer.all(parts, 3)

    def words(self, name: str, text: str, **attributes: Attribute) -> Markup:
        """An element of words of the story on one line."""
        return self._writer.element(name, doc.of_the_story(doc.inline(text)), **attributes)


def p(*children: Child, class_: str | None = None) -> Markup:
    """A paragraph."""
    return element("p", *children, class_=class_)


def h2(text: str) -> Markup:
    """A heading of a page."""
    return element("h2", text)


def listing(items: Iterable[Child], *, numbered: bool = False) -> Markup:
    """A list."""
    return element("ol" if numbered else "ul", *(element("li", item) for item in items))


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[Child]], class_: str | None = None) -> Markup:
    """A table whose first column names the row."""
    top = element("thead", element("tr", *(element("th", name, scope="col") for name in head)))
    body = [
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows
    ]
    return element("table", element("caption", caption), top, element("tbody", *body), class_=class_)


def say(*lines: str) -> Markup:
    """Words to read aloud."""
    return element("blockquote", *(p(line) for line in lines), class_="say")


def html(sheet: Sheet, story_title: str, language: str) -> str:
    """The whole file."""
    script = element("script", Markup(sheet.script)) if sheet.script else None
    allowed = f"; script-src 'sha256-{_digest(sheet.script)}'" if sheet.script else ""
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'{allowed}"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{sheet.title} · {story_title}"),
        Markup('<link rel="icon" href="data:,">'),
        element("style", Markup(STYLE)),
    )
    header = element("header", p(story_title, class_="kicker"), element("h1", sheet.title))
    main = element("main", header, sheet.body, id="main")
    body = element("body", main, script, class_=sheet.class_)
    return f"<!doctype html>\n{element('html', head, body, lang=own_language(language))}\n"


def _digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def together(*parts: Child) -> Markup:
    """Parts next to each other."""
    return joined(parts)
