"""A student's page where everybody plays a story of their own: the desk, a decision, what came of it, the ending."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.entities import Seat
from ceo_sim.classroom.own import OwnStory
from ceo_sim.classroom.pages.asked import prediction_fields
from ceo_sim.classroom.pages.frame import Page, status_line
from ceo_sim.classroom.pages.scene import Scene
from ceo_sim.classroom.pages.student import NOTHING_TYPED, Typed, leaving, seat_line
from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.decision import decision_view
from ceo_sim.presentation.desk import IDLE, desk_view
from ceo_sim.presentation.outcome import consequence
from ceo_sim.presentation.passing import outcome_of_time
from ceo_sim.presentation.people import BECAME, epilogues
from ceo_sim.presentation.predictions import asked_meters, question
from ceo_sim.web import components, shell

FRESH = 6
"""Lines of the feed on the desk."""
REASON_LABEL = "Your reason, in a line; it may be empty"


@frozen
class Playing:
    """A seat's own story as its page is asked for.

    Attributes:
        address: The path of the class.
        token: Of the forms.
    """

    scene: Scene
    seat: Seat
    story: OwnStory
    address: str
    token: str
    typed: Typed = NOTHING_TYPED
    said: str = ""
    version: str = ""

    def to(self, page: str) -> str:
        """The address of a page of the class."""
        return f"{self.address}/{page}"

    def why(self, metric: str) -> str:
        """The address of the page on a meter."""
        return self.to(f"seat?why={metric}")

    @property
    def hidden(self) -> dict[str, str]:
        """What every form sends along: how many moves the story had."""
        return {"number": str(len(self.seat.moves))}


def own(at: Playing, *, outcome: bool = False, status: int = 200) -> Page:
    """Where the seat's story stands, or what came of its last move."""
    game = at.story.game
    if outcome and at.story.report is not None:
        return _page(at, *_outcome(at), status=status)
    if at.scene.lesson.room.is_over or game.ended:
        return _page(at, *_ending(at), status=status)
    return _page(at, *_desk(at), status=status)


def own_decision(at: Playing, decision: str, status: int = 200) -> Page:
    """A decision that is open in the seat's story.

    Raises:
        IllegalMove: It is not open.
    """
    game, writer = at.story.game, at.scene.writer()
    view = decision_view(game, decision)
    deadline = view.deadline_in_full[:1].upper() + view.deadline_in_full[1:]
    room = doc.spans(formatting.full_stop("; ".join(view.room))) if view.room else ()
    asked = asked_meters(game, decision)
    expect = (
        element("h2", question(game)),
        prediction_fields(writer, {meter.id: meter.name for meter in asked}, {}),
        element("p", headings.PREDICTION_NOTE, class_="quiet"),
    )
    return _page(
        at,
        writer.element("h1", doc.inline(view.title)),
        components.facts((formatting.full_stop(deadline), *view.budgets), writer),
        element("p", f"{headings.IN_THE_ROOM}: ", writer.spans(room)) if room else None,
        writer.part(view.exhibit.part, 2) if view.exhibit is not None else None,
        element("div", writer.all(doc.prose(view.brief), 2), class_="prose"),
        shell.form(
            at.to(f"decide/{view.id}"),
            at.token,
            components.options(writer, view.options, at.typed.option),
            shell.field("reason", REASON_LABEL, at.typed.reason, rows=2, most=ev.MAX_REASON),
            *(expect if asked else ()),
            element("p", shell.button("Decide"), class_="actions"),
            element("p", Markup(), class_="trouble", role="alert"),
            hidden=at.hidden,
            data_vote=True,
        ),
        element("p", element("a", "Back to your desk without deciding", href=at.to("seat"))),
        status=status,
    )


def _page(at: Playing, heading: Child, *content: Child, status: int = 200) -> Page:
    title = at.scene.scenario.info.title
    problem = shell.problems([(at.typed.problem, at.typed.field)]) if at.typed.problem else None
    parts = (heading, problem, status_line(at.said) if at.said else None, at.scene.notices(), *content)
    over = at.scene.lesson.room.is_over
    return Page(
        title=f"Error: {title}" if problem else title,
        main=joined((*parts, None if over else element("footer", leaving(at.address, at.token), class_="more"))),
        language=at.scene.language,
        top=seat_line(at.scene, at.seat),
        events="" if over else at.to("events"),
        version=at.version,
        face="student own",
        status=status,
    )


