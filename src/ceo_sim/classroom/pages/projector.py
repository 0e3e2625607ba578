"""The projector's page: what the class looks at together, in large type, with nothing to press."""

from __future__ import annotations

from collections.abc import Sequence

from ceo_sim.classroom.entities import Ballot
from ceo_sim.classroom.pages.frame import Page
from ceo_sim.classroom.pages.scene import Scene
from ceo_sim.classroom.pages.student import clock
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
    heading, *content = _content(scene, join, qr, left)
    return Page(
        title=f"Projector: {scene.scenario.info.title}",
        main=joined((heading, scene.notices(), *content)),
        language=scene.language,
        top=_top(scene, join),
        events=f"{address}/screen/events",
        version=version,
        face="projector",
    )


def _top(scene: Scene, join: str) -> Markup:
    room = scene.lesson.room
    where = element("span", join, " · code ", element("b", room.code), class_="where") if join else None
    seats = element("span", formatting.counted(len(room.seats), "seat"), class_="seats") if join else None
    return joined((element("span", scene.scenario.info.title, class_="brand"), where, seats))


def _content(scene: Scene, join: str, qr: Markup, left: int | None) -> Sequence[Markup | None]:
    room = scene.lesson.room
    if room.view == "debrief" and (part := scene.debrief_part()) is not None:
        return part
    if room.is_over:
        return (element("h1", "The class is over"), scene.outcome(), scene.path())
    if room.view == "blank":
        return (element("h1", "Look here, not at the screen."),)
    if (other := _other_view(scene)) is not None:
        return other
    if scene.lesson.opened.play == "own" and room.seats:
        return _progress_of_all(scene, join)
    if room.ballot is not None:
        return _ballot(scene, room.ballot, left)
    if room.phase == "lobby":
        return _lobby(scene, join, qr)
    moved = scene.moved_in_short()
    return (element("h1", scene.now()), _halves(scene.happened(), moved, "outcome") if scene.has_happened() else moved)


def _other_view(scene: Scene) -> tuple[Markup | None, ...] | None:
    """What the teacher has chosen to be seen in place of the scene, as far as there is such a thing now."""
    room = scene.lesson.room
    ballot = room.ballot or scene.last_ballot()
    match room.view:
        case "meters":
            return (element("h1", headings.STANDING), scene.meters(2))
        case "path":
            return (element("h1", "What the class has decided"), scene.path())
        case "groups" if ballot is not None and ballot.groups:
            return (element("h1", "Talk in these groups"), scene.groups(ballot))
        case "reasons" if ballot is not None:
            return (_title(scene, ballot), element("h2", "Reasons"), scene.reasons(ballot))
        case "votes" if ballot is not None and (ballot.is_revealed or ballot.is_done):
            return (_title(scene, ballot), _votes_and_reasons(scene, ballot))
    return None


def _title(scene: Scene, ballot: Ballot) -> Markup:
    return scene.writer().element("h1", doc.inline(scene.title(ballot)))


def _progress_of_all(scene: Scene, join: str) -> tuple[Markup | None, ...]:
    """How far everybody is in a story of their own; nobody is named."""
    seats = list(scene.lesson.room.seats.values())
    over = sum(bool(seat.ending) for seat in seats)
    answers = sum(len(seat.answers) for seat in seats)
    bar = element("progress", value=over, max=len(seats), aria_label="Stories that are over")
    count = element("p", f"{over} of {len(seats)} have come to an ending.", class_="lead")
    decided = element("p", f"{formatting.counted(answers, 'decision')} taken so far.")
    where = element("p", "Open ", element("b", join), ", code ", element("b", scene.lesson.room.code)) if join else None
    return (element("h1", scene.scenario.info.title), count, bar, decided, where)


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
    title, groups, by_hands = _title(scene, ballot), None, scene.lesson.by_hands
    match scene.lesson.room.phase:
        case "revealed":
            return (title, _votes_and_reasons(scene, ballot))
        case "voting":
            time = clock(left) if left is not None else None
            state = joined((_lead(_call(ballot, by_hands=by_hands)), _progress(scene, ballot), time))
        case "put":
            soon = "Then raise your hand for one option." if by_hands else "The vote opens in a moment."
            state = _lead(f"Read this. {soon}")
        case "talk":
            state = _lead(f"Talk it over before you {'raise your hands' if by_hands else 'vote'} again.")
            groups = scene.groups(ballot) if ballot.groups else None
        case _:
            state = _lead("The hands are counted." if by_hands else "The vote is closed.")
    options = scene.once("options in short", lambda: _options_in_short(scene, ballot))
    below = _halves(scene.brief(ballot, room_last=True), options, "question")
    return (title, element("div", state, class_="state"), groups, below)


def _call(ballot: Ballot, *, by_hands: bool) -> str:
    if by_hands:
        return "Raise your hand for one option."
    return "Vote in silence." if ballot.round == 1 else "Vote again."


def _votes_and_reasons(scene: Scene, ballot: Ballot) -> Markup:
    """The votes, and beside them the reasons that may be seen, if there are any."""
    if not any(vote.is_shown for votes in ballot.votes.values() for vote in votes.values()):
        return scene.votes(ballot)
    reasons = joined((element("h2", "Reasons"), scene.reasons(ballot)))
    return _halves(scene.votes(ballot), reasons, "shown-votes")


def _lead(words: str) -> Markup:
    return element("p", words, class_="lead")


def _halves(left: Markup, right: Markup, kind: str) -> Markup:
    return element("div", element("div", left), element("div", right), class_=f"halves {kind}")


def _options_in_short(scene: Scene, ballot: Ballot) -> Markup:
    """The options with their prices and locks; what advisers say to them stands on the students' pages."""
    writer = scene.writer()
    items = []
    for option in scene.decision(ballot).options:
        terms = formatting.joined(list(filter(None, (option.price, f"locked: {option.lock}" if option.lock else ""))))
        small = element("span", f" ({terms})", class_="quiet") if terms and not option.is_free else None
        items.append(
            element("li", writer.spans(doc.inline(option.label)), small, class_="locked" if option.lock else None)
        )
    return element("ol", *items, class_="in-short")


def _progress(scene: Scene, ballot: Ballot) -> Markup:
    """How many have voted."""
    room = scene.lesson.room
    if scene.lesson.by_hands:
        return Markup()
    cast, hands = len(ballot.votes[ballot.round]), sum(ballot.hands[ballot.round].values())
    voters = len(room.voters)
    parts = [f"{cast} of {voters} have voted"] if voters else []
    parts += [formatting.counted(hands, "raised hand")] if hands else []
    bar = element("progress", value=cast, max=max(1, voters), aria_label="Votes so far") if voters else None
    return element("div", element("p", ", ".join(parts) or "Raise your hands.", class_="voted"), bar)
