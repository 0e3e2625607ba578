"""A class as its log says it is: who has a seat, what is before it, how it voted, and where its story stands.

`Room.apply` is the only judge. Whatever the order in which servers, teachers and students act, the order of the log
decides: a vote that comes after the closing in the log is refused, on every server and whenever the log is read again.
It knows nothing of clocks, sockets and the engine: the story is a list of moves, which `story` plays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Literal, get_args

from attrs import define, evolve, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.entities import AnswerMove, Ballot, Move, OwnMove, PassMove, Seat, ThrowMove, Vote
from ceo_sim.scenario.characters import blanked, one_line

MAX_SEATS = 2_000
MAX_TEXT = 500
"""Characters of any text in an event; the title of a story is the longest."""
_OF_ONE = (ev.Joined, ev.Voted, ev.LensNamed, ev.Predicted, *get_args(ev.OwnEvent))
"""What changes a seat's own pages only, and those of the teacher."""
MAX_MOVES = 1_000
"""Of one story; the longest shipped one has some 90, with a move for each stretch of time."""

Phase = Literal["lobby", "story", "put", "voting", "talk", "closed", "revealed", "over"]


class Refused(Exception):
    """What somebody did came too late or is not theirs to do; the text says why, to them."""


@define
class Room:
    """A class.

    Attributes:
        opened: How it began; None before that. `began` is when, in milliseconds since 1970.
        code: By which it is found; under `old_codes` are only those who had a seat then.
        seats: By id, in the order in which they were taken, without those removed.
        ballots: By number, in order.
        moves: The story of the class.
        news: The teacher's own lines, each with the number of moves that the story had.
        seq: The last event that was applied or refused.
        scene: The last event that changed what everybody sees; a vote is none, as it is seen when votes are shown.
        refused: How many events were refused.
    """

    opened: ev.Opened | None = None
    began: int = 0
    code: str = ""
    old_codes: set[str] = field(factory=set)
    seats: dict[str, Seat] = field(factory=dict)
    removed: set[str] = field(factory=set)
    ballots: dict[int, Ballot] = field(factory=dict)
    moves: list[Move] = field(factory=list)
    news: list[tuple[int, str]] = field(factory=list)
    takes_seats: bool = True
    is_paused: bool = False
    is_over: bool = False
    view: str = "scene"
    part: int = 0
    seq: int = 0
    scene: int = 0
    refused: int = 0

    # ---- what it is like ------------------------------------------------------------------------------------

    @property
    def ballot(self) -> Ballot | None:
        """The decision before the class; None if there is none."""
        last = self.ballots.get(len(self.ballots))
        return None if last is None or last.is_done else last

    @property
    def phase(self) -> Phase:
        """What the class is doing."""
        if self.is_over:
            return "over"
        if (ballot := self.ballot) is None:
            return "story" if self.moves or self.ballots else "lobby"
        if ballot.is_open:
            return "voting"
        if ballot.is_revealed:
            return "revealed"
        return ("put", "talk", "closed")[ballot.round]

    @property
    def voters(self) -> list[Seat]:
        """The seats that vote."""
        return [seat for seat in self.seats.values() if not seat.observes]

    def waiting_for(self) -> list[Seat]:
        """The seats whose vote the open round still lacks."""
        ballot = self.ballot
        if ballot is None or not ballot.is_open:
            return []
        return [seat for seat in self.voters if seat.id not in ballot.votes[ballot.round]]

    def result(self, ballot: Ballot) -> str:
        """The option that the class chose in the last round that anybody voted in; empty if it is a tie or nobody did.

        In teams each team has one vote: what most of it voted for, none if it is split. Raised hands count as a team.
        """
        rounds = ballot.rounds()
        if not rounds:
            return ""
        if self.opened is None or self.opened.play != "teams":
            return _most(ballot.tally(rounds[-1]))
        return _most(Counter(choice for choice in self.team_choices(ballot, rounds[-1]).values() if choice))

    def team_choices(self, ballot: Ballot, round: int) -> dict[str, str]:
        """What most of each team voted for; empty for a team that is split, and teams without a vote are left out."""
        by_team: dict[str, Counter[str]] = {}
        for id, vote in ballot.votes[round].items():
            by_team.setdefault(self.seats[id].team, Counter())[vote.option] += 1
        choices = {team: _most(counts) for team, counts in by_team.items()}
        if any(ballot.hands[round].values()):
            choices["hands"] = _most(ballot.hands[round])
        return choices

    def seed_of(self, seat: Seat) -> int:
        """The luck of a seat's own story.

        Raises:
            LogError: The class has not begun.
        """
        if self.opened is None:
            raise ev.LogError("this log is empty: the class has not begun")
        return self.opened.seed if seat.seed is None else seat.seed

    @property
    def has_one_luck(self) -> bool:
        """Whether all stories of seats have the luck of the class."""
        return all(self.seed_of(seat) == self.seed_of(other) for other, seat in pairwise(self.seats.values()))

    def smallest_team(self) -> str:
        """The team that has the fewest seats, the first of those if several have; empty if there are none."""
        teams = self.opened.teams if self.opened is not None else ()
        sizes = Counter(seat.team for seat in self.seats.values())
        return min(teams, key=lambda team: sizes[team], default="")

    # ---- what happens to it ---------------------------------------------------------------------------------

    def replay(self, stored: Iterable[ev.Stored]) -> Room:
        """Apply events in order; those that are refused stay without effect, as they did at the time."""
        for each in stored:
            self.apply(each)
        return self

    def apply(self, stored: ev.Stored) -> Refused | None:
        """Let an event happen; what it is refused for, if it is.

        Raises:
            LogError: Its place does not follow that of the event before it.
        """
        if stored.seq != self.seq + 1:
            raise ev.LogError(f"event {stored.seq} follows event {self.seq} in the log; the ones between are missing")
        self.seq = stored.seq
        try:
            self.verify(stored.event)
        except Refused as refused:
            self.refused += 1
            return refused
        self._do(stored.event)
        if isinstance(stored.event, ev.Opened):
            self.began = stored.at
        if not isinstance(stored.event, _OF_ONE):
            self.scene = stored.seq
        return None

    def verify(self, event: ev.Event) -> None:
        """Do nothing if the event could happen now.

        Raises:
            Refused: It could not.
        """
        _verify_texts(event)
        if isinstance(event, ev.Opened):
            _require(self.opened is None, "This class has begun already.")
            return
        _require(self.opened is not None, "This class has not begun.")
        # What it did can be looked at afterwards.
        _require(not self.is_over or isinstance(event, ev.Displayed), "This class is over.")
        match event:
            case ev.Admission():
                _require(event.open != self.takes_seats, f"Seats {'can' if event.open else 'cannot'} be taken already.")
            case ev.Joined():
                _require(self.takes_seats, "This class takes no more seats just now: ask your teacher.")
                _require(event.seat not in self.seats and event.seat not in self.removed, "This seat is taken.")
                _require(len(self.seats) < MAX_SEATS, f"This class is full: it has {MAX_SEATS:,} seats.")
                self._verify_team(event.team)
            case ev.Moved():
                self._seat(event.seat)
                self._verify_team(event.team)
            case ev.Removed():
                self._seat(event.seat)
            case ev.Put():
                _require(self.ballot is None, "Another decision is before the class.")
                _require(event.ballot == len(self.ballots) + 1, "That decision has been put already.")
                _require(len(set(event.options)) == len(event.options) > 0, "A decision needs options.")
                self._verify_moves(event.moves)
            case ev.Answered() | ev.Passed() | ev.Thrown() | ev.WentBack():
                self._verify_move(event)
            case ev.Paused():
                _require(event.paused != self.is_paused, f"The class is {'' if self.is_paused else 'not '}paused.")
            case ev.OwnAnswered() | ev.OwnAsked() | ev.OwnThrown() | ev.OwnPassed() | ev.OwnBack():
                self._verify_own(event)
            case ev.News():
                _verify_line(event.text, ev.MAX_NEWS)
            case ev.CodeChanged() | ev.Displayed() | ev.Ended():
                pass
            case _:
                self._verify_ballot(event)

    def _verify_ballot(self, event: ev.Event) -> None:
        number = getattr(event, "ballot", 0)
        ballot = self.ballot
        _require(ballot is not None and ballot.number == number, "This decision is not before the class any more.")
        assert ballot is not None
        match event:
            case ev.VotingOpened():
                _require(not ballot.is_open and not ballot.is_revealed, "Votes cannot be taken now.")
                _require(event.round == ballot.round + 1, f"Round {event.round} cannot be opened now.")
            case ev.Voted():
                _require(not self.is_paused, "The class is paused.")
                _require(ballot.is_open and event.round == ballot.round, "Voting is closed.")
                _require(not self._seat(event.seat).observes, "Observers do not vote.")
                _require(event.option in ballot.options, "There is no such option.")
                _verify_line(event.reason, ev.MAX_REASON)
            case ev.LensNamed():
                _require(not self.is_paused, "The class is paused.")
                self._seat(event.seat)
                _require(event.seat in ballot.votes[event.round], "There is no such vote.")
                _verify_line(event.lens, 60)
            case ev.HandsCounted():
                latest = ballot.round + (not ballot.is_open)
                _require(event.round <= latest, "That round has not been reached.")
                _require(not ballot.is_revealed, "The votes have been shown.")
                _require(event.counts.keys() <= set(ballot.options), "There is no such option.")
                _require(all(0 <= count <= MAX_SEATS for count in event.counts.values()), "That is no number of hands.")
            case ev.Predicted():
                _require(not ballot.is_revealed, "The votes have been shown.")
                self._seat(event.seat)
                _require(event.directions.keys() <= set(ballot.metrics), "That is not asked for.")
            case ev.VotingClosed():
                _require(ballot.is_open and event.round == ballot.round, "Voting is closed.")
            case ev.TimeGiven():
                _require(ballot.is_open, "Voting is closed.")
            case ev.Revealed():
                _require(not ballot.is_open, "Close the voting first.")
                _require(not ballot.is_revealed and bool(ballot.rounds()), "There is nothing to show.")
            case ev.ReasonShown():
                vote = ballot.votes[event.round].get(event.seat)
                _require(vote is not None and bool(vote.reason), "There is no such reason.")
            case ev.Grouped():
                _require(set().union(*map(set, event.groups)) <= self.seats.keys(), "There is no such seat.")

    def _verify_move(self, event: ev.Answered | ev.Passed | ev.Thrown | ev.WentBack) -> None:
        self._verify_moves(event.moves)
        match event:
            case ev.Answered():
                ballot = self.ballot
                current = ballot is not None and ballot.number == event.ballot
                _require(current, "This decision is not before the class any more.")
                assert ballot is not None
                _require(not ballot.is_open, "Close the voting first.")
                _require(event.option in ballot.options, "There is no such option.")
            case ev.Passed() | ev.Thrown():
                _require(self.ballot is None, "A decision is before the class: answer or withdraw it first.")
            case ev.WentBack():
                _require(0 <= event.to < len(self.moves), "There is nothing to go back to.")

    def _verify_moves(self, moves: int) -> None:
        _require(moves == len(self.moves), "The story has gone on meanwhile: look again.")
        _require(moves < MAX_MOVES, f"A story has at most {MAX_MOVES:,} moves.")

    def _verify_own(self, event: ev.OwnEvent) -> None:
        _require(self.opened is not None and self.opened.play == "own", "This class plays one story together.")
        _require(not self.is_paused, "The class is paused.")
        seat = self._seat(event.seat)
        _require(event.number == len(seat.moves), "Your story has gone on on another device: look again.")
        _require(event.number < MAX_MOVES, f"A story has at most {MAX_MOVES:,} moves.")
        if isinstance(event, ev.OwnAnswered):
            _verify_line(event.reason, ev.MAX_REASON)
        if isinstance(event, ev.OwnBack):
            _require(0 <= event.to < event.number, "There is nothing to go back to.")
        else:
            _require(not seat.ending, "Your story is over.")

    def _verify_team(self, team: str) -> None:
        assert self.opened is not None
        _require(team in {"", ev.OBSERVERS, *self.opened.teams}, "There is no such team.")

    def _seat(self, id: str) -> Seat:
        _require(id in self.seats, "This seat is not in the class.")
        return self.seats[id]

    # ---- what it then does, each as verified ----------------------------------------------------------------

    def _do(self, event: ev.Event) -> None:
        match event:
            case ev.Opened():
                self.opened, self.code = event, event.code
            case ev.CodeChanged():
                self.old_codes.add(self.code)
                self.old_codes.discard(event.code)
                self.code = event.code
            case ev.Admission():
                self.takes_seats = event.open
            case ev.Ended():
                self.is_over = True
            case ev.News():
                self.news.append((len(self.moves), event.text))
            case ev.Paused():
                self.is_paused = event.paused
            case ev.Displayed():
                self.view, self.part = event.view, event.part
            case ev.Joined() | ev.Moved() | ev.Removed():
                self._seat_people(event)
            case ev.Answered() | ev.Passed() | ev.Thrown() | ev.WentBack():
                self._move(event)
            case ev.OwnAnswered() | ev.OwnAsked() | ev.OwnThrown() | ev.OwnPassed() | ev.OwnBack():
                self._move_own(event)
            case _:
                self._do_ballot(event)

    def _seat_people(self, event: ev.Joined | ev.Moved | ev.Removed) -> None:
        match event:
            case ev.Joined():
                seat = Seat(event.seat, event.name, event.secret, event.team, self.seq, event.seed)
                self.seats[event.seat] = seat
            case ev.Moved():
                self.seats[event.seat].team = event.team
                if event.team == ev.OBSERVERS and (ballot := self.ballot) is not None:
                    for votes in ballot.votes.values():
                        votes.pop(event.seat, None)
            case ev.Removed():
                self._remove(event.seat)

    def _do_ballot(self, event: ev.Event) -> None:
        if isinstance(event, ev.Put):
            self.ballots[event.ballot] = Ballot(event.ballot, event.decision, event.options, event.moves, event.metrics)
            self.view = "scene"
            return
        ballot = self.ballot
        assert ballot is not None
        match event:
            case ev.VotingOpened():
                ballot.round, ballot.is_open = event.round, True
                ballot.seconds, ballot.timed = event.seconds, self.seq
            case ev.Voted() | ev.LensNamed() | ev.ReasonShown():
                votes = ballot.votes[event.round]
                votes[event.seat] = _vote(votes, event)
            case ev.HandsCounted():
                ballot.hands[event.round] = dict(event.counts)
                ballot.round = 2 if 2 in {ballot.round, event.round} else 1
            case ev.Predicted():
                ballot.predictions[event.seat] = event.directions
            case ev.VotingClosed():
                ballot.is_open, ballot.seconds = False, 0
            case ev.TimeGiven():
                ballot.seconds, ballot.timed = event.seconds, self.seq
            case ev.Revealed():
                ballot.is_revealed, self.view = True, "votes"
            case ev.Withdrawn():
                ballot.is_withdrawn = True
            case ev.Grouped():
                ballot.groups, ballot.grouping = event.groups, event.way

    def _move(self, event: ev.Answered | ev.Passed | ev.Thrown | ev.WentBack) -> None:
        match event:
            case ev.Answered():
                ballot = self.ballots[event.ballot]
                ballot.answer, ballot.by = event.option, event.by
                self.moves.append(AnswerMove(ballot.decision, event.option, ballot.number))
            case ev.Passed():
                self.moves.append(PassMove(event.step))
            case ev.Thrown():
                self.moves.append(ThrowMove(event.inject))
            case ev.WentBack():
                if (open := self.ballot) is not None:
                    open.is_withdrawn = True
                del self.moves[event.to :]
        self.view = "scene"

    def _move_own(self, event: ev.OwnEvent) -> None:
        seat = self.seats[event.seat]
        match event:
            case ev.OwnAnswered():
                seat.moves.append(
                    OwnMove(event.step, event.decision, event.option, event.reason, event.check, event.predicted)
                )
            case ev.OwnAsked():
                seat.moves.append(OwnMove(event.step, event.decision, adviser=event.adviser))
            case ev.OwnThrown():
                seat.moves.append(OwnMove(event.step, inject=event.inject))
            case ev.OwnPassed():
                seat.moves.append(OwnMove(event.step))
                seat.ending = event.ending
            case ev.OwnBack():
                del seat.moves[event.to :]
                seat.ending = ""

    def _remove(self, seat: str) -> None:
        """Take a seat away, with all that it said."""
        del self.seats[seat]
        self.removed.add(seat)
        for ballot in self.ballots.values():
            for votes in ballot.votes.values():
                votes.pop(seat, None)
            ballot.predictions.pop(seat, None)
            ballot.groups = tuple(tuple(id for id in group if id != seat) for group in ballot.groups)


