"""What a class was asked, and what its seats said: the same for one story together and for stories of one's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from ceo_sim.classroom.entities import AnswerMove, Ballot
from ceo_sim.classroom.events import Direction
from ceo_sim.classroom.room import Room

LEAST = 5
"""The smallest number of seats that is told of; of fewer, one could guess who they are."""


@frozen
class Asked:
    """A decision that a class was asked.

    Attributes:
        options: The ids of its options that anybody could choose.
        first: What each seat said, at first.
        last: What each seat said in the end; the same where there was one round only.
        hands: Raised hands of the last round, by option.
        first_hands: Those of the first round.
        reasons: What seats gave as their reason, in the last round that they gave one in.
        lenses: The ids of the lenses that seats said their last reason to come nearest to.
        predictions: By seat, which way it expected each metric to go.
        answer: What was carried out in the story of the class; empty where each seat has its own.
        place: Which answer of that story it is, counted from 0; None if the class has gone back behind it, or has none.
        by: Whose doing that was.
    """

    decision: str
    options: tuple[str, ...]
    first: Mapping[str, str]
    last: Mapping[str, str]
    hands: Mapping[str, int]
    first_hands: Mapping[str, int]
    reasons: Mapping[str, str]
    predictions: Mapping[str, Mapping[str, Direction]]
    answer: str = ""
    place: int | None = None
    by: str = ""
    has_two_rounds: bool = False
    lenses: Mapping[str, str] = field(factory=dict)

    def counts(self) -> dict[str, int]:
        """How many were for each option in the end."""
        return self._counts(self.last, self.hands)

    def first_counts(self) -> dict[str, int]:
        """How many were for each option at first."""
        return self._counts(self.first, self.first_hands)

    def _counts(self, votes: Mapping[str, str], hands: Mapping[str, int]) -> dict[str, int]:
        counted = Counter(votes.values())
        return {option: counted[option] + hands.get(option, 0) for option in self.options}

    @property
    def is_choice(self) -> bool:
        """Whether there was more than one thing to choose; of stories of one's own only what was taken is known."""
        return len(self.options) > 1 or not self.by

    @property
    def said(self) -> int:
        """How many said something in the end."""
        return sum(self.counts().values())


def asked(room: Room) -> list[Asked]:
    """What the class was asked, in order, without what was withdrawn unanswered and without a vote."""
    if room.opened is not None and room.opened.play == "own":
        return list(_own(room))
    places = {move.ballot: place for place, move in enumerate(_answers(room))}
    return [_together(ballot, places.get(ballot.number)) for ballot in room.ballots.values() if ballot.rounds()]


def _answers(room: Room) -> list[AnswerMove]:
    return [move for move in room.moves if isinstance(move, AnswerMove)]


def _together(ballot: Ballot, place: int | None) -> Asked:
    first, second = ballot.votes[1], ballot.votes[2]
    rounds = ballot.rounds()
    reasons = {seat: vote.reason for votes in (first, second) for seat, vote in votes.items() if vote.reason}
    last_votes = {seat: vote.option for seat, vote in ballot.votes[rounds[-1]].items()}
    return Asked(
        decision=ballot.decision,
        options=ballot.options,
        first={seat: vote.option for seat, vote in ballot.votes[rounds[0]].items()},
        last=last_votes,
        hands=ballot.hands[rounds[-1]],
        first_hands=ballot.hands[rounds[0]],
        reasons=reasons,
        predictions=ballot.predictions,
        answer=ballot.answer,
        place=place,
        by=ballot.by,
        has_two_rounds=len(rounds) == 2,
        lenses={seat: vote.lens for votes in (first, second) for seat, vote in votes.items() if vote.lens},
    )


def _own(room: Room) -> Iterator[Asked]:
    """One for each decision that any seat answered, in the order in which most met them."""
    said: dict[str, dict[str, tuple[str, str, Mapping[str, Direction]]]] = {}
    when: dict[str, list[int]] = {}
    for seat in room.seats.values():
        for place, move in enumerate(seat.answers):
            of_decision = said.setdefault(move.decision, {})
            if seat.id not in of_decision:  # what recurs counts the first time
                of_decision[seat.id] = (move.option, move.reason, move.predicted)
                when.setdefault(move.decision, []).append(place)
    for decision in sorted(said, key=lambda id: (sum(when[id]) / len(when[id]), id)):
        answers_of = said[decision]
        votes = {seat: option for seat, (option, _, _) in answers_of.items()}
        yield Asked(
            decision=decision,
            options=tuple(sorted(set(votes.values()))),
            first=votes,
            last=votes,
            hands={},
            first_hands={},
            reasons={seat: reason for seat, (_, reason, _) in answers_of.items() if reason},
            predictions={seat: predicted for seat, (_, _, predicted) in answers_of.items() if predicted},
        )
