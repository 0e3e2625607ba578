"""Stories that are made ready before one is chosen: once each, and never an old one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ceo_sim import library
from ceo_sim.library import ScenarioUnavailable
from ceo_sim.saves.listing import list_saves
from ceo_sim.scenario.manifest import read_manifest
from ceo_sim.tui import input_queue
from ceo_sim.tui.app import CeoSim
from ceo_sim.tui.preloader import Preloader
from ceo_sim.tui.screens.title import likely_stories

from .conftest import TORTOISE, Open, app_of, press, screen_name, to_desk

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"


def test_a_story_is_loaded_and_compiled_once_as_long_as_its_files_stay_as_they_are(tmp_path: Path) -> None:
    story = tmp_path / "story.toml"
    story.write_text(TORTOISE.read_text(encoding="utf-8"), encoding="utf-8")
    preloader = Preloader()
    preloader.preload(story, None, mirror=False)
    loaded = preloader.load(story, None)
    program = preloader.compiled(loaded.playable)
    assert preloader.load(story, None) is loaded
    assert preloader.compiled(loaded.playable) is program
    assert preloader.compiled(loaded.playable, mirror=True) is not program
    os.utime(story, ns=(1, 1))
    assert preloader.load(story, None) is not loaded


def test_only_the_story_that_is_played_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "other.toml"
    path.write_bytes(TUTORIAL.read_bytes())
    preloader = Preloader()
    loaded, other = preloader.load(TORTOISE, None), preloader.load(path, None)
    program = preloader.compiled(loaded.playable)
    preloader.keep_only(loaded.playable)
    assert preloader.load(TORTOISE, None) is loaded
    assert preloader.compiled(loaded.playable) is program
    assert preloader.load(path, None) is not other


def test_what_is_wrong_with_a_story_is_said_when_it_is_chosen(tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text("id = 1", encoding="utf-8")
    preloader = Preloader()
    preloader.preload(broken, None, mirror=False)
    with pytest.raises(ScenarioUnavailable, match=r"broken\.toml"):
        preloader.load(broken, None)


async def test_a_game_goes_on_with_the_story_that_was_read_at_the_title(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await to_desk(pilot)
    async with opened() as pilot:
        assert screen_name(pilot) == "TitleScreen"

        monkeypatch.setattr(library, "load_playable", lambda path, _: pytest.fail(f"{path} is loaded again"))
        await press(pilot, "1")
        assert screen_name(pilot) == "DeskScreen"


def test_the_stories_of_games_to_go_on_with_are_read_first(finished: Path) -> None:
    manifests = [read_manifest(TUTORIAL), read_manifest(TORTOISE)]
    assert likely_stories(manifests, []) == [TUTORIAL, TORTOISE]
    assert likely_stories(manifests, list_saves(finished.parent)) == [TORTOISE, TUTORIAL]


def test_reading_ahead_waits_until_no_key_has_come_for_a_moment(monkeypatch: pytest.MonkeyPatch, saves: Path) -> None:
    rests = iter([False, False, True])
    slept: list[float] = []
    monkeypatch.setattr("ceo_sim.tui.game_loader.time.sleep", slept.append)
    loader = CeoSim(saves=saves).loader
    monkeypatch.setattr(loader, "_is_at_rest", lambda: next(rests))
    loader.wait_for_rest()
    assert len(slept) == 2


def test_reading_ahead_does_not_wait_once_a_game_is_being_opened(monkeypatch: pytest.MonkeyPatch, saves: Path) -> None:
    loader = CeoSim(saves=saves).loader
    monkeypatch.setattr(loader, "_is_at_rest", lambda: False)
    monkeypatch.setattr(loader, "_is_opening", True)
    loader.wait_for_rest()


async def test_nobody_is_at_the_keys_a_moment_after_the_last_one(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opened() as pilot:
        queue = app_of(pilot).input_queue
        assert queue.is_at_rest()
        monkeypatch.setattr(input_queue, "REST", 1_000)
        await press(pilot, "down")
        assert not queue.is_at_rest()
        monkeypatch.setattr(input_queue, "REST", 0)
        assert queue.is_at_rest()
