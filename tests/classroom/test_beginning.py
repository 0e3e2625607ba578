"""A log that goes on: whoever wrote it, every page of its class can be shown, or it says what does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.beginning import holding
from ceo_sim.classroom.debrief.subject import ClassSubject
from ceo_sim.classroom.store import Draft, SqliteStore
from tests.support.classes import OPTIONS, joined, opened, room_of
from tests.support.hosting import hosting
from tests.support.scenarios import shipped

FIRST = next(iter(shipped("tutorial").playable.decisions))


def log(path: Path, *events: ev.Event) -> SqliteStore:
    store = SqliteStore.create(path)
    store.append([Draft(f"{place}", 1, event) for place, event in enumerate((opened(), *events))])
    return store


@pytest.mark.parametrize(
    "put",
    [
        ev.Put(1, "none", OPTIONS, 0),
        ev.Put(1, FIRST, ("none",), 0),
        ev.Put(1, FIRST, OPTIONS, 0, ("none",)),
        ev.Put(1, list(shipped("tutorial").playable.decisions)[-1], ("none",), 0),
    ],
)
async def test_a_decision_that_the_scenario_does_not_have_is_found_out_at_once(tmp_path: Path, put: ev.Put) -> None:
    store = log(tmp_path / "a.class", put)
    with pytest.raises(ev.LogError, match="decision 1 of the class does not fit its scenario"):
        async with holding(store, shipped("tutorial")):
            pass


async def test_a_decision_that_is_not_open_where_the_story_stands_is_found_out_too(tmp_path: Path) -> None:
    decisions = shipped("tutorial").playable.decisions
    later = list(decisions)[-1]
    store = log(tmp_path / "a.class", ev.Put(1, later, tuple(decisions[later].options), 0))
    with pytest.raises(ev.LogError, match="does not fit its scenario"):
        async with holding(store, shipped("tutorial")):
            pass


@pytest.mark.parametrize(
    "answer",
    [
        ev.OwnAnswered("s1", 0, 1, "none", "none"),
        ev.OwnAnswered("s1", 0, 1, FIRST, "none"),
        ev.OwnAnswered("s1", 0, 1, FIRST, OPTIONS[0], predicted={"none": "up"}),
    ],
)
async def test_an_answer_of_a_seat_that_the_scenario_does_not_have_is_found_out_at_once(
    tmp_path: Path, answer: ev.OwnAnswered
) -> None:
    begin = opened(play="own")
    store = SqliteStore.create(tmp_path / "a.class")
    store.append([Draft(f"{place}", 1, event) for place, event in enumerate((begin, joined(1), answer))])
    room = room_of([begin, joined(1), answer])
    with pytest.raises(ev.LogError, match="does not fit its scenario"):
        ClassSubject.of(room, shipped("tutorial"))
    with pytest.raises(ev.LogError, match="does not fit its scenario"):
        async with holding(store, shipped("tutorial")):
            pass


async def test_a_move_of_a_seat_that_cannot_be_made_is_told_of_on_its_page(tmp_path: Path) -> None:
    async with hosting(tmp_path, play="own") as hosted:
        student = await hosted.student()
        first = shipped("tutorial").playable.decisions[FIRST]
        move = ev.OwnAnswered(student.seat["seat"], 0, 10**9, FIRST, next(iter(first.options)))
        await hosted.lesson.live.submit(move)
        status, page = await student.page("/seat")
        assert status == 409
        assert "does not fit its scenario" in page
