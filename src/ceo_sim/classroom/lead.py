"""What a teacher can do with a class, without a face: the terminal, the web page and bots lead by the same methods."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import grouping, names
from ceo_sim.classroom.entities import Ballot, Seat
from ceo_sim.classroom.live import LiveClass
from ceo_sim.classroom.room import Refused, Room
from ceo_sim.classroom.store import Unavailable
from ceo_sim.classroom.story import Story
from ceo_sim.engine.game import Game
from ceo_sim.errors import IllegalMove
from ceo_sim.presentation.decision import DecisionView, decision_view
from ceo_sim.presentation.desk import AgendaLine, agenda_line
from ceo_sim.presentation.document import Page
from ceo_sim.presentation.predictions import asked_meters
from ceo_sim.scenario.characters import one_line

View = Literal["scene", "votes", "reasons", "meters", "path", "groups", "debrief", "blank"]
VIEWS: Mapping[View, str] = {
    "scene": "the scene",
    "votes": "the votes",
    "reasons": "the reasons you let be seen",
    "meters": "how things stand",
    "path": "the path so far",
    "groups": "the groups",
    "debrief": "the debrief",
    "blank": "nothing",
}
"""What the projector can show, and how that is called."""
TIMES = (30, 60, 120, 180, 300)
"""Seconds that a countdown is offered with."""
MOST_SECONDS = 3600


@define(eq=False)
class Lesson:
    """A class as its teacher leads it. Every method does one thing that is then on disk.

    All of them raise `Refused` for what cannot be done now, with the reason in words for the teacher, and `Unavailable`
    if it could not be written.

    Attributes:
        live: The class.
        story: Its story; it follows the class by itself.
        by_hands: Whether no device can reach the class, so that raised hands are all the votes there are.
    """

    live: LiveClass
    story: Story
    by_hands: bool = False
    _scene: int = field(init=False, default=-1)
    _decisions: dict[str, DecisionView] = field(init=False, factory=dict)
    _debrief: tuple[object, Page] | None = field(init=False, default=None)

    # ---- how it stands --------------------------------------------------------------------------------------

    @property
    def room(self) -> Room:
        """The class as its log says it is."""
        return self.live.room

    @property
    def has_seats(self) -> bool:
        """Whether there are seats, or can be."""
        return not self.by_hands or bool(self.room.seats)

    @property
    def opened(self) -> ev.Opened:
        """How the class began."""
        assert self.room.opened is not None
        return self.room.opened

    @property
    def game(self) -> Game:
        """The class's story where it stands."""
        if self._scene != self.room.scene:
            self.story.follow(self.room.moves)
            self._scene = self.room.scene
            self._decisions = {}
        return self.story.game

    @property
    def ballot(self) -> Ballot | None:
        """The decision before the class."""
        return self.room.ballot

    def decision(self, id: str) -> DecisionView:
        """An open decision in words.

        Raises:
            IllegalMove: It is not open.
        """
        game = self.game
        if id not in self._decisions:
            self._decisions[id] = decision_view(game, id)
        return self._decisions[id]

    def waiting(self) -> list[AgendaLine]:
        """The decisions that can be put before the class: the agenda, and then what can be done with free hours."""
        return [agenda_line(self.game, waiting) for waiting in self.game.open_decisions()]

    def open_options(self, decision: str) -> tuple[str, ...]:
        """The options of an open decision that are not locked, in the order shown."""
        return tuple(option.id for option in self.decision(decision).options if not option.lock)

    def majority(self) -> str:
        """What the class chose in its last round; empty if it is a tie, or nobody has voted."""
        return "" if self.ballot is None else self.room.result(self.ballot)

    def team_name(self, team: str) -> str:
        """What a team is called."""
        if team == ev.OBSERVERS:
            return "Observers"
        role = self.game.program.scenario.roles.get(team)
        return role.name if role is not None else ""

    # ---- a decision before the class ------------------------------------------------------------------------

    async def put(self, decision: str) -> None:
        """Put an open decision before the class."""
        self._together()
        try:
            options = self.open_options(decision)
        except (IllegalMove, KeyError):
            raise Refused("That decision is not open now.") from None
        if not options:
            raise Refused("None of its options can be chosen now.")
        metrics = tuple(meter.id for meter in asked_meters(self.game, decision))
        number, moves = len(self.room.ballots) + 1, len(self.room.moves)
        await self.live.submit(ev.Put(number, decision, options, moves, metrics))

    async def open_vote(self, seconds: int = 0) -> None:
        """Take votes, in the next round; with a countdown of so many seconds, if any."""
        ballot = self._current()
        if ballot.round == 2:
            raise Refused("Both votes have been taken.")
        await self.live.submit(ev.VotingOpened(ballot.number, 2 if ballot.round else 1, _seconds(seconds)))

    async def close(self) -> None:
        """Take no more votes in this round; who has not voted is not waited for."""
        ballot = self._current()
        await self.live.submit(ev.VotingClosed(ballot.number, 2 if ballot.round == 2 else 1))

    async def give_time(self, seconds: int) -> None:
        """Set the countdown to so many seconds from now; to none at 0."""
        await self.live.submit(ev.TimeGiven(self._current().number, _seconds(seconds)))

    async def reveal(self) -> None:
        """Show the votes of all rounds."""
        await self.live.submit(ev.Revealed(self._current().number))

    async def answer(self, option: str = "") -> None:
        """Carry out an option, or what the class chose if none is named; on a tie one has to be."""
        ballot = self._current()
        majority = self.room.result(ballot)
        if not option and not majority:
            raise Refused("The vote is a tie: pick the option." if ballot.rounds() else "Nobody has voted: pick one.")
        chosen = option or majority
        if chosen in ballot.options and not self.game.can(ballot.decision, chosen):
            raise Refused("That option cannot be chosen any more: withdraw the decision and put it again.")
        by: Literal["majority", "teacher"] = "majority" if chosen == majority else "teacher"
        await self.live.submit(ev.Answered(ballot.number, chosen, by, len(self.room.moves)))

    async def withdraw(self) -> None:
        """Take the decision from the class without an answer; it may be put again."""
        await self.live.submit(ev.Withdrawn(self._current().number))

    async def count_hands(self, round: ev.Round, counts: Mapping[str, int]) -> None:
        """Enter raised hands by option, in the place of those counted before."""
        await self.live.submit(ev.HandsCounted(self._current().number, round, dict(counts)))

    async def take_hands(self, counts: Mapping[str, int]) -> None:
        """Take a vote by raised hands alone: it is over once they are counted."""
        ballot = self._current()
        if not any(counts.values()):
            raise Refused("Count at least one hand.")
        if ballot.is_open:  # it was opened while devices could reach the class
            await self.live.submit(ev.VotingClosed(ballot.number, 2 if ballot.round == 2 else 1))
            await self.count_hands(2 if ballot.round == 2 else 1, counts)
            return
        if ballot.round == 2:
            raise Refused("Both votes have been taken.")
        await self.count_hands(2 if ballot.round else 1, counts)

    async def show_reason(self, round: ev.Round, seat: str, *, shown: bool = True) -> None:
        """Let a reason be seen by all, or take it from the screen."""
        await self.live.submit(ev.ReasonShown(self._current().number, round, seat, shown))

    async def group(self, way: ev.Grouping) -> None:
        """Form groups of about four out of those who vote, from their first votes."""
        ballot = self._current()
        votes = {seat: vote.option for seat, vote in ballot.votes[1].items() if seat in self.room.seats}
        others = [seat.id for seat in self.room.voters if seat.id not in votes]
        formed = grouping.groups(votes, others, way, secrets.randbelow(1 << 30))
        if not formed:
            raise Refused("Nobody has a seat yet.")
        await self.live.submit(ev.Grouped(ballot.number, way, formed))

    # ---- the story ------------------------------------------------------------------------------------------

    async def next(self, *, until_needed: bool = True) -> None:
        """Let time pass until something needs the class, or for a day."""
        self._together()
        if self.ballot is not None:
            raise Refused("A decision is before the class: answer or withdraw it first.")
        game, moves = self.game, len(self.room.moves)
        if (urgent := game.urgent()) is not None:
            raise Refused(f"Something has to be answered first: {agenda_line(game, urgent).title}.")
        if game.ended:
            raise Refused("The story is over.")
        self._scene = -1
        step = self.story.pass_time(until_needed=until_needed)
        await self.live.submit(ev.Passed(moves, step))

    async def back(self) -> None:
        """Take the story back to before its last move; a decision that is before the class is withdrawn."""
        self._together()
        moves = len(self.room.moves)
        await self.live.submit(ev.WentBack(moves, moves - 1))

    async def throw(self, inject: str) -> None:
        """Throw in an inject of the scenario."""
        self._together()
        try:
            self.game.verify_inject(inject)
        except IllegalMove as refused:
            raise Refused(f"That cannot be: {refused}.") from None
        await self.live.submit(ev.Thrown(len(self.room.moves), inject))

    async def news(self, text: str) -> None:
        """Show a line of news of the teacher's own, which moves nothing."""
        text = one_line(text)
        if not text:
            raise Refused("Write the line of news first.")
        if len(text) > ev.MAX_NEWS:
            raise Refused(f"A line of news has at most {ev.MAX_NEWS} letters; this one has {len(text):,}.")
        await self.live.submit(ev.News(text))

    async def name_lens(self, seat: str, lens: str) -> None:
        """Say for a seat, which has voted, to which lens of the story its reason comes nearest."""
        ballot = self.ballot
        if ballot is None or not any(seat in votes for votes in ballot.votes.values()):
            raise Refused("You have not voted.")
        if lens not in self.game.program.scenario.lenses:
            raise Refused("Pick one of the questions.")
        await self.live.submit(ev.LensNamed(ballot.number, 2 if seat in ballot.votes[2] else 1, seat, lens))

    # ---- looking back ---------------------------------------------------------------------------------------

    def debrief(self) -> Page:
        """The debrief of what the class has done so far; made when the class has moved on since it was made last."""
        done = (len(self.room.moves), len(self.room.ballots), self.ballot is None)
        if self._debrief is None or self._debrief[0] != done:
            # It takes the analysis of plays along, for which no student waits at the beginning.
            from ceo_sim.classroom.debrief.page import page
            from ceo_sim.classroom.debrief.subject import ClassSubject

            story = Story(self.story.loaded, self.story.program, self.story.seed)
            self._debrief = done, page(ClassSubject.of(self.room, self.story.loaded, story))
        return self._debrief[1]

    # ---- the class ------------------------------------------------------------------------------------------

    async def pause(self) -> None:
        """Let everything wait, the countdown as well."""
        await self.live.submit(ev.Paused(True))

    async def resume(self) -> None:
        """Go on."""
        await self.live.submit(ev.Paused(False))

    async def display(self, view: View, part: int = 0) -> None:
        """Show another view on the projector; of the debrief, a part by its place from 0."""
        if view not in VIEWS:
            raise Refused(f"The projector can show {', '.join(VIEWS)}.")
        if view == "debrief" and not 0 <= part < len(self.debrief().sections):
            raise Refused("The debrief has no such part.")
        await self.live.submit(ev.Displayed(view, part))

    async def remove(self, seat: str) -> None:
        """Take a seat away, with all its votes."""
        await self.live.submit(ev.Removed(seat))

    async def move(self, seat: str, team: str) -> None:
        """Put a seat into another team, among the observers, or, with an empty team, among all others."""
        await self.live.submit(ev.Moved(seat, team))

    async def change_code(self, taken: Iterable[str] = ()) -> str:
        """Give the class another code, none of those taken; who has a seat keeps it."""
        code = next(code for code in iter(names.class_code, "") if code not in {self.room.code, *taken})
        await self.live.submit(ev.CodeChanged(code))
        return code

    async def admit(self, *, can_join: bool) -> None:
        """Let seats be taken, or not; who has one keeps it."""
        await self.live.submit(ev.Admission(can_join))

    async def end(self) -> None:
        """End the class: nobody joins or votes any more."""
        await self.live.submit(ev.Ended())

    async def join(self, *, observes: bool = False) -> tuple[Seat, str]:
        """Give somebody a seat, in the smallest team if there are teams; the seat, and the secret that proves it."""
        secret, id = names.seat_secret(), secrets.token_hex(6)
        team = ev.OBSERVERS if observes else self.room.smallest_team()
        name = names.seat_name({seat.name for seat in self.room.seats.values()})
        await self.live.submit(ev.Joined(id, name, names.digest(secret), team))
        return self.room.seats[id], secret

    # ---- by itself ------------------------------------------------------------------------------------------

    async def keep_time(self) -> None:
        """Close each vote when its countdown has run out, for as long as the class is held."""
        while True:
            left = self.live.seconds_left()
            if left == 0 and not self.room.is_paused:
                with contextlib.suppress(Refused, Unavailable):  # the teacher was quicker; or it is tried again
                    await self.close()
            await asyncio.sleep(0.2 if left else 0.5)

    # ---- inside ---------------------------------------------------------------------------------------------

    def _current(self) -> Ballot:
        if (ballot := self.ballot) is None:
            raise Refused("No decision is before the class.")
        return ballot

    def _together(self) -> None:
        if self.opened.play == "own":
            raise Refused("Here everybody plays a story of their own.")


def _seconds(seconds: int) -> int:
    if not 0 <= seconds <= MOST_SECONDS:
        raise Refused(f"A countdown has 0 to {MOST_SECONDS:,} seconds.")
    return seconds


assert set(VIEWS) == set(get_args(View))
