"""What can be looked at while time stands still: meters and why they stand there, people, the story; and going back."""

from __future__ import annotations

from ceo_sim.errors import IllegalMove
from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming, pages, people, stakes
from ceo_sim.presentation.debrief.story import story_so_far
from ceo_sim.presentation.decision import decision_view, newly_locked
from ceo_sim.presentation.desk import desk_view, feed, meters, metrics_with_causes
from ceo_sim.presentation.document import Cause
from ceo_sim.presentation.forecast import forecast_view, givers
from ceo_sim.presentation.results import result_words
from ceo_sim.presentation.why import changes_by, evidence_of, why
from ceo_sim.saves.format import MAX_NAME, MAX_NOTE
from ceo_sim.scenario.metrics import is_headline
from ceo_sim.scenario.model import Metric
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, Here, NotFoundError, Redirect, Ways, here, is_current
from ceo_sim.web.pages.framing import go, page
from ceo_sim.web.shell import Page, actions, button, field, form, link_button

LATER = "What moved it is told after the end."


# ---- meters and their causes --------------------------------------------------------------------------------


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
    game, writer = at.game.session.game, at.game.writer()
    metric = _metric(at, ask.parts["metric"])
    view = next((each for each in meters(game) if each.id == metric.id), None)
    is_open = metric in metrics_with_causes(game)
    if view is None and not is_open:
        raise NotFoundError
    parts: list[Child] = []
    if view is not None:
        fold = pages.meter_at_length(view)
        parts += [element("p", writer.spans(doc.spans(fold.summary))), writer.all(fold.parts, 2)]
    if not is_open:
        return page(ask, at, metric.name, *parts, element("p", LATER), head=writer.element("h1", metric.name))
    account = why(game, metric)
    name = f"Why {metric.name} is {formatting.total_with_unit(metric, game.ledger.value(metric.id))}"
    causes = [cause for cause in account.causes if not cause.is_start]
    further = [
        element(
            "li",
            element("a", writer.spans(doc.spans(cause.name)), f": {account.change(cause)}", href=_cause(at, metric, n)),
        )
        for n, cause in enumerate(account.causes)
        if cause in causes
    ]
    return page(
        ask,
        at,
        name,
        *parts,
        element("h2", "Its causes"),
        element("p", headings.CAUSES_ADD_UP),
        writer.part(account, 3),
        element("details", element("summary", "Each cause with all of its changes"), element("ul", *further)),
    )


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
    found: Cause = account.causes[int(place)]
    evidence = evidence_of(game, metric, found)
    known: doc.Part = evidence if evidence.items else doc.note(headings.NO_GROUND)
    return page(
        ask,
        at,
        f"{found.name}: {formatting.change(metric, found.shown)} on {metric.name}",
        components.section("Its changes", writer.part(changes_by(game, metric, found), 3), id="changes"),
        components.section("What it rests on", writer.part(known, 3), id="grounds"),
        element(
            "p", element("a", writer.spans(doc.spans(f"All causes of {metric.name}")), href=at.to("meter", metric.id))
        ),
    )


# ---- what was said and done ---------------------------------------------------------------------------------


def story(ask: Ask) -> Page:
    """What happened so far."""
    at = here(ask)
    return page(ask, at, "The story so far", at.game.writer().all(story_so_far(at.game.session.game), 2))


def who(ask: Ask) -> Page:
    """Everybody who has been mentioned."""
    at = here(ask)
    return page(ask, at, "People", _unfolded(at, people.people(at.game.session.game)))


def advisers(ask: Ask) -> Page:
    """Who advises, and what they say now."""
    at = here(ask)
    return page(ask, at, headings.ADVISERS, _unfolded(at, pages.advisers(at.game.session.game)))


def promised(ask: Ask) -> Page:
    """What was promised, and how it stands."""
    at = here(ask)
    return page(ask, at, headings.PROMISED, at.game.writer().all(pages.promises(at.game.session.game), 2))


