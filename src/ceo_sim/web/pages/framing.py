"""What the pages of a game have in common: its name, the way to elsewhere, and what has to be known first."""

from __future__ import annotations

from ceo_sim.errors import IllegalMove
from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.html.parts import Writer
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.acts import has_break
from ceo_sim.web import components
from ceo_sim.web.asks import Ask, Here, Redirect
from ceo_sim.web.shell import Page, button, form, links


def page(ask: Ask, at: Here, name: str, *content: Child, status: int = 200, head: Markup | None = None) -> Page:
    """A page of a game.

    Args:
        ask: What was asked.
        at: The game.
        name: What the page is called.
        content: What stands below its heading.
        status: The status of the answer.
        head: Its heading, if that is not its name.
    """
    scenario = at.game.scenario
    heading = head or at.game.writer().element("h1", name)
    said, at.game.said = at.game.said, ""
    error = "Error: " if status >= 400 else ""
    return Page(
        title=f"{error}{name} · {scenario.info.title}",
        main=joined((heading, element("p", said, role="status", class_="notice") if said else None, *content)),
        language=at.game.language,
        navigation=_navigation(at, ask.path),
        events=at.to("events"),
        view=ask.view,
        status=status,
    )


def _navigation(at: Here, current: str) -> Markup:
    game = at.game.session.game
    items = [(at.to("ending"), "The ending")] if game.ended else [(at.to("desk"), "Desk")]
    items += [(at.to("debrief"), "Debrief")] if game.ended or has_break(game) else []
    items += [
        (at.to("story"), "Story so far"),
        (at.to("meters"), "Meters"),
        (at.to("people"), "People"),
        (at.to("feed"), "Feed"),
        (at.to("answers"), "Answers"),
        (at.to("more"), "More"),
        (at.site.address("help"), "Help"),
    ]
    leave = form(at.to("leave"), at.site.token, button("Save and leave", kind="quiet"), class_="leave")
    return joined((links("The game", items, current), leave))


def first_notices(at: Here) -> Markup:
    """What has to be known of a game before it is played on."""
    session, scenario = at.game.session, at.game.scenario
    return components.notices(
        (
            session.notice,
            headings.READ_ONLY if session.read_only else "",
            headings.MIRRORED if session.mirror else "",
            naming.made_up(scenario),
            session.trouble or "",
        )
    )


def go(at: Here, *parts: object) -> Redirect:
    """To a page of the game; without parts, to where the player is."""
    return Redirect(at.to(*parts) if parts else at.to(*present(at)))


def present(at: Here) -> tuple[str, ...]:
    """The page on which the game goes on: what cannot wait, or the desk, or the ending."""
    game = at.game.session.game
    if game.ended:
        return ("ending",)
    if at.game.session.is_untouched:
        return ("opening",)
    urgent = game.urgent()
    return ("decision", urgent.id) if urgent is not None else ("desk",)


def step_of(at: Here, written: str) -> int | None:
    """A step of the story that is over, as a form has it; None if it is none."""
    return (
        int(written) if written.isascii() and written.isdecimal() and int(written) <= at.game.session.game.now else None
    )


def refusal(refused: IllegalMove) -> str:
    """Why something cannot be done, as a message for the next page."""
    return formatting.full_stop(f"That cannot be: {refused}")


def sentence(text: str) -> str:
    """A text with a capital and a full stop."""
    return formatting.full_stop(text[:1].upper() + text[1:])


def unfolded(writer: Writer, parts: doc.Parts) -> Markup:
    """Parts, of which those that could be folded up stand open under headings."""
    written = []
    for part in parts:
        if isinstance(part, doc.Fold):
            written.append(joined((writer.element("h2", part.heading), writer.all(part.parts, 3))))
        else:
            written.append(writer.part(part, 2))
    return joined(written)
