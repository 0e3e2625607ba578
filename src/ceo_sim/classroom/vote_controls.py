"""The controls of the decision before a class: of votes by devices, by raised hands, and of what comes after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ceo_sim.classroom.control import Ask, Control
from ceo_sim.classroom.entities import Ballot
from ceo_sim.classroom.grouping import WAYS
from ceo_sim.classroom.lead import TIMES, Lesson
from ceo_sim.presentation import formatting
from ceo_sim.scenario.markup import plain

NO_DECISION = "No decision is before the class."
_CLOSED = "Voting is closed."
_SHOWN = "The votes have been shown."
_VOTES = {1: "first vote", 2: "second vote"}


def of_vote(lesson: Lesson) -> Iterator[Control]:
    """What can be done with the decision before a class, in an order that stays."""
    room, ballot = lesson.room, lesson.ballot
    nothing = "" if ballot is not None else NO_DECISION
    is_open = ballot is not None and ballot.is_open
    decisions = tuple((line.id, plain(line.title)) for line in lesson.waiting())
    ended = "The class is over." if room.is_over else ""
    yield Control(
        "put",
        "Put a decision before the class",
        "d",
        "vote",
        ended
        or ("A decision is before the class." if ballot else "" if decisions else "Nothing waits for a decision."),
        (Ask("decision", "Decision", decisions),),
    )
    yield from _by_hands(lesson) if lesson.by_hands else _by_devices(lesson)
    can_show = ballot is not None and not is_open and not ballot.is_revealed and ballot.rounds()
    shown = "" if can_show else "Close the vote first." if is_open else "There is nothing to show."
    both = ballot is not None and len(ballot.rounds()) == 2
    yield Control("reveal", "Show both votes" if both else "Show the votes", "r", "vote", nothing or shown)
    yield Control(
        "answer",
        _carry_out(lesson),
        "a",
        "vote",
        nothing or ("Close the vote first." if is_open else ""),
        (Ask("option", "Option", _options(lesson), is_needed=not lesson.majority()),),
    )
    if not lesson.by_hands:
        ways = tuple((way, words) for way, words in WAYS.items())
        alone = "" if room.voters else "Nobody has a seat yet."
        yield Control("group", "Form groups", "g", "vote", nothing or alone, (Ask("way", "Groups", ways),))
    yield Control("withdraw", "Withdraw the decision", "w", "vote", nothing)


def _by_devices(lesson: Lesson) -> Iterator[Control]:
    """A vote that is opened and closed; raised hands add to it."""
    room, ballot = lesson.room, lesson.ballot
    nothing = "" if ballot is not None else NO_DECISION
    closed = "" if ballot is not None and ballot.is_open else _CLOSED
    ended = "The class is over." if room.is_over else ""
    second = ballot is not None and ballot.round >= 1
    label = f"Open the {_VOTES[2 if second else 1]}"
    yield Control("open", label, "v", "vote", ended or nothing or _no_vote(lesson), (_countdown(),))
    missing = len(room.waiting_for())
    without = f" without {formatting.counted(missing, 'student')}" if missing else ""
    yield Control("close", f"Close the vote{without}", "c", "vote", nothing or closed)
    yield Control("time", "Give time", "t", "vote", nothing or closed, (_countdown(),))
    if ballot is None:
        yield Control("hands", "Enter hands", "h", "vote", nothing)
        return
    latest = min(2, ballot.round + (not ballot.is_open))
    asked = max(1, ballot.round)
    present = asked if ballot.is_open or any(ballot.hands[asked].values()) else latest
    rounds = sorted(range(1, latest + 1), key=lambda round: round != present)
    yield from _hands_of(ballot, lesson, rounds)


def _by_hands(lesson: Lesson) -> Iterator[Control]:
    """A vote by raised hands alone, which is taken by counting them."""
    ballot = lesson.ballot
    ended = "The class is over." if lesson.room.is_over else ""
    if ballot is None:
        yield Control("count", f"Count hands: {_VOTES[1]}", "v", "vote", ended or NO_DECISION)
        return
    round = max(1, ballot.round) if ballot.is_open else min(2, ballot.round + 1)
    refusal = ended or ("" if ballot.is_open else _no_vote(lesson))
    yield Control("count", f"Count hands: {_VOTES[round]}", "v", "vote", refusal, _counts(lesson, ballot, 0))
    yield from _hands_of(ballot, lesson, [each for each in (2, 1) if any(ballot.hands[each].values())])


def _hands_of(ballot: Ballot, lesson: Lesson, rounds: Sequence[int]) -> Iterator[Control]:
    """For each of these rounds, entering its raised hands or correcting them."""
    refusal = _SHOWN if ballot.is_revealed else ""
    for round, (id, key) in zip(rounds, (("hands", "h"), ("earlier", "z")), strict=False):
        verb = "Correct" if any(ballot.hands[round].values()) else "Enter"
        which = Ask("round", "Hands in", ((str(round), f"the {_VOTES[round]}"),))
        asks = (which, *_counts(lesson, ballot, round))
        yield Control(id, f"{verb} hands: {_VOTES[round]}", key, "vote", refusal, asks)


def _no_vote(lesson: Lesson) -> str:
    ballot = lesson.ballot
    if ballot is None or ballot.round == 0 or (ballot.round == 1 and not ballot.is_open and not ballot.is_revealed):
        return ""
    if ballot.is_open:
        return "The vote is open."
    return _SHOWN if ballot.is_revealed else "Both votes have been taken."


def _counts(lesson: Lesson, ballot: Ballot, round: int) -> tuple[Ask, ...]:
    """A count for each option, with what has been counted in a round; with nothing for round 0."""
    before = ballot.hands.get(round, {})
    return tuple(
        Ask(f"count-{id}", label, is_needed=False, is_number=True, value=str(before.get(id) or ""))
        for id, label in _options(lesson)
    )


def _options(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    """The options that can be voted for, what the class chose first."""
    if (ballot := lesson.ballot) is None:
        return ()
    labels = {option.id: plain(option.label) for option in lesson.decision(ballot.decision).options}
    return tuple((id, labels.get(id, id)) for id in ballot.options)


def _carry_out(lesson: Lesson) -> str:
    ballot, majority = lesson.ballot, lesson.majority()
    if majority:
        return f"Carry out: {formatting.without_full_stop(dict(_options(lesson))[majority])}"
    return "Carry out, on a tie, what you pick" if ballot is not None and ballot.rounds() else "Carry out what you pick"


def _countdown() -> Ask:
    times = (("0", "no countdown"), *((str(seconds), formatting_seconds(seconds)) for seconds in TIMES))
    return Ask("seconds", "Countdown", times, is_needed=False)


def formatting_seconds(seconds: int) -> str:
    """A time of a countdown: `90 seconds`, `2 minutes`."""
    if seconds >= 60 and not seconds % 60:
        return formatting.counted(seconds // 60, "minute")
    return formatting.counted(seconds, "second")
