"""The preview in a real terminal, beside an editor that saves sense and nonsense."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.support.tutorial import CRASH, PROGRAM, is_restored, shows

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.toml"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """The tutorial as a story that is being written."""
    file = tmp_path / "tutorial.toml"
    file.write_text(TUTORIAL.read_text(encoding="utf-8"), encoding="utf-8")
    return file


def change(story: Path, old: str, new: str) -> None:
    text = story.read_text(encoding="utf-8")
    assert old in text
    story.write_text(text.replace(old, new), encoding="utf-8")


def test_what_an_editor_saves_is_shown_at_the_same_decision(story: Path) -> None:
    with Terminal([*PROGRAM, "preview", str(story), "--at", "river"], columns=130, rows=44) as terminal:
        terminal.wait_for(shows("9.5 feet", "decision.river", "Nothing is wrong.", "event rain"))
        change(story, "9.5 feet", "three meters")
        terminal.wait_for(shows("three meters"))
        change(story, 'title  = "The river rises"', 'title  = "The river rises')
        terminal.wait_for(shows("the last sound version is shown", "three meters", "E006"))
        change(story, 'title  = "The river rises', 'title  = "The river rises"')
        terminal.wait_for(shows("Nothing is wrong."))
        terminal.press("1")
        terminal.wait_for(shows("Sound the alarm now", "Nothing waits"))
        terminal.press("q")

        assert terminal.wait() == 0
        assert is_restored(terminal)
        assert not CRASH.search(terminal.output)


@pytest.mark.parametrize("size", [(1, 1), (20, 5), (60, 18), (119, 40), (120, 40), (300, 3)])
def test_any_size_will_do(story: Path, size: tuple[int, int]) -> None:
    with Terminal([*PROGRAM, "preview", str(story)], columns=80, rows=24) as terminal:
        terminal.wait_for(shows("[Game]", "Castle Hill"))
        terminal.resize(*size)
        terminal.press("tab", "1", "n", "u", "d", "shift+tab")
        change(story, '"Nine pages of log"', '"Ten pages of log"')
        terminal.resize(80, 24)
        terminal.wait_for(shows("Ten pages of log"))
        terminal.press("ctrl+c")

        assert terminal.wait() == 0
        assert not CRASH.search(terminal.output)
