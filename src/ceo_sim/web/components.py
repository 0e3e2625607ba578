"""Parts of pages that show what a view tells: meters, stakes, options, what happened. A class shows them, too."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.html.parts import Writer
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings
from ceo_sim.presentation.decision import OptionView
from ceo_sim.presentation.desk import AgendaLine, MeterView, NewsView, PromiseView, Remark
from ceo_sim.presentation.outcome import YOU, EntryView, MoveView, OutcomeView
from ceo_sim.presentation.stakes import StakeView

Address = Callable[[str], str]
"""Where there is more on something, by its id."""


def section(heading: str, *content: Child, id: str, level: int = 2, class_: str | None = None) -> Markup:
    """A part of a page under a heading, which names it."""
    title = element(f"h{level}", heading, id=f"{id}-title")
    return element("section", title, *content, aria_labelledby=f"{id}-title", id=id, class_=class_)


def notices(texts: Iterable[str]) -> Markup:
    """What has to be known before anything else, a line each."""
    lines = [element("p", text) for text in texts if text]
    return element("div", *lines, class_="notice", role="note") if lines else Markup()


def facts(texts: Iterable[str], writer: Writer | None = None) -> Markup:
    """Short facts in a row; with a writer, the story's words in them are marked."""
    items = [said(writer, text, name="li") if writer else element("li", text) for text in texts if text]
    return element("ul", *items, class_="facts") if items else Markup()


def said(writer: Writer, text: str, *more: Child, name: str = "p", class_: str | None = None) -> Markup:
    """A sentence in an element, with the story's words in it marked."""
    return element(name, writer.spans(doc.spans(text)), *more, class_=class_)


# ---- meters -------------------------------------------------------------------------------------------------


def meters(writer: Writer, views: Sequence[MeterView], address: Address | None = None) -> Markup:
    """Meters side by side, each with its value, its word, its course and what moved it."""
    items = (_meter(writer, view, address(view.id) if address else None) for view in views)
    return element("ul", *items, class_="meters") if views else Markup()


def _meter(writer: Writer, view: MeterView, address: str | None) -> Markup:
    name = writer.element("a", view.name, href=address) if address else writer.element("span", view.name)
    verdict = formatting.verdict(view.is_good)
    trend = ", ".join(filter(None, (view.trend, verdict)))
    sign = "better" if view.is_good else "worse" if view.is_good is False else None
    cause = (
        element("p", writer.spans(doc.spans(formatting.full_stop(view.cause))), class_="cause") if view.cause else None
    )
    return element(
        "li",
        element("p", name, class_="name"),
        element(
            "p",
            element("b", view.value, class_="value"),
            " ",
            element("span", formatting.unit(view.metric, view.value), class_="unit"),
            " ",
            writer.element("span", view.band, class_="band") if view.band else None,
        ),
        sparkline(view.course, view.metric.range),
        element("p", view.as_of, class_="quiet") if view.as_of else None,
        element("p", trend, class_=f"trend {sign or ''}".strip()) if trend else None,
        cause,
        class_="meter headline" if view.is_headline else "meter",
    )


def sparkline(course: Sequence[float], limits: tuple[float, float]) -> Markup:
    """The course of a meter as a small line on its whole scale; what stands beside it says the same in words."""
    if len(course) < 2:
        return Markup()
    low, high = limits
    width = 100 / (len(course) - 1)
    points = " ".join(
        f"{place * width:.1f},{22 - (min(max(value, low), high) - low) / ((high - low) or 1) * 20:.1f}"
        for place, value in enumerate(course)
    )
    line = element("polyline", points=points)
    return element(
        "svg", line, viewBox="0 0 100 24", preserveAspectRatio="none", class_="sparkline", aria_hidden="true"
    )


def stakes(writer: Writer, views: Iterable[StakeView]) -> Markup:
    """What can be lost, a line each."""
    items = (
        element(
            "li",
            writer.element("b", view.name),
            ": ",
            writer.spans(doc.spans(formatting.full_stop(view.position))),
            class_=view.standing,
        )
        for view in views
    )
    return element("ul", *items, class_="stakes")


# ---- what waits, and what is said ---------------------------------------------------------------------------


def agenda(writer: Writer, items: Iterable[AgendaLine], address: Address) -> Markup:
    """What can be taken up, each a link to it."""
    return element("ol", *(_item(writer, item, address(item.id)) for item in items), class_="agenda")


def _item(writer: Writer, item: AgendaLine, address: str) -> Markup:
    price = f"costs {item.price}" if item.price else ""
    terms = [_sentence(each) for each in (item.deadline_in_full, price, item.obstacle) if each]
    return element(
        "li",
        element("a", writer.spans(doc.inline(item.title)), href=address),
        said(writer, " ".join(terms), class_="quiet") if terms else None,
        class_="urgent" if item.is_urgent else None,
    )


def remarks(writer: Writer, remarks: Iterable[Remark]) -> Markup:
    """What people say, each behind their name."""
    items = (
        element("li", writer.element("b", remark.person), ": ", writer.spans(doc.inline(remark.text)))
        for remark in remarks
    )
    return element("ul", *items, class_="remarks")


