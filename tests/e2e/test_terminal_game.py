"""The real program on a real terminal, from the title to the debrief, by keys alone; and treated roughly."""

from __future__ import annotations

import re
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.support.walking import Walker

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")]

TORTOISE = Path(__file__).parent.parent / "data" / "tortoise.toml"
Play = Callable[..., Terminal]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    stories = tmp_path / "scenarios"
    stories.mkdir()
    shutil.copy(TORTOISE, stories)

    def started(*arguments: str, columns: int = 80, rows: int = 24, program: str = "", **env: str) -> Terminal:
        command = [sys.executable, "-m", "ceo_sim", *(arguments or ("play", "tortoise", "--seed", "3"))]
        if program:
            command = [sys.executable, "-c", program]
        saves = {"CEO_SIM_SAVES": str(tmp_path / "saves"), "TEXTUAL_ANIMATIONS": "none"}
        return Terminal(command, columns=columns, rows=rows, env={**saves, **env}, cwd=tmp_path)

    return started


def to_desk(terminal: Terminal) -> None:
    terminal.wait_for("Before you begin")
    terminal.press("enter")
    terminal.wait_for("to your desk")
    terminal.press("enter")
    terminal.wait_for("What do you stand for?")
    terminal.press("enter")
    option = re.compile(r"(\d) A quiet message to all")
    terminal.wait_for(lambda terminal: option.search(terminal.text) is not None)
    number = option.search(terminal.text)
    assert number
    terminal.press(number[1], "enter")
    terminal.wait_for("It goes out at 06:09")
    terminal.press("enter", quiet=0.3)
    terminal.wait_for("Your agenda")


def test_a_game_from_the_title_to_the_debrief(play: Play) -> None:
    with play("play", columns=120, rows=40) as terminal:
        terminal.wait_for("The Tortoise Alarm")
        terminal.settle()
        row = next(line for line in terminal.lines if "The Tortoise Alarm" in line and "Tutorial" not in line)
        terminal.press(row.strip(" ▶").split()[0])
        to_desk(terminal)
        Walker(terminal).to_the_end(lambda terminal: "led here" in terminal.text)
        terminal.press("enter")
        terminal.wait_for("[1 Story]")
        for number, words in (("2", "Mon 13 Apr"), ("3", "in the end"), ("0", "That was all of it")):
            terminal.press(number)
            terminal.wait_for(words)
        terminal.press("t")
        terminal.wait_for("ended:")
        terminal.press("q")
        assert terminal.wait() == 0


def test_ctrl_z_suspends_and_the_game_comes_back(play: Play) -> None:
    with play() as terminal:
        to_desk(terminal)
        terminal.press("ctrl+z", quiet=0.3)
        terminal.signal(signal.SIGCONT)
        terminal.wait_for("Your agenda")
        terminal.press("w")
        terminal.wait_for("At the start")


WITH_A_MISTAKE = """
import sys
from ceo_sim.cli import main
from ceo_sim.tui.screens.{module} import {name}
def mistaken(self, *_):
    raise ValueError("[b]ours[/b]")
{name}.{method} = mistaken
sys.exit(main(["play", "tortoise", "--seed", "3"]))
"""


@pytest.mark.parametrize(
    "place, key, goes_on",
    [(("desk", "DeskScreen", "action_feed"), "F", True), (("why", "WhyScreen", "on_mount"), "w", False)],
    ids=["an action", "a screen"],
)
def test_a_mistake_of_ours_is_a_panel_with_the_place_of_the_save(
    tmp_path: Path, play: Play, place: tuple[str, str, str], key: str, goes_on: bool
) -> None:
    module, name, method = place
    program = WITH_A_MISTAKE.format(module=module, name=name, method=method)
    with play(program=program) as terminal:
        to_desk(terminal)
        terminal.press(key)
        terminal.wait_for("Something went wrong")
        terminal.settle()
        assert "ValueError: [b]ours[/b]" in terminal.text
        [save] = (tmp_path / "saves").glob("*.toml")
        assert save.name in terminal.text.replace("\n  ", "")
        if goes_on:
            terminal.press("enter")
            terminal.wait_for("Your agenda")
            terminal.press("n")
            terminal.wait_for("Tuesday")
        else:
            terminal.press("q")
            assert terminal.wait() == 1
