"""Students, two pages of the teacher and a console at once, over HTTP: the class stays what its log says."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceo_sim.classroom import controls
from ceo_sim.classroom import events as ev
from ceo_sim.classroom.control import Control
from ceo_sim.classroom.room import Refused, Room
from ceo_sim.classroom.store import SqliteStore
from tests.support.hosting import CODE, PROGRAM, Hosted, Visitor, hosting

HOSTILE = ("<blink>", "\x1b[31m", "\x1b]52;c;AAAA\x07", "\u202e", "a\x00b", "Z" + "\u0301" * 60, "=1+1", "x" * 139, "")
STEERING = ("<blink>", "\x1b", "\x07", "\u202e", "\x00")
PAGES = ("/seat", "/screen", "/device", "/teach", "/resume", "")


@attrs.define
class Crowd:
    """What those who act at once draw from, and what became of it."""

    hosted: Hosted
    random: Random
    became: Counter[str] = attrs.field(factory=Counter)

    async def send(self, visitor: Visitor, path: str, **fields: str) -> None:
        headers = PROGRAM if self.random.random() < 0.7 else {}
        data = {"token": visitor.token, **fields}
        async with visitor.client.post(path, data=data, headers=headers) as answer:
            self.verify(answer.status, await answer.text(), answer.content_type)
            self.became[path.rpartition("/")[2]] += answer.status == 200

    async def look(self, visitor: Visitor, path: str) -> None:
        async with visitor.client.get(path) as answer:
            self.verify(answer.status, await answer.text(), answer.content_type)

    def verify(self, status: int, text: str, kind: str) -> None:
        assert status < 500, text
        if kind == "text/html":
            assert not any(each in text for each in STEERING), text

    async def study(self, student: Visitor) -> None:
        for _ in range(25):
            ballots = self.hosted.held.room.ballots
            match self.random.choice(["vote"] * 5 + ["predict", "lens", "look", "look", "pass", "decide", "again"]):
                case "vote" if ballots:
                    ballot = ballots[len(ballots)]
                    own = {"option": self.random.choice([*ballot.options, "none"])}
                    round = str(self.random.choice([1, 2, ballot.round, ballot.round, ballot.round]))
                    reason = self.random.choice(HOSTILE)
                    await self.send(
                        student, f"/{CODE}/vote", ballot=str(ballot.number), round=round, reason=reason, **own
                    )
                case "predict" if ballots:
                    metrics = {f"expect-{metric}": "up" for metric in ballots[len(ballots)].metrics}
                    await self.send(student, f"/{CODE}/predict", ballot=str(len(ballots)), **metrics)
                case "lens":
                    await self.send(student, f"/{CODE}/lens", lens=self.random.choice(["duty", "rights", "\x1b"]))
                case "pass":
                    await self.send(student, f"/{CODE}/pass", number=str(self.random.randrange(3)))
                case "decide":
                    await self.send(student, f"/{CODE}/decide/{self.random.choice(['x', '%00'])}", option="leave")
                case "again" if self.random.random() < 0.2:
                    await self.send(student, f"/{CODE}/leave", forget=self.random.choice(["yes", "no"]))
                case _:
                    await self.look(student, f"/{CODE}{self.random.choice(PAGES)}")
            await asyncio.sleep(self.random.random() / 100)

    def fields(self, control: Control) -> dict[str, str]:
        given = {}
        for ask in control.asks:
            typed = ("1", "7", "99999", "-1", *HOSTILE)
            given[ask.name] = self.random.choice([value for value, _ in ask.choices] * 4 or typed)
        return given

    def control(self) -> Control:
        """One that can be used now, mostly."""
        every = [each for each in controls.controls(self.hosted.lesson) if each.id not in ("end", "code")]
        can = [each for each in every if each.can and each.id in ("put", "open", "close", "reveal", "answer", "next")]
        return self.random.choice(can if can and self.random.random() < 0.6 else every)

    async def lead(self, teacher: Visitor) -> None:
        for _ in range(35):
            control = self.control()
            await self.send(teacher, f"/{CODE}/teach", do=control.id, **self.fields(control))
            await self.look(teacher, f"/{CODE}/teach{self.random.choice(['', '?whole=1', '?sure=remove', '/debrief'])}")
            await asyncio.sleep(self.random.random() / 50)

    async def console(self) -> None:
        for _ in range(35):
            control = self.control()
            with contextlib.suppress(Refused):
                await controls.perform(self.hosted.lesson, control.id, self.fields(control))
            await asyncio.sleep(self.random.random() / 50)


async def all_at_once(folder: Path, seed: int, play: ev.PlayMode) -> None:
    async with hosting(folder, play=play) as hosted:
        crowd = Crowd(hosted, Random(seed))
        students = [await hosted.student() for _ in range(8)]
        teachers = [await hosted.teacher(), await hosted.teacher()]
        await asyncio.gather(*map(crowd.study, students), *map(crowd.lead, teachers), crowd.console())
        reader = SqliteStore.look(folder / "a.class")
        again = Room().replay(reader.read())
        reader.close()
        assert attrs.asdict(again, recurse=False) == attrs.asdict(hosted.held.room, recurse=False)
        assert crowd.became["teach"] > 0


@pytest.mark.slow
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), play=st.sampled_from(["board", "own"]))
def test_whatever_all_do_at_once_the_class_is_what_its_log_says(
    tmp_path_factory: pytest.TempPathFactory, seed: int, play: ev.PlayMode
) -> None:
    asyncio.run(all_at_once(tmp_path_factory.mktemp("class"), seed, play))
