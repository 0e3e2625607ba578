"""The teacher's controls: what can be done now, in what words, and doing it. Every face of the teacher has these."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.control import Ask, Control, Fields
from ceo_sim.classroom.grouping import WAYS
from ceo_sim.classroom.lead import MOST_SECONDS, VIEWS, Lesson
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.vote_controls import NO_DECISION, of_vote
from ceo_sim.scenario.markup import plain


def controls(lesson: Lesson) -> list[Control]:
    """All that a teacher can ever do in this class, in an order that stays."""
    together = lesson.opened.play != "own"
    return [*(of_vote(lesson) if together else ()), *(_of_story(lesson) if together else ()), *_of_class(lesson)]


def control(lesson: Lesson, id: str) -> Control | None:
    """A control by its id; None if there is none."""
    return next((each for each in controls(lesson) if each.id == id), None)


def suggested(lesson: Lesson) -> str:
    """The id of the control that comes next in a lesson as it mostly goes; empty where nothing does."""
    if lesson.room.is_over:
        return "" if _no_look_back(lesson) else "debrief"
    if lesson.opened.play == "own":
        return ""
    match lesson.room.phase:
        case "lobby" | "story":
            if lesson.game.ended:
                return "debrief"
            agenda = lesson.game.agenda()
            return "put" if lesson.game.urgent() is not None or (agenda and _is_news(lesson)) else "next"
        case "put" | "talk":
            return "count" if lesson.by_hands else "open"
        case "voting":
            return "count" if lesson.by_hands else "hands" if _is_for_hands(lesson) else "close"
        case "closed":
            return "reveal" if lesson.ballot is not None and lesson.ballot.rounds() else "answer"
    return "answer"


async def perform(lesson: Lesson, id: str, fields: Fields) -> None:
    """Do what a control does, with what it was given.

    Raises:
        Refused: It cannot be done, in words for the teacher.
        Unavailable: It could not be written.
    """
    deed = _DEEDS.get(id)
    if deed is None:
        raise Refused("There is no such control.")
    await deed(lesson, fields)


# ---- what there is ------------------------------------------------------------------------------------------


def _of_story(lesson: Lesson) -> Iterator[Control]:
    room, game = lesson.room, lesson.game
    ended = "The class is over." if room.is_over else ""
    before = "A decision is before the class." if room.ballot is not None else ""
    urgent = "Something has to be answered first." if game.urgent() is not None else ""
    over = "The story is over." if game.ended else ""
    day = "day" if game.timeline.by_date else "turn"
    no_time = ended or over or before or urgent
    yield Control("next", "Let time pass until something needs the class", "n", "story", no_time)
    yield Control("day", f"Let one {day} pass", "y", "story", no_time)
    yield Control("back", "Take back the last step of the story", "b", "story", ended or ("" if room.moves else _START))
    injects = tuple((each.id, plain(each.title)) for each in game.injects() if each.offered)
    none = "" if injects else "There is nothing to throw in now."
    yield Control("throw", "Throw in", "i", "story", ended or before or none, (Ask("inject", "Inject", injects),))


def _of_class(lesson: Lesson) -> Iterator[Control]:
    room = lesson.room
    ended = "The class is over." if room.is_over else ""
    views = tuple((view, words) for view, words in VIEWS.items() if not (lesson.by_hands and view in _OF_SEATS))
    yield Control("display", "Show on the projector", "s", "screen", ended, (Ask("view", "View", views),))
    none = _no_look_back(lesson)  # it can be looked back also once the class is over
    # To make the debrief takes some tenths of a second, which a class that goes on is not kept waiting for.
    is_time = not none and (room.view == "debrief" or room.is_over or lesson.game.ended)
    sections = lesson.debrief().sections if is_time else ()
    parts = tuple((str(place), section.title) for place, section in enumerate(sections))
    yield Control("debrief", _next_part(lesson, parts), "f", "screen", none)
    which = (Ask("part", "Part", parts),)
    yield Control("part", "Show a part of the debrief", "j", "screen", none or ("" if parts else _NOT_BEGUN), which)
    text = Ask("text", "A line of news of your own; it moves nothing", most=ev.MAX_NEWS)
    yield Control("news", "Show a line of news", "l", "screen", ended, (text,))
    if room.is_paused:
        yield Control("resume", "Go on", "p", "class", ended)
    else:
        yield Control("pause", "Pause", "p", "class", ended)
    if lesson.has_seats:
        yield from _of_seats(lesson, ended)
    yield Control("end", "End the class", "e", "class", ended, is_grave=True)


def _of_seats(lesson: Lesson, ended: str) -> Iterator[Control]:
    room = lesson.room
    seats = tuple((seat.id, seat.name) for seat in room.seats.values())
    nobody = "" if seats else "Nobody has a seat yet."
    teams = (*((id, lesson.team_name(id)) for id in lesson.opened.teams), (ev.OBSERVERS, "Observers"))
    teams = teams if lesson.opened.teams else (("", "Those who vote"), *teams)
    asked = (Ask("seat", "Seat", seats), Ask("team", "To", teams))
    if lesson.opened.play != "own":
        yield Control("move", "Move a seat", "m", "class", ended or nobody, asked)
    yield Control(
        "remove", "Remove a seat", "x", "class", ended or nobody, (Ask("seat", "Seat", seats),), is_grave=True
    )
    yield Control("code", "Change the code", "k", "class", ended)
    if room.takes_seats:
        yield Control("shut", "Take no more seats", "q", "class", ended)
    else:
        yield Control("admit", "Take seats again", "q", "class", ended)


def _no_look_back(lesson: Lesson) -> str:
    """Why the class cannot look back now; empty once it has decided anything and talks about nothing else."""
    room = lesson.room
    has_played = any(ballot.answer for ballot in room.ballots.values()) or any(
        seat.moves for seat in room.seats.values()
    )
    if not has_played:
        return _NOTHING_YET
    # The bell may ring in the middle of a vote: what is over is not decided any more.
    return "" if room.ballot is None or room.is_over else _UNDECIDED


def _next_part(lesson: Lesson, parts: tuple[tuple[str, str], ...]) -> str:
    if not parts:
        return "Look back together"
    title = parts[_following(lesson, len(parts))][1]
    return f"{'Go on looking back' if lesson.room.view == 'debrief' else 'Look back together'}: {title}"


def _following(lesson: Lesson, parts: int) -> int:
    """The part of the debrief that comes next: the first, or the one after what is shown; the first after the last."""
    return (lesson.room.part + 1) % parts if lesson.room.view == "debrief" else 0


_NOTHING_YET = "There is nothing to look back on yet."
_UNDECIDED = "A decision is before the class: carry it out or withdraw it first."
_NOT_BEGUN = "Look back together first."
_OF_SEATS = frozenset({"reasons", "groups"})
"""Views that have something only where devices voted."""
_START = "The story stands at its beginning."


def _is_for_hands(lesson: Lesson) -> bool:
    """Whether the open vote is taken by raised hands alone, which have not been counted yet."""
    ballot = lesson.ballot
    return ballot is not None and not lesson.room.voters and not any(ballot.hands[ballot.round].values())


def _is_news(lesson: Lesson) -> bool:
    """Whether something waits for an answer that the class was not asked at this point of the story."""
    asked = {ballot.decision for ballot in lesson.room.ballots.values() if ballot.moves == len(lesson.room.moves)}
    return any(waiting.id not in asked for waiting in lesson.game.agenda())


# ---- doing it -----------------------------------------------------------------------------------------------


async def _hands_counted(lesson: Lesson, fields: Fields) -> None:
    counts = _typed_counts(lesson, fields)
    round = fields.get("round") or "1"
    if round not in ("1", "2"):
        raise Refused("There are two rounds.")
    await lesson.count_hands(1 if round == "1" else 2, counts)


async def _hands_taken(lesson: Lesson, fields: Fields) -> None:
    await lesson.take_hands(_typed_counts(lesson, fields))


def _typed_counts(lesson: Lesson, fields: Fields) -> dict[str, int]:
    if (ballot := lesson.ballot) is None:
        raise Refused(NO_DECISION)
    return {id: _whole(fields.get(f"count-{id}", ""), "a number of hands") for id in ballot.options}


async def _display(lesson: Lesson, fields: Fields) -> None:
    view = next((view for view in VIEWS if view == fields.get("view")), None)
    if view is None:
        raise Refused("Pick what the projector is to show.")
    await lesson.display(view)


async def _look_back(lesson: Lesson, fields: Fields) -> None:
    if refusal := _no_look_back(lesson):
        raise Refused(refusal)
    parts = len(lesson.debrief().sections)
    part = _following(lesson, parts) if "part" not in fields else _whole(fields["part"], "the number of a part")
    await lesson.display("debrief", part)


async def _group(lesson: Lesson, fields: Fields) -> None:
    way = next((way for way in WAYS if way == fields.get("way", "mixed")), None)
    if way is None:
        raise Refused("Pick how groups are to be formed.")
    await lesson.group(way)


async def _reason(lesson: Lesson, fields: Fields) -> None:
    round: ev.Round = 2 if fields.get("round") == "2" else 1
    await lesson.show_reason(round, fields.get("seat", ""), shown=fields.get("shown") != "no")


async def _change_code(lesson: Lesson, _: Fields) -> None:
    await lesson.change_code()


def _seconds(fields: Fields) -> int:
    return _whole(fields.get("seconds", ""), f"0 to {MOST_SECONDS:,} seconds")


def _whole(typed: str, expected: str) -> int:
    typed = typed.strip()
    if not typed:
        return 0
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4):
        raise Refused(f"“{typed[:20]}” is no whole number; expected {expected}.")
    return int(typed)


_DEEDS: Mapping[str, Callable[[Lesson, Fields], Awaitable[object]]] = {
    "put": lambda lesson, fields: lesson.put(fields.get("decision", "")),
    "open": lambda lesson, fields: lesson.open_vote(_seconds(fields)),
    "close": lambda lesson, _: lesson.close(),
    "time": lambda lesson, fields: lesson.give_time(_seconds(fields)),
    "count": _hands_taken,
    "hands": _hands_counted,
    "earlier": _hands_counted,
    "reveal": lambda lesson, _: lesson.reveal(),
    "answer": lambda lesson, fields: lesson.answer(fields.get("option", "")),
    "group": _group,
    "withdraw": lambda lesson, _: lesson.withdraw(),
    "next": lambda lesson, _: lesson.next(),
    "day": lambda lesson, _: lesson.next(until_needed=False),
    "back": lambda lesson, _: lesson.back(),
    "throw": lambda lesson, fields: lesson.throw(fields.get("inject", "")),
    "display": _display,
    "debrief": lambda lesson, _: _look_back(lesson, {}),
    "part": _look_back,
    "news": lambda lesson, fields: lesson.news(fields.get("text", "")),
    "reason": _reason,
    "shut": lambda lesson, _: lesson.admit(can_join=False),
    "admit": lambda lesson, _: lesson.admit(can_join=True),
    "pause": lambda lesson, _: lesson.pause(),
    "resume": lambda lesson, _: lesson.resume(),
    "move": lambda lesson, fields: lesson.move(fields.get("seat", ""), fields.get("team", "")),
    "remove": lambda lesson, fields: lesson.remove(fields.get("seat", "")),
    "code": _change_code,
    "end": lambda lesson, _: lesson.end(),
}
