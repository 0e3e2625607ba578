"""A megabyte pasted into the game on a real terminal: it is cut, that is told, and nothing of it decides anything."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.tutorial import CRASH, answers, is_restored, leave, new_game, own_up, settled, shows, turn_page

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")

SIGNED = "\x1b[200~{}\x1b[201~"
LINES = "1\rn so it be\r" * 80_000
COLOURED = "\x1b[31mn\x1b[0m\x07 \r\n" * 60_000
TOLD = "Not all that you pasted is here"


@pytest.mark.parametrize(
    "paste, kept",
    [
        pytest.param(SIGNED.format(LINES), "1 n so it be 1 n", id="as terminals do"),
        pytest.param(SIGNED.format(COLOURED), "[31mn[0m [31mn[0m", id="full of escape sequences"),
        pytest.param(LINES, "1 n so it be 1 n", id="as GNU screen does, without a sign"),
    ],
)
def test_a_megabyte_pasted_into_the_reason_is_cut_and_told_and_decides_nothing(
    tmp_path: Path, paste: str, kept: str
) -> None:
    with new_game(tmp_path) as terminal:
        terminal.press("r")
        terminal.send(paste)
        terminal.wait_for(shows(TOLD))
        turn_page(terminal, "escape")
        assert answers(tmp_path) == 0
        own_up(terminal)
        assert answers(tmp_path) == 1
        assert leave(terminal) == 0
        assert is_restored(terminal)
        assert not CRASH.search(terminal.output)
    [save] = tmp_path.glob("*.toml")
    assert kept in save.read_text()


def test_a_megabyte_pasted_where_nothing_can_be_typed_does_nothing(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        before = settled(terminal)
        terminal.send(LINES)
        terminal.rest(0.3)
        assert terminal.text == before
        assert answers(tmp_path) == 0


def test_a_paste_without_an_end_is_given_up_by_ctrl_c(tmp_path: Path) -> None:
    with new_game(tmp_path) as terminal:
        terminal.send("\x1b[200~some text")
        terminal.rest(0.5)
        terminal.press("?")
        terminal.rest(0.5)
        terminal.send("\x03")
        terminal.wait_for(shows("Leave your desk?"))
        turn_page(terminal, "escape")
        own_up(terminal)
        assert answers(tmp_path) == 1
        assert leave(terminal) == 0
