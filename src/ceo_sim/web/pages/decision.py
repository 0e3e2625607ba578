"""A decision, who forecasts it, the prediction before its answer, and the answer."""

from __future__ import annotations

from ceo_sim.errors import IllegalMove
from ceo_sim.html.elements import Markup, element
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.acts import act_over
from ceo_sim.presentation.decision import DecisionView, decision_view
from ceo_sim.presentation.forecast import GiverView, givers, note_on_all
from ceo_sim.presentation.outcome import consequence
from ceo_sim.presentation.passing import can_go_on
from ceo_sim.presentation.predictions import CHOICES, Direction, asked_meters, question
from ceo_sim.saves.format import MAX_REASON
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, Here, Redirect, Ways, here, is_current
from ceo_sim.web.games import Pending
from ceo_sim.web.pages.framing import first_notices, go, page, refusal, sentence, step_of
from ceo_sim.web.shell import Page, actions, button, field, form, problems


def decision(ask: Ask) -> Answer:
    """A decision that is open."""
    at = here(ask)
    try:
        view = decision_view(at.game.session.game, ask.parts["decision"])
    except (IllegalMove, KeyError):
        return go(at)
    pending = at.game.pending
    typed = pending if pending is not None and pending.decision == view.id else None
    return _decision(ask, at, view, typed.option if typed else ask.asked("option"), typed.reason if typed else "", "")


def _decision(ask: Ask, at: Here, view: DecisionView, option: str, reason: str, problem: str) -> Page:
    writer = at.game.writer()
    session = at.game.session
    offered = givers(session.game, view)
    reason_field = (
        field("reason", "Your reason, in a line; it may be empty", reason, rows=2, most=MAX_REASON),
        element("p", headings.REASON_NOTE, class_="quiet"),
    )
    first = next((o.number for o in view.options if not o.lock), 1)
    entry = (*reason_field, actions(button("Decide"))) if not session.read_only else ()
    since = ask.asked("since") or ask.sent("since")
    return page(
        ask,
        at,
        doc.words_of(doc.inline(view.title)),
        problems([(problem, f"option-{first}")]) if problem else None,
        first_notices(at) if session.read_only or session.trouble else None,
        components.facts((sentence(view.deadline_in_full), *view.budgets), writer),
        element("p", f"{headings.IN_THE_ROOM}: ", writer.spans(doc.spans(formatting.full_stop("; ".join(view.room)))))
        if view.room
        else None,
        writer.part(view.exhibit.part, 2) if view.exhibit is not None else None,
        element("div", writer.all(doc.prose(view.brief), 2), class_="prose"),
        _givers(at, view, offered) if offered else None,
        form(
            at.to("decision", view.id),
            ask.site.token,
            components.options(writer, view.options, option),
            *entry,
            hidden={**at.hidden, **({"since": since} if since else {})},
            novalidate=bool(problem),
        ),
        element("p", element("a", "Back to your desk without deciding", href=at.to("desk"))),
        status=422 if problem else 200,
        head=writer.element("h1", doc.inline(view.title)),
    )


def _givers(at: Here, view: DecisionView, offered: tuple[GiverView, ...]) -> Markup:
    """Who gives forecasts, and for what."""
    writer, common = at.game.writer(), note_on_all(offered)
    rows = [_giver(at, view, giver, common) for giver in offered]
    note = element("p", writer.spans(doc.spans(formatting.full_stop(common)))) if common else None
    heading = element("summary", "Forecasts by your advisers")
    return element("details", heading, note, element("ul", *rows, class_="givers"), id="givers")


def _giver(at: Here, view: DecisionView, giver: GiverView, common: str) -> Markup:
    writer = at.game.writer()
    name = writer.element("b", formatting.person(giver.person))
    note = formatting.full_stop(giver.note) if giver.note and giver.note != common else ""
    address = at.to("decision", view.id, "forecast", giver.person.id)
    if giver.is_asked:
        act: Markup | None = element("a", writer.spans(doc.spans(f"The forecast of {giver.person.name}")), href=address)
    elif giver.lock or at.game.session.read_only:
        act = None
    else:
        words = components.said(writer, f"Ask {giver.person.name} ({giver.terms})", name="span")
        act = form(address, at.site.token, button(words, kind="second"), hidden=at.hidden)
    terms = "" if act is not None else f"{giver.terms[:1].upper()}{giver.terms[1:]}. "
    return element("li", name, components.said(writer, f"{terms}{note}") if terms or note else None, act)


