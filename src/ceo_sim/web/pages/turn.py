"""The pages of a turn: what is read first, the desk, a decision, a prediction, what came of it, the end."""

from __future__ import annotations

from ceo_sim.errors import IllegalMove
from ceo_sim.html.elements import Markup, element, joined
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.acts import act_over, break_now
from ceo_sim.presentation.decision import DecisionView, decision_view
from ceo_sim.presentation.desk import IDLE, desk_view, headline
from ceo_sim.presentation.ending_card import card_lines, drawn, ending_card
from ceo_sim.presentation.exhibits import parts_of
from ceo_sim.presentation.forecast import GiverView, givers, note_on_all
from ceo_sim.presentation.outcome import consequence
from ceo_sim.presentation.pages import preface
from ceo_sim.presentation.passing import can_go_on, pass_time
from ceo_sim.presentation.people import BECAME, epilogues
from ceo_sim.presentation.predictions import CHOICES, Direction, asked_meters, question
from ceo_sim.presentation.results import result_words
from ceo_sim.presentation.roads import NOT_TAKEN, STOOD_FOR, not_taken, stood_for
from ceo_sim.saves.format import MAX_REASON
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, Download, Here, Redirect, Ways, here, is_current
from ceo_sim.web.games import Pending
from ceo_sim.web.pages.framing import first_notices, go, page
from ceo_sim.web.shell import Page, actions, button, field, form, link_button, problems

FRESH = 8
"""Lines of the feed on the desk."""


def now(ask: Ask) -> Answer:
    """Wherever the player is."""
    return go(here(ask))


# ---- before the first day -----------------------------------------------------------------------------------


def opening(ask: Ask) -> Page:
    """What is read first: the note, who one is, how it begins."""
    at = here(ask)
    session, scenario, writer = at.game.session, at.game.scenario, at.game.writer()
    game = session.game
    has_values = scenario.values and not session.values and not session.read_only and not session.has_begun
    following = at.to("values") if has_values else at.to("desk")
    return page(
        ask,
        at,
        "The opening",
        first_notices(at),
        writer.all(preface(scenario), 2),
        element("p", writer.spans(doc.inline(scenario.info.role)), class_="role"),
        element("div", writer.all(doc.prose(game.fill(scenario.info.opening)), 2), class_="prose"),
        writer.all(parts_of(game.show(scenario.info.exhibit)), 2),
        element("p", f"The seed of this game is {game.seed}.", class_="quiet"),
        actions(link_button("Go on", following)),
        head=writer.element("h1", scenario.info.title),
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
        at.game.said = _refusal(refused)
    return go(at, "desk")


# ---- the desk -----------------------------------------------------------------------------------------------


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
    since = game.now if (carried := _step(at, ask.sent("since"))) is None else carried
    try:
        at.game.outcome = pass_time(at.game.session, until_needed=until_needed)
    except IllegalMove as refused:
        at.game.said = _refusal(refused)
        return go(at)
    at.game.title, at.game.since, at.game.act = "", since if until_needed else None, act_over(game, entries)
    ask.site.games.changed(at.game.id)
    return go(at, "outcome")


def _step(at: Here, written: str) -> int | None:
    """A step of the story that is over, as a form has it; None if it is none."""
    return (
        int(written) if written.isascii() and written.isdecimal() and int(written) <= at.game.session.game.now else None
    )


def _refusal(refused: IllegalMove) -> str:
    return formatting.full_stop(f"That cannot be: {refused}")


# ---- a decision ---------------------------------------------------------------------------------------------


def decision(ask: Ask) -> Answer:
    """A decision that is open."""
    at = here(ask)
    try:
        view = decision_view(at.game.session.game, ask.parts["decision"])
    except (IllegalMove, KeyError):
        return go(at)
    pending = at.game.pending
    kept = pending if pending is not None and pending.decision == view.id else None
    return _decision(ask, at, view, kept.option if kept else ask.asked("option"), kept.reason if kept else "", "")


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
        components.facts((_sentence(view.deadline_in_full), *view.budgets), writer),
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
    at.game.pending = Pending(view.id, option.id, reason, _step(at, ask.sent("since")))
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
    told: dict[str, Direction] = {}
    for meter in asked_meters(at.game.session.game, at.game.pending.decision):
        way = next((way for way in CHOICES if way == ask.sent(f"meter-{meter.id}")), None)
        if way is not None:
            told[meter.id] = way
    return _answer(at, ask, told)


def _answer(at: Here, ask: Ask, told: dict[str, Direction]) -> Redirect:
    """Carry out the choice that waits."""
    pending, session = at.game.pending, at.game.session
    assert pending is not None
    game = session.game
    title = naming.option_name(game, pending.decision, pending.option)
    entries = len(game.entries)
    try:
        report = session.choose(pending.decision, pending.option, pending.reason, predicted=told)
    except IllegalMove as refused:
        at.game.said = _refusal(refused)
        return go(at)
    at.game.pending = None
    goes_on = pending.since is not None and can_go_on(game, report, pending.since)
    at.game.outcome, at.game.title = consequence(game, report), title
    at.game.since, at.game.act = pending.since if goes_on else None, act_over(game, entries)
    ask.site.games.changed(at.game.id)
    return go(at, "outcome")


# ---- what came of it ----------------------------------------------------------------------------------------


def outcome(ask: Ask) -> Answer:
    """What came of an answer, or of letting time pass."""
    at = here(ask)
    view, writer = at.game.outcome, at.game.writer()
    if view is None:
        return go(at)

    def why(id: str) -> str:
        return at.to("meter", id)

    is_answer = bool(at.game.title)
    told = components.consequence(writer, view) if is_answer else components.passed(writer, view)
    head = writer.element("h1", at.game.title) if is_answer else element("h1", view.when)
    moved = components.section(headings.MOVED, components.moves(writer, view.moves_seen, why), id="moved")
    return page(
        ask,
        at,
        f"What came of it: {at.game.title}" if is_answer else view.when,
        first_notices(at) if at.game.session.trouble else None,
        element("div", told, class_="prose"),
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
    told = at.game.writer().all(not_taken(at.game.session.game), 2)
    return page(ask, at, NOT_TAKEN, told, element("p", element("a", "Back to the ending", href=at.to("ending"))))


def leave(ask: Ask) -> Answer:
    """Save, and let others have the save."""
    ask.site.games.close(ask.parts["game"])
    return Redirect(ask.site.base)


def _sentence(text: str) -> str:
    return formatting.full_stop(text[:1].upper() + text[1:])


WAYS: Ways = {
    ("GET", "game/{game}"): now,
    ("GET", "game/{game}/opening"): opening,
    ("GET", "game/{game}/values"): values,
    ("POST", "game/{game}/values"): stand_for,
    ("GET", "game/{game}/desk"): desk,
    ("POST", "game/{game}/pass"): let_pass,
    ("GET", "game/{game}/decision/{decision}"): decision,
    ("POST", "game/{game}/decision/{decision}"): choose,
    ("GET", "game/{game}/predict"): predict,
    ("POST", "game/{game}/predict"): predicted,
    ("GET", "game/{game}/outcome"): outcome,
    ("GET", "game/{game}/break"): act_break,
    ("GET", "game/{game}/ending"): ending,
    ("GET", "game/{game}/card.svg"): card,
    ("GET", "game/{game}/roads"): roads,
    ("POST", "game/{game}/leave"): leave,
}
