"""The page as one file of HTML: no script, no picture, no font, and nothing that is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ceo_sim.html.elements import Markup, element
from ceo_sim.html.parts import Writer
from ceo_sim.html.story_words import StoryWords, own_language
from ceo_sim.html.styles import PARTS
from ceo_sim.presentation import document as doc
from ceo_sim.scenario.markup import Span

_STYLE = Path(__file__).with_name("style.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def html(
    page: doc.Page, drawings: Mapping[str, Markup] | None = None, *, compact: bool = False, script: str = ""
) -> str:
    """The whole file; drawings stand at the end of the sections whose ids they have.

    On paper each section begins a page of its own, unless it is to be compact. `script` is a file beside it that it may
    run, where it is not the only file.
    """
    writer = Writer(StoryWords.of(page.language, page.names), drawings or {})
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element(
            "meta", http_equiv="Content-Security-Policy", content=_POLICY + ("; script-src 'self'" if script else "")
        ),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="referrer", content="no-referrer"),
        element("title", f"{page.title} · {page.kicker}", **writer.story.attributes((Span(page.title),))),
        # Without an icon of its own, a browser asks the server for one.
        Markup('<link rel="icon" href="data:,">'),
        element("style", Markup(PARTS + _STYLE.read_text(encoding="utf-8"))),
    )
    header = element(
        "header",
        element("p", page.kicker, class_="kicker"),
        writer.element("h1", page.title),
        writer.all(page.lead, 2),
        *_printing(compact),
    )
    main = element("main", writer.all(page.sections, 2), id="main", tabindex="-1")
    body = element(
        "body",
        element("a", "Skip to the report", href="#main", class_="skip"),
        header,
        element("div", _contents(writer, page.sections), main, class_="columns"),
        element(
            "footer", element("p", "Made by ceo-sim. This page is whole as it is: it asks nothing of any network.")
        ),
        element("script", src=script) if script else None,
        class_="compact" if compact else None,
    )
    return f"<!doctype html>\n{element('html', head, body, lang=own_language(page.language))}\n"


def _printing(compact: bool) -> Iterator[Markup]:
    """What of the page is printed: what is open on the screen, or all of it. The style sheet does it, no script."""
    whole = element("input", type="checkbox", id="whole", autocomplete="off")
    yield element("p", element("label", whole, "When printing, print what is folded up, too"), class_="printing")
    told = (
        "what is folded up on the screen is left out"
        if compact
        else "of what was folded up on the screen only the name"
    )
    yield element("p", f"Printed in short: {told}.", class_="in-short quiet")


def _contents(writer: Writer, sections: Iterable[doc.Section]) -> Markup:
    """Links to the sections."""
    links = [element("li", writer.element("a", section.title, href=f"#{section.id}")) for section in sections]
    heading = element("h2", "Contents", id="contents")
    return element("nav", heading, element("ol", *links), aria_labelledby="contents")
