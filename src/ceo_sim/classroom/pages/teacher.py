"""The teacher's page: every control, who is waited for, the reasons before they are shown, seats and teams."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from attrs import frozen

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.control import Ask, Control
from ceo_sim.classroom.controls import controls, suggested
from ceo_sim.classroom.entities import Ballot, Seat
from ceo_sim.classroom.lead import Lesson
from ceo_sim.classroom.pages.frame import Page, look_again, status_line
from ceo_sim.classroom.pages.scene import ROUNDS, Scene
from ceo_sim.classroom.pages.student import clock
from ceo_sim.html.elements import Child, Markup, element, joined
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings
from ceo_sim.web import components, shell

AREAS = {"vote": "The decision", "story": "The story", "screen": "The projector", "class": "The class"}
MANY = 60
"""Seats, and reasons, that are listed unless all are asked for."""
SELDOM = frozenset({"move", "remove", "code", "end"})
_FIELDS = {"count", "hands", "earlier"}
"""Controls that are given several things; they stand folded."""


@frozen
class Desk:
    """The teacher's page as it is asked for.

    Attributes:
        address: The path of the class.
        join: The address that students open; empty if they cannot.
        token: Of the forms.
        present: The seats whose pages are open.
        left: Seconds of the countdown.
        said: What has just been done; `problem` why something was not.
        trouble: Why the log cannot be written just now.
        kept: Until when the log is kept, and where it lies.
        is_whole: Whether all seats and reasons are listed, of however many; a page that follows each vote has some.
    """

    scene: Scene
    address: str
    join: str
    token: str
    present: Collection[str] = ()
    left: int | None = None
    said: str = ""
    problem: str = ""
    trouble: str = ""
    storage: str = ""
    version: str = ""
    asked: str = ""
    is_whole: bool = False

    @property
    def lesson(self) -> Lesson:
        """The class as its teacher leads it."""
        return self.scene.lesson


def teacher(at: Desk, status: int = 200) -> Page:
    """The page."""
    lesson, scene = at.lesson, at.scene
    there_are, next_one = controls(lesson), suggested(lesson)
    title = f"Teacher: {scene.scenario.info.title}"
    trouble = f"The log cannot be written just now, and is tried again: {at.trouble}" if at.trouble else ""
    main = joined(
        (
            element("h1", where(lesson)),
            shell.problems([(at.problem, "")]) if at.problem else None,
            components.notices([trouble]),
            status_line(at.said) if at.said else None,
            scene.notices(),
            clock(at.left) if at.left is not None else None,
            element("div", *(_control(at, each) for each in there_are if each.id == next_one), class_="suggested"),
            _asked_again(at, there_are),
            element(
                "div", element("div", *_areas(at, there_are, next_one)), element("div", *_sides(at)), class_="desk"
            ),
            look_again(f"{at.address}/teach"),
        )
    )
    return Page(
        title=f"Error: {title}" if at.problem else title,
        main=main,
        language=scene.language,
        top=_top(at),
        events=f"{at.address}/teach/events",
        version=at.version,
        face="teacher",
        status=status,
    )


def _top(at: Desk) -> Markup:
    room = at.lesson.room
    links = shell.links("Pages", [(f"{at.address}/screen", "The projector's page")])
    where = element("span", f"{at.join} · code ", element("b", room.code), class_="where") if at.join else None
    return joined((element("span", at.scene.scenario.info.title, class_="brand"), where, links))


def where(lesson: Lesson) -> str:
    """What the class is doing, as a heading."""
    room = lesson.room
    if lesson.opened.play == "own" and not room.is_over:
        return "Everybody plays a story of their own"
    return {
        "lobby": "Before the beginning",
        "story": "The story is over" if lesson.game.ended else "Between two decisions",
        "put": "A decision is before the class",
        "voting": "The class votes",
        "talk": "The class talks",
        "closed": "The hands are counted" if lesson.by_hands else "The vote is closed",
        "revealed": "The votes are shown",
        "over": "The class is over",
    }[room.phase]


def voted_so_far(lesson: Lesson, ballot: Ballot) -> str:
    """How many of those who can have voted in the open round."""
    voters = lesson.room.voters
    if lesson.by_hands or not voters:
        return "The class votes by raised hands."
    return f"{len(ballot.votes[ballot.round])} of {len(voters)} have voted."


UNSEEN = "the class does not see them yet"


def is_hidden(lesson: Lesson, ballot: Ballot) -> bool:
    """Whether the class does not know yet how it voted; raised hands are seen by all."""
    return not ballot.is_revealed and not lesson.by_hands


# ---- controls -----------------------------------------------------------------------------------------------


def _areas(at: Desk, there_are: list[Control], without: str) -> Iterable[Markup]:
    for area, heading in AREAS.items():
        of_area = [each for each in there_are if each.area == area]
        can = [each for each in of_area if each.can and each.id != without and (at.is_whole or not _is_long(each))]
        cannot = [element("li", f"{each.label}: {each.refusal}") for each in of_area if not each.can]
        if can or cannot:
            often = [_control(at, each) for each in can if each.id not in SELDOM]
            # What is seldom done stands folded, so that nobody does it by mistake.
            seldom = [_control(at, each) for each in can if each.id in SELDOM]
            summary = "Seats, code, end" if at.lesson.has_seats else "End"
            more = element("details", element("summary", summary), *seldom) if seldom else None
            later = element("details", element("summary", "Not now"), element("ul", *cannot)) if cannot else None
            yield components.section(heading, *often, more, later, id=f"area-{area}")


def _is_long(control: Control) -> bool:
    """Whether it has a list of very many to choose from."""
    return any(len(ask.choices) > 2 * MANY for ask in control.asks)


def _control(at: Desk, control: Control) -> Markup:
    """A control as a form of its own; one that cannot be undone asks once more."""
    kind = None if control.id == suggested(at.lesson) else "second"
    asks = [_ask(control, ask) for ask in control.asks]
    hidden = {"do": control.id, **({"sure": "no"} if control.is_grave else {})}
    button = element("p", shell.button(control.label, kind=kind), class_="actions")
    form = shell.form(
        f"{at.address}/teach", at.token, *asks, button, hidden=hidden, class_="control", id=f"do-{control.id}"
    )
    if control.id in _FIELDS and control.id != suggested(at.lesson):
        return element("details", element("summary", control.label), form)
    return form


def _ask(control: Control, ask: Ask) -> Markup:
    id = f"{control.id}-{ask.name}"
    label = element("label", ask.label, for_=id)
    if ask.choices:
        none = () if ask.is_needed or control.id != "answer" else (element("option", "what the class chose", value=""),)
        options = (*none, *(element("option", words, value=value) for value, words in ask.choices))
        return element("div", label, element("select", *options, id=id, name=ask.name), class_="field")
    field = element(
        "input",
        type="text",
        id=id,
        name=ask.name,
        maxlength=str(ask.most) if ask.most else "4",
        value=ask.value or None,
        inputmode="numeric" if ask.is_number else None,
        autocomplete="off",
        required=ask.is_needed,
    )
    return element("div", label, field, class_="field figures" if ask.is_number else "field")


def _asked_again(at: Desk, there_are: list[Control]) -> Markup | None:
    """Whether something is really meant that cannot be undone."""
    id, _, seat = at.asked.partition(" ")
    control = next((each for each in there_are if each.id == id and each.can), None)
    if control is None:
        return None
    name = at.lesson.room.seats[seat].name if seat in at.lesson.room.seats else ""
    hidden = {"do": id, "sure": "yes", **({"seat": seat} if seat else {})}
    yes = shell.form(f"{at.address}/teach", at.token, shell.button(f"Yes: {control.label.lower()}"), hidden=hidden)
    no = element("a", "No", href=f"{at.address}/teach", class_="button second")
    asked = element("p", f"{control.label}{f': {name}' if name else ''}? This cannot be undone.")
    return element("div", asked, element("div", yes, no, class_="actions"), class_="problem", role="alert")


# ---- what there is to see -----------------------------------------------------------------------------------


def _sides(at: Desk) -> Iterable[Markup | None]:
    room, scene = at.lesson.room, at.scene
    if (ballot := room.ballot) is not None:
        yield components.section("Before the class", _standing(at, ballot), id="ballot")
        if at.lesson.has_seats:
            yield components.section("Reasons", _reasons(at, ballot), id="reasons")
    elif room.moves:
        yield components.section("What came of it", scene.outcome(), id="outcome")
    if at.lesson.has_seats:
        yield components.section("Seats", _seats(at), id="seats")
    if room.moves:
        yield components.section(
            headings.STANDING, element("details", element("summary", "Meters"), scene.meters()), id="standing"
        )
        yield components.section("What the class has decided", scene.path(), id="path")
    if any(control.id == "debrief" and control.can for control in controls(at.lesson)):
        yield element(
            "p", element("a", "The debrief as a page to keep or to print", href=f"{at.address}/teach/debrief")
        )
    if at.storage:
        yield element("p", at.storage, class_="quiet")


def _standing(at: Desk, ballot: Ballot) -> Markup:
    scene, room = at.scene, at.lesson.room
    title = element("p", element("b", scene.writer().spans(doc.inline(scene.title(ballot)))))
    waiting = room.waiting_for()
    parts: list[Child] = [title]
    if ballot.is_open:
        parts.append(element("p", voted_so_far(at.lesson, ballot), class_="voted"))
        if 0 < len(waiting) <= 40:
            names = formatting.joined(sorted(seat.name for seat in waiting))
            parts.append(element("details", element("summary", f"Waited for: {len(waiting)}"), element("p", names)))
    if ballot.rounds():
        heading = f"The votes so far; {UNSEEN}" if is_hidden(at.lesson, ballot) else "The votes"
        votes = scene.votes_now(ballot)
        is_seen = not is_hidden(at.lesson, ballot)
        parts.append(element("details", element("summary", heading), votes, open=is_seen))
    parts.append(
        element("details", element("summary", "What it is about"), scene.brief(ballot), scene.options_to_read(ballot))
    )
    if ballot.groups:
        parts.append(element("details", element("summary", "Groups"), scene.groups(ballot)))
    return joined(parts)


def _reasons(at: Desk, ballot: Ballot) -> Markup:
    """Reasons by round and option, each with a button that shows or hides it."""
    labels = at.scene.labels(ballot)
    votes = [(round, seat, vote) for round in (2, 1) for seat, vote in ballot.votes[round].items() if vote.reason]
    shown = votes if at.is_whole else votes[:MANY]
    parts: list[Child] = []
    for round, id in ((round, id) for round in (2, 1) for id in ballot.options):
        rows = [
            _reason(at, round, seat, vote.reason, vote.is_shown)
            for of, seat, vote in shown
            if (of, vote.option) == (round, id)
        ]
        if rows:
            parts += (element("h3", f"{ROUNDS[round]}: {labels[id]}"), element("ul", *rows, class_="moderated"))
    parts.append(_all(at, f"All {len(votes)} reasons") if len(votes) > len(shown) else None)
    return joined(parts) if votes else element("p", "None yet.")


def _all(at: Desk, words: str) -> Markup:
    return element("p", element("a", words, href=f"{at.address}/teach?whole=yes"))


def _reason(at: Desk, round: int, seat: str, text: str, is_shown: bool) -> Markup:
    hidden = {"do": "reason", "round": str(round), "seat": seat, "shown": "no" if is_shown else "yes"}
    words = joined(("Hide" if is_shown else "Show", element("span", f" the reason: {text[:40]}", class_="hidden")))
    button = shell.form(
        f"{at.address}/teach", at.token, shell.button(words, kind="second"), hidden=hidden, id=f"{round}-{seat}"
    )
    mark = element("span", "on the screen", class_="shown") if is_shown else None
    return element("li", element("q", element("bdi", text)), " ", mark, button)


def _seats(at: Desk) -> Markup:
    room = at.lesson.room
    seats = list(room.seats.values())
    if not seats:
        return element("p", "Nobody has a seat yet.")
    here = sum(seat.id in at.present for seat in seats)
    count = element("p", f"{formatting.counted(len(seats), 'seat')}, {here} with a page open now.")
    teams = at.lesson.opened.teams
    head = ("Seat", *(("Team",) if teams else ()), "Page", _progress_heading(at), "")
    shown = seats
    if len(seats) > MANY and not at.is_whole:
        waiting = {seat.id for seat in room.waiting_for()}
        shown = sorted(seats, key=lambda seat: seat.id not in waiting)[:MANY]
    rows = [_seat(at, seat, with_team=bool(teams)) for seat in shown]
    top = element("tr", *(element("th", each, scope="col") if each else element("td", Markup()) for each in head))
    caption = element("caption", "Seats and progress", id="seats-caption")
    table = element("table", caption, element("thead", top), element("tbody", *rows), class_="seats")
    # What can be scrolled on a phone must be within reach of a keyboard.
    table = element("div", table, class_="scroll", role="group", aria_labelledby="seats-caption", tabindex="0")
    more = _all(at, f"All {len(seats)} seats") if len(shown) < len(seats) else None
    return joined(
        (count, element("details", element("summary", "Seats, one by one"), table, more, open=len(seats) <= 40))
    )


def _progress_heading(at: Desk) -> str:
    return "Story" if at.lesson.opened.play == "own" else "Vote"


def _seat(at: Desk, seat: Seat, *, with_team: bool) -> Markup:
    ballot = at.lesson.room.ballot
    if at.lesson.opened.play == "own":
        progress = "over" if seat.ending else formatting.counted(len(seat.answers), "decision")
    elif seat.team == ev.OBSERVERS:
        progress = "observes"
    elif ballot is None or not ballot.round:
        progress = "–"
    else:
        progress = (
            "voted" if seat.id in ballot.votes[ballot.round] else "waited for" if ballot.is_open else "did not vote"
        )
    page = "open" if seat.id in at.present else "closed"
    hidden = {"do": "remove", "sure": "no", "seat": seat.id}
    words = joined(("Remove", element("span", f" {seat.name}", class_="hidden")))
    remove = shell.form(
        f"{at.address}/teach", at.token, shell.button(words, kind="quiet"), hidden=hidden, id=f"remove-{seat.id}"
    )
    team = (element("td", at.lesson.team_name(seat.team)),) if with_team else ()
    return element(
        "tr",
        element("th", seat.name, scope="row"),
        *team,
        element("td", page),
        element("td", progress),
        element("td", remove),
    )
