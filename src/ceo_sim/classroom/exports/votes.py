"""What every seat said, in a fixed order: what all exports are made of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.room import Room


@frozen
class Said:
    """A vote, or an answer of a seat's own story.

    Attributes:
        at: When, in milliseconds since 1970; 0 if the log does not say.
        number: Which decision of the class it was, or of the seat's own story, from 1.
        round: The first vote or the second; 1 in a story of one's own.
        options: The ids of the options that were open, as far as that is known.
        carried_out: The option that the class then took; that of the seat in a story of its own.
        after: Milliseconds since voting was opened; None where that is not known.
    """

    seat: str
    at: int
    number: int
    round: int
    decision: str
    option: str
    reason: str
    options: tuple[str, ...]
    carried_out: str
    after: int | None = None
    predicted: Mapping[str, ev.Direction] = field(factory=dict)


def said(room: Room, log: Sequence[ev.Stored]) -> list[Said]:
    """The last vote of each seat in each round, and each answer of a story of its own, by decision, round and seat.

    Args:
        room: What the log says.
        log: The log, which alone knows when.
    """
    times = _times(log)
    everything = [*_votes(room, times), *_own(room, times)]
    places = {id: place for place, id in enumerate(room.seats)}
    return sorted(everything, key=lambda one: (one.number, one.round, places[one.seat]))


def _times(log: Sequence[ev.Stored]) -> dict[tuple[object, ...], int]:
    """When voting was opened, and when each seat said what it said last."""
    times: dict[tuple[object, ...], int] = {}
    for stored in log:
        match stored.event:
            case ev.VotingOpened(ballot=ballot, round=round):
                times[ballot, round] = stored.at
            case ev.Voted(ballot=ballot, round=round, seat=seat):
                times[ballot, round, seat] = stored.at
            case ev.OwnAnswered(seat=seat, number=number):
                times["own", seat, number] = stored.at
    return times


def _votes(room: Room, times: Mapping[tuple[object, ...], int]) -> Iterator[Said]:
    for ballot in room.ballots.values():
        for round, votes in ballot.votes.items():
            opened = times.get((ballot.number, round))
            for seat, vote in votes.items():
                at = times.get((ballot.number, round, seat), 0)
                yield Said(
                    seat=seat,
                    at=at,
                    number=ballot.number,
                    round=round,
                    decision=ballot.decision,
                    option=vote.option,
                    reason=vote.reason,
                    options=ballot.options,
                    carried_out=ballot.answer,
                    after=None if opened is None else max(0, at - opened),
                    predicted=ballot.predictions.get(seat, {}) if round == 1 else {},
                )


def _own(room: Room, times: Mapping[tuple[object, ...], int]) -> Iterator[Said]:
    for seat in room.seats.values():
        number = 0
        for place, move in enumerate(seat.moves):
            if not move.is_answer:
                continue
            number += 1
            yield Said(
                seat=seat.id,
                at=times.get(("own", seat.id, place), 0),
                number=number,
                round=1,
                decision=move.decision,
                option=move.option,
                reason=move.reason,
                options=(),
                carried_out=move.option,
                predicted=move.predicted,
            )


def participation(room: Room, votes: Sequence[Said]) -> dict[str, float]:
    """Which part of what it was asked each seat took part in, 0 to 1; what it said plays no role.

    In a story of its own, a seat has taken part in all of it once that is over; before, in as much as the one that went
    furthest.
    """
    asked = {(one.number, one.round) for one in votes}
    if room.opened is not None and room.opened.play == "own":
        numbers = {seat: sum(one.seat == seat for one in votes) for seat in room.seats}
        most = max(numbers.values(), default=0)
        return {id: 1.0 if seat.ending else numbers[id] / most if most else 0.0 for id, seat in room.seats.items()}
    took: dict[str, int] = dict.fromkeys(room.seats, 0)
    for one in votes:
        took[one.seat] += 1
    return {id: count / len(asked) if asked else 0.0 for id, count in took.items()}