def promises(writer: Writer, views: Iterable[PromiseView]) -> Markup:
    """What was promised, and until when."""
    items = (
        element("li", writer.spans((*doc.inline(view.text), *doc.spans(formatting.full_stop(view.due)))))
        for view in views
    )
    return element("ul", *items)


def feed(writer: Writer, news: Iterable[NewsView], *, dated: bool = False) -> Markup:
    """Lines of the feed in the order given."""
    items = (
        element(
            "li",
            element(
                "p",
                writer.element("b", item.sender),
                writer.spans(doc.spans(f", {item.role}")) if item.role else None,
                element("span", f" · {item.when_in_full}", class_="quiet") if dated else None,
                class_="by",
            ),
            element("p", writer.spans(doc.inline(item.text))),
            element("p", item.agree, class_="quiet") if item.agree else None,
        )
        for item in news
    )
    return element("ul", *items, class_="feed")


# ---- a decision ---------------------------------------------------------------------------------------------


def options(writer: Writer, views: Iterable[OptionView], chosen: str = "", *, name: str = "option") -> Markup:
    """The options of a decision as a group of choices; those that are locked say why and cannot be chosen."""
    cards = [_option(writer, view, name, is_chosen=view.id == chosen) for view in views]
    return element("fieldset", element("legend", headings.OPTIONS), *cards, class_="options")


def _option(writer: Writer, view: OptionView, name: str, *, is_chosen: bool) -> Markup:
    id = f"{name}-{view.number}"
    field = element(
        "input",
        type="radio",
        name=name,
        value=view.id,
        id=id,
        required=not view.lock,
        disabled=bool(view.lock),
        checked=is_chosen and not view.lock,
        aria_describedby=f"{id}-terms",
    )
    label = element(
        "label", element("span", str(view.number), class_="digit"), " ", writer.spans(doc.inline(view.label)), for_=id
    )
    price = _sentence(view.price if view.is_free else f"costs {view.price}") if view.price else ""
    lock = formatting.full_stop(f"Locked: {view.lock}") if view.lock else ""
    terms = (said(writer, price, name="span"), " ", element("strong", writer.spans(doc.spans(lock))) if lock else None)
    return element(
        "div",
        field,
        label,
        element("p", *terms, id=f"{id}-terms", class_="terms"),
        remarks(writer, view.advice) if view.advice else None,
        class_="option locked" if view.lock else "option",
    )


# ---- what happened ------------------------------------------------------------------------------------------


def consequence(writer: Writer, view: OutcomeView) -> Markup:
    """What came of an answer: text first, then what was said."""
    return joined(
        (
            *(entry(writer, each, titled=each.by != YOU) for each in view.entries),
            feed(writer, view.news) if view.news else None,
            learned(writer, view),
        )
    )


def passed(writer: Writer, view: OutcomeView) -> Markup:
    """What happened while time went by, in order; the page says above it when it is now."""
    nothing = view.in_quiet if view.is_quiet else ""
    beats = (
        element(
            "section",
            element("h2", formatting.full_stop(beat.when_in_full)),
            *(entry(writer, each, level=3) for each in beat.entries),
            feed(writer, beat.news) if beat.news else None,
        )
        for beat in view.beats
    )
    return joined(
        (
            element("p", view.days) if view.days else None,
            *beats,
            element("p", nothing) if nothing else None,
            learned(writer, view),
        )
    )


def learned(writer: Writer, view: OutcomeView) -> Markup:
    """What surveys have found."""
    return joined(said(writer, line) for line in view.learned)


def entry(writer: Writer, view: EntryView, *, titled: bool = True, level: int = 2) -> Markup:
    """Something that happened: whose doing it was, what it was, the reason, the text, the document."""
    by = f"{view.by}: " if view.by not in ("", YOU) else ""
    heading = element(f"h{level}", by, writer.spans(doc.inline(view.title))) if titled and view.title else None
    reason = writer.part(doc.Quote(doc.spans(view.reason), headings.YOUR_REASON), level) if view.reason else None
    exhibit = writer.part(view.exhibit.part, level + 1) if view.exhibit is not None else None
    return element("div", heading, reason, writer.all(doc.prose(view.text), level + 1), exhibit, class_="entry")


def moves(writer: Writer, views: Sequence[MoveView], address: Address | None = None) -> Markup:
    """The meters that moved by something that shows, each with its weightiest causes."""
    rows = [_move(writer, view, address(view.metric.id) if address else None) for view in views]
    return element("ul", *rows, class_="moves")


def _move(writer: Writer, view: MoveView, address: str | None) -> Markup:
    name = writer.element("a", view.metric.name, href=address) if address else writer.element("b", view.metric.name)
    verdict = formatting.verdict(view.is_good)
    sign = "better" if view.is_good else "worse" if view.is_good is False else None
    change = ", ".join(filter(None, (formatting.from_to(view.metric, view.before, view.after), verdict)))
    causes = (
        element(
            "li", writer.spans(doc.spans(f"{formatting.without_full_stop(cause.name)}: ")), element("b", cause.amount)
        )
        for cause in view.causes
    )
    return element(
        "li",
        element("p", name, " ", element("span", change, class_=f"change {sign or ''}".strip())),
        element("ul", *causes, class_="causes"),
    )


def _sentence(text: str) -> str:
    return formatting.full_stop(text[:1].upper() + text[1:])
