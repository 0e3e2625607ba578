"""Meters at length, and why they stand where they stand: causes, their changes, what they rest on."""

from __future__ import annotations

from ceo_sim.html.elements import Child, element
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, pages
from ceo_sim.presentation.account import account as why_view
from ceo_sim.presentation.desk import meters, metrics_with_causes
from ceo_sim.presentation.document import Cause
from ceo_sim.presentation.why import changes_by, evidence_of, why
from ceo_sim.scenario.model import Metric
from ceo_sim.web import components
from ceo_sim.web.account import account
from ceo_sim.web.asks import Answer, Ask, Here, NotFoundError, Ways, here
from ceo_sim.web.pages.framing import page
from ceo_sim.web.shell import Page


def all_meters(ask: Ask) -> Page:
    """Each meter at length."""
    at = here(ask)
    game, writer = at.game.session.game, at.game.writer()
    open_ones = {metric.id for metric in metrics_with_causes(game)}
    seen = [view for view in meters(game) if game.has_appeared(view.id)] + [
        view for view in meters(game) if not game.has_appeared(view.id)
    ]
    parts: list[Child] = []
    for view in seen:
        fold = pages.meter_at_length(view)
        link = element(
            "p", element("a", writer.spans(doc.spans(f"Why {view.name} stands there")), href=at.to("meter", view.id))
        )
        parts += [
            writer.element("h2", view.name),
            element("p", writer.spans(doc.spans(fold.summary))),
            writer.all(fold.parts, 3),
            link if view.id in open_ones else None,
        ]
    hidden = [metric for metric in metrics_with_causes(game) if metric.id not in {view.id for view in seen}]
    more = element(
        "ul", *(element("li", writer.element("a", each.name, href=at.to("meter", each.id))) for each in hidden)
    )
    return page(ask, at, "The meters", *parts, components.section("Others", more, id="others") if hidden else None)


def _metric(at: Here, id: str) -> Metric:
    metric = at.game.scenario.metrics.get(id)
    if metric is None:
        raise NotFoundError
    return metric


def meter(ask: Ask) -> Answer:
    """Why a meter stands where it stands."""
    at = here(ask)
    game, writer, metric = at.game.session.game, at.game.writer(), _metric(at, ask.parts["metric"])
    if (view := why_view(game, metric.id)) is None:
        raise NotFoundError
    head = writer.element("h1", metric.name) if view.causes is None else None
    return page(ask, at, view.name, account(writer, view, lambda place: _cause(at, metric, place)), head=head)


def _cause(at: Here, metric: Metric, place: int) -> str:
    return at.to("meter", metric.id, "cause", place)


def cause(ask: Ask) -> Answer:
    """One cause of a meter: each of its changes, and all that it rests on."""
    at = here(ask)
    game, writer, metric = at.game.session.game, at.game.writer(), _metric(at, ask.parts["metric"])
    if metric not in metrics_with_causes(game):
        raise NotFoundError
    account, place = why(game, metric, evidence="none"), ask.parts["place"]
    if not (place.isascii() and place.isdecimal() and int(place) < len(account.causes)):
        raise NotFoundError
    cause: Cause = account.causes[int(place)]
    evidence = evidence_of(game, metric, cause)
    known: doc.Part = evidence if evidence.items else doc.note(headings.NO_GROUND)
    return page(
        ask,
        at,
        f"{cause.name}: {formatting.change(metric, cause.shown)} on {metric.name}",
        components.section("Its changes", writer.part(changes_by(game, metric, cause), 3), id="changes"),
        components.section("What it rests on", writer.part(known, 3), id="grounds"),
        element(
            "p", element("a", writer.spans(doc.spans(f"All causes of {metric.name}")), href=at.to("meter", metric.id))
        ),
    )


WAYS: Ways = {
    ("GET", "game/{game}/meters"): all_meters,
    ("GET", "game/{game}/meter/{metric}"): meter,
    ("GET", "game/{game}/meter/{metric}/cause/{place}"): cause,
}
