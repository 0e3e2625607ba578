"""The debrief: its sections, each on a page of its own, and what can be tried in them."""

from __future__ import annotations

from itertools import groupby

from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.presentation import document as doc
from ceo_sim.presentation.acts import has_break
from ceo_sim.presentation.debrief.section import DebriefSection, Topic
from ceo_sim.presentation.people import BECAME, epilogues
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, Here, NotFoundError, Ways, here
from ceo_sim.web.pages.framing import go, page
from ceo_sim.web.shell import Page, actions, button, link_button, links

_MARKS = {"chosen": "your choice", "locked": "was locked", "open": "", "named": "you named it", "": ""}


def debrief(ask: Ask) -> Answer:
    """What the debrief has, section by section."""
    at = here(ask)
    game = at.game.session.game
    if not (game.ended or has_break(game)):
        return go(at)
    rows = [
        element(
            "li",
            element("h2", element("a", section.title, href=at.to("debrief", section.id))),
            element("p", section.help_text),
        )
        for section in at.game.sections()
    ]
    on = None if game.ended else actions(link_button("Go on with the story", at.to("desk")))
    return page(ask, at, "The debrief", on, element("ul", *rows, class_="sections"))


def _section(at: Here, id: str) -> DebriefSection:
    game = at.game.session.game
    sections = [section for section in at.game.sections() if section.id == id]
    if not sections or not (game.ended or has_break(game)):
        raise NotFoundError
    return sections[0]


def _parts(at: Here, section: DebriefSection) -> Markup:
    return links(
        "The debrief",
        [(at.to("debrief", each.id), each.name) for each in at.game.sections()],
        at.to("debrief", section.id),
    )


def section(ask: Ask) -> Page:
    """A section: all of it, or what there is to try."""
    at = here(ask)
    section = _section(at, ask.parts["section"])
    content: Markup
    if section.action == "try":
        section.prepare()
        content = _list(at, section)
    elif section.action == "combine":
        content = _combination(at, section, ask)
    else:
        content = at.game.writer().all(section.page(), 2)
        if section.id == "story" and (became := epilogues(at.game.session.game)):
            content = joined((content, components.section(BECAME, at.game.writer().all(became, 3), id="became")))
    return page(ask, at, section.title, _parts(at, section), element("p", section.help_text, class_="quiet"), content)


def _list(at: Here, section: DebriefSection) -> Markup:
    """Topics under their headings, each a link to it."""
    writer = at.game.writer()
    groups: list[Child] = []
    for heading, group in groupby(section.topics(), key=lambda topic: (topic.group, topic.group_when)):
        rows = [_topic(at, section, topic) for topic in group]
        name = writer.element("h2", heading[0]) if heading[0] else None
        when = element("p", heading[1], class_="quiet") if heading[1] else None
        groups += [name, when, element("ul", *rows, class_="topics")]
    return joined(groups)


def _topic(at: Here, section: DebriefSection, topic: Topic) -> Markup:
    words = at.game.writer().spans(doc.spans(topic.title))
    mark = _MARKS[topic.state]
    link = element("a", words, href=at.to("debrief", section.id, topic.id))
    return element("li", link, element("span", f" ({mark})", class_="quiet") if mark else None)


def topic(ask: Ask) -> Answer:
    """One thing of a section, and what comes of trying it."""
    at = here(ask)
    section = _section(at, ask.parts["section"])
    if section.action == "try":
        section.prepare()
    meant = next((each for each in section.topics() if each.id == ask.parts["topic"]), None)
    if meant is None:
        raise NotFoundError
    writer = at.game.writer()
    can_try = section.action == "try" and meant.state == "open"
    address = at.to("debrief", section.id, meant.id)
    if can_try and ask.asked("try"):
        *_, parts = section.stages(meant)
        content: Markup = writer.all(parts, 2)
    else:
        content = writer.all(section.detail(meant), 2)
        if can_try:
            content = joined((content, actions(link_button("Try it", f"{address}?try=1"))))
    fork = None
    if section.forks and meant.answer is not None and meant.state == "open" and not at.game.session.read_only:
        option = meant.id.partition(".")[2]
        fork = element(
            "p", element("a", "Play on from here", href=f"{at.to('back', meant.answer + 1)}?option={option}")
        )
    above = element("p", writer.spans(doc.spans(meant.group)), class_="quiet") if meant.group else None
    return page(
        ask,
        at,
        meant.title,
        _parts(at, section),
        above,
        content,
        fork,
        element("p", element("a", f"Back to: {section.title}", href=at.to("debrief", section.id))),
        head=writer.element("h1", meant.title),
    )


def _combination(at: Here, section: DebriefSection, ask: Ask) -> Markup:
    """Topics to tick, each with what it says, and what comes of those that are ticked."""
    writer = at.game.writer()
    topics = section.topics()
    chosen = frozenset(ask.query.get("right", ())) & {topic.id for topic in topics}
    boxes = [
        element(
            "div",
            element(
                "input", type="checkbox", name="right", value=topic.id, id=f"right-{n}", checked=topic.id in chosen
            ),
            element("label", writer.spans(doc.spans(topic.title)), for_=f"right-{n}"),
            writer.all(section.detail(topic), 3),
            class_="option",
        )
        for n, topic in enumerate(topics, 1)
    ]
    fields = element("fieldset", element("legend", "Who is right"), *boxes, class_="options")
    choice = element(
        "form",
        fields,
        actions(button("Lay that story over mine")),
        method="get",
        action=at.to("debrief", section.id) + "#result",
    )
    combined = writer.all(section.combined(chosen), 3) if chosen else None
    result = components.section("If these are right", combined, id="result") if combined is not None else None
    return joined((choice, result))


WAYS: Ways = {
    ("GET", "game/{game}/debrief"): debrief,
    ("GET", "game/{game}/debrief/{section}"): section,
    ("GET", "game/{game}/debrief/{section}/{topic}"): topic,
}
