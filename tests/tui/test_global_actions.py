"""What is at hand on every screen: copying, pictures, the list of commands, help on what has the cursor."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from textual.geometry import Offset

from ceo_sim.settings import SettingsFile
from ceo_sim.tui.commands import commands
from ceo_sim.tui.widgets.keybar import KeyBar
from ceo_sim.tui.widgets.rows import Row

from .conftest import TORTOISE, Game, Open, app_of, press, screen_name, settle, text_of


def notices(pilot: Game) -> list[str]:
    """What has been said in passing."""
    return [str(notification.message) for notification in pilot.app._notifications]


async def test_y_copies_the_line_under_the_cursor_in_words(at_desk: Open) -> None:
    async with at_desk() as pilot:
        await press(pilot, "y")
        assert pilot.app.clipboard.startswith("▶")
        assert "until Thursday morning" in pilot.app.clipboard
        assert "\n" not in pilot.app.clipboard
        assert notices(pilot) == ["What has the cursor is copied: 1 line."]


async def test_y_copies_the_whole_of_a_text_that_is_longer_than_the_screen(opened: Open) -> None:
    async with opened((60, 18), scenario=TORTOISE) as pilot:
        await press(pilot, "enter", "question_mark", "y")
        copied = pilot.app.clipboard
        assert "Who you are and how it begins" in copied
        assert "Ctrl-C leaves" in copied
        assert "Ctrl-C leaves" not in text_of(pilot)
        assert "─" not in copied


async def test_copying_reaches_the_terminal_as_osc_52(at_desk: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    async with at_desk() as pilot:
        driver = pilot.app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", written.append)
        await press(pilot, "y")
        (said,) = re.findall(r"\x1b\]52;c;([^\x07]*)\x07", "".join(written))
        assert base64.b64decode(said).decode() == pilot.app.clipboard


async def test_what_the_mouse_selects_is_copied_first(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, "enter")
        rows = text_of(pilot).split("\n")
        y = next(y for y, row in enumerate(rows) if "flood" in row)
        await pilot.mouse_down(offset=Offset(rows[y].index("flood"), y))
        await pilot.hover(offset=Offset(rows[y].index("flood") + 5, y))
        await pilot.mouse_up(offset=Offset(rows[y].index("flood") + 5, y))
        await press(pilot, "y")
        assert pilot.app.clipboard.startswith("flood")
        assert len(pilot.app.clipboard) < 10


async def test_a_picture_is_kept_and_it_says_where(at_desk: Open, saves: Path) -> None:
    async with at_desk((140, 30)) as pilot:
        await pilot.app.run_action("app.picture")
        await settle(pilot)
        (picture,) = (saves / "pictures").glob("*.svg")
        assert "Nine" in picture.read_text()
        assert notices(pilot) == [f"A picture of the screen is in {picture}"]


async def test_a_picture_goes_to_the_folder_in_the_settings_and_a_failure_is_told(opened: Open, tmp_path: Path) -> None:
    file = SettingsFile()
    file.current = file.current._replace(screenshot_folder=str(tmp_path / "mine"))
    async with opened(settings_file=file) as pilot:
        await pilot.app.run_action("app.picture")
        assert len(list((tmp_path / "mine").glob("*.svg"))) == 1
        file.current = file.current._replace(screenshot_folder=str(tmp_path / "file"))
        (tmp_path / "file").write_text("")
        await pilot.app.run_action("app.picture")
        await settle(pilot)
        assert notices(pilot)[-1] == f"No picture was kept: File exists: {tmp_path / 'file'}"


async def test_the_list_of_commands_has_all_that_keys_do_and_all_that_can_be_done_everywhere(at_desk: Open) -> None:
    async with at_desk() as pilot:
        screen = pilot.app.screen
        listed = {command.title.lower() for command in commands(pilot.app, screen)}
        described = {
            active.binding.description.lower()
            for active in screen.active_bindings.values()
            if active.binding.description and (active.binding.id or "row").partition(".")[0] not in ("row", "pages")
        }
        assert described - listed == {"more"}
        wanted = {"settings", "all games", "theme", "copy", "screenshot", "help", "first minute", "quit", "promises"}
        assert wanted <= listed


async def test_every_command_runs_from_the_list(at_desk: Open, saves: Path) -> None:
    async with at_desk() as pilot:
        for typed, name in (("settings", "SettingsScreen"), ("games", "SavesScreen"), ("promises", "PromisesScreen")):
            await run_command(pilot, typed)
            assert screen_name(pilot) == name
            await press(pilot, "escape")
            await press(pilot, "colon", *typed)
            await pilot.pause(0.3)
            await press(pilot, "enter")
            assert screen_name(pilot) == name
            await press(pilot, "escape")
        await run_command(pilot, "screenshot")
        assert list((saves / "pictures").glob("*.svg"))


async def run_command(pilot: Game, typed: str) -> None:
    """Run the one command of that name in the list."""
    (command,) = (one for one in commands(pilot.app, pilot.app.screen) if typed in one.title.lower())
    await command.callback()
    await settle(pilot)


async def test_help_begins_with_what_has_the_cursor_and_shows_the_ids_of_keys(at_desk: Open) -> None:
    async with at_desk((100, 60)) as pilot:
        assert isinstance(pilot.app.screen.focused, Row)
        await press(pilot, "question_mark")
        shown = text_of(pilot)
        assert shown.index("The line with ▶ has the cursor") < shown.index("Your company as it stands")
        assert shown.index("Your company as it stands") < shown.index("desk.pass_day")
        for row in shown.split("\n"):
            if "desk.why" in row:
                assert re.search(r"w +why", row)


async def test_every_hint_in_the_last_line_can_be_clicked(at_desk: Open) -> None:
    for name in ("why", "advisers", "help"):
        async with at_desk((120, 40)) as pilot:
            bar = pilot.app.screen.query_one(KeyBar)
            start = next(start for start, _, entry in bar._places if name in entry.action)
            await pilot.click(KeyBar, offset=Offset(start, 0))
            await settle(pilot)
            assert screen_name(pilot) != "DeskScreen"
            assert app_of(pilot).screen_stack[-2].__class__.__name__ == "DeskScreen"
