"""Pictures of every screen: at three sizes, in a second theme, and without colour; see `__snapshots__`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from attrs import frozen
from textual.pilot import Pilot

from ceo_sim import settings
from ceo_sim.saves.session import Session
from ceo_sim.tui.app import CeoSim

from .conftest import BEGIN, DECIDE, NOON, TORTOISE, press, settle

Compare = Callable[..., bool]
Make = Callable[..., CeoSim]


@frozen
class View:
    """How a screen is looked at."""

    size: tuple[int, int]
    theme: str = "desk"
    colour: bool = True


VIEWS = {
    "80x24": View((80, 24)),
    "120x40": View((120, 40)),
    "200x60": View((200, 60)),
    "paper": View((120, 40), theme="paper"),
    "no colour": View((80, 24), colour=False),
}
TO_DESK = (*BEGIN, "1", *DECIDE)
IN_PLAY: dict[str, tuple[str, ...]] = {
    "note": (),
    "opening": ("enter",),
    "values": ("enter", "enter", "1", "3"),
    "decision": BEGIN,
    "whom_to_ask": (*BEGIN, "o"),
    "forecast": (*BEGIN, "o", "1"),
    "prediction": (*BEGIN, "1", "enter", "u"),
    "consequence": (*BEGIN, "1", "enter", "enter"),
    "desk": TO_DESK,
    "day": (*TO_DESK, "n"),
    "desk_later": (*TO_DESK, "n", "enter"),
    "why": (*BEGIN, "3", *DECIDE, "n", "enter", "w"),
    "feed": (*TO_DESK, "F"),
    "advisers": (*TO_DESK, "a"),
    "story": (*TO_DESK, "s"),
    "promises": (*TO_DESK, "p"),
    "help": (*BEGIN, "question_mark"),
    "commands": (*TO_DESK, "colon"),
    "leaving": (*TO_DESK, "escape"),
    "settings": (*TO_DESK, "comma"),
}
AFTERWARDS: dict[str, tuple[str, ...]] = {
    "ending": (),
    **{
        f"debrief_{name}": ("enter", key)
        for key, name in zip(
            "1234567890",
            ("story", "meters", "why", "what_if", "values", "forecasts", "lenses", "real", "rivals", "talk"),
            strict=True,
        )
    },
    "saves": ("S",),
}
every_view = pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)


@pytest.fixture
def pictured(snap_compare: Compare, make: Make, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Whether a screen looks as it did: options of the app, keys that lead there, and how it is looked at."""

    def compared(view: View, *keys: str, **options: object) -> bool:
        if not view.colour:
            monkeypatch.setenv("NO_COLOR", "1")

        async def before(pilot: Pilot[None]) -> None:
            pilot.app.theme = view.theme
            await settle(pilot)
            await press(pilot, *keys)

        return snap_compare(make(**options), terminal_size=view.size, run_before=before)

    return compared


@every_view
def test_title(pictured: Callable[..., bool], view: View) -> None:
    assert pictured(view)


@every_view
@pytest.mark.parametrize("name", IN_PLAY)
def test_in_play(
    pictured: Callable[..., bool], name: str, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # and relative paths, and one hour, which look the same wherever and whenever it is
    monkeypatch.setattr(Session, "start", partial(Session.start, now=lambda: NOON))
    kept = settings.SettingsFile(Path("settings.toml"))
    kept.change("hints", False)
    assert pictured(view, *IN_PLAY[name], scenario=str(TORTOISE), saves=Path("saves"), kept=kept)


@every_view
@pytest.mark.parametrize("name", AFTERWARDS)
def test_afterwards(pictured: Callable[..., bool], finished: Path, name: str, view: View) -> None:
    assert pictured(view, *AFTERWARDS[name], resume=finished, saves=finished.parent)
