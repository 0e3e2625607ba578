"""Help, the settings, and the page for what is not there."""

from __future__ import annotations

from ceo_sim.html.elements import Child, element, joined
from ceo_sim.web.asks import Answer, Ask, Redirect, Ways
from ceo_sim.web.games import OpenGame
from ceo_sim.web.shell import Page, actions, button, form, links, problems

LOOKS = {"system": "As the system has it", "light": "Light", "dark": "Dark"}
TYPES = {"normal": "Normal", "large": "Large, for a projector"}
HELP = (
    (
        "Your desk",
        "What waits for you, how things stand, what is at stake, what was promised and what is said. Take up \
what stands on your agenda, or let time pass: until something needs you or there is something to tell, or for one day.",
    ),
    (
        "A decision",
        "Read it, look at what your advisers say to each option, choose one, and give a reason if you like. A \
locked option says what it needs. Some advisers give forecasts, which may cost time: a thousand plays of each option.",
    ),
    (
        "Predictions",
        "Before you see what comes of some choices you may say where the large meters will stand a day later. \
Nothing in the story changes by it. The settings turn the question off.",
    ),
    (
        "Why",
        "Every change of a meter has a cause, and every cause says what its number rests on. The name of a meter leads \
to all of its causes, and each cause to its changes and grounds.",
    ),
    ("Going back", "Under Answers, any answer can be changed, in a new game; the one that you play stays as it is."),
    (
        "Saves",
        "The game is saved after every answer, in the same files as in the terminal. Save and leave lets another \
program have the game. One that is open elsewhere can be looked at.",
    ),
    (
        "Keyboard",
        "Everything can be reached with Tab and used with Enter and the space bar; arrows move between the options \
of a group. Skip to the content is the first link of every page.",
    ),
)


def page(
    ask: Ask, heading: str, *content: Child, name: str = "", problem: str = "", at_field: str = "", status: int = 200
) -> Page:
    """A page that belongs to no game.

    Args:
        ask: What was asked.
        heading: What stands over it.
        content: What stands below that.
        name: What the window is called, if not that.
        problem: What is wrong with what was sent, at the field of that id.
        at_field: That id; empty if it is about no field.
        status: The status of the answer.
    """
    site = ask.site
    items = [(site.base, "Stories and games"), (site.address("settings"), "Settings"), (site.address("help"), "Help")]
    navigation = links("ceo-sim", items, ask.path)
    trouble = problems([(problem, at_field)]) if problem else None
    return Page(
        title=("Error: " if problem else "") + (name or heading),
        main=joined((element("h1", heading), trouble, *content)),
        navigation=navigation,
        view=ask.view,
        status=422 if problem else status,
    )


def help_page(ask: Ask) -> Page:
    """What can be done."""
    parts = [joined((element("h2", heading), element("p", text))) for heading, text in HELP]
    return page(ask, "Help", *parts)


def settings(ask: Ask, said: str = "") -> Page:
    """What is settled for all games."""
    current, chosen = ask.site.settings.current, dict(part.partition("-")[::2] for part in ask.view.split())
    groups = (("look", "Colours", LOOKS), ("type", "Type", TYPES))
    fields = []
    for name, legend, choices in groups:
        now = chosen.get(name, next(iter(choices)))
        ways = (
            element(
                "p",
                element("input", type="radio", name=name, value=value, id=f"{name}-{value}", checked=value == now),
                element("label", words, for_=f"{name}-{value}"),
            )
            for value, words in choices.items()
        )
        fields.append(element("fieldset", element("legend", legend), *ways, class_="options"))
    box = element(
        "input", type="checkbox", name="predictions", value="1", id="predictions", checked=current.predictions
    )
    asked = element("p", box, element("label", "Ask for predictions, up to three times a game", for_="predictions"))
    trouble = ask.site.settings.trouble
    return page(
        ask,
        "Settings",
        element("p", said, role="status", class_="notice") if said else None,
        element("p", trouble, class_="notice") if trouble else None,
        form(
            ask.site.address("settings"),
            ask.site.token,
            asked,
            *fields,
            actions(button("Save")),
            class_="fields",
        ),
        element("p", "Motion: nothing on these pages moves by itself.", class_="quiet"),
    )


def change(ask: Ask) -> Answer:
    """Settle something for all games; how pages look is kept by the browser."""
    wanted = bool(ask.sent("predictions"))
    if wanted != ask.site.settings.current.predictions:
        ask.site.settings.change("predictions", value=wanted)
    look, kind = ask.sent("look"), ask.sent("type")
    view = " ".join(
        part
        for part in (
            f"look-{look}" if look in LOOKS and look != "system" else "",
            f"type-{kind}" if kind in TYPES and kind != "normal" else "",
        )
        if part
    )
    return Redirect(ask.site.address("settings"), view=view)


def not_found(ask: Ask) -> Page:
    """What is answered for an address that has no page."""
    back = element("p", element("a", "Stories and games", href=ask.site.base))
    said = "There is no such page; the game may have been left, or deleted."
    return page(ask, "Not found", element("p", said), back, status=404)


def failed(ask: Ask) -> Page:
    """What is answered where we are at fault."""
    said = "Something went wrong inside ceo-sim. The game stands where it was saved; what was wrong is told where the "
    more = "server was started."
    back = element("p", element("a", "Stories and games", href=ask.site.base))
    return page(ask, "An error of ours", element("p", said + more), back, status=500)


def to_game(ask: Ask, game: OpenGame, *parts: str) -> Redirect:
    """To a page of a game; without parts, to where its player is."""
    return Redirect(ask.site.address("game", game.id, *parts))


WAYS: Ways = {("GET", "help"): help_page, ("GET", "settings"): settings, ("POST", "settings"): change}
