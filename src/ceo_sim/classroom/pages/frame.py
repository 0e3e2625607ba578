"""What every page of a class has around its main part, and the pages that say that something cannot be."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.web.shell import STYLE, StaticFile

_HERE = Path(__file__).parent
OWN_STYLE = StaticFile("class.css", (_HERE / "class.css").read_bytes())
OWN_SCRIPT = StaticFile("class.js", (_HERE / "class.js").read_bytes())
FILES = (STYLE, OWN_STYLE, OWN_SCRIPT)
BRAND = "ceo-sim"
NOTHING = Markup()
NOT_SAVED = (
    "Not saved yet: the class's laptop cannot write just now. Nothing you typed is lost; press the button again."
)
RETRY_AFTER = 2
"""Seconds after which it is worth to try again."""


@frozen
class Page:
    """A page.

    Attributes:
        title: What the window is called, most particular first.
        main: What it is about; begins with its only heading of the first rank.
        top: What stands above the main part.
        events: The address of server-sent events that say that the main part has changed; empty if it does not.
        version: Which state of the class it shows.
        face: Whose page it is, for the style.
    """

    title: str
    main: Markup
    language: str = "en"
    top: Markup = NOTHING
    events: str = ""
    version: str = ""
    face: str = "guest"
    status: int = 200


def document(page: Page) -> str:
    """The whole of a page as a document."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="robots", content="noindex"),
        element("title", f"{page.title} · {BRAND}"),
        Markup('<link rel="icon" href="data:,">'),
        *(element("link", rel="stylesheet", href=f"/{file.path}") for file in (STYLE, OWN_STYLE)),
        element("script", Markup(), src=f"/{OWN_SCRIPT.path}", defer=True),
    )
    skip = element("a", "Skip to the content", href="#main", class_="skip")
    announced = element("p", Markup(), id="announced", role="status", class_="hidden")
    body = element("body", skip, changing(page), announced, class_=f"class {page.face}")
    return f"<!doctype html>\n{element('html', head, body, lang=page.language)}\n"


def changing(page: Page) -> Markup:
    """What of a page can change while it is open, above its main part and in it; the script fetches it alone."""
    return joined((element("header", page.top, class_="top") if page.top else None, _main(page)))


def _main(page: Page) -> Markup:
    return element(
        "main",
        page.main,
        id="main",
        tabindex="-1",
        data_events=page.events or None,
        data_version=page.version or None,
        data_title=f"{page.title} · {BRAND}",
    )


def problem(status: int, heading: str, *content: Child) -> Page:
    """A page that says that something cannot be, and what can be done about it."""
    return Page(heading, joined((element("h1", heading), *(_paragraph(each) for each in content))), status=status)


def _paragraph(child: Child) -> Child:
    return child if child is None or isinstance(child, Markup) else element("p", child)


def status_line(text: Child) -> Markup:
    """What has just been done, read out at once."""
    return element("p", text, role="status", class_="notice")


def look_again(address: str, words: str = "Look again") -> Markup:
    """A link to the same page, for who has no script that does it."""
    return element("p", element("a", words, href=address, class_="button second"), class_="actions again")
