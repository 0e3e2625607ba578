"""A log that goes on: whoever wrote it, every page of its class can be shown, or it says what does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.beginning import holding
from ceo_sim.classroom.store import Draft, SqliteStore
from tests.support.classes import OPTIONS, opened
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
