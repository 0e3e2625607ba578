"""The preview on screen: a file is written, and what is shown follows."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from textual.pilot import Pilot

from ceo_sim.library import Watch
from ceo_sim.presentation.preview import Preview
from ceo_sim.scenario.loader import load
from ceo_sim.tui.preview import PANES, Pane, PreviewApp
from ceo_sim.tui.widgets.text import Words
from tests.support.stories import EVERYTHING

SMALL, LARGE = (80, 24), (120, 40)


def app_for(file: Path) -> PreviewApp:
    file.write_text(EVERYTHING)
    return PreviewApp(Preview(7), partial(load, file, findings=True), Watch(file).has_changed)


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Let the app go on until something holds; a test that waits in vain ends with the time that all tests have."""
    while not holds():
        await pilot.pause(0.02)
    await pilot.pause()


def said(app: PreviewApp, name: str) -> str:
    """What a pane or a line says."""
    found = app.query_one(f"#{name}")
    words = found.query_one(Words) if isinstance(found, Pane) else found
    assert isinstance(words, Words)
    return str(words.content)


async def test_what_is_written_is_shown_at_the_same_decision_with_the_same_answers(tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    app = app_for(file)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "First" in said(app, "game"))
        stay = next(one.number for one in app.preview.decision.options if one.id == "stay")  # type: ignore[union-attr]
        await pilot.press(str(stay))
        await pilot.press("n")
        assert "Second" in said(app, "game")

        file.write_text(EVERYTHING.replace('title = "Second"', 'title = "Another"'))
        await until(pilot, lambda: "Another" in said(app, "game"))

        assert [answer.option for answer in app.preview.game.answers] == ["stay"]
        assert "8 findings" in said(app, "top")


async def test_nonsense_leaves_the_last_sound_version_with_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    app = app_for(file)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "First" in said(app, "game"))

        file.write_text(EVERYTHING.replace("title = ", "titel = ", 2) + "\n[[[")
        await until(pilot, lambda: app.preview.is_stale)

        assert "First" in said(app, "game")
        assert "the last sound version is shown" in said(app, "top")
        assert "error E006" in said(app, "problems")

        file.write_text(EVERYTHING)
        await until(pilot, lambda: not app.preview.is_stale)
        assert "E006" not in said(app, "problems")


async def test_a_story_that_is_deleted_stays_on_screen_until_it_is_back(tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    app = app_for(file)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "First" in said(app, "game"))

        file.unlink()
        await until(pilot, lambda: app.preview.is_stale)
        assert "First" in said(app, "game")

        file.write_text(EVERYTHING)
        await until(pilot, lambda: not app.preview.is_stale)


async def test_a_story_that_was_never_sound_shows_what_is_wrong(tmp_path: Path) -> None:
    app = app_for(tmp_path / "story.toml")
    (tmp_path / "story.toml").write_text("format = 1")
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: app.preview.is_stale)
        for key in ("1", "n", "u", "d", "tab"):
            await pilot.press(key)

        assert "no sound version" in said(app, "game")
        assert "error" in said(app, "problems")


async def test_an_answer_that_no_longer_fits_says_where_it_stopped_and_why(tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    app = app_for(file)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "First" in said(app, "game"))
        await pilot.press("1")

        other = EVERYTHING.replace("[decision.first.option.stay", "[decision.first.option.wait")
        file.write_text(other.replace("[decision.first.option.go", "[decision.first.option.leave"))
        await until(pilot, lambda: "Stopped: 0 of 1 answers" in said(app, "game"))

        file.write_text(EVERYTHING)
        await until(pilot, lambda: "Stopped" not in said(app, "game"))
        assert len(app.preview.game.answers) == 1


async def test_on_a_small_terminal_tab_turns_to_the_next_pane(tmp_path: Path) -> None:
    app = app_for(tmp_path / "story.toml")
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "First" in said(app, "game"))
        seen = []
        for _ in PANES:
            seen += [pane.id for pane in app.query(Pane) if pane.display]
            await pilot.press("tab")
        await pilot.press("shift+tab")

        assert seen == list(PANES)
        assert [pane.id for pane in app.query(Pane) if pane.display] == ["trace"]


async def test_on_a_large_one_all_are_beside_one_another(tmp_path: Path) -> None:
    app = app_for(tmp_path / "story.toml")
    async with app.run_test(size=LARGE) as pilot:
        await until(pilot, lambda: "First" in said(app, "game"))
        await pilot.pause()

        game, source = app.query_one("#game"), app.query_one("#source")
        assert all(pane.display and pane.size.height > 2 for pane in app.query(Pane))
        assert game.region.right <= source.region.x

        await pilot.resize_terminal(*SMALL)
        await until(pilot, lambda: [pane.id for pane in app.query(Pane) if pane.display] == ["game"])


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_an_answer_is_taken_back(tmp_path: Path, size: tuple[int, int]) -> None:
    app = app_for(tmp_path / "story.toml")
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: "First" in said(app, "game"))
        await pilot.press("1")
        assert len(app.preview.game.answers) == 1
        await pilot.press("u")

        assert app.preview.game.answers == []
        await pilot.press("9")
        assert said(app, "said") == "There is no option 9 here."


async def test_an_authors_markup_and_brackets_are_words(tmp_path: Path) -> None:
    file = tmp_path / "story.toml"
    app = app_for(file)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: "First" in said(app, "game"))
        file.write_text(EVERYTHING.replace('brief = "Now."', 'brief = "[red]Now[/red] **bold** [link=x]."'))
        await until(pilot, lambda: "[red]Now[/red] bold" in said(app, "game"))
