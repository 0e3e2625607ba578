"""What advisers foretell of a decision."""

from __future__ import annotations

from ceo_sim.errors import IllegalMove
from ceo_sim.html.elements import element
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.presentation.decision import decision_view, newly_locked
from ceo_sim.presentation.forecast import forecast_view, givers
from ceo_sim.scenario.metrics import is_headline
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, Ways, here, is_current
from ceo_sim.web.pages.framing import go, page, unfolded
from ceo_sim.web.shell import actions, link_button


def consult(ask: Ask) -> Answer:
    """Give time to an adviser's forecast."""
    at = here(ask)
    session, decision, adviser = at.game.session, ask.parts["decision"], ask.parts["adviser"]
    if not is_current(at, ask):
        return go(at)
    try:
        before = decision_view(session.game, decision)
        if not session.game.consulted(decision, adviser):
            session.consult(decision, adviser)
    except (IllegalMove, KeyError) as refused:
        at.game.said = formatting.full_stop(f"No forecast: {refused}")
        return go(at, "decision", decision)
    locked = newly_locked(before, decision_view(session.game, decision))
    at.game.said = " ".join(
        formatting.full_stop(f"Option {option.number} is locked now: {option.lock}") for option in locked
    )
    ask.site.games.changed(at.game.id)
    return go(at, "decision", decision, "forecast", adviser)


def forecast(ask: Ask) -> Answer:
    """An adviser's forecast of a decision."""
    at = here(ask)
    game, writer = at.game.session.game, at.game.writer()
    decision, adviser = ask.parts["decision"], ask.parts["adviser"]
    try:
        view = decision_view(game, decision)
    except (IllegalMove, KeyError):
        return go(at)
    asked = any(giver.person.id == adviser and giver.is_asked for giver in givers(game, view))
    if not asked:
        return go(at, "decision", decision)
    forecast = forecast_view(game, view, adviser)
    every = bool(ask.asked("all"))
    metrics = [metric for metric in forecast.metrics if every or is_headline(metric)]
    switch = ("Only the large meters", "") if every else ("Every meter", "?all=1")
    address = at.to("decision", decision, "forecast", adviser)
    return page(
        ask,
        at,
        f"Forecast by {formatting.person(forecast.giver)}",
        element("p", writer.spans(doc.inline(view.title))),
        unfolded(at.game.writer(), forecast.in_words(metrics)),
        element("p", element("a", switch[0], href=address + switch[1])),
        components.section("How it may end", writer.all(forecast.endings(), 3), id="endings"),
        actions(link_button("Back to the decision", at.to("decision", decision))),
    )


WAYS: Ways = {
    ("POST", "game/{game}/decision/{decision}/forecast/{adviser}"): consult,
    ("GET", "game/{game}/decision/{decision}/forecast/{adviser}"): forecast,
}
