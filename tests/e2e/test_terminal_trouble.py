"""A mistake of ours in a real terminal: a panel wherever one can be drawn, and else the same in plain words."""

from __future__ import annotations

import sys
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
setattr(getattr(importlib.import_module("ceo_sim.tui." + module), owner), name, fail)
sys.exit(main())
"""


def faulty(where: str, saves: Path) -> Terminal:
    """The game with a mistake in one of its methods."""
    return Terminal([sys.executable, "-c", FAULT, where, "play", "--saves", saves], columns=100, rows=40)


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
