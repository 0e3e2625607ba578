"""Pictures of the screens, at the two sizes that most people have; see `__snapshots__`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ceo_sim.tui.app import CeoSim

from .conftest import TORTOISE, press, settle, to_desk

Compare = Callable[..., bool]

WAYS: dict[str, tuple[str, ...]] = {
    "note": (),
    "opening": ("enter",),
    "decision": ("enter", "enter"),
    "consequence": ("enter", "enter", "1", "enter"),
    "consequence_moved": ("enter", "enter", "1", "enter", "enter"),
    "desk": ("enter", "enter", "1", "enter", "enter", "enter"),
    "day": ("enter", "enter", "1", "enter", "enter", "enter", "n", "enter"),
    "locked": (*("enter", "enter", "1", "enter", "enter", "enter"), *("1", "1", "enter", "enter", "enter", "1")),
    "why": ("enter", "enter", "3", "enter", "enter", "enter", "n", "enter", "enter", "w"),
    "help": ("enter", "enter", "question_mark"),
}
AFTERWARDS: dict[str, tuple[str, ...]] = {
    "ending": (),
    "debrief_story": ("enter",),
    "debrief_meters": ("enter", "2"),
    "debrief_why": ("enter", "3"),
    "debrief_questions": ("enter", "4"),
}
both_sizes = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@both_sizes
def test_title(snap_compare: Compare, make: Callable[..., CeoSim], size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)

    assert snap_compare(make(), terminal_size=size, run_before=before)


@both_sizes
@pytest.mark.parametrize("name", WAYS)
def test_in_play(snap_compare: Compare, make: Callable[..., CeoSim], name: str, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, *WAYS[name])

    assert snap_compare(make(scenario=str(TORTOISE)), terminal_size=size, run_before=before)


@both_sizes
@pytest.mark.parametrize("name", AFTERWARDS)
def test_afterwards(
    snap_compare: Compare, make: Callable[..., CeoSim], finished: Path, name: str, size: tuple[int, int]
) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, *AFTERWARDS[name])

    assert snap_compare(make(resume=finished), terminal_size=size, run_before=before)


def test_the_desk_with_room_to_spare(snap_compare: Compare, make: Callable[..., CeoSim]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await to_desk(pilot)
        await press(pilot, "n", "enter", "enter")

    assert snap_compare(make(scenario=str(TORTOISE)), terminal_size=(200, 60), run_before=before)


def test_the_desk_without_colour(
    snap_compare: Compare, make: Callable[..., CeoSim], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await to_desk(pilot)
        await press(pilot, "n", "enter", "enter")

    assert snap_compare(make(scenario=str(TORTOISE)), terminal_size=(120, 40), run_before=before)
