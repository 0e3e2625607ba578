"""The desk, and time that passes from there."""

from __future__ import annotations

from ceo_sim.errors import IllegalMove
from ceo_sim.html.elements import Markup, element
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import headings
from ceo_sim.presentation.acts import act_over
from ceo_sim.presentation.desk import IDLE, desk_view
from ceo_sim.presentation.passing import pass_time
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, Here, Redirect, Ways, here, is_current
from ceo_sim.web.pages.framing import first_notices, go, page, refusal, step_of
from ceo_sim.web.shell import button, form

FRESH = 8
"""Lines of the feed on the desk."""


def now(ask: Ask) -> Answer:
    """Wherever the player is."""
    return go(here(ask))


def desk(ask: Ask) -> Answer:
    """The desk."""
    at = here(ask)
    game, session, writer = at.game.session.game, at.game.session, at.game.writer()
    if game.ended:
        return go(at)
    view = desk_view(game)

    def why(id: str) -> str:
        return at.to("meter", id)

    def decision(id: str) -> str:
        return at.to("decision", id)

    waiting = components.agenda(writer, view.agenda, decision) if view.agenda else element("p", headings.NO_AGENDA)
    idle = (element("h3", IDLE), components.agenda(writer, view.standing, decision)) if view.standing else ()
    own = [meter for meter in view.meters if meter.metric.shown != "advisers"]
    advised = [meter for meter in view.meters if meter.metric.shown == "advisers"]
    sides = [
        components.section(headings.AT_STAKE, components.stakes(writer, view.stakes), id="stakes")
        if view.stakes
        else None,
        components.section(headings.ADVISERS, components.remarks(writer, view.remarks), id="advisers")
        if view.remarks
        else None,
        components.section(headings.PROMISED, components.promises(writer, view.promises), id="promises")
        if view.promises
        else None,
        components.section("The feed", components.feed(writer, view.feed[-FRESH:][::-1], dated=True), id="feed")
        if view.feed
        else None,
    ]
    return page(
        ask,
        at,
        "Your desk",
        first_notices(at),
        components.facts((view.when_in_full, *view.budgets), writer),
        components.section(headings.AGENDA, waiting, *idle, id="agenda", class_="agenda"),
        _passing(at) if not session.read_only else None,
        components.section(
            headings.STANDING,
            components.meters(writer, own, why),
            *((element("h3", headings.ADVISED), components.meters(writer, advised, why)) if advised else ()),
            id="standing",
        ),
        element("div", *sides, class_="sides"),
        head=writer.element("h1", view.company),
    )


def _passing(at: Here) -> Markup:
    """The buttons that let time pass; or what has to be answered first."""
    urgent = at.game.session.game.urgent()
    if urgent is not None:
        link = element("a", at.game.writer().spans(doc.inline(urgent.title)), href=at.to("decision", urgent.id))
        return element("p", link, " has to be answered first.")
    return form(
        at.to("pass"),
        at.site.token,
        button("Let time pass", name="until", value="needed"),
        button(
            "One day only" if at.game.session.game.timeline.by_date else "One turn only",
            name="until",
            value="day",
            kind="second",
        ),
        element("p", "Time passes until something needs you or there is something to tell.", class_="quiet"),
        hidden=at.hidden,
        class_="actions",
    )


def let_pass(ask: Ask) -> Answer:
    """Let time pass."""
    at = here(ask)
    game = at.game.session.game
    if not is_current(at, ask):
        return go(at)
    until_needed, entries = ask.sent("until") != "day", len(game.entries)
    since = game.now if (carried := step_of(at, ask.sent("since"))) is None else carried
    try:
        at.game.outcome = pass_time(at.game.session, until_needed=until_needed)
    except IllegalMove as refused:
        at.game.said = refusal(refused)
        return go(at)
    at.game.title, at.game.since, at.game.act = "", since if until_needed else None, act_over(game, entries)
    ask.site.games.changed(at.game.id)
    return go(at, "outcome")


def leave(ask: Ask) -> Answer:
    """Save, and let others have the save."""
    ask.site.games.close(ask.parts["game"])
    return Redirect(ask.site.base)


WAYS: Ways = {
    ("GET", "game/{game}"): now,
    ("GET", "game/{game}/desk"): desk,
    ("POST", "game/{game}/pass"): let_pass,
    ("POST", "game/{game}/leave"): leave,
}
