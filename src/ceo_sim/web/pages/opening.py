"""Before the first day: what is read first, and what the player stands for."""

from __future__ import annotations

from ceo_sim.errors import IllegalMove
from ceo_sim.html.elements import Markup, element, joined
from ceo_sim.html.parts import Writer
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import headings
from ceo_sim.presentation.acts import DECIDED, SoFar, so_far
from ceo_sim.presentation.exhibits import parts_of
from ceo_sim.presentation.pages import preface
from ceo_sim.saves.session import Session
from ceo_sim.web.asks import Answer, Ask, Ways, here
from ceo_sim.web.pages.framing import first_notices, go, page, refusal
from ceo_sim.web.shell import Page, actions, button, form, link_button


def opening(ask: Ask) -> Page:
    """What is read first: the note, who one is, how it begins."""
    at = here(ask)
    session, scenario, writer = at.game.session, at.game.scenario, at.game.writer()
    game = session.game
    has_values = scenario.values and not session.values and not session.read_only and session.is_untouched
    following = at.to("values") if has_values else at.to("desk")
    return page(
        ask,
        at,
        "The opening",
        first_notices(at),
        writer.all(preface(scenario), 2),
        element("p", writer.spans(doc.inline(scenario.info.role)), class_="role"),
        _how_it_begins(session, writer),
        element("p", f"The seed of this game is {game.seed}.", class_="quiet"),
        actions(link_button("Go on", following)),
        head=writer.element("h1", scenario.info.title),
    )


def _how_it_begins(session: Session, writer: Writer) -> Markup:
    """The story's opening; of a game that begins with a later act, that act's and what came before it."""
    game, info = session.game, session.game.program.scenario.info
    if session.began_with is not None and session.loaded.written is not None:
        return _so_far(so_far(game, session.loaded.written, session.began_with), writer)
    opening = element("div", writer.all(doc.prose(game.fill(info.opening)), 2), class_="prose")
    return joined((opening, writer.all(parts_of(game.show(info.exhibit)), 2)))


def _so_far(before: SoFar, writer: Writer) -> Markup:
    """What came before the act that a game begins with."""
    title, text = before.ended
    decided = element("ul", *(element("li", writer.spans(doc.inline(line))) for line in before.decided))
    return joined(
        (
            writer.element("h2", doc.inline(before.title)),
            element("div", writer.all(doc.prose(before.opening), 3), class_="prose") if before.opening else None,
            element("h2", DECIDED),
            decided,
            writer.element("h2", doc.inline(title)),
            element("div", writer.all(doc.prose(text), 3), class_="prose") if text else None,
        )
    )


def values(ask: Ask) -> Answer:
    """What the player stands for, to pick from."""
    at = here(ask)
    scenario, writer, session = at.game.scenario, at.game.writer(), at.game.session
    if not scenario.values:
        return go(at, "desk")
    boxes = [
        element(
            "div",
            element(
                "input",
                type="checkbox",
                name="value",
                value=value.id,
                id=f"value-{n}",
                checked=value.id in session.values,
            ),
            element("label", writer.element("b", value.name), for_=f"value-{n}"),
            element("p", writer.spans(doc.spans(value.text))) if value.text else None,
            class_="option",
        )
        for n, value in enumerate(scenario.values.values(), 1)
    ]
    return page(
        ask,
        at,
        headings.VALUES_ASKED,
        element("p", headings.VALUES_NOTE),
        form(
            at.to("values"),
            ask.site.token,
            element("fieldset", element("legend", "Values"), *boxes, class_="options"),
            actions(button("Go on")),
        ),
    )


def stand_for(ask: Ask) -> Answer:
    """Keep what the player stands for."""
    at = here(ask)
    try:
        at.game.session.stand_for([id for id in ask.form.get("value", ()) if id in at.game.scenario.values])
    except IllegalMove as refused:
        at.game.said = refusal(refused)
    return go(at, "desk")


WAYS: Ways = {
    ("GET", "game/{game}/opening"): opening,
    ("GET", "game/{game}/values"): values,
    ("POST", "game/{game}/values"): stand_for,
}
