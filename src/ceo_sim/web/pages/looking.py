"""What can be looked at while time stands still: people, the story, the feed; and going back to an answer."""

from __future__ import annotations

from ceo_sim.errors import IllegalMove
from ceo_sim.html.elements import element
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming, pages, people, stakes
from ceo_sim.presentation.debrief.story import story_so_far
from ceo_sim.presentation.desk import desk_view, feed
from ceo_sim.presentation.results import result_words
from ceo_sim.saves.format import MAX_NAME, MAX_NOTE
from ceo_sim.web import components
from ceo_sim.web.asks import Answer, Ask, Here, NotFoundError, Redirect, Ways, here
from ceo_sim.web.pages.framing import go, page, unfolded
from ceo_sim.web.shell import Page, actions, button, field, form


def story(ask: Ask) -> Page:
    """What happened so far."""
    at = here(ask)
    return page(ask, at, "The story so far", at.game.writer().all(story_so_far(at.game.session.game), 2))


def who(ask: Ask) -> Page:
    """Everybody who has been mentioned."""
    at = here(ask)
    return page(ask, at, "People", unfolded(at.game.writer(), people.people(at.game.session.game)))


def advisers(ask: Ask) -> Page:
    """Who advises, and what they say now."""
    at = here(ask)
    return page(ask, at, headings.ADVISERS, unfolded(at.game.writer(), pages.advisers(at.game.session.game)))


def promised(ask: Ask) -> Page:
    """What was promised, and how it stands."""
    at = here(ask)
    return page(ask, at, headings.PROMISED, at.game.writer().all(pages.promises(at.game.session.game), 2))


def at_stake(ask: Ask) -> Page:
    """What can be lost, each at length."""
    at = here(ask)
    return page(ask, at, headings.AT_STAKE, unfolded(at.game.writer(), stakes.page(at.game.session.game)))


def news(ask: Ask) -> Page:
    """The feed, the newest line first."""
    at = here(ask)
    items = feed(at.game.session.game)[::-1]
    content = components.feed(at.game.writer(), items, dated=True) if items else element("p", "The feed is empty.")
    return page(ask, at, "The feed", content)


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
                element("a", "Change answer", number, href=at.to("back", index + 1)),
            )
        )
    content = element("ol", *rows, class_="answers") if rows else element("p", "You have answered nothing yet.")
    return page(ask, at, "Your answers", content)


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


WAYS: Ways = {
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
}
