"""The lesson that bots play: the whole plan, with all that students do to a server in fifty minutes."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Iterable
from typing import Any

import aiohttp
from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.rehearsal.bots import HOSTILE, Guest, Student, Teacher, Unanswered
from ceo_sim.classroom.rehearsal.record import Record, Saved

MOST_STEPS = 400
"""Of the teacher, until a story that does not end is given up."""
COUNTDOWN = 30
MEGABYTE = "x" * 1_000_000
_CLOSES_WITHIN = 5.0
"""Seconds after its end within which a countdown has to close a vote."""
_LATE, _RELOADS, _LOSES, _AFTER = 9, 5, 7, 6
"""Every so manieth student comes late, reloads, loses the connection, votes after the closing."""


@define(eq=False)
class Plan:
    """A lesson.

    Attributes:
        base: The address of the class, with its code.
        key: The teacher's secret.
        pace: Seconds that a student thinks, at most.
        decisions: How many have been voted on, or in stories of one's own answered.
        ended: Whether the story came to its end.
    """

    base: str
    key: str
    students: int
    seed: int
    record: Record
    pace: float = 0.0
    decisions: int = 0
    ended: bool = False
    present: list[Student] = field(init=False, factory=list)
    teacher: Teacher = field(init=False)
    screen: Guest = field(init=False)
    _luck: random.Random = field(init=False)
    _done: set[str] = field(init=False, factory=set)

    def __attrs_post_init__(self) -> None:
        self._luck = random.Random(self.seed)  # noqa: S311 - what bots do is no secret

    async def play(self, *, own: bool) -> None:
        """Play it, until the story is over."""
        self.teacher, self.screen = Teacher(self.base, self.record), Guest(self.base, self.record)
        try:
            await self.teacher.enter(self.key)
            await self._look_on()
            crowd = range(self.students)
            await self._all(self._come(number) for number in crowd if own or number % _LATE != _LATE - 1)
            await (self._own_stories() if own else self._together())
            await self.teacher.do("end")
            self.record.refused += await self.present[0].vote(1, 1, "anything") != 200 if self.present else 0
        except Unanswered as gone:
            self.record.problem(f"The lesson could not go on: {gone}")
        finally:
            for guest in (*self.present, self.teacher, self.screen):
                await guest.close()

    async def _together(self) -> None:
        for _ in range(MOST_STEPS):
            await self.teacher.look()
            await self._step(self.teacher.desk["suggested"])
            if self.teacher.desk["ended"]:
                self.ended = True
                return
        self.record.problem(f"The story did not end within {MOST_STEPS} steps of the teacher.")

    async def _step(self, suggested: str) -> None:
        match suggested:
            case "put":
                await self.teacher.do("put", decision=self.teacher.choices("put", "decision")[0])
                await self._decide()
            case "next":
                if self._first("news"):
                    await self.teacher.do("news", text="Breaking: the canteen is out of soup.")
                    await self._look_on()
                if self.teacher.can("throw") and self._first("throw"):
                    await self.teacher.do("throw", inject=self.teacher.choices("throw", "inject")[0])
                    await self._look_on()
                else:
                    await self.teacher.do("next")
            case _:
                raise Unanswered(f"the story is not over, but the teacher is offered {suggested or 'nothing'}")

    # ---- a decision before the class ------------------------------------------------------------------------

    async def _decide(self) -> None:
        self.decisions += 1
        await self._round(1)
        if self._first("late"):
            await self._all(self._come(number) for number in range(self.students) if number % _LATE == _LATE - 1)
        if self.present:
            await self.teacher.do("group", way="mixed")
        await self._round(2)
        await self._show()
        await self._carry_out()
        await self._look_on()

    async def _round(self, round: ev.Round) -> None:
        if self.decisions == 2 and round == 1:
            await self._counted_down(round)
            return
        began = await self._open(round)
        await self._all(self._vote(student, round) for student in self.present)
        self._note_heard(began)
        if self._first("pause"):
            await self._paused(round)
        await self._look_on()
        await self.teacher.do("close")
        late = self.present[::_AFTER]
        await self._all(self._too_late(student, round) for student in late)
        if round == 1:
            await self._all(student.come_back() for student in self.present if student.number % _LOSES == _LOSES - 1)

    async def _open(self, round: ev.Round, seconds: int = 0) -> float:
        """Open the vote; the moment at which that was done."""
        await self.teacher.do("open", seconds=seconds)
        began = time.perf_counter()
        if self.teacher.desk["phase"] != "voting":
            self.record.problem(f"Round {round} was opened, but no vote is taken.")
        return began

    async def _counted_down(self, round: ev.Round) -> None:
        """A vote that closes by its countdown."""
        await self._open(round, COUNTDOWN)
        await self._all(self._vote(student, round) for student in self.present)
        await self.teacher.do("time", seconds=1)
        until = time.perf_counter() + 1 + _CLOSES_WITHIN
        while (await self.teacher.look())["phase"] == "voting":
            if time.perf_counter() > until:
                self.record.problem("A countdown ran out, and the vote stayed open.")
                await self.teacher.do("close")
                break
            await asyncio.sleep(0.1)
        await self._all(student.come_back() for student in self.present if student.number % _LOSES == _LOSES - 1)

    async def _paused(self, round: ev.Round) -> None:
        await self.teacher.do("pause")
        if self.present:
            await self._too_late(self.present[0], round)
        await self.teacher.do("resume")

    async def _show(self) -> None:
        """Show the votes and, the first time, everything else that a projector can show."""
        if not self.teacher.can("reveal"):
            return
        await self.teacher.do("reveal")
        for view in self.teacher.choices("display", "view") if self._first("views") else ["reasons"]:
            await self.teacher.do("display", view=view)
            await self._look_on()

    async def _carry_out(self) -> None:
        options = self.teacher.choices("answer", "option")
        status, data = await self.teacher.send("/teach", "control", do="answer", option="")
        if status == 409:  # a tie: the teacher picks
            await self.teacher.do("answer", option=options[0])
        elif status != 200:
            raise Unanswered(f"a decision could not be carried out ({status}): {data.get('error', '')}")
        else:
            self.teacher.desk = data

    # ---- the students ---------------------------------------------------------------------------------------

    async def _come(self, number: int) -> None:
        student = Student(self.base, self.record, number=number)
        self.present.append(student)
        try:
            await student.join()
            await student.look()
        except Unanswered:
            self.present.remove(student)
            await student.close()
            raise

    async def _vote(self, student: Student, round: ev.Round) -> None:
        await asyncio.sleep(self._luck.random() * self.pace)
        number, first = student.number, round == 1
        data = await student.look()
        ballot = data["ballot"]
        if ballot is None or not ballot["open"]:
            self.record.problem("A vote was open, but the page of a student did not know.")
            return
        if first and number % _RELOADS == 0:
            await student.look()
        if first and ballot["metrics"]:
            ways = [self._luck.choice(("up", "down", "same")) for _ in ballot["metrics"]]
            await student.predict(ballot["number"], ways)
        if first and number == 1:
            await self._misbehave(student, ballot)
        option = self._luck.choice(ballot["options"])
        reason = HOSTILE if number == 1 else f"I think that {option.replace('_', ' ')} is fairer." if first else ""
        for chosen in (self._luck.choice(ballot["options"]), option) if number == 3 else (option,):
            status = await student.vote(ballot["number"], round, chosen, reason)
            if status != 200:
                self.record.problem(f"A vote was not taken while the vote was open ({status}).")
        if first and number == 4 and await student.vote(ballot["number"], round, option, reason) != 200:
            self.record.problem("A vote that was sent twice, as its answer was lost, was not called saved.")
        if first and number % _LOSES == _LOSES - 1:
            await student.lose_connection()

    async def _misbehave(self, student: Student, ballot: dict[str, Any]) -> None:
        """What must be turned away: too long a reason, a megabyte, no option, the teacher's controls."""
        option = ballot["options"][0]
        refused = [
            await student.vote(ballot["number"], 1, option, HOSTILE * 40),
            await student.vote(ballot["number"], 1, "no such option", "x"),
            (await student.send("/teach", "page", do="end"))[0],
        ]
        try:
            refused.append(await student.vote(ballot["number"], 1, option, MEGABYTE))
        except Unanswered:  # the connection is closed before all of it was sent
            refused.append(413)
        self.record.refused += sum(status >= 400 for status in refused)
        if not all(400 <= status < 500 for status in refused):
            self.record.problem(f"Something that had to be turned away was not: {refused}.")

    async def _too_late(self, student: Student, round: ev.Round) -> None:
        ballot = (await student.data_of("/seat"))["ballot"]
        was = ballot["votes"].get(str(round))
        other = next((option for option in ballot["options"] if option != was), ballot["options"][0])
        if await student.vote(ballot["number"], round, other, "too late") == 200 and was != other:
            self.record.problem("A vote was taken while none was open.")
        self.record.refused += 1

    def _note_heard(self, began: float) -> None:
        """How long the pages of students took to be told that the vote is open."""
        waits = [student.heard - began for student in self.present if student.heard > began]
        self.record.heard += waits
        deaf = sum(student.heard <= began and student.number % _LOSES != _LOSES - 1 for student in self.present)
        if deaf:
            text = f"{deaf} of {len(self.present)} pages were not told that the vote was open."
            self.record.problem(text, is_serious=False)

    # ---- stories of one's own -------------------------------------------------------------------------------

    async def _own_stories(self) -> None:
        await self._all(self._own_story(student) for student in self.present)
        await self._look_on()
        self.ended = all([(await student.data_of("/seat")).get("ended", False) for student in self.present])

    async def _own_story(self, student: Student) -> None:
        for _ in range(MOST_STEPS):
            data = await student.data_of("/seat")
            if data["ended"]:
                return
            number = data["number"]
            await asyncio.sleep(self._luck.random() * self.pace)
            answerable = [id for id, options in data["decisions"].items() if options]
            if answerable:
                decision = data["urgent"] if data["urgent"] in answerable else answerable[0]
                option = self._luck.choice(data["decisions"][decision])
                await student.ask(f"/decide/{decision}")
                fields = {"number": number, "option": option, "reason": HOSTILE if student.number == 1 else "So be it."}
                status, answer = await student.send(f"/decide/{decision}", "vote", **fields)
                self.decisions += 1
            else:
                option = ""
                status, answer = await student.send("/pass", "vote", number=number)
            if status != 200:
                self.record.problem(
                    f"A move of a story of one's own was not taken ({status}): {answer.get('error', '')}"
                )
                return
            self.record.saved.add(Saved("move", student.seat, number, said=option))
            await student.ask("/seat")
        self.record.problem(f"A story of one's own did not end within {MOST_STEPS} moves.")

    # ---- the projector and the teacher ----------------------------------------------------------------------

    async def _look_on(self) -> None:
        """Look at the projector and at the teacher's page, where nothing that was typed may be more than text."""
        for guest, path in ((self.screen, "/screen"), (self.teacher, "/teach")):
            status, text = await guest.ask(path, "control")
            if status != 200 or "<main" not in text:
                self.record.problem(f"The page {path} could not be read ({status}).")
            if "<script>alert" in text or "<img src=x" in text:
                self.record.problem(f"What a student typed was taken for markup on {path}.")

    def _first(self, what: str) -> bool:
        """Whether this is the first time of something."""
        is_first = what not in self._done
        self._done.add(what)
        return is_first

    async def _all(self, works: Iterable[Awaitable[None]]) -> None:
        """Do all of these at once; what goes wrong with one is noted, and stops nobody else."""
        for result in await asyncio.gather(*works, return_exceptions=True):
            if isinstance(result, Unanswered | aiohttp.ClientError | OSError | TimeoutError):
                self.record.problem(str(result) or type(result).__name__)
            elif isinstance(result, BaseException):
                raise result