def at_stake(ask: Ask) -> Page:
    """What can be lost, each at length."""
    at = here(ask)
    return page(ask, at, headings.AT_STAKE, _unfolded(at, stakes.page(at.game.session.game)))


def _unfolded(at: Here, parts: doc.Parts) -> Markup:
    """Parts, of which those that could be folded up stand open under headings."""
    writer = at.game.writer()
    written = []
    for part in parts:
        if isinstance(part, doc.Fold):
            written.append(joined((writer.element("h2", part.heading), writer.all(part.parts, 3))))
        else:
            written.append(writer.part(part, 2))
    return joined(written)


def news(ask: Ask) -> Page:
    """The feed, the newest line first."""
    at = here(ask)
    items = feed(at.game.session.game)[::-1]
    told = components.feed(at.game.writer(), items, dated=True) if items else element("p", "The feed is empty.")
    return page(ask, at, "The feed", told)


def due(ask: Ask) -> Page:
    """What has a date, the soonest first."""
    at = here(ask)
    lines = desk_view(at.game.session.game).due
    writer = at.game.writer()
    heads = {"decide": "The last moment for", "promised": headings.PROMISED}
    rows = [
        element(
            "li", element("b", f"{line.when_in_full}. "), f"{heads[line.kind]}: ", writer.spans(doc.inline(line.text))
        )
        for line in lines
    ]
    return page(ask, at, "What is due", element("ul", *rows) if rows else element("p", "Nothing is due."))


def more(ask: Ask) -> Page:
    """Everything else that can be looked at or done."""
    at = here(ask)
    session = at.game.session
    items = (
        ("stakes", headings.AT_STAKE),
        ("promises", headings.PROMISED),
        ("due", "What is due"),
        ("advisers", headings.ADVISERS),
        ("opening", "The opening"),
    )
    rows = [element("li", element("a", words, href=at.to(where))) for where, words in items]
    scenario = session.game.program.scenario
    named = [scenario.values[value].name for value in session.values if value in scenario.values]
    stands = formatting.full_stop(f"You stand for: {', '.join(named)}") if named else "You named nothing to stand for."
    fields = (
        field("name", "Name of this game", session.name, most=MAX_NAME),
        field("note", "Note about it", session.note, rows=3, most=MAX_NOTE),
    )
    describe = form(at.to("describe"), ask.site.token, *fields, actions(button("Save")), class_="fields")
    return page(
        ask,
        at,
        "More",
        element("ul", *rows),
        element("p", stands) if scenario.values else None,
        *(element("p", words, class_="notice") for words in result_words(session)),
        components.section("This game", None if session.read_only else describe, id="this-game"),
        element("p", f"Seed {session.game.seed}. It is kept in {session.path}", class_="quiet"),
        element(
            "p",
            element("a", "Settings", href=ask.site.address("settings")),
            " · ",
            element("a", "Help", href=ask.site.address("help")),
        ),
    )


def describe(ask: Ask) -> Answer:
    """Name the game, and keep a note with it."""
    at = here(ask)
    try:
        at.game.session.describe(name=ask.sent("name"), note=ask.sent("note"))
        at.game.said = "The name and the note are kept."
    except IllegalMove as refused:
        at.game.said = formatting.full_stop(f"That cannot be: {refused}")
    return go(at, "more")


# ---- going back ---------------------------------------------------------------------------------------------


def answers(ask: Ask) -> Page:
    """What was answered, each with the way back to it."""
    at = here(ask)
    game, writer = at.game.session.game, at.game.writer()
    rows = []
    for index, answer in enumerate(game.answers):
        words = naming.choice_name(game, answer.decision, answer.option)
        number = element("span", f" number {index + 1}", class_="hidden")
        rows.append(
            element(
                "li",
                element("p", element("span", f"{formatting.date(game.timeline, answer.step)}. ", class_="quiet")),
                element("p", writer.spans(doc.spans(formatting.full_stop(words)))),
                writer.part(doc.Quote(doc.spans(answer.reason), headings.YOUR_REASON), 2) if answer.reason else None,
                element("a", "Give it anew", number, href=at.to("back", index + 1)),
            )
        )
    told = element("ol", *rows, class_="answers") if rows else element("p", "You have answered nothing yet.")
    return page(ask, at, "Your answers", told)


