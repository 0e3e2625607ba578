"""A mistake of ours in a real terminal: a panel wherever one can be drawn, and else the same in plain words."""

from __future__ import annotations

import re
import sys
import urllib.request
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.support.tutorial import is_cooked, is_restored, last_words, shows

FAULT = """
import importlib, sys
from ceo_sim.cli import main

def fail(*_):
    raise ZeroDivisionError("a mistake of ours")

module, owner, name = sys.argv.pop(1).split(":")
setattr(getattr(importlib.import_module("ceo_sim." + module), owner), name, fail)
sys.exit(main())
"""


def faulty(where: str, saves: Path) -> Terminal:
    """The game with a mistake in one of its methods."""
    return Terminal([sys.executable, "-c", FAULT, f"tui.{where}", "play", "--saves", saves], columns=100, rows=40)


@pytest.mark.parametrize(
    "where", ["screens.title:TitleScreen:body", "screens.title:Wordmark:draw", "screens.title:GameRow:render"]
)
def test_a_screen_that_cannot_be_drawn_becomes_a_panel(tmp_path: Path, where: str) -> None:
    with faulty(where, tmp_path) as terminal:
        terminal.wait_for(shows("Something went wrong inside the game", "ZeroDivisionError: a mistake of ours"))
        terminal.press("q")
        assert terminal.wait() == 1
        assert is_restored(terminal)
        assert is_cooked(terminal)


@pytest.mark.parametrize("where", ["app:CeoSim:on_mount", "app:CeoSim:on_resize"])
def test_an_app_that_stops_says_what_to_send_and_gives_the_terminal_back(tmp_path: Path, where: str) -> None:
    with faulty(where, tmp_path) as terminal:
        assert terminal.wait() == 1
        assert is_restored(terminal)
        assert is_cooked(terminal)
        said = last_words(terminal)
        assert "send these lines" in said
        assert said.endswith("ZeroDivisionError: a mistake of ours")
        assert "locals" not in said


@pytest.mark.parametrize("where", ["on_key", "_keys", "on_mount"])
def test_a_class_goes_on_without_its_console(tmp_path: Path, where: str) -> None:
    pytest.importorskip("aiohttp")
    fault = f"classroom.console.app:Console:{where}"
    options = ["tutorial", "--address", "127.0.0.1", "--folder", str(tmp_path)]
    command = [sys.executable, "-c", FAULT, fault, "class", "host", *options]
    with Terminal(command, columns=160, rows=60) as terminal:
        if where == "on_key":
            terminal.wait_for(shows("Enter does what comes next"))
            terminal.press("z")
        terminal.wait_for(shows("The console has stopped by a mistake of ours: ZeroDivisionError", "Ctrl+C ends it"))
        link = re.search(r"Teacher: +(http://\S+)", terminal.text)
        assert link is not None
        with urllib.request.urlopen(link[1].partition("/teach")[0], timeout=20) as answer:
            assert b"Take a seat" in answer.read()
        terminal.press("ctrl+c")
        assert terminal.wait() == 0
        assert is_cooked(terminal)
        assert "The class is saved" in terminal.text
