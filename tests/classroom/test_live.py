from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from attrs import define, field

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import live
from ceo_sim.classroom.live import LiveClass
from ceo_sim.classroom.room import Refused, Room
from ceo_sim.classroom.store import Draft, SqliteStore, Unavailable
from tests.support.classes import joined, opened, vote, voting


async def test_two_hundred_votes_at_once_are_on_disk_when_they_are_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "a.class"
    async with LiveClass(SqliteStore.create(path)) as held:
        for event in voting(200):
            await held.submit(event)
        await asyncio.gather(*(held.submit(vote(number, "label")) for number in range(200)))
        reader = SqliteStore.look(path)
        room = Room().replay(reader.read())
        reader.close()
        assert room.ballots[1].tally(1)["label"] == 200
        assert room == held.room


async def test_a_vote_that_the_closing_overtook_is_refused_to_its_sender(tmp_path: Path) -> None:
    async with LiveClass(SqliteStore.create(tmp_path / "a.class")) as held:
        for event in voting(2):
            await held.submit(event)
        closing = held.submit(ev.VotingClosed(ballot=1, round=1))
        late = held.submit(vote(0, "label"))  # verified while voting is open, and behind the closing in the log
        outcomes = await asyncio.gather(closing, late, return_exceptions=True)
        assert outcomes[0] is None
        assert isinstance(outcomes[1], Refused)


async def test_who_watches_hears_of_changes_and_many_at_once_count_as_one(tmp_path: Path) -> None:
    async with LiveClass(SqliteStore.create(tmp_path / "a.class")) as held:
        seen: list[int] = []

        async def watch() -> None:
            async for seq in held.changes():
                seen.append(seq)  # noqa: PERF401 - the changes never end

        task = asyncio.create_task(watch())
        await asyncio.sleep(0)
        await held.submit(opened())
        await asyncio.gather(*(held.submit(joined(number)) for number in range(50)))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert seen[-1] == 51
        assert len(seen) < 20
        assert held.watchers == 0


@define
class _Moody:
    """A store that cannot be had so many times, before or after it has written."""

    inner: SqliteStore
    failures: int
    after_writing: bool = False
    foreign: list[Draft] = field(factory=list)

    def append(self, drafts: Sequence[Draft]) -> list[ev.Stored]:
        if self.foreign:
            self.inner.append(self.foreign)
            self.foreign = []
        if self.failures and not self.after_writing:
            self.failures -= 1
            raise Unavailable("the disk is full")
        stored = self.inner.append(drafts)
        if self.failures:
            self.failures -= 1
            raise Unavailable("the connection was lost")
        return stored

    def read(self, after: int = 0) -> Iterator[ev.Stored]:
        return self.inner.read(after)

    def watch(self, changed: Callable[[], object]) -> None:
        self.inner.watch(changed)

    def close(self) -> None:
        self.inner.close()


@pytest.mark.parametrize("after_writing", [False, True])
async def test_a_log_that_goes_away_and_returns_loses_and_doubles_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after_writing: bool
) -> None:
    monkeypatch.setattr(live, "TRIES", (0.0, 0.0))
    store = _Moody(SqliteStore.create(tmp_path / "a.class"), 0, after_writing)
    async with LiveClass(store) as held:
        for event in voting(3):
            await held.submit(event)
        store.failures = 2
        await held.submit(vote(0, "label"))
        assert held.trouble == ""
        assert [each.seq for each in store.read()] == list(range(1, 8))
        store.failures = 9
        with pytest.raises(Unavailable):
            await held.submit(vote(1, "label"))
        assert held.trouble
        store.failures = 0
        await held.submit(vote(1, "label"))
        assert held.room.ballots[1].tally(1)["label"] == 2


async def test_what_another_server_wrote_between_happens_in_the_order_of_the_log(tmp_path: Path) -> None:
    store = _Moody(SqliteStore.create(tmp_path / "a.class"), 0)
    async with LiveClass(store) as held:
        for event in voting(3):
            await held.submit(event)
        store.foreign = [Draft("x", 0, ev.VotingClosed(ballot=1, round=1))]
        with pytest.raises(Refused, match="Voting is closed"):
            await held.submit(vote(0, "label"))
        assert not held.room.ballots[1].is_open


async def test_a_countdown_runs_by_a_clock_that_nobody_sets(tmp_path: Path) -> None:
    wall = [1_000_000.0]
    async with LiveClass(SqliteStore.create(tmp_path / "a.class"), clock=lambda: wall[0]) as held:
        for event in voting(1)[:-1]:
            await held.submit(event)
        await held.submit(ev.VotingOpened(ballot=1, round=1, seconds=60))
        wall[0] -= 86_400
        assert held.seconds_left() in {59, 60}
        await held.submit(ev.TimeGiven(ballot=1, seconds=0))
        assert held.seconds_left() is None
