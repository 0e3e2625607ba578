"""What stands out in what a class said, as data."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from ceo_sim.classroom.debrief.asked import LEAST, Asked
from ceo_sim.classroom.debrief.opinions import OpinionMap
from ceo_sim.classroom.room import Room
from ceo_sim.scenario.model import Scenario

_WORD = re.compile(r"[^\W_]{3,}")
_COMMON = frozenset({"and", "for", "the", "from", "with", "office", "team", "group", "families", "content"})
"""Words of a role's name by which it is not meant."""


def division(asked: Asked) -> float:
    """How divided a class was in the end: the entropy of its votes in parts of that of an even split in two."""
    counts = [count for count in asked.counts().values() if count]
    total = sum(counts)
    return -sum(count / total * math.log2(count / total) for count in counts) if total else 0.0


def most_divided(questions: Sequence[Asked]) -> Asked | None:
    """What a class was most divided over; the earlier of two alike; None if it agreed on all."""
    return max((asked for asked in questions if division(asked) > 0), key=division, default=None)


@frozen
class Swing:
    """How a class moved between its two votes.

    Attributes:
        moved: How many seats changed their vote, of `both` that voted twice.
        by_way: How many went from one option to another.
        share: The part of all votes that lies elsewhere in the second round: half the sum of all differences of shares.
    """

    asked: Asked
    moved: int
    both: int
    by_way: Mapping[tuple[str, str], int]
    share: float

    @property
    def can_be_counted_out(self) -> bool:
        """Whether neither a way nor a vote has so few on it that they must not be told of, nor followed from others."""
        counted = (self.by_way, self.asked.first_counts(), self.asked.counts())
        return all(count == 0 or count >= LEAST for numbers in counted for count in numbers.values())


def swing(asked: Asked) -> Swing:
    """How a class moved over one decision that it voted on twice."""
    ways = Counter((asked.first[seat], asked.last[seat]) for seat in asked.last if seat in asked.first)
    moved = {way: count for way, count in ways.most_common() if way[0] != way[1]}
    first, last = asked.first_counts(), asked.counts()
    before, after = sum(first.values()), sum(last.values())
    share = 0.0
    if before and after:
        share = sum(abs(last[option] / after - first[option] / before) for option in asked.options) / 2
    return Swing(asked, sum(moved.values()), ways.total(), moved, share)


def biggest_swing(questions: Sequence[Asked]) -> Swing | None:
    """Where talk moved the class most; None if it moved nowhere, or never voted twice."""
    swings = [swing(asked) for asked in questions if asked.has_two_rounds]
    return max((each for each in swings if each.share > 0 or each.moved), key=lambda each: each.share, default=None)


def mentions(scenario: Scenario, questions: Sequence[Asked]) -> dict[str, int]:
    """In how many reasons each stakeholder was named, by the id of its role, the least named first.

    A stakeholder is a role of the scenario: the words of its name, and those that the author gave for it.
    """
    reasons = [set(_words(reason)) for asked in questions for reason in asked.reasons.values()]
    counts = {}
    for id, role in scenario.roles.items():
        terms = {word for word in _words(" ".join((role.name, *role.words))) if word not in _COMMON}
        forms = frozenset(form for term in terms for form in _forms(term))
        counts[id] = sum(not forms.isdisjoint(words) for words in reasons)
    return dict(sorted(counts.items(), key=lambda each: each[1]))


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _forms(term: str) -> tuple[str, ...]:
    """A term in the singular and the plural."""
    stem = term.removesuffix("s")
    return term, stem, f"{stem}s", f"{stem}es"


@frozen
class Pull:
    """Seats that stood, at first, against most of those whose votes on all else are like theirs.

    Attributes:
        pulled: How many, and how many of them changed.
        others: How many voted as their group did, and how many of those changed.
    """

    asked: Asked
    pulled: tuple[int, int]
    others: tuple[int, int]


def pulls(questions: Sequence[Asked], opinions: OpinionMap | None) -> list[Pull]:
    """Of each decision with two votes, whose minds were the most likely to change, and whether they did."""
    if opinions is None or not opinions.groups:
        return []
    twice = ((place, asked) for place, asked in enumerate(questions) if asked.has_two_rounds)
    return [_pull(asked, opinions.groups_without(place)) for place, asked in twice]


def _pull(asked: Asked, group_of: Mapping[str, int]) -> Pull:
    by_group: dict[int, Counter[str]] = {}
    both = [seat for seat in asked.first if seat in asked.last and seat in group_of]
    for seat in both:
        by_group.setdefault(group_of[seat], Counter())[asked.first[seat]] += 1
    pulled, others = [0, 0], [0, 0]
    for seat in both:
        ((common, _),) = by_group[group_of[seat]].most_common(1)
        tally = others if asked.first[seat] == common else pulled
        tally[0] += 1
        tally[1] += asked.first[seat] != asked.last[seat]
    return Pull(asked, (pulled[0], pulled[1]), (others[0], others[1]))


def endings(room: Room) -> dict[str, int]:
    """How many seats' own stories came to each ending, the commonest first."""
    return dict(Counter(seat.ending for seat in room.seats.values() if seat.ending).most_common())


def shown_reasons(room: Room, asked: Asked) -> dict[str, list[str]]:
    """The reasons for each option that the teacher let all see, in the order of the options."""
    votes = [
        vote
        for ballot in room.ballots.values()
        if ballot.decision == asked.decision
        for round in ballot.votes.values()
        for vote in round.values()
        if vote.is_shown
    ]
    by_option = {option: [vote.reason for vote in votes if vote.option == option] for option in asked.options}
    return {option: list(dict.fromkeys(reasons)) for option, reasons in by_option.items() if reasons}
