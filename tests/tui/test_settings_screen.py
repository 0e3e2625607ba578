"""The settings on the screen: by keys, by mouse, at once, and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.settings import SettingsFile, load
from ceo_sim.tui import themes

from .conftest import Open, app_of, press, screen_name, settle, text_of


@pytest.fixture
def settings_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SettingsFile:
    monkeypatch.setenv("CEO_SIM_CONFIG", str(tmp_path / "config"))
    file = load()
    file.change("hints", False)
    return file


async def test_the_theme_changes_while_one_chooses_and_is_kept(opened: Open, settings_file: SettingsFile) -> None:
    async with opened(settings_file=settings_file) as pilot:
        await press(pilot, "comma", "1")
        assert pilot.app.theme == "paper"
        await press(pilot, "right", "left", "left", "left")
        assert pilot.app.theme == "terminal"
        assert "your terminal's own colours" in text_of(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "TitleScreen"
    assert load().current.theme == "terminal"
    async with opened(settings_file=load()) as pilot:
        assert pilot.app.theme == "terminal"


@pytest.mark.parametrize("theme", [theme.name for theme in themes.ALL])
async def test_every_theme_draws_every_kind_of_screen(at_desk: Open, settings_file: SettingsFile, theme: str) -> None:
    settings_file.change("theme", theme)
    async with at_desk(settings_file=settings_file) as pilot:
        for key in ("comma", "question_mark", "S", "colon", "1"):
            await press(pilot, key)
            assert len(text_of(pilot).split()) > 5
            await press(pilot, "escape")
        assert screen_name(pilot) == "DeskScreen"


async def test_a_theme_from_the_list_of_all_is_kept_too(opened: Open, settings_file: SettingsFile) -> None:
    async with opened(settings_file=settings_file) as pilot:
        pilot.app.theme = "nord"
        await settle(pilot)
    assert load().current.theme == "nord"


async def test_motion_can_be_turned_off_and_on(
    opened: Open, settings_file: SettingsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("textual.constants.TEXTUAL_ANIMATIONS", "full")
    async with opened(settings_file=settings_file) as pilot:
        await press(pilot, "comma", "2")
        assert app_of(pilot).animation_level == "none"
        await press(pilot, "2")
        assert app_of(pilot).animation_level == "full"
        await press(pilot, "2")
    app = load()
    async with opened(settings_file=app) as pilot:
        assert app_of(pilot).preferences.file.current.reduced_motion


async def test_a_folder_is_typed_and_escape_leaves_it(opened: Open, settings_file: SettingsFile) -> None:
    async with opened(settings_file=settings_file) as pilot:
        await press(pilot, "comma", "7", *"pics?:", "enter")
        assert screen_name(pilot) == "SettingsScreen"
        assert "pics?:" in text_of(pilot)
        await press(pilot, "7", *"xx", "escape")
        assert load().current.screenshot_folder == "pics?:"


async def test_the_mouse_does_it_all(opened: Open, settings_file: SettingsFile) -> None:
    async with opened(settings_file=settings_file) as pilot:
        await pilot.click("#door-settings")
        await settle(pilot)
        await pilot.click("#setting-4")
        await settle(pilot)
        assert load().current.confirm_leaving is False
        await pilot.click("#setting-1")
        await settle(pilot)
        assert pilot.app.theme == "paper"


async def test_without_being_asked_one_leaves_at_once(at_desk: Open, settings_file: SettingsFile) -> None:
    settings_file.change("confirm_leaving", False)
    async with at_desk(settings_file=settings_file) as pilot:
        await press(pilot, "escape")
        assert screen_name(pilot) == "TitleScreen"


async def test_a_file_that_is_no_toml_is_told_and_left_alone(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CEO_SIM_CONFIG", str(tmp_path))
    (tmp_path / "settings.toml").write_text("theme: paper")
    async with opened((100, 30), settings_file=load()) as pilot:
        await press(pilot, "comma", "1")
        assert pilot.app.theme == "paper"
        assert "Your settings hold until you quit" in text_of(pilot)
    assert (tmp_path / "settings.toml").read_text() == "theme: paper"