def choose(ask: Ask) -> Answer:
    """Take an option, or ask for a prediction first."""
    at = here(ask)
    session = at.game.session
    if not is_current(at, ask):
        return go(at)
    try:
        view = decision_view(session.game, ask.parts["decision"])
    except (IllegalMove, KeyError):
        return go(at)
    option = next((each for each in view.options if each.id == ask.sent("option")), None)
    reason = ask.sent("reason")
    if option is None:
        return _decision(ask, at, view, "", reason, "Choose one of the options.")
    if option.lock:
        return _decision(ask, at, view, "", reason, f"Option {option.number} is locked: {option.lock}")
    at.game.pending = Pending(view.id, option.id, reason, step_of(at, ask.sent("since")))
    if ask.site.settings.current.predictions and asked_meters(session.game, view.id) and not session.read_only:
        return go(at, "predict")
    return _answer(at, ask, {})


def predict(ask: Ask) -> Answer:
    """Where the player expects the large meters to go."""
    at = here(ask)
    pending = at.game.pending
    if pending is None:
        return go(at)
    game, writer = at.game.session.game, at.game.writer()
    try:
        view = decision_view(game, pending.decision)
    except (IllegalMove, KeyError):
        return go(at)
    label = next(option.label for option in view.options if option.id == pending.option)
    fields = []
    for number, meter in enumerate(asked_meters(game, view.id), 1):
        ways = (
            element(
                "span",
                element("input", type="radio", name=f"meter-{meter.id}", value=way, id=f"meter-{number}-{way}"),
                element("label", words, for_=f"meter-{number}-{way}"),
                class_="way",
            )
            for way, words in CHOICES.items()
        )
        legend = element("legend", writer.spans(doc.spans(meter.name)), " ", element("span", f"now {meter.value}"))
        fields.append(element("fieldset", legend, *ways, class_="ways"))
    return page(
        ask,
        at,
        "Your prediction",
        element("p", "You choose: ", element("b", writer.spans(doc.inline(label)))),
        element("p", question(game)),
        form(
            at.to("predict"),
            ask.site.token,
            *fields,
            element("p", headings.PREDICTION_NOTE, class_="quiet"),
            element(
                "p",
                button("Go on"),
                button("Do not ask me again", name="never", value="1", kind="second"),
                class_="actions",
            ),
            hidden=at.hidden,
        ),
        element("p", element("a", "Back to the decision: nothing is decided yet", href=at.to("decision", view.id))),
    )


def predicted(ask: Ask) -> Answer:
    """Answer, with what was predicted; nothing of it is needed."""
    at = here(ask)
    if not is_current(at, ask) or at.game.pending is None:
        return go(at)
    if ask.sent("never"):
        ask.site.settings.change("predictions", value=False)
    predictions: dict[str, Direction] = {}
    for meter in asked_meters(at.game.session.game, at.game.pending.decision):
        way = next((way for way in CHOICES if way == ask.sent(f"meter-{meter.id}")), None)
        if way is not None:
            predictions[meter.id] = way
    return _answer(at, ask, predictions)


def _answer(at: Here, ask: Ask, predictions: dict[str, Direction]) -> Redirect:
    """Carry out the choice that waits."""
    pending, session = at.game.pending, at.game.session
    assert pending is not None
    game = session.game
    title = naming.option_name(game, pending.decision, pending.option)
    entries = len(game.entries)
    try:
        report = session.choose(pending.decision, pending.option, pending.reason, predicted=predictions)
    except IllegalMove as refused:
        at.game.said = refusal(refused)
        return go(at)
    at.game.pending = None
    goes_on = pending.since is not None and can_go_on(game, report, pending.since)
    at.game.outcome, at.game.title = consequence(game, report), title
    at.game.since, at.game.act = pending.since if goes_on else None, act_over(game, entries)
    ask.site.games.changed(at.game.id)
    return go(at, "outcome")


WAYS: Ways = {
    ("GET", "game/{game}/decision/{decision}"): decision,
    ("POST", "game/{game}/decision/{decision}"): choose,
    ("GET", "game/{game}/predict"): predict,
    ("POST", "game/{game}/predict"): predicted,
}
