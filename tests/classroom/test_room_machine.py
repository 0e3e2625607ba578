"""Whatever is done to a class in whatever order, and however often its server is killed: it is what its log says."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.live import LiveClass
from ceo_sim.classroom.room import Refused, Room
from ceo_sim.classroom.store import SqliteStore
from tests.support.classes import OPTIONS, joined, opened

pytestmark = pytest.mark.slow

SEATS = st.integers(0, 5).map("s{}".format)
BALLOTS, ROUNDS = st.integers(1, 4), st.sampled_from((1, 2))
CHOICES = st.sampled_from((*OPTIONS, "no option"))
REASONS = st.sampled_from(("", "It is fairer.", "two\nlines", "x" * 141, "\x1b[2J", "ѕаfе"))
COUNTS = st.integers(0, 4)


class Held:
    """A class with a loop of its own, as one server after another holds it; `clock` can be set back."""

    def __init__(self, path: Path) -> None:
        """Begin with an empty log."""
        self.path, self.now = path, 1_800_000_000.0
        self.loop = asyncio.new_event_loop()
        self.live = self.hold(SqliteStore.create(path))

    def hold(self, store: SqliteStore) -> LiveClass:
        """Hold the class of a log."""
        return self.loop.run_until_complete(LiveClass(store, Room(), lambda: self.now).__aenter__())

    def do(self, *happen: ev.Event) -> list[str]:
        """Send events at once; what each is refused for, or nothing."""

        async def all_at_once() -> list[Any]:
            return await asyncio.gather(*map(self.live.submit, happen), return_exceptions=True)

        results = self.loop.run_until_complete(all_at_once())
        for result in results:
            if result is not None and not isinstance(result, Refused):
                raise result
        return ["" if result is None else str(result) for result in results]

    def log(self) -> list[ev.Stored]:
        """The log as a reader finds it."""
        with contextlib.closing(SqliteStore.look(self.path)) as store:
            return list(store.read())

    def die_and_resume(self, doing: list[ev.Event]) -> list[bool]:
        """Be killed with these on their way, and be resumed; which of them had been acknowledged.

        What a killed process leaves behind is its files, written up to some point: those of a moment ago, here.
        """

        async def cut_off() -> list[bool]:
            tasks = [asyncio.ensure_future(self.live.submit(event)) for event in doing]
            for _ in range(3):
                await asyncio.sleep(0.0006)
            told = [task.done() and task.exception() is None for task in tasks]
            copy = self.path.with_suffix(".copy")
            for each in self.path.parent.glob(f"{self.path.name}*"):  # the file and what SQLite wrote ahead
                if not each.name.endswith(".lock"):
                    shutil.copy(each, copy.with_name(each.name.replace(self.path.name, copy.name)))
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            return told

        told = self.loop.run_until_complete(cut_off())
        self.end()
        for each in self.path.parent.glob(f"{self.path.name}*"):
            each.unlink()
        for each in self.path.parent.glob("*.copy*"):
            each.rename(each.with_name(each.name.replace(f"{self.path.stem}.copy", self.path.name)))
        self.live = self.hold(SqliteStore.resume(self.path))
        return told

    def end(self) -> None:
        """Let go of the log."""
        self.loop.run_until_complete(self.live.__aexit__())


class Classes(RuleBasedStateMachine):
    """Servers, students and a teacher that act in any order, each by what it may know or guess of the room."""

    def __init__(self) -> None:
        """With a folder of its own."""
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.held = Held(Path(self.folder.name) / "a.class")
        self.acknowledged: list[ev.Event] = []

    @initialize(stage=st.sampled_from(("own", "lobby", "first", "first", "second", "second")))
    def begin(self, stage: str) -> None:
        self.do(opened(play="own" if stage == "own" else "board"))
        if stage != "lobby":
            self.do(*map(joined, range(4)))
        if stage in ("first", "second"):
            self.put(stale=False)
            self.lead("open")
        if stage == "second":
            self.vote_while_it_is_open([("s0", "leave"), ("s1", "label"), ("s2", "leave")], closing=False)
            self.lead("close")
            self.lead("open")

    @property
    def is_own(self) -> bool:
        opened = self.held.live.room.opened
        return opened is not None and opened.play == "own"

    def do(self, *happen: ev.Event) -> None:
        """Do these at once; what is refused must change nothing but the count of it."""
        room = self.held.live.room
        before, seq, refused = picture(room), room.seq, room.refused
        answers = self.held.do(*happen)
        self.acknowledged += [event for event, answer in zip(happen, answers, strict=True) if not answer]
        if all(answers):
            assert picture(room) == before
        assert room.seq - seq == len(answers) - sum(map(bool, answers)) + room.refused - refused

    @property
    def moves(self) -> int:
        return len(self.held.live.room.moves)

    @property
    def next_ballot(self) -> int:
        return len(self.held.live.room.ballots) + 1

    # ---- students -------------------------------------------------------------------------------------------

    @rule(number=st.integers(0, 5))
    def join(self, number: int) -> None:
        self.do(joined(number))

    @precondition(lambda self: not self.is_own)
    @rule(ballot=BALLOTS, round=ROUNDS, votes=st.lists(st.tuples(SEATS, CHOICES, REASONS), max_size=6))
    def vote(self, ballot: int, round: ev.Round, votes: list[tuple[str, str, str]]) -> None:
        self.do(*(ev.Voted(ballot, round, seat, option, reason) for seat, option, reason in votes))

    @precondition(lambda self: self.held.live.room.phase == "voting")
    @rule(votes=st.lists(st.tuples(SEATS, st.sampled_from(OPTIONS)), min_size=2, max_size=6), closing=st.booleans())
    def vote_while_it_is_open(self, votes: list[tuple[str, str]], closing: bool) -> None:
        ballot = self.held.live.room.ballot
        assert ballot is not None
        assert ballot.round != 0
        events: list[ev.Event] = [ev.Voted(ballot.number, ballot.round, *vote, "It is fairer.") for vote in votes]
        if closing:
            events.insert(len(events) // 2, ev.VotingClosed(ballot.number, ballot.round))
        self.do(*events)

    @precondition(lambda self: self.held.live.room.ballot is not None)
    @rule(ballot=BALLOTS, seat=SEATS, metric=st.sampled_from(("trust", "no metric")))
    def predict(self, ballot: int, seat: str, metric: str) -> None:
        self.do(ev.Predicted(ballot, seat, {metric: "up"}))

    @precondition(lambda self: self.is_own)
    @rule(seat=SEATS, number=COUNTS, back=st.booleans(), ending=st.sampled_from(("", "", "over")))
    def move_on_ones_own(self, seat: str, number: int, back: bool, ending: str) -> None:
        seats = self.held.live.room.seats
        number = len(seats[seat].moves) if seat in seats and not back else number
        self.do(ev.OwnAnswered(seat, number, 0, "post", "leave", "So be it."))
        self.do(ev.OwnPassed(seat, number + 1, 1, ending))
        if back:
            self.do(ev.OwnBack(seat, number + 2, number))

    # ---- the teacher ----------------------------------------------------------------------------------------

    @precondition(lambda self: not self.is_own)
    @rule(stale=st.booleans())
    def put(self, stale: bool) -> None:
        self.do(ev.Put(self.next_ballot, "post", OPTIONS, self.moves - stale, ("trust",)))

    @precondition(lambda self: self.held.live.room.ballot is not None)
    @rule(what=st.sampled_from(("open", "close", "reveal", "answer", "withdraw", "hands", "time", "group", "show")))
    def lead(self, what: str) -> None:
        ballot = self.held.live.room.ballot
        assert ballot is not None
        number, round = ballot.number, (ballot.round or 1)
        following: ev.Round = 2 if ballot.round else 1
        event: ev.Event
        match what:
            case "open":
                event = ev.VotingOpened(number, following, 30)
            case "close":
                event = ev.VotingClosed(number, round)
            case "reveal":
                event = ev.Revealed(number)
            case "answer":
                event = ev.Answered(number, "label", "teacher", self.moves)
            case "withdraw":
                event = ev.Withdrawn(number)
            case "hands":
                event = ev.HandsCounted(number, following, {"leave": 3})
            case "time":
                event = ev.TimeGiven(number, 60)
            case "group":
                event = ev.Grouped(number, "lot", (tuple(self.held.live.room.seats),))
            case _:
                event = ev.ReasonShown(number, round, next(iter(ballot.votes[round]), "s0"))
        self.do(event)

    @precondition(lambda self: not self.is_own)
    @rule(stale=st.booleans(), what=st.sampled_from(("pass", "throw")))
    def go_on(self, stale: bool, what: str) -> None:
        moves = self.moves - stale
        self.do(ev.Passed(moves, moves + 1) if what == "pass" else ev.Thrown(moves, "some_inject"))

    @precondition(lambda self: self.moves)
    @rule(to=COUNTS)
    def go_back(self, to: int) -> None:
        self.do(ev.WentBack(self.moves, to))

    @rule(seat=SEATS)
    def remove(self, seat: str) -> None:
        self.do(ev.Removed(seat))

    @rule(seat=SEATS, team=st.sampled_from(("", ev.OBSERVERS, "no team")))
    def move(self, seat: str, team: str) -> None:
        self.do(ev.Moved(seat, team))

    @rule(paused=st.booleans())
    def pause(self, paused: bool) -> None:
        self.do(ev.Paused(paused))

    @rule(
        event=st.sampled_from(
            (
                ev.News("It rains."),
                ev.News(""),
                ev.CodeChanged("XYZW"),
                ev.Displayed("votes"),
                ev.Admission(False),
                ev.Admission(True),
            )
        )
    )
    def say(self, event: ev.Event) -> None:
        self.do(event)

    # ---- what befalls a server ------------------------------------------------------------------------------

    @rule(seconds=st.sampled_from((-86_400.0, -1.0, 3_600.0)))
    def set_the_clock(self, seconds: float) -> None:
        self.held.now += seconds

    @rule(seats=st.lists(SEATS, max_size=4))
    def kill(self, seats: list[str]) -> None:
        ballot = self.held.live.room.ballot
        doing: list[ev.Event] = [
            ev.Voted(ballot.number if ballot else 1, 2 if ballot and ballot.round == 2 else 1, seat, "leave", "killed")
            for seat in seats
        ]
        valid = []
        for event in doing:
            with contextlib.suppress(Refused):
                self.held.live.room.verify(event)
                valid.append(event)
        told = self.held.die_and_resume(valid)
        self.acknowledged += [event for event, was_told in zip(valid, told, strict=True) if was_told]

    # ---- what holds -----------------------------------------------------------------------------------------

    @invariant()
    def the_room_is_what_the_log_says(self) -> None:
        log = self.held.log()
        assert [each.seq for each in log] == list(range(1, len(log) + 1))
        assert picture(Room().replay(log)) == picture(self.held.live.room)

    @invariant()
    def nothing_that_was_acknowledged_is_missing(self) -> None:
        there = iter([each.event for each in self.held.log()])
        assert all(any(event == found for found in there) for event in self.acknowledged)

    @invariant()
    def nobody_votes_who_may_not(self) -> None:
        room = self.held.live.room
        for ballot in room.ballots.values():
            for votes in ballot.votes.values():
                assert votes.keys() <= room.seats.keys()
                assert {vote.option for vote in votes.values()} <= set(ballot.options)
        assert not room.removed & room.seats.keys()
        assert sum(not ballot.is_done for ballot in room.ballots.values()) <= 1

    def teardown(self) -> None:
        self.held.end()
        self.held.loop.close()
        self.folder.cleanup()


def picture(room: Room) -> str:
    """All of a room but where in the log it stands, and what was refused."""
    own = {name: value for name, value in vars_of(room).items() if name not in ("seq", "refused")}
    return repr(own)


def vars_of(room: Room) -> dict[str, object]:
    """Its attributes, sets in an order."""
    found = {each.name: getattr(room, each.name) for each in Room.__attrs_attrs__}
    return {name: sorted(value) if isinstance(value, set) else value for name, value in found.items()}


TestClasses = Classes.TestCase
TestClasses.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