def _index(at: Here, ask: Ask) -> int:
    typed, answers = ask.parts["number"], at.game.session.game.answers
    if not (typed.isascii() and typed.isdecimal() and 1 <= int(typed) <= len(answers)):
        raise NotFoundError
    return int(typed) - 1


def back(ask: Ask) -> Page:
    """Ask whether to go back to an answer."""
    at = here(ask)
    index = _index(at, ask)
    session = at.game.session
    name = naming.forked_name(session.game, index)
    return page(
        ask,
        at,
        "Go back to this decision?",
        element(
            "p",
            at.game.writer().spans(
                doc.spans(
                    formatting.full_stop(naming.decision_title(session.game, session.game.answers[index].decision))
                )
            ),
        ),
        element("p", at.game.writer().spans(doc.spans(headings.going_back(name, session.path)))),
        form(
            at.to("back", index + 1),
            ask.site.token,
            element(
                "p",
                button("Go back, in a new game"),
                element("a", "Stay here", href=at.to("answers")),
                class_="actions",
            ),
            hidden={"option": ask.asked("option")},
        ),
    )


def fork(ask: Ask) -> Answer:
    """Go back to an answer, in a game of its own."""
    at = here(ask)
    index, session = _index(at, ask), at.game.session
    decision = session.game.answers[index].decision
    forked = session.fork(index, ask.site.games.folder, name=naming.forked_name(session.game, index))
    game = ask.site.games.add(forked)
    option = ask.sent("option")
    address = ask.site.address("game", game.id, "decision", decision)
    known = at.game.scenario.decisions[decision].options
    return Redirect(address + (f"?option={option}" if option in known else ""))


# ---- forecasts ----------------------------------------------------------------------------------------------


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
    found = forecast_view(game, view, adviser)
    every = bool(ask.asked("all"))
    metrics = [metric for metric in found.metrics if every or is_headline(metric)]
    switch = ("Only the large meters", "") if every else ("Every meter", "?all=1")
    address = at.to("decision", decision, "forecast", adviser)
    return page(
        ask,
        at,
        f"Forecast by {formatting.person(found.giver)}",
        element("p", writer.spans(doc.inline(view.title))),
        _unfolded(at, found.in_words(metrics)),
        element("p", element("a", switch[0], href=address + switch[1])),
        components.section("How it may end", writer.all(found.endings(), 3), id="endings"),
        actions(link_button("Back to the decision", at.to("decision", decision))),
    )


WAYS: Ways = {
    ("GET", "game/{game}/meters"): all_meters,
    ("GET", "game/{game}/meter/{metric}"): meter,
    ("GET", "game/{game}/meter/{metric}/cause/{place}"): cause,
    ("GET", "game/{game}/story"): story,
    ("GET", "game/{game}/people"): who,
    ("GET", "game/{game}/advisers"): advisers,
    ("GET", "game/{game}/promises"): promised,
    ("GET", "game/{game}/stakes"): at_stake,
    ("GET", "game/{game}/feed"): news,
    ("GET", "game/{game}/due"): due,
    ("GET", "game/{game}/more"): more,
    ("POST", "game/{game}/describe"): describe,
    ("GET", "game/{game}/answers"): answers,
    ("GET", "game/{game}/back/{number}"): back,
    ("POST", "game/{game}/back/{number}"): fork,
    ("POST", "game/{game}/decision/{decision}/forecast/{adviser}"): consult,
    ("GET", "game/{game}/decision/{decision}/forecast/{adviser}"): forecast,
}
