"""What came of an answer or of time that passed, and the break between two acts."""

from __future__ import annotations

from ceo_sim.html.elements import Markup, element, joined
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import headings
from ceo_sim.presentation.acts import break_now
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, Here, Ways, here
from ceo_sim.web.pages.framing import first_notices, go, page
from ceo_sim.web.shell import actions, button, form, link_button


def outcome(ask: Ask) -> Answer:
    """What came of an answer, or of letting time pass."""
    at = here(ask)
    view, writer = at.game.outcome, at.game.writer()
    if view is None:
        return go(at)

    def why(id: str) -> str:
        return at.to("meter", id)

    is_answer = bool(at.game.title)
    text = components.consequence(writer, view) if is_answer else components.passed(writer, view)
    head = writer.element("h1", at.game.title) if is_answer else element("h1", view.when)
    moved = components.section(headings.MOVED, components.moves(writer, view.moves_seen, why), id="moved")
    return page(
        ask,
        at,
        f"What came of it: {at.game.title}" if is_answer else view.when,
        first_notices(at) if at.game.session.trouble else None,
        element("div", text, class_="prose"),
        moved if view.moves_seen else None,
        _onward(at),
        head=head,
    )


def _onward(at: Here) -> Markup:
    """The way on from what came: to the end, to the break, to what cannot wait, on in time, or to the desk."""
    game = at.game.session.game
    goes_on = at.game.since is not None and not at.game.session.read_only
    if game.ended:
        first: Markup = link_button("Go on: the ending", at.to("ending"))
    elif at.game.act is not None:
        first = link_button("Go on", at.to("break"))
    elif (urgent := game.urgent()) is not None:
        since = f"?since={at.game.since}" if goes_on else ""
        words = joined(("Go on: ", at.game.writer().spans(doc.inline(urgent.title))))
        first = link_button(words, at.to("decision", urgent.id) + since)
    elif goes_on:
        first = form(
            at.to("pass"), at.site.token, button("Go on in time"), hidden={**at.hidden, "since": str(at.game.since)}
        )
    else:
        return actions(link_button("To your desk", at.to("desk")))
    desk = None if game.ended else element("a", "To your desk", href=at.to("desk"))
    return actions(first, desk)


def act_break(ask: Ask) -> Answer:
    """Between two acts."""
    at = here(ask)
    act = at.game.act or break_now(at.game.session.game)
    if act is None or at.game.session.game.ended:
        return go(at)
    writer = at.game.writer()
    return page(
        ask,
        at,
        doc.words_of(doc.inline(act.title)),
        element("p", act.words),
        actions(
            link_button("Go on", at.to("desk")),
            link_button("Look back: the debrief", at.to("debrief"), is_second=True),
        ),
        head=writer.element("h1", doc.inline(act.title)),
    )


WAYS: Ways = {
    ("GET", "game/{game}/outcome"): outcome,
    ("GET", "game/{game}/break"): act_break,
}
