"""The first minute's hints: each goes when what it says is done, and none comes back unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.settings import SettingsFile, load
from ceo_sim.tui.screens.base import GameScreen, Hint

from .conftest import TORTOISE, Game, Open, app_of, press, screen_name, text_of


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SettingsFile:
    monkeypatch.setenv("CEO_SIM_CONFIG", str(tmp_path / "config"))
    return load()


def hint(pilot: Game) -> str:
    screen = pilot.app.screen
    return screen.query_one(Hint).words if isinstance(screen, GameScreen) else ""


async def until(pilot: Game, name: str, key: str) -> None:
    for _ in range(8):
        if screen_name(pilot) == name:
            return
        await press(pilot, key)
    raise AssertionError(f"no {name}, but {screen_name(pilot)}")


async def test_a_first_game_is_taught_by_playing_it(opened: Open, kept: SettingsFile) -> None:
    async with opened(scenario=TORTOISE, settings_file=kept) as pilot:
        assert hint(pilot) == ""
        await until(pilot, "DecisionScreen", "enter")
        assert "Enter decides" in hint(pilot)
        assert "Enter decides" in text_of(pilot)
        await until(pilot, "DeskScreen", "enter")
        assert "Open a line" in hint(pilot)
        assert "press 1" in hint(pilot)
        await press(pilot, "a", "escape")
        assert "Open a line" in hint(pilot)
        await press(pilot, "1")
        assert screen_name(pilot) == "DecisionScreen"
        await press(pilot, "escape")
        assert "Press w" in hint(pilot)
        await press(pilot, "w")
        assert hint(pilot) == ""
        await press(pilot, "escape")
        assert "pass: n" in hint(pilot)
        await press(pilot, "n")
        await until(pilot, "DeskScreen", "enter")
        assert "That is all" in hint(pilot)
        await press(pilot, "1")
        assert not app_of(pilot).onboarding.is_on
    assert load().current.hints is False


async def test_escape_ends_all_of_it_and_it_never_comes_back(opened: Open, kept: SettingsFile) -> None:
    async with opened(scenario=TORTOISE, settings_file=kept) as pilot:
        await until(pilot, "DecisionScreen", "enter")
        await press(pilot, "escape")
        assert screen_name(pilot) == "DecisionScreen"
        assert hint(pilot) == ""
        await until(pilot, "DeskScreen", "enter")
        assert hint(pilot) == ""
    async with opened(scenario=TORTOISE, settings_file=load()) as pilot:
        await until(pilot, "DecisionScreen", "enter")
        assert hint(pilot) == ""


async def test_it_can_be_asked_for_again(opened: Open, kept: SettingsFile) -> None:
    kept.change("hints", False)
    async with opened(scenario=TORTOISE, settings_file=kept) as pilot:
        await until(pilot, "DeskScreen", "enter")
        assert hint(pilot) == ""
        await pilot.app.run_action("app.first_minute")
        await press(pilot)
        assert "Open a line" in hint(pilot)
        await press(pilot, "escape")
        assert hint(pilot) == ""
        assert screen_name(pilot) == "DeskScreen"


async def test_the_hints_name_the_keys_that_the_player_has(opened: Open, kept: SettingsFile) -> None:
    kept.current = kept.current._replace(keys={"desk.open.1": "z"})
    async with opened(scenario=TORTOISE, settings_file=kept) as pilot:
        await until(pilot, "DeskScreen", "enter")
        assert "press z" in hint(pilot)


async def test_where_nothing_can_be_kept_it_does_not_come_unasked(opened: Open) -> None:
    async with opened(scenario=TORTOISE, settings_file=SettingsFile()) as pilot:
        await until(pilot, "DecisionScreen", "enter")
        assert hint(pilot) == ""
