"""A whole game of the flagship on a real terminal, from the title through every tab of the debrief, and back."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ceo_sim.library import find_scenario
from ceo_sim.saves.reopen import reopen
from tests.support.terminal import Terminal
from tests.support.walking import Walker

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")]

TABS = ("Meters", "Why", "What if", "Values", "Forecasts", "Lenses", "Real", "Rivals", "Talk")


@pytest.mark.parametrize(
    "by_mouse, size", [(False, (80, 24)), (True, (120, 40))], ids=["by keys alone", "by mouse alone"]
)
def test_the_flagship_can_be_played_to_its_end_and_looked_back_on(
    tmp_path: Path, by_mouse: bool, size: tuple[int, int]
) -> None:
    folders = {"CEO_SIM_SAVES": str(tmp_path / "saves"), "CEO_SIM_CONFIG": str(tmp_path), "TEXTUAL_ANIMATIONS": "none"}
    (tmp_path / "settings.toml").write_text("hints = false\n")
    command = [sys.executable, "-m", "tests.support.attentive", "play", "--seed", "12"]
    with Terminal(command, columns=size[0], rows=size[1], env=folders, reading=0.0) as terminal:
        walker = Walker(terminal, by_mouse)
        terminal.wait_for("The Post")
        terminal.settle(0.4)
        row = next(at for at, line in enumerate(terminal.lines) if "The Post" in line)
        if by_mouse:
            terminal.click_on("The Post")
        else:
            terminal.press(terminal.lines[row].strip(" ▶│").split()[0])
        terminal.wait_for(lambda terminal: "go on" in terminal.lines[-1])
        terminal.settle(0.4)  # the last line of the title may still stand behind that of the opening
        walker.to_the_end(lambda terminal: "how it came to this" in terminal.lines[-1])
        assert "a forecast" in walker.seen
        walker.do("enter", "how it came to this")
        terminal.wait_for("[1 Story]")
        for number, tab in enumerate(TABS, 2):
            if by_mouse:
                terminal.click_on(tab)
            else:
                terminal.press(str(number % 10))
            terminal.wait_for(f"[{number % 10} {tab}]")
        assert b"Something went wrong" not in terminal.output
    [save] = (tmp_path / "saves").glob("*.toml")
    restored = reopen(save, find_scenario)
    assert restored.game.ended
    assert restored.save.values
    assert restored.save.consultations
    assert any(answer.predicted for answer in restored.save.answers)
