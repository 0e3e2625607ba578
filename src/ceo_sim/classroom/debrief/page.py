"""The debrief of a class: what happened, why, what it is worth, and what to talk about, in that order.

Nothing in it ranks seats or grades a choice, and no seat is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ceo_sim.classroom.debrief import findings, words
from ceo_sim.classroom.debrief.asked import LEAST, Asked
from ceo_sim.classroom.debrief.groups import minds, opinion_groups
from ceo_sim.classroom.debrief.questions import questions
from ceo_sim.classroom.debrief.subject import ClassSubject
from ceo_sim.classroom.debrief.worth import best_cases, expectations, other_branch, rival_views
from ceo_sim.html.story_words import names_of
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.debrief.history import RealPath

NEAREST = "≈"
"""Stands before an option that is only the nearest to what was done in reality."""
_MOST_REASONS = 2
"""Reasons for an option that are told without being asked for, and on paper."""


def page(subject: ClassSubject) -> doc.Page:
    """The whole debrief; sections that have nothing to say are left out."""
    info = subject.loaded.playable.info
    names, lead = names_of(subject.playthrough), tuple(_lead(subject))
    return doc.Page("A class looks back", info.title, info.language, lead, sections(subject), names)


def sections(subject: ClassSubject) -> tuple[doc.Section, ...]:
    """Its sections, each of which can be shown by itself."""
    written: list[tuple[str, str, Callable[[ClassSubject], Iterator[doc.Part]]]] = [
        ("path", "What the class did, and what was done in reality", _path),
        ("divided", "What divided it most", _divided),
        ("swing", "Where talk moved it most", _swing),
        ("stakeholders", "Whom its reasons named", _stakeholders),
        ("map", "Who thought alike", opinion_groups),
        ("minds", "The minds most likely to change", minds),
        ("lenses", "The best case for and against", best_cases),
        ("branch", "The other branch, on the same luck", other_branch),
        ("rivals", "The same choices, if others are right", rival_views),
        ("predictions", "What was expected, and what came", expectations),
        ("questions", "To talk about", questions),
    ]
    made = ((id, title, tuple(section(subject))) for id, title, section in written)
    return tuple(doc.Section(f"class-{id}", title, parts) for id, title, parts in made if parts)


def _lead(subject: ClassSubject) -> Iterator[doc.Part]:
    opened, room = subject.opened, subject.room
    how = {"board": "as one board", "teams": "in teams with roles", "own": "each seat by itself"}[opened.play]
    by_hands = not subject.seats and any(asked.said for asked in subject.questions)
    who = "votes by raised hands" if by_hands else words.seats(subject.seats)
    facts = [who, how, formatting.counted(len(subject.questions), "decision")]
    luck = f"seed {opened.seed}" if room.has_one_luck else "luck differs"
    yield doc.note(f"{' · '.join(facts)} · {luck} · version {opened.version}")
    yield doc.note(
        "Made from the votes and reasons of this class. No seat is named and nobody is ranked. Where fewer than "
        f"{LEAST} said a thing, their number is hidden, and so is any other number that would give it away."
    )
    if findings.most_divided(subject.questions) is not None:
        yield doc.note(
            "With ten minutes left: read out “What divided it most”, then ask one question of each kind from “To talk "
            "about”, at the end."
        )
    if not subject.is_own and subject.game.ending is not None:
        yield doc.sentence("The story ended: ", doc.bold(formatting.full_stop(naming.how_it_ended(subject.game))))
    if subject.is_own:
        ended = findings.endings(room)
        if ended:
            shown = words.counts(ended)
            total = sum(ended.values())
            rows = tuple(
                (naming.ending_title(subject.game, id), shown[id], words.size(number, total, shown[id]))
                for id, number in ended.items()
            )
            yield doc.Tally("How the stories of the seats ended", ("Ending", "Seats"), rows)
        yield from _one_of_many(subject)


def _one_of_many(subject: ClassSubject) -> Iterator[doc.Part]:
    """What the story that is played below has not in common with those of the seats."""
    if not subject.game.answers:
        return
    if not subject.room.has_one_luck:
        yield doc.note(
            "Not every seat had the same luck: after the same answers, two stories may have gone different ways. Where "
            f"a story is played below, it is {subject.in_words}."
        )
    if any(move.inject for seat in subject.room.seats.values() for move in seat.moves):
        yield doc.note(
            "Into some stories something was thrown in; that of the answers most gave, which is played below, has none "
            "of it."
        )


def _path(subject: ClassSubject) -> Iterator[doc.Part]:
    """Each decision: what the class chose, and what was done in reality; with the votes and the record on demand."""
    if not subject.questions:
        return
    game = subject.game
    real = RealPath(subject.playthrough) if subject.loaded.playable.history is not None else None
    rows, folds = [], []
    for asked in subject.questions:
        title = words.title(game, asked)
        theirs = (real.in_few_words(asked.decision, NEAREST),) if real is not None else ()
        rows.append((title, *_choice(subject, asked), *theirs))
        record = real.in_reality(asked.decision) if real is not None else ()
        folds.append(
            doc.Fold(f"{title}: how the class voted, and what is on record", (_votes(subject, asked), *record))
        )
    head = ("Decision", "What most chose" if subject.is_own else "What the class did", "Votes for it")
    yield doc.Table("The path of the class", (*head, *(("In reality",) if real is not None else ())), tuple(rows))
    notes = [
        "* The class later went back to before this decision."
        if any(asked.answer and asked.place is None for asked in subject.questions)
        else "",
        f"{NEAREST} The option nearest to what was done in reality, and not the same."
        if any(str(row[-1]).startswith(NEAREST) for row in rows)
        else "",
    ]
    if any(notes):
        yield doc.note(" ".join(filter(None, notes)))
    yield from folds


def _choice(subject: ClassSubject, asked: Asked) -> tuple[str, str]:
    """What was carried out, or what most chose where each seat has its own story; and how many were for it."""
    game, numbers = subject.game, asked.counts()
    chosen = asked.answer or max(numbers, key=lambda option: numbers[option])
    shown = words.counts(numbers).get(chosen, "0")
    votes = shown if shown == words.HIDDEN else f"{shown} of {words.count(asked.said)}"
    if not asked.is_choice:
        votes = "the only option"
    if not asked.answer:
        return words.option_name(game, asked, chosen), votes
    picked = " (the teacher's pick)" if asked.by == "teacher" else ""
    return f"{words.option_name(game, asked, chosen)}{picked}{'' if asked.place is not None else ' *'}", votes


def _votes(subject: ClassSubject, asked: Asked) -> doc.Part:
    """How the class voted, in the end, and at first if it voted twice."""
    game, last = subject.game, asked.counts()
    if not asked.has_two_rounds:
        return words.tally(game, asked, last, "How the class voted")
    first = words.counts(asked.first_counts())
    end, total = words.counts(last), sum(last.values())
    rows = tuple(
        (
            words.option_name(game, asked, option),
            f"{first[option]} → {end[option]}",
            words.size(last[option], total, end[option]),
        )
        for option in asked.options
    )
    return doc.Tally("How the class voted, before and after it talked", ("Option", "Votes"), rows)


def _divided(subject: ClassSubject) -> Iterator[doc.Part]:
    asked = findings.most_divided(subject.questions)
    if asked is None:
        return
    game, numbers = subject.game, asked.counts()
    ranked = sorted(numbers, key=lambda option: -numbers[option])
    first, second = ranked[:2]
    yield doc.sentence(
        doc.bold(f"{words.title(game, asked)}. "),
        f"The two options with the most votes are {words.quoted(game, asked, first)} and "
        f"{words.quoted(game, asked, second)}. Of all decisions, the votes on this one are spread the widest (by "
        "Shannon's entropy).",
    )
    yield words.tally(game, asked, numbers, "How the class voted in the end")
    yield from _reasons(subject, asked)


def _reasons(subject: ClassSubject, asked: Asked) -> Iterator[doc.Part]:
    """Reasons that the teacher let be shown, by option; the others stay with the teacher."""
    shown = findings.shown_reasons(subject.room, asked)
    if shown:
        yield doc.note("Reasons that the teacher showed to the class:")
    for option, reasons in shown.items():
        title = f"For {words.quoted(subject.game, asked, option)}"
        yield from (doc.Quote(doc.spans(reason), title) for reason in reasons[:_MOST_REASONS])
    for option, reasons in shown.items():
        if more := tuple(doc.Quote(doc.spans(reason)) for reason in reasons[_MOST_REASONS:]):
            yield doc.Fold(f"More reasons for {words.quoted(subject.game, asked, option)}", more, str(len(more)))


def _swing(subject: ClassSubject) -> Iterator[doc.Part]:
    moved = findings.biggest_swing(subject.questions)
    if moved is None:
        return
    game, asked = subject.game, moved.asked
    # Raised hands say how many, and not who: nobody can be said to have changed.
    minds = f"Of those who voted twice, {words.about(moved.moved, moved.both)} changed their minds. "
    yield doc.sentence(
        doc.bold(f"{words.title(game, asked)}. "),
        minds if moved.both else "",
        "No other result changed as much between two votes." if moved.share else "The result stayed the same.",
    )
    yield _votes(subject, asked)
    ways = [
        (f"from {words.quoted(game, asked, a)} to {words.quoted(game, asked, b)}", count)
        for (a, b), count in moved.by_way.items()
        if count >= LEAST
    ]
    if ways and moved.can_be_counted_out:
        yield doc.Listing(tuple(doc.spans(f"{words.seats(count)} went {way}.") for way, count in ways))
    elif ways:
        yield doc.sentence(f"The largest number went {ways[0][0]}.")


def _stakeholders(subject: ClassSubject) -> Iterator[doc.Part]:
    scenario = subject.loaded.playable
    reasons = sum(len(asked.reasons) for asked in subject.questions)
    if not scenario.roles or reasons < LEAST:
        return
    named = subject.mentions
    nobody = [scenario.roles[id].name for id, count in named.items() if count == 0]
    if nobody:
        yield doc.sentence(
            f"In {words.seats(reasons, 'reason')}, nobody named ", doc.bold(f"{formatting.joined(nobody)}.")
        )
    else:
        least = scenario.roles[next(iter(named))].name
        yield doc.sentence(f"Every stakeholder was named; the least of all: {least}.")
    shown = {id: words.count(count) for id, count in named.items()}
    rows = tuple(
        (scenario.roles[id].name, shown[id], words.size(count, reasons, shown[id])) for id, count in named.items()
    )
    yield doc.Tally("Reasons that name each stakeholder", ("Stakeholder", "Reasons"), rows)
    yield doc.note("A name is looked for by its words, so a reason may mean somebody without being counted here.")
