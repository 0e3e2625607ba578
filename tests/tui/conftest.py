"""A game at a screen of a given size, on a story and a luck that never change."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from textual.pilot import Pilot

from ceo_sim import places
from ceo_sim.saves.session import Session
from ceo_sim.tui.app import CeoSim
from tests.support.scenarios import load_once

DATA = Path(__file__).parent.parent / "data"
TORTOISE = DATA / "tortoise.toml"
SEED = 3
FRAME = 0.02
"""Seconds; Textual draws sixty times in one."""
PATIENCE = 20
"""Seconds after which something that never rests is left to itself; a busy machine may need some for one step."""
NOON = dt.datetime(2026, 4, 13, 12, tzinfo=dt.UTC)

Game = Pilot[None]
Open = Callable[..., AbstractAsyncContextManager[Game]]


@pytest.fixture(autouse=True)
def only_these_stories(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the title list what lies in `tests/data`, and nothing that is shipped."""
    monkeypatch.setattr(places, "scenario_folders", lambda: [DATA])
    monkeypatch.setattr(places, "packaged_saves", list)
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "none")


@pytest.fixture(autouse=True)
def listen_from_the_first_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests press keys on a screen as soon as it is there."""
    monkeypatch.setattr("ceo_sim.tui.input_queue.STARTLED", 0)
    monkeypatch.setattr("ceo_sim.tui.input_queue.REPEATED", 0)


@pytest.fixture(autouse=True)
def wait_for_events_instead_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("textual.app.wait_for_idle", nothing_to_do)
    monkeypatch.setattr("textual.pilot.wait_for_idle", nothing_to_do)


@pytest.fixture(autouse=True)
def leave_objects_of_other_tests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A game that is closed has all objects looked through again, which takes seconds where many tests have run."""
    monkeypatch.setattr(gc, "unfreeze", lambda: None)


@pytest.fixture
def saves(tmp_path: Path) -> Path:
    return tmp_path / "saves"


@pytest.fixture
def make(saves: Path) -> Callable[..., CeoSim]:
    def made(**options: object) -> CeoSim:
        app = CeoSim(**{"saves": saves, "seed": SEED, **options})  # type: ignore[arg-type]
        app.animation_level = "none"
        return app

    return made


@pytest.fixture
def opened(make: Callable[..., CeoSim]) -> Open:
    @asynccontextmanager
    async def running(size: tuple[int, int] = (80, 24), **options: object) -> AsyncIterator[Game]:
        async with make(**options).run_test(size=size) as pilot:
            await settle(pilot)
            yield pilot

    return running


@pytest.fixture
def at_desk(opened: Open, saves: Path) -> Open:
    """As `opened`, but at the desk, after owning up in the urgent decision that opens the story.

    It goes on with a save: to walk there by keys takes twice as long.
    """

    @asynccontextmanager
    async def running(size: tuple[int, int] = (80, 24), **options: object) -> AsyncIterator[Game]:
        async with opened(size, resume=written(owned_up(), saves), **options) as pilot:
            assert screen_name(pilot) == "DeskScreen"
            yield pilot

    return running


@pytest.fixture
def finished(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The save of a game that was played to its end: what is asked first, and the first option that is open.

    Its path is relative, so that it looks the same wherever it is.
    """
    monkeypatch.chdir(tmp_path)
    return written(ended(), Path("saves"))


Save = tuple[str, bytes]
"""Name and content of a file."""


def written(save: Save, folder: Path) -> Path:
    """The path of a save that is written into a folder."""
    name, content = save
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


@cache
def owned_up() -> Save:
    """A game after the decision that opens the story, played once in a run."""
    return _saved(lambda session: session.choose("alarm", "own_up"))


@cache
def ended() -> Save:
    """A game that was played to its end, once in a run."""
    return _saved(to_the_end)


def _saved(play: Callable[[Session], object]) -> Save:
    with (
        TemporaryDirectory() as folder,
        Session.start(load_once(TORTOISE), SEED, Path(folder), now=lambda: NOON) as session,
    ):
        play(session)
        return session.path.name, session.path.read_bytes()


def to_the_end(session: Session) -> None:
    """Play a game to its end: what is asked first, and the first option that is open."""
    while not session.game.ended:
        for waiting in session.game.agenda()[:1]:
            option = next(option for option in session.game.ask(waiting.id).options if option.lock is None)
            session.choose(waiting.id, option.id)
        if session.game.urgent() is None:
            session.wait()


async def nothing_to_do(min_sleep: float = 0, max_sleep: float = 1) -> None:
    """Wait until the loop has nothing to run now, nor within the next frame.

    In place of Textual's `wait_for_idle`, which has these parameters: that one takes a process for idle that has used
    less than a millisecond of 20, so it sleeps 20 ms at least, five times a key, and longer on a busy machine, and
    goes on after a second, however much is left to do.
    """
    await asyncio.sleep(min_sleep)
    loop: Any = asyncio.get_running_loop()  # that it shows what is due is private
    end = loop.time() + max(max_sleep, PATIENCE)
    while (now := loop.time()) < end:
        await asyncio.sleep(0)
        if not loop._ready:
            due = [timer.when() for timer in loop._scheduled if not timer.cancelled() and timer.when() < now + FRAME]
            if not due:
                return
            await asyncio.sleep(min(due) - now)


async def settle(pilot: Game) -> None:
    """Wait until nothing is under way."""
    await pilot.pause()
    while app_of(pilot).is_at_work:
        await pilot.pause(0.01)
    await pilot.pause()


async def press(pilot: Game, *keys: str) -> None:
    """Press keys, each when the last one has done its work."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


BEGIN = ("enter", "enter", "enter")
"""From the note over the opening and the values to the urgent decision that opens the story."""
DECIDE = ("enter", "enter", "enter")
"""Decide for what the cursor is on, foretell nothing, and go on from what came of it."""


async def to_desk(pilot: Game) -> None:
    """From the note to the desk, having owned up in the urgent decision that opens the story."""
    await press(pilot, *BEGIN)
    await press(pilot, str(number_of(pilot, "alarm", "own_up")), *DECIDE)


def number_of(pilot: Game, decision: str, option: str) -> int:
    """The number of an option, whatever the order that the seed gave them."""
    play = app_of(pilot).play
    assert play is not None
    return [view.id for view in play.game.ask(decision).options].index(option) + 1


async def point(pilot: Game, decision: str, option: str) -> None:
    """From the desk to an option of a decision that waits."""
    play = app_of(pilot).play
    assert play is not None
    place = [waiting.id for waiting in play.game.agenda()].index(decision) + 1
    await press(pilot, str(place), str(number_of(pilot, decision, option)))


def app_of(pilot: Game) -> CeoSim:
    """The app, by its own type."""
    assert isinstance(pilot.app, CeoSim)
    return pilot.app


def screen_name(pilot: Game) -> str:
    """The name of the screen that is open."""
    return type(pilot.app.screen).__name__


def text_of(pilot: Game) -> str:
    """What stands on the screen."""
    screen = pilot.app.screen
    strips = screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)
