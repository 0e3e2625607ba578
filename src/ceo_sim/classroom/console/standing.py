"""What a teacher sees of the class, as parts of a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ceo_sim.classroom.entities import AnswerMove, Ballot
from ceo_sim.classroom.held import HeldClass
from ceo_sim.classroom.lead import Lesson
from ceo_sim.classroom.pages.scene import ROUNDS
from ceo_sim.classroom.pages.teacher import UNSEEN, is_hidden, voted_so_far, where
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
    labels = {option.id: plain(option.label) for option in view.options if option.id in ballot.options}
    yield doc.sentence(doc.bold(plain(view.title)))
    if ballot.is_open:
        waiting = [] if lesson.by_hands else room.waiting_for()
        yield doc.sentence(voted_so_far(lesson, ballot))
        if 0 < len(waiting) <= _NAMED:
            yield doc.note(f"Waited for: {formatting.joined(sorted(seat.name for seat in waiting))}.")
    yield from _votes(lesson, ballot, labels)
    if not ballot.rounds():
        yield from doc.prose(view.brief)
        yield doc.Listing(tuple(map(doc.spans, labels.values())), numbered=True)
    reasons = sum(bool(vote.reason) for votes in ballot.votes.values() for vote in votes.values())
    if reasons:
        shown = sum(vote.is_shown for votes in ballot.votes.values() for vote in votes.values())
        yield doc.note(f"{formatting.counted(reasons, 'reason')}, {shown} of them on the screen. Look at them with o.")


def _votes(lesson: Lesson, ballot: Ballot, labels: Mapping[str, str]) -> Iterator[doc.Part]:
    """How the class has voted; with two votes both beside each other, so that they are seen at once."""
    rounds, hidden = ballot.rounds(), f"; {UNSEEN}" if is_hidden(lesson, ballot) else ""
    tallies = [ballot.tally(round) for round in rounds]
    if len(rounds) == 2:
        yield doc.sentence(doc.bold(f"First and second vote{hidden}:"))
        first, second = tallies
        yield doc.Labelled(tuple((f"{first[id]:>2} → {second[id]:>2}", doc.spans(labels[id])) for id in labels))
    for round, counts in zip(rounds, tallies, strict=True) if len(rounds) == 1 else ():
        total = sum(counts.values())
        rows = tuple((labels[id], str(count), count / max(1, total)) for id, count in counts.items())
        yield doc.Tally(f"{ROUNDS[round]}{hidden}", ("Option", "Votes"), rows)
    if lesson.by_hands and rounds:
        sums = [formatting.counted(sum(tally.values()), "vote") for tally in tallies]
        yield doc.note(f"In all {', then '.join(sums)}.")
    for round in rounds if lesson.opened.play == "teams" else ():
        chosen = (
            f"{lesson.team_name(team) or 'raised hands'}: {labels.get(option, '') or 'split'}"
            for team, option in lesson.room.team_choices(ballot, round).items()
        )
        yield doc.note(formatting.full_stop(f"{ROUNDS[round]} by team: {'; '.join(chosen)}"))


def _story(held: HeldClass) -> Iterator[doc.Part]:
    lesson, room = held.lesson, held.room
    game = lesson.game
    view = held.scene.view()
    chosen = ""
    if view is not None and isinstance(last := room.moves[-1], AnswerMove):
        chosen = naming.option_name(game, last.decision, last.option)
        by = "class" if room.ballots[last.ballot].by == "majority" else "teacher"
        yield doc.sentence(f"The {by} decided: ", doc.bold(formatting.full_stop(chosen)))
    # What is to be done next stands before what has come of it, which may be long, and is on the projector as well.
    yield from _waiting(lesson)
    if view is not None:
        yield from _outcome(view, said=chosen)


def _waiting(lesson: Lesson) -> Iterator[doc.Part]:
    game = lesson.game
    if game.ended:
        yield doc.sentence("The story ended: ", doc.bold(formatting.full_stop(naming.how_it_ended(game))))
        return
    desk = desk_view(game)
    if desk.agenda:
        yield doc.sentence(doc.bold("It waits for a decision:"))
        yield doc.Listing(tuple(doc.spans(plain(line.title), f", {line.deadline}") for line in desk.agenda))
    elif not lesson.room.moves:
        yield doc.sentence("Nothing waits for a decision yet: let time pass.")


def _outcome(view: OutcomeView, said: str) -> Iterator[doc.Part]:
    """What came of a move; `said` is what stands above it already."""
    for beat in view.beats:
        for entry in beat.entries:
            title = (doc.bold(f"{plain(entry.title)} "),) if entry.title else ()
            if not said or plain(entry.title) != said:
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
