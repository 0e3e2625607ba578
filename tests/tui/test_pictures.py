"""Pictures of every screen: at three sizes, in a second theme, and without colour; see `__snapshots__`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from attrs import frozen
from textual.app import App

from ceo_sim import settings
from ceo_sim.saves.session import Session
from ceo_sim.tui.app import CeoSim
from tests.support.exhibits import STORY
from tests.support.harbour import HARBOUR
from tests.support.ward import WARD

from .conftest import BEGIN, DECIDE, NOON, TORTOISE, press, settle

Compare = Callable[..., bool]
Make = Callable[..., CeoSim]


@frozen
class View:
    """How a screen is looked at."""

    size: tuple[int, int]
    theme: str = "desk"
    colour: bool = True


@frozen
class Stop:
    """Where a picture is drawn: its name, and the keys that lead there from the stop before."""

    name: str
    keys: tuple[str, ...] = ()


VIEWS = {
    "80x24": View((80, 24)),
    "120x40": View((120, 40)),
    "200x60": View((200, 60)),
    "paper": View((120, 40), theme="paper"),
    "no colour": View((80, 24), colour=False),
}
QUICK = "80x24"
"""The one view that is looked at after every edit."""
ROUTES: dict[str, tuple[Stop, ...]] = {
    "a game": (
        Stop("note"),
        Stop("opening", ("enter",)),
        Stop("values", ("enter", "1", "3")),
        Stop("decision", ("3", "1", "enter")),
        Stop("help", ("question_mark",)),
        Stop("consequence", ("escape", "1", "enter", "enter")),
        Stop("desk", ("enter",)),
        Stop("feed", ("F",)),
        Stop("advisers", ("escape", "a")),
        Stop("story", ("escape", "s")),
        Stop("promises", ("escape", "p")),
        Stop("commands", ("escape", "colon")),
        Stop("settings", ("escape", "comma")),
        Stop("leaving", ("escape", "escape")),
        Stop("day", ("escape", "n")),
        Stop("desk_later", ("enter",)),
    ),
    "foresight": (
        Stop("whom_to_ask", (*BEGIN, "o")),
        Stop("forecast", ("1",)),
    ),
    "a prediction": (Stop("prediction", (*BEGIN, "1", "enter", "u")),),
    "another option": (Stop("why", (*BEGIN, "3", *DECIDE, "n", "enter", "w")),),
}
AT_STAKE = (Stop("at_stake", ("enter",)), Stop("stakes", ("t",)))
AFTERWARDS = (
    Stop("ending"),
    Stop("saves", ("S",)),
    Stop("debrief_story", ("escape", "enter", "1")),
    Stop("debrief_meters", ("2",)),
    Stop("debrief_why", ("3",)),
    Stop("debrief_what_if", ("4",)),
    Stop("debrief_values", ("5",)),
    Stop("debrief_forecasts", ("6",)),
    Stop("debrief_lenses", ("7",)),
    Stop("debrief_real", ("8",)),
    Stop("debrief_rivals", ("9",)),
    Stop("debrief_talk", ("0",)),
)
DOCUMENTS = (
    Stop("letter_of_the_opening"),
    Stop("post", ("enter", "n", "enter", "1")),
    Stop("notice", ("1", "enter", "enter")),
    Stop("people", ("i",)),
    Stop("letter", ("escape", "enter", "n")),
    Stop("what_became_of_them", ("enter", "n", "enter", "n", "enter")),
    Stop("debrief_of_documents", ("enter", "1")),
    Stop("debrief_of_people", ("down", "down")),
)
ACTS = (
    Stop("hidden", ("enter",)),
    Stop("locked_in_words", ("1", "enter", "x", "enter", "n", "n", "n", "1")),
    Stop("end_of_act", ("2", "enter", "x", "enter", "n", "n", "n", "n")),
    Stop("break", ("enter",)),
    Stop("debrief_at_break", ("2",)),
    Stop("talk_at_break", ("6",)),
    Stop("desk_after_break", ("escape",)),
)
# Grouped by view, so that the pictures of a route are asked for one after another, and by one worker.
every_view = pytest.mark.parametrize(
    "view",
    [pytest.param(view, id=id, marks=() if id == QUICK else pytest.mark.slow) for id, view in VIEWS.items()],
    scope="module",
)
_DRAWN: dict[tuple[str, View], dict[str, str]] = {}
"""The pictures of each route that was walked in this run, by name."""


@pytest.fixture
def pictured(snap_compare: Compare, make: Make, monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    """Whether a stop of a route looks as it did; `options` are those of the app.

    A route is walked once: to open the game for each picture would take three times as long.
    """

    def compared(name: str, route: tuple[Stop, ...], view: View, **options: object) -> bool:
        drawn = _DRAWN.get((route[0].name, view))
        if drawn is None:
            if not view.colour:
                monkeypatch.setenv("NO_COLOR", "1")
            drawn = _DRAWN[route[0].name, view] = asyncio.run(walked(make(**options), route, view))
        # What draws a picture for the comparison has only to hand over this one.
        monkeypatch.setattr("textual._doc.take_svg_screenshot", lambda **_: drawn[name])
        return snap_compare(App())

    return compared


async def walked(app: CeoSim, route: tuple[Stop, ...], view: View) -> dict[str, str]:
    """The picture of each stop of a route, by its name."""
    drawn = {}
    async with app.run_test(size=view.size) as pilot:
        app.theme = view.theme
        await settle(pilot)
        for stop in route:
            await press(pilot, *stop.keys)
            drawn[stop.name] = app.export_screenshot(title=app.title, simplify=True)
    return drawn


@every_view
def test_title(pictured: Callable[..., bool], view: View) -> None:
    assert pictured("title", (Stop("title"),), view)


@every_view
@pytest.mark.parametrize("name", [stop.name for route in ROUTES.values() for stop in route])
def test_in_play(
    pictured: Callable[..., bool], name: str, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # and relative paths, and one hour, which look the same wherever and whenever it is
    monkeypatch.setattr(Session, "start", partial(Session.start, now=lambda: NOON))
    kept = settings.SettingsFile(Path("settings.toml"))
    kept.change("hints", False)
    route = next(route for route in ROUTES.values() if name in [stop.name for stop in route])
    assert pictured(name, route, view, scenario=TORTOISE, saves=Path("saves"), settings_file=kept)


@every_view
@pytest.mark.parametrize("name", [stop.name for stop in AT_STAKE])
def test_at_stake(
    pictured: Callable[..., bool], name: str, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Session, "start", partial(Session.start, now=lambda: NOON))
    kept = settings.SettingsFile(Path("settings.toml"))
    kept.change("hints", False)
    assert pictured(name, AT_STAKE, view, scenario=HARBOUR, saves=Path("saves"), settings_file=kept)


@every_view
@pytest.mark.parametrize("name", [stop.name for stop in ACTS])
def test_between_acts(
    pictured: Callable[..., bool], name: str, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Session, "start", partial(Session.start, now=lambda: NOON))
    Path("ward.toml").write_text(WARD)
    kept = settings.SettingsFile(Path("settings.toml"))
    kept.change("hints", False)
    options = {"scenario": Path("ward.toml"), "saves": Path("saves"), "settings_file": kept, "seed": 3}
    assert pictured(name, ACTS, view, **options)


@every_view
@pytest.mark.parametrize("name", [stop.name for stop in AFTERWARDS])
def test_afterwards(pictured: Callable[..., bool], finished: Path, name: str, view: View) -> None:
    assert pictured(name, AFTERWARDS, view, resume=finished, saves=finished.parent)


@every_view
@pytest.mark.parametrize("name", [stop.name for stop in DOCUMENTS])
def test_documents_and_people(
    pictured: Callable[..., bool], name: str, view: View, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Session, "start", partial(Session.start, now=lambda: NOON))
    Path("shown.toml").write_text(STORY)
    kept = settings.SettingsFile(Path("settings.toml"))
    kept.change("hints", False)
    assert pictured(name, DOCUMENTS, view, scenario=Path("shown.toml"), saves=Path("saves"), settings_file=kept)