def _require(holds: bool, refusal: str) -> None:
    if not holds:
        raise Refused(refusal)


def _vote(votes: Mapping[str, Vote], event: ev.Voted | ev.LensNamed | ev.ReasonShown) -> Vote:
    """A seat's vote after an event."""
    match event:
        case ev.Voted():
            return Vote(event.option, event.reason)
        case ev.LensNamed():
            return evolve(votes[event.seat], lens=event.lens)
        case ev.ReasonShown():
            return evolve(votes[event.seat], is_shown=event.shown)


def _verify_texts(event: ev.Event) -> None:
    """Refuse what steers a screen, and a code that cannot stand in an address."""
    _require(all(map(_is_plain, _texts(event))), "That is not one line of plain text.")
    if isinstance(event, ev.Opened | ev.CodeChanged):
        _require(event.code.isascii() and event.code.isalnum(), "That is no code of a class.")


def _texts(holder: ev.Event | Iterable[object]) -> Iterator[str]:
    """Every text in an event, whatever field it is in."""
    if isinstance(holder, ev.Event):
        holder = [getattr(holder, name) for name in holder.__struct_fields__]
    for value in holder:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple | dict | ev.Event):
            yield from _texts(value)


def _is_plain(text: str) -> bool:
    """Whether a text stays within its line on every screen: a log may have been written by anybody."""
    return len(text) <= MAX_TEXT and text == blanked(text)


def _verify_line(text: str, most: int) -> None:
    """Refuse what would not be one short line on every screen, whatever server wrote it: nothing in a room steers."""
    _require(len(text) <= most, f"That is too long: it may have {most} letters.")
    _require(text == one_line(text), "That is not one line of plain text.")


def _most(counts: Mapping[str, int]) -> str:
    """What has the most, if it is one and anybody is for it; else empty."""
    most = max(counts.values(), default=0)
    first = [option for option, count in counts.items() if count == most]
    return first[0] if most and len(first) == 1 else ""
