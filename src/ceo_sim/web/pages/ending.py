"""How it ended, how else it could have, and a card of it."""

from __future__ import annotations

from ceo_sim.html.elements import Markup, element
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.desk import headline
from ceo_sim.presentation.ending_card import card_lines, drawn, ending_card
from ceo_sim.presentation.people import BECAME, epilogues
from ceo_sim.presentation.results import result_words
from ceo_sim.presentation.roads import NOT_TAKEN, STOOD_FOR, not_taken, stood_for
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, Download, Here, Ways, here
from ceo_sim.web.pages.framing import first_notices, go, page
from ceo_sim.web.shell import actions, link_button


def ending(ask: Ask) -> Answer:
    """How it ended."""
    at = here(ask)
    game, writer = at.game.session.game, at.game.writer()
    if not game.ended:
        return go(at)
    title = naming.how_it_ended(game)
    text = writer.all(doc.prose(game.fill(game.ending.text)), 2) if game.ending is not None else None
    became = epilogues(game)

    def why(id: str) -> str:
        return at.to("meter", id)

    answers = formatting.counted(len(game.answers), "decision")
    stood = stood_for(game, at.game.session.values)
    roads = element("a", "How else it could have ended, with odds; it takes a moment", href=at.to("roads"))
    return page(
        ask,
        at,
        title,
        first_notices(at) if at.game.session.trouble else None,
        element("p", formatting.date_and_part(game.timeline, game.now), class_="quiet"),
        element("div", text, class_="prose"),
        components.section(BECAME, writer.all(became, 3), id="became") if became else None,
        components.section(headings.STANDING, components.meters(writer, headline(game), why), id="standing"),
        element("p", headings.no_right_or_wrong(answers)),
        *(element("p", words, class_="notice") for words in result_words(at.game.session)),
        components.section(STOOD_FOR, writer.all(stood, 3), id="stood-for") if stood else None,
        components.section(NOT_TAKEN, element("p", roads), id="roads"),
        _card(at),
        actions(link_button("How it came to this: the debrief", at.to("debrief"))),
        head=writer.element("h1", title),
    )


def _card(at: Here) -> Markup:
    """How the game ended, to show to others: as text to copy, and as a picture."""
    lines = [components.said(at.game.writer(), line) for line in card_lines(ending_card(at.game.session))]
    picture = element("a", "Keep it as a picture", href=at.to("card.svg"))
    summary = element("summary", "A card of this game, to show to others")
    return element("details", summary, element("div", *lines, class_="card"), element("p", picture))


def card(ask: Ask) -> Answer:
    """The card of a game that has ended, as a picture."""
    at = here(ask)
    if at.game.session.game.ending is None:
        return go(at)
    return Download(f"{at.game.id}.svg", drawn(ending_card(at.game.session)), "image/svg+xml")


def roads(ask: Ask) -> Answer:
    """How else the story could have ended."""
    at = here(ask)
    if not at.game.session.game.ended:
        return go(at)
    roads = at.game.writer().all(not_taken(at.game.session.game), 2)
    return page(ask, at, NOT_TAKEN, roads, element("p", element("a", "Back to the ending", href=at.to("ending"))))


WAYS: Ways = {
    ("GET", "game/{game}/ending"): ending,
    ("GET", "game/{game}/card.svg"): card,
    ("GET", "game/{game}/roads"): roads,
}