# ---- the desk -----------------------------------------------------------------------------------------------


def _desk(at: Playing) -> tuple[Child, ...]:
    game, writer = at.story.game, at.scene.writer()
    view = desk_view(game)

    def decide(id: str) -> str:
        return at.to(f"decide/{id}")

    is_beginning = not at.seat.moves
    waiting = components.agenda(writer, view.agenda, decide) if view.agenda else element("p", headings.NO_AGENDA)
    idle = (element("h3", IDLE), components.agenda(writer, view.standing, decide)) if view.standing else ()
    sides: Mapping[str, Markup | None] = {
        headings.AT_STAKE: components.stakes(writer, view.stakes) if view.stakes else None,
        headings.ADVISERS: components.remarks(writer, view.remarks) if view.remarks else None,
        headings.PROMISED: components.promises(writer, view.promises) if view.promises else None,
        "The feed": components.feed(writer, view.feed[-FRESH:][::-1], dated=True) if view.feed else None,
    }
    sections = (
        components.section(name, part, id=f"side-{place}") for place, (name, part) in enumerate(sides.items()) if part
    )
    return (
        writer.element("h1", view.company),
        at.scene.opening() if is_beginning else None,
        components.facts((view.when_in_full, *view.budgets), writer),
        components.section(headings.AGENDA, waiting, *idle, id="agenda", class_="agenda"),
        _passing(at),
        components.section(headings.STANDING, components.meters(writer, view.meters, at.why), id="standing"),
        element("div", *sections, class_="sides"),
    )


def _passing(at: Playing) -> Markup:
    """The buttons that let time pass, or what has to be answered first."""
    game = at.story.game
    if (urgent := game.urgent()) is not None:
        title = at.scene.writer().spans(doc.inline(urgent.title))
        link = element("a", title, href=at.to(f"decide/{urgent.id}"), class_="button")
        return element("p", link, " has to be answered first.", class_="actions")
    day = "One day only" if game.timeline.by_date else "One turn only"
    return shell.form(
        at.to("pass"),
        at.token,
        shell.button("Let time pass", name="until", value="needed"),
        shell.button(day, name="until", value="day", kind="second"),
        hidden=at.hidden,
        class_="actions",
    )


# ---- what came of it ----------------------------------------------------------------------------------------


def _outcome(at: Playing) -> tuple[Child, ...]:
    game, writer, report = at.story.game, at.scene.writer(), at.story.report
    assert report is not None
    last = at.story.moves[-1]
    if last.is_answer:
        view = consequence(game, report)
        heading = writer.element("h1", doc.spans(naming.option_name(game, last.decision, last.option)))
        text = components.consequence(writer, view)
    else:
        view = outcome_of_time(game, report)
        heading = element("h1", view.when)
        text = components.passed(writer, view)
    moved = (
        (element("h2", headings.MOVED), components.moves(writer, view.moves_seen, at.why)) if view.moves_seen else ()
    )
    return (heading, element("div", text, class_="prose"), *moved, _onward(at))


def _onward(at: Playing) -> Markup:
    game = at.story.game
    if not game.ended and (urgent := game.urgent()) is not None:
        words = joined(("Go on: ", at.scene.writer().spans(doc.inline(urgent.title))))
        return shell.actions(shell.link_button(words, at.to(f"decide/{urgent.id}")))
    return shell.actions(shell.link_button("Go on: the ending" if game.ended else "To your desk", at.to("seat")))


def _ending(at: Playing) -> tuple[Child, ...]:
    game, writer = at.story.game, at.scene.writer()
    over = element("p", "The class is over.") if at.scene.lesson.room.is_over else None
    text = writer.all(doc.prose(game.fill(game.ending.text)), 2) if game.ending is not None else None
    became = epilogues(game) if game.ended else ()
    title = naming.how_it_ended(game) if game.ended else at.scene.scenario.info.title
    return (
        writer.element("h1", title),
        over,
        element("div", text, class_="prose"),
        components.section(BECAME, writer.all(became, 3), id="became") if became else None,
        components.section(
            headings.STANDING, components.meters(writer, desk_view(game).headline, at.why), id="standing"
        ),
        element("p", headings.no_right_or_wrong(formatting.counted(len(game.answers), "decision")))
        if game.ended
        else None,
    )
