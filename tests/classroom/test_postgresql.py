from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.live import LiveClass
from ceo_sim.classroom.postgresql import Database, PostgresStore
from ceo_sim.classroom.room import Refused
from ceo_sim.classroom.store import Draft, Gone, Unavailable
from tests.support import postgresql
from tests.support.classes import joined, opened, vote, voting

pytestmark = postgresql.NEEDED


@pytest.fixture
def database(server: postgresql.Cluster) -> Iterator[Database]:
    there = Database.open(server.url)
    yield there
    there.close()


def store_in(database: Database, code: str = "BCDF") -> PostgresStore:
    """The log of a new class; one of that code from an earlier test is deleted."""
    database.purge(10**15)
    return database.create(uuid.uuid4().hex, opened("tutorial", code=code), 0)


def test_events_are_read_by_another_server_as_they_were_written(server: postgresql.Cluster, database: Database) -> None:
    store = store_in(database)
    given = store.append([Draft("a", 1, opened("tutorial")), Draft("b", 2, joined(1))])
    other = Database.open(server.url)
    found = other.find("BCDF")
    assert found is not None
    assert list(found.read()) == given
    assert [each.seq for each in found.append([Draft("b", 9, joined(1)), Draft("c", 9, joined(2))])] == [2, 3]
    assert other.find("XXXX") is None
    other.close()


def test_a_class_is_found_under_its_new_code_and_no_two_have_one(database: Database) -> None:
    store = store_in(database)
    with pytest.raises(ev.LogError, match="code BCDF already"):
        database.create("other", opened("tutorial"), 0)
    store.append([Draft("a", 1, opened("tutorial")), Draft("b", 1, ev.CodeChanged(code="GHJK"))])
    assert database.find("BCDF") is None
    found = database.find("GHJK")
    assert found is not None
    assert found.id == store.id


def test_a_class_is_gone_when_its_time_is_over(database: Database) -> None:
    store = store_in(database)
    store.append([Draft("a", 1, opened("tutorial"))])
    month = 30 * 86_400_000
    assert database.purge(month) == 0
    assert database.purge(month + 1) == 1
    with pytest.raises(Gone, match="not there any more"):
        list(store.read())
    with pytest.raises(Gone, match="not there any more"):
        store.append([Draft("b", 1, joined(1))])


async def test_two_servers_that_hold_one_class_come_to_the_same(server: postgresql.Cluster, database: Database) -> None:
    other = Database.open(server.url)
    mine = store_in(database)
    theirs = PostgresStore(other, mine.id)
    async with LiveClass(mine) as one, LiveClass(theirs) as two:
        for event in voting(200):
            await one.submit(event)
        await _same(one, two)
        votes = [(one, two)[number % 2].submit(vote(number, "label")) for number in range(200)]
        await asyncio.gather(*votes)
        closing = two.submit(ev.VotingClosed(ballot=1, round=1))
        late = [one.submit(vote(number, "leave")) for number in range(50)]
        outcomes = await asyncio.gather(closing, *late, return_exceptions=True)
        assert all(outcome is None or isinstance(outcome, Refused) for outcome in outcomes)
        await _same(one, two)
        assert one.room == two.room
        accepted = sum(outcome is None for outcome in outcomes[1:])
        assert one.room.ballots[1].tally(1)["leave"] == accepted
    other.close()


async def test_votes_that_were_acknowledged_outlast_a_database_that_stops_and_starts(
    server: postgresql.Cluster, database: Database
) -> None:
    store = store_in(database)
    acknowledged: dict[int, str] = {}
    async with LiveClass(store) as held:
        for event in voting(60):
            await held.submit(event)

        async def insist(number: int) -> None:
            for attempt in range(200):
                option = ("leave", "label")[attempt % 2]
                try:
                    await held.submit(vote(number, option))
                except Unavailable:
                    await asyncio.sleep(0.1)
                else:
                    acknowledged[number] = option
                    return

        tasks = [asyncio.create_task(insist(number)) for number in range(60)]
        for how in ("fast", "immediate"):
            await asyncio.sleep(0.01)
            await asyncio.to_thread(server.stop, how)
            await asyncio.sleep(0.3)
            await asyncio.to_thread(server.start)
        await asyncio.gather(*tasks)
        assert len(acknowledged) == 60
        stored = {each.event.seat: each.event.option for each in store.read() if isinstance(each.event, ev.Voted)}
        assert stored == {f"s{number}": option for number, option in acknowledged.items()}
        assert held.trouble == ""


def test_an_address_where_nothing_answers_is_one_clear_error() -> None:
    with pytest.raises(ev.LogError, match="port 1 failed: Connection refused"):
        Database.open("postgresql://nobody@127.0.0.1:1/none")


async def _same(one: LiveClass, two: LiveClass) -> None:
    for _ in range(100):
        if one.room.seq == two.room.seq:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"one server is at {one.room.seq}, the other at {two.room.seq}")
