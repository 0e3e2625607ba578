"""The projector's page: what the class looks at together, in large type, with nothing to press."""

from __future__ import annotations

from ceo_sim.classroom.pages.frame import Page
from ceo_sim.classroom.pages.scene import Scene
from ceo_sim.classroom.pages.student import clock
from ceo_sim.classroom.room import Ballot
from ceo_sim.html.elements import Markup, element, joined
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings

MOST_NAMES = 60
"""Names of seats that the lobby shows."""


def projector(scene: Scene, address: str, join: str, qr: Markup, *, left: int | None, version: str) -> Page:
    """The page.

    Args:
        scene: The class.
        address: Its path.
        join: The address that students open, as it is read out; empty if there is none.
        qr: The same as a drawing.
        left: Seconds of the countdown.
        version: Of what it shows.
    """
    room = scene.lesson.room
    heading, *content = _content(scene, join, qr, left)
    return Page(
        title=f"Projector: {scene.scenario.info.title}",
        main=joined((heading, scene.notices(), *content)),
        language=scene.language,
        top=_top(scene, join),
        events=f"{address}/screen/events" if not room.is_over else "",
        version=version,
        face="projector",
    )


def _top(scene: Scene, join: str) -> Markup:
    room = scene.lesson.room
    where = element("span", join, " · code ", element("b", room.code), class_="where") if join else None
    seats = element("span", formatting.counted(len(room.seats), "seat"), class_="seats")
    return joined((element("span", scene.scenario.info.title, class_="brand"), where, seats))


def _content(scene: Scene, join: str, qr: Markup, left: int | None) -> tuple[Markup | None, ...]:
    room = scene.lesson.room
    if room.is_over:
        return (element("h1", "The class is over"), scene.outcome(), scene.path())
    if room.view == "blank":
        return (element("h1", "Look here, not at the screen."),)
    if (other := _other_view(scene)) is not None:
        return other
    if room.ballot is not None:
        return _ballot(scene, room.ballot, left)
    if room.phase == "lobby":
        return _lobby(scene, join, qr)
    return (element("h1", scene.now()), scene.outcome())


def _other_view(scene: Scene) -> tuple[Markup | None, ...] | None:
    """What the teacher has chosen to be seen in place of the scene, as far as there is such a thing now."""
    room = scene.lesson.room
    ballot = room.ballot or scene.last_ballot()
    match room.view:
        case "meters":
            return (element("h1", headings.STANDING), scene.meters())
        case "path":
            return (element("h1", "What the class has decided"), scene.path())
        case "groups" if ballot is not None and ballot.groups:
            return (element("h1", "Talk in these groups"), scene.groups(ballot))
        case "reasons" if ballot is not None:
            return (_title(scene, ballot), element("h2", "Reasons"), scene.reasons(ballot))
        case "votes" if ballot is not None and (ballot.is_revealed or ballot.is_done):
            return (_title(scene, ballot), scene.votes(ballot))
    return None


def _title(scene: Scene, ballot: Ballot) -> Markup:
    return scene.writer().element("h1", doc.inline(scene.title(ballot)))


def _lobby(scene: Scene, join: str, qr: Markup) -> tuple[Markup | None, ...]:
    lesson = scene.lesson
    seats = list(lesson.room.seats.values())
    how = [
        element("p", "Open ", element("b", join, class_="address"), " and enter"),
        element("p", lesson.room.code, class_="code"),
        element("p", "or scan this:") if qr else None,
    ]
    names = element("ul", *(element("li", seat.name) for seat in seats[-MOST_NAMES:]), class_="names")
    more = element("p", f"and {len(seats) - MOST_NAMES} more") if len(seats) > MOST_NAMES else None
    here = joined((element("h2", formatting.counted(len(seats), "seat taken", "seats taken")), names, more))
    door = element("div", element("div", *how), qr or None, class_="door") if join else None
    return (element("h1", scene.scenario.info.title), door, here if join else scene.opening())


def _ballot(scene: Scene, ballot: Ballot, left: int | None) -> tuple[Markup | None, ...]:
    title = _title(scene, ballot)
    room = scene.lesson.room
    match room.phase:
        case "revealed":
            return (title, scene.votes(ballot), element("h2", "Reasons"), scene.reasons(ballot))
        case "voting":
            first = ballot.round == 1
            said = "Vote in silence." if first else "Vote again."
            state = joined(
                (element("p", said, class_="lead"), _progress(scene, ballot), clock(left) if left is not None else None)
            )
        case "put":
            state = element("p", "Read this. The vote opens in a moment.", class_="lead")
        case "talk":
            groups = joined((element("h2", "Groups"), scene.groups(ballot))) if ballot.groups else None
            state = joined((element("p", "Talk it over before you vote again.", class_="lead"), groups))
        case _:
            state = element("p", "The vote is closed.", class_="lead")
    brief = element("div", scene.brief(ballot), class_="brief")
    return (title, element("div", state, class_="state"), brief, scene.options_to_read(ballot))


def _progress(scene: Scene, ballot: Ballot) -> Markup:
    """How many have voted."""
    room = scene.lesson.room
    cast, hands = len(ballot.votes[ballot.round]), sum(ballot.hands[ballot.round].values())
    voters = len(room.voters)
    parts = [f"{cast} of {voters} have voted"] if voters else []
    parts += [formatting.counted(hands, "raised hand")] if hands else []
    bar = element("progress", value=cast, max=max(1, voters), aria_label="Votes so far") if voters else None
    return element("div", element("p", ", ".join(parts) or "Raise your hands.", class_="voted"), bar)
