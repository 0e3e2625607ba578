"""What every page of a server has around its main part: head, landmarks, style, script, and headers.

It knows neither the game nor a server, so that whatever serves pages can use it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from attrs import frozen

from ceo_sim.html.elements import Attribute, Child, Markup, element, joined
from ceo_sim.html.styles import PARTS

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""What every answer of a server has; a static file has another `Cache-Control`."""
_HERE = Path(__file__).parent
_TYPES = {".css": "text/css", ".js": "text/javascript"}


@frozen
class StaticFile:
    """A file that every page links to; its address changes with its content, so that it can be cached for good."""

    name: str
    content: bytes

    @property
    def content_type(self) -> str:
        """Its media type."""
        return _TYPES[Path(self.name).suffix]

    @cached_property
    def path(self) -> str:
        """Its address, below that of the server's pages."""
        return f"static/{hashlib.sha256(self.content).hexdigest()[:16]}/{self.name}"


def static_files() -> tuple[StaticFile, StaticFile]:
    """The style and the script of every page."""
    style = PARTS + (_HERE / "style.css").read_text(encoding="utf-8")
    return StaticFile("style.css", style.encode()), StaticFile("live.js", (_HERE / "live.js").read_bytes())


STYLE, SCRIPT = static_files()
_NOTHING = Markup()


@frozen
class Page:
    """A page.

    Attributes:
        title: What the window is called, most particular first.
        main: What it is about; begins with its only heading of the first rank.
        language: Of its own words.
        navigation: Links to elsewhere, above the main part.
        events: The address of server-sent events that say that the main part has changed; empty if it does not.
        view: How it is to look: `large` for a projector, `dark` or `light` whatever the system prefers.
        status: The status of the answer.
    """

    title: str
    main: Markup
    language: str = "en"
    navigation: Markup = _NOTHING
    events: str = ""
    view: str = ""
    status: int = 200


def document(page: Page, base: str, brand: str = "ceo-sim") -> str:
    """The whole of a page as a document; `base` is the path below which the pages lie, with a slash at its end."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", f"{page.title} · {brand}"),
        Markup('<link rel="icon" href="data:,">'),
        element("link", rel="stylesheet", href=base + STYLE.path),
        element("script", Markup(), src=base + SCRIPT.path, defer=True),
    )
    body = element(
        "body",
        element("a", "Skip to the content", href="#main", class_="skip"),
        element("header", element("a", brand, href=base, class_="brand"), page.navigation, class_="top"),
        element("main", page.main, id="main", tabindex="-1", data_events=page.events or None),
        element("p", Markup(), id="announced", role="status", class_="hidden"),
        class_=page.view or None,
    )
    return f"<!doctype html>\n{element('html', head, body, lang=page.language)}\n"


def links(label: str, items: Iterable[tuple[str, str]], current: str = "") -> Markup:
    """A landmark of links, each an address and its words; the one at `current` is marked."""
    entries = (
        element("li", element("a", words, href=address, aria_current="page" if address == current else None))
        for address, words in items
    )
    return element("nav", element("ul", *entries), aria_label=label)


def form(
    action: str, token: str, *content: Child, hidden: Mapping[str, str] | None = None, **more: Attribute
) -> Markup:
    """A form that is sent to `action` by POST, with the token that only the server's own pages know."""
    fields = {"token": token, **(hidden or {})}
    inputs = joined(element("input", type="hidden", name=name, value=value) for name, value in fields.items())
    return element("form", inputs, *content, method="post", action=action, **more)


def button(words: Child, *, name: str | None = None, value: str | None = None, kind: str | None = None) -> Markup:
    """A button that sends its form."""
    return element("button", words, type="submit", name=name, value=value, class_=kind)


def link_button(words: Child, address: str, *, is_second: bool = False) -> Markup:
    """A link that looks like a button, as it is the way on."""
    return element("a", words, href=address, class_="button second" if is_second else "button")


def actions(*content: Child) -> Markup:
    """What can be done, in a row."""
    return element("div", *content, class_="actions")


def field(name: str, label: str, value: str = "", *, rows: int = 0, most: int = 0, **more: Attribute) -> Markup:
    """A labelled field for a line, or for several rows of at most so many characters."""
    common: dict[str, Attribute] = {
        "id": name,
        "name": name,
        "maxlength": str(most) if most else None,
        "autocomplete": "off",
        **more,
    }
    if rows:
        # The first line break behind the opening tag is not part of the text.
        entry = element("textarea", "\n" + value, rows=str(rows), **common)
    else:
        entry = element("input", type="text", value=value, **common)
    return element("div", element("label", label, for_=name), entry, class_="field")


def problems(items: Iterable[tuple[str, str]]) -> Markup:
    """What is wrong with what was sent, each with the id of the field that it is about; read out at once."""
    rows = [element("li", element("a", words, href=f"#{field}") if field else words) for words, field in items]
    heading = element("h2", "There is a problem", id="problem")
    return element(
        "div", heading, element("ul", *rows), class_="problem", role="alert", aria_labelledby="problem", tabindex="-1"
    )
