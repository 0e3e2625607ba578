"""A mistake of ours becomes a panel, wherever it is; where no panel can be drawn, the terminal says the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

import pytest
from textual.content import Content
from textual.widget import Widget
from textual.worker import WorkerFailed

from ceo_sim.tui.screens.base import GameScreen
from ceo_sim.tui.screens.trouble import TroubleScreen
from ceo_sim.tui.trouble_report import report
from ceo_sim.tui.widgets.line_widget import LineWidget

from .conftest import (
    BEGIN,
    FRAME,
    PATIENCE,
    TORTOISE,
    Game,
    Open,
    app_of,
    nothing_to_do,
    press,
    screen_name,
    text_of,
    to_desk,
)

SECRET = "the words that were typed"


class FaultyWords(LineWidget):
    """Goes wrong when it is measured, or when it is drawn."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where = where

    def draw(self, width: int) -> list[Content]:
        if self.where == "draw":
            raise ZeroDivisionError(self.where)
        return [Content("here".center(width))]

    def render(self) -> Content:
        if self.where == "render":
            raise ZeroDivisionError(self.where)
        return super().render()


class Faulty(GameScreen[None]):
    """Goes wrong where it is told to."""

    def __init__(self, where: str) -> None:
        super().__init__()
        self.where = where

    def body(self) -> Iterable[Widget]:
        if self.where == "compose":
            raise ZeroDivisionError(self.where)
        yield FaultyWords(self.where)

    def on_mount(self) -> None:
        if self.where == "handler":
            raise ZeroDivisionError(self.where)
        if self.where == "timer":
            self.set_timer(0.01, self._work)
        if self.where == "thread":
            self.run_worker(self._work, thread=True)

    def _work(self) -> None:
        raise ZeroDivisionError(self.where)

    def action_fail(self) -> None:
        raise ZeroDivisionError(self.where)


def written(folder: Path) -> list[str]:
    return [file.read_text() for file in folder.glob("trouble-*.txt")]


async def provoke(pilot: Game, where: str) -> TroubleScreen:
    app = app_of(pilot)
    app.errors.raises = False
    app.push_screen(Faulty(where))
    await nothing_to_do()  # not pilot.pause: it would wait for a screen that has stopped
    if where == "action":
        await app.run_action("screen.fail")
    async with asyncio.timeout(PATIENCE):
        while not (isinstance(app.screen, TroubleScreen) and app.screen.query("#where")):
            await nothing_to_do()
            await asyncio.sleep(FRAME)
    assert isinstance(app.screen, TroubleScreen), screen_name(pilot)
    return app.screen


@pytest.mark.parametrize("where", ["action", "handler", "thread", "timer", "compose", "draw", "render"])
async def test_it_says_what_happened_where_the_save_is_and_what_to_send(opened: Open, where: str) -> None:
    async with opened((100, 40), scenario=TORTOISE) as pilot:
        await to_desk(pilot)
        play = app_of(pilot).play
        assert play is not None
        screen = await provoke(pilot, where)
        shown = text_of(pilot)
        assert f"ZeroDivisionError: {where}" in shown
        assert str(play.session.path.name) in shown.replace("\n", "").replace(" ", "")
        assert "y copies them" in shown
        for what in (
            "ceo-sim ",
            "Textual 8",
            "Python 3",
            "100x40",
            "theme desk",
            "DecisionScreen: ",
            "test_trouble.py:",
        ):
            assert what in screen.report, what
        assert str(Path.home()) not in screen.report.replace(str(Path(__file__).parent), "")
        app_of(pilot).errors.raises = None


@pytest.mark.parametrize("where", ["action", "thread"])
async def test_where_the_screens_are_whole_one_goes_on_from_the_desk(at_desk: Open, where: str) -> None:
    async with at_desk() as pilot:
        await provoke(pilot, where)
        await press(pilot, "enter")
        assert screen_name(pilot) == "DeskScreen"
        await press(pilot, "w")
        assert screen_name(pilot) == "WhyScreen"


async def test_what_goes_wrong_besides_while_the_panel_is_open_does_not_end_the_game(at_desk: Open) -> None:
    async with at_desk() as pilot:
        screen = await provoke(pilot, "action")
        worker = pilot.app.run_worker(Faulty("later")._work, thread=True)
        with pytest.raises(WorkerFailed):
            await worker.wait()
        await nothing_to_do()
        assert "later" not in screen.report
        await press(pilot, "enter")
        assert screen_name(pilot) == "DeskScreen"


async def test_what_to_send_is_copied_and_written_beside_the_save(at_desk: Open, saves: Path) -> None:
    async with at_desk() as pilot:
        screen = await provoke(pilot, "action")
        await press(pilot, "y", "s")
        assert pilot.app.clipboard == screen.report
        assert written(saves) == [screen.report + "\n"]


async def test_a_folder_that_cannot_be_written_is_told(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "saves").write_text("a file")
    async with opened() as pilot:
        await provoke(pilot, "action")
        await press(pilot, "s")
        (said,) = (notification.message for notification in pilot.app._notifications)
        assert "It could not be written" in said


async def test_what_was_typed_is_not_in_what_is_sent(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "r", *SECRET.replace(" ", ""), "enter")
        sent = report(app_of(pilot), app_of(pilot).errors.last_actions, ValueError("\x1b[2J" + "x" * 5_000))
        assert SECRET.replace(" ", "") not in sent
        assert "reason" in sent
        assert all(line.isprintable() and len(line) < 2_000 for line in sent.split("\n"))


async def test_where_no_panel_can_be_drawn_the_terminal_is_told_the_same(
    opened: Open, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(_: object) -> Iterable[Widget]:
        raise ZeroDivisionError("the panel")

    monkeypatch.setattr(TroubleScreen, "body", fail)
    async with opened(scenario=TORTOISE) as pilot:
        app = app_of(pilot)
        await to_desk(pilot)
        app.errors.raises = False
        app.push_screen(Faulty("draw"))
        async with asyncio.timeout(PATIENCE):
            while app.is_running:  # noqa: ASYNC110 - Textual tells by no event that an app has stopped
                await asyncio.sleep(FRAME)
    assert app.return_code == 1
    said = capsys.readouterr().err
    assert "send these lines" in said
    assert "ZeroDivisionError: draw" in said
    assert "the panel" not in said
