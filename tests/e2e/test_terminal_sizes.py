"""The game in a real terminal of any size, and one whose size changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.support.tutorial import (
    CRASH,
    PROGRAM,
    answer_first,
    back_to_desk,
    is_restored,
    leave,
    new_game,
    settled,
    shows,
    to_desk,
    to_first_decision,
    turn_page,
)

SMALL, USUAL = (20, 5), (80, 24)
SIZES = [(20, 5), (200, 60), (1, 1), (60, 18), (59, 17), (300, 3), (3, 100), (132, 43), (61, 18)]


def test_a_tiny_terminal_says_which_size_helps_and_a_larger_one_brings_the_game_back(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        before = settled(terminal)
        terminal.resize(*SMALL)
        terminal.wait_for(shows("20x5 is too small.", "60x18 is enough"))
        terminal.press("enter")  # it would decide, unseen
        terminal.resize(19, 5)
        terminal.wait_for(shows("19x5 is too small."))
        terminal.resize(*USUAL)
        terminal.wait_for(lambda now: now.text == before)

        answer_first(terminal, tmp_path)
        before = settled(terminal)
        terminal.resize(*SMALL)
        terminal.wait_for(shows("20x5 is too small."))
        terminal.press("x", "space", "enter")
        terminal.click(3, 3)
        terminal.resize(19, 5)
        terminal.wait_for(shows("19x5 is too small."))
        terminal.resize(*USUAL)
        terminal.wait_for(lambda now: now.text == before)


def test_the_environment_overrules_neither_the_size_nor_the_driver(tmp_path: Path) -> None:
    command = [*PROGRAM, "play", "tutorial", "--seed", "3", "--saves", str(tmp_path)]
    environment = {"COLUMNS": "50", "LINES": "15", "TEXTUAL_DRIVER": "no.such:Driver"}
    with Terminal(command, columns=80, rows=24, env=environment) as terminal:
        to_first_decision(terminal)
        assert len(terminal.lines[-1].strip()) > 50
        terminal.press("ctrl+c", "ctrl+c")


def test_begun_in_a_tiny_terminal_it_waits_for_a_larger_one(tmp_path: Path) -> None:
    command = [*PROGRAM, "play", "tutorial", "--seed", "3", "--saves", str(tmp_path)]
    with Terminal(command, columns=SMALL[0], rows=SMALL[1]) as terminal:
        terminal.wait_for(shows("20x5 is too small."))
        terminal.resize(*USUAL)
        to_first_decision(terminal)
        terminal.resize(*SMALL)
        terminal.wait_for(shows("20x5 is too small."))
        terminal.press("ctrl+c", "ctrl+c")

        assert terminal.wait() == 0
        assert is_restored(terminal)


@pytest.mark.slow
def test_resized_again_and_again_while_days_pass_it_goes_on(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        storm(terminal)
        answer_first(terminal, tmp_path)
        storm(terminal)
        to_desk(terminal)
        for _ in range(2):
            storm(terminal, "n")
            to_desk(terminal)
        for key in ("w", "f", "a", "?", ":"):
            turn_page(terminal, key)
            storm(terminal)
            back_to_desk(terminal)

        assert not CRASH.search(terminal.output)
        assert leave(terminal) == 0


@pytest.mark.slow
def test_a_day_passes_through_every_width_and_every_height(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        to_desk(terminal)
        for sizes in ([(width, 24) for width in range(200, 0, -1)], [(80, height) for height in range(60, 0, -1)]):
            before = settled(terminal)
            terminal.send("n")
            terminal.wait_for(lambda now, page=before: now.text != page)  # type: ignore[misc]
            for size in (*sizes, *reversed(sizes)):
                terminal.resize(*size)
                terminal.pump(0.005)
            terminal.resize(*USUAL)
            terminal.wait_for(lambda now: "too small" not in now.text and len(now.text.strip()) > 100)
            to_desk(terminal)

        assert not CRASH.search(terminal.output)


def storm(terminal: Terminal, *keys: str) -> None:
    """Press keys, then resize on and on without waiting for what comes of it."""
    for key in keys:
        before = settled(terminal)
        terminal.send(key)
        terminal.wait_for(lambda now, page=before: now.text != page)  # type: ignore[misc]
    for size in SIZES:
        terminal.resize(*size)
        terminal.pump(0.01)
    terminal.resize(*SMALL)
    terminal.wait_for(shows("20x5 is too small."))
    terminal.resize(*USUAL)
    terminal.wait_for(lambda now: "too small" not in now.text and len(now.text.strip()) > 100)
