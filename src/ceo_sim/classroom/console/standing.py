"""What a teacher sees of the class, as parts of a document."""

from __future__ import annotations

from collections.abc import Iterator

from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.pages.teacher import where
from ceo_sim.classroom.room import AnswerMove, Ballot
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, headings, naming
from ceo_sim.presentation.desk import desk_view
from ceo_sim.presentation.movement import in_words
from ceo_sim.presentation.outcome import MoveView, OutcomeView
from ceo_sim.scenario.markup import plain

_NAMED = 12
"""Seats that are named while they are waited for; of more, only how many."""


def head(held: HeldClass) -> str:
    """The line that is always in view: what is played, by which code, who is there, what is left of the countdown."""
    room, lesson = held.room, held.lesson
    parts = [lesson.opened.title, f"code {room.code}"]
    parts += [held.join] if held.join else ["raised hands only"]
    parts += [f"{formatting.counted(len(room.seats), 'seat')}, {len(held.present)} here"] if room.seats else []
    if room.is_paused:
        parts.append("PAUSED")
    if (left := lesson.live.seconds_left()) is not None:
        parts.append(f"{left // 60}:{left % 60:02}")
    return "  ·  ".join(parts)


def standing(held: HeldClass) -> doc.Parts:
    """What the class does now, and what there is to know for the next step."""
    lesson = held.lesson
    parts: list[doc.Part] = [doc.sentence(doc.bold(f"{where(lesson)}."))]
    if lesson.live.trouble:
        parts.append(doc.sentence("The log cannot be written just now, and is tried again: ", lesson.live.trouble))
    ballot, room = lesson.ballot, held.room
    if room.view == "debrief" and room.part < len(sections := lesson.debrief().sections):
        shown = sections[room.part]
        return (*parts, doc.note("On the projector:"), doc.sentence(doc.bold(shown.title)), *shown.parts)
    if lesson.opened.play == "own":
        parts += _progress(held)
    elif ballot is not None:
        parts += _ballot(held, ballot)
    else:
        parts += _story(held)
    return tuple(parts)


def _ballot(held: HeldClass, ballot: Ballot) -> Iterator[doc.Part]:
    lesson, room = held.lesson, held.room
    view = lesson.decision(ballot.decision)
    labels = {option.id: plain(option.label) for option in view.options}
    yield doc.sentence(doc.bold(plain(view.title)))
    if ballot.is_open:
        cast, waiting = len(ballot.votes[ballot.round]), room.waiting_for()
        yield doc.sentence(f"{cast} of {len(room.voters)} have voted.")
        if 0 < len(waiting) <= _NAMED:
            yield doc.note(f"Waited for: {formatting.joined(sorted(seat.name for seat in waiting))}.")
    for round in ballot.rounds():
        counts = ballot.tally(round)
        total = sum(counts.values())
        hidden = "" if ballot.is_revealed else "; the class does not see it yet"
        caption = f"{'Second' if round == 2 else 'First'} vote{hidden}"
        rows = tuple((labels.get(id, id), str(count), count / total if total else 0.0) for id, count in counts.items())
        yield doc.Tally(caption, ("Option", "Votes"), rows)
        if lesson.opened.play == "teams":
            chosen = (
                f"{lesson.team_name(team) or 'raised hands'}: {labels.get(option, '') or 'split'}"
                for team, option in room.team_choices(ballot, round).items()
            )
            yield doc.note(formatting.full_stop(f"By team: {'; '.join(chosen)}"))
    if not ballot.rounds():
        yield from doc.prose(view.brief)
        yield doc.Listing(
            tuple(doc.spans(label) for id, label in labels.items() if id in ballot.options), numbered=True
        )
    reasons = sum(bool(vote.reason) for votes in ballot.votes.values() for vote in votes.values())
    if reasons:
        shown = sum(vote.is_shown for votes in ballot.votes.values() for vote in votes.values())
        yield doc.note(f"{formatting.counted(reasons, 'reason')}, {shown} of them on the screen. Look at them with o.")


def _story(held: HeldClass) -> Iterator[doc.Part]:
    lesson, room = held.lesson, held.room
    game = lesson.game
    view = held.scene.view()
    if view is not None:
        last = room.moves[-1]
        if isinstance(last, AnswerMove):
            chosen = naming.option_name(game, last.decision, last.option)
            yield doc.sentence("The class decided: ", doc.bold(formatting.full_stop(chosen)))
        yield from _outcome(view)
    if game.ended:
        yield doc.sentence("The story ended: ", doc.bold(formatting.full_stop(naming.how_it_ended(game))))
        return
    desk = desk_view(game)
    if desk.agenda:
        yield doc.sentence(doc.bold("It waits for a decision:"))
        yield doc.Listing(tuple(doc.spans(plain(line.title), f", {line.deadline}") for line in desk.agenda))
    elif not room.moves:
        yield doc.sentence("Nothing waits for a decision yet: let time pass.")


def _outcome(view: OutcomeView) -> Iterator[doc.Part]:
    for beat in view.beats:
        for entry in beat.entries:
            title = (doc.bold(f"{plain(entry.title)} "),) if entry.title else ()
            yield doc.sentence(*title, beat.when)
            yield from doc.prose(entry.text)
        for item in beat.news:
            yield doc.note(f"{item.sender}: {plain(item.text)}")
    if view.moves_seen:
        yield doc.sentence(doc.bold(f"{headings.MOVED}:"))
        yield doc.Listing(tuple(map(_moved, view.moves_seen)))


def _moved(move: MoveView) -> doc.Spans:
    return doc.spans(doc.bold(f"{move.metric.name} {move.change}: "), in_words(move.causes))


def _progress(held: HeldClass) -> Iterator[doc.Part]:
    """How far seats with stories of their own are."""
    seats = list(held.room.seats.values())
    over = sum(bool(seat.ending) for seat in seats)
    yield doc.sentence(f"{over} of {formatting.counted(len(seats), 'story', 'stories')} are over.")
    rows = tuple(
        (
            seat.name,
            "over" if seat.ending else formatting.counted(len(seat.answers), "decision"),
            "here" if seat.id in held.present else "",
        )
        for seat in seats
    )
    if rows:
        yield doc.Table("Seats", ("Seat", "Story", "Page"), rows)
