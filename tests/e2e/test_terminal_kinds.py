"""The game in terminals of every kind: half a one, dumb, silent, without colour or locale; and odd settings."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.support.terminal import Terminal
from tests.support.tutorial import PROGRAM, TITLE, answer_first, flat, is_restored, leave, new_game, shows


@pytest.mark.parametrize(
    "shell",
    [
        pytest.param('"$0" -m ceo_sim play tutorial | cat; code=${PIPESTATUS[0]}', id="output into a pipe"),
        pytest.param('"$0" -m ceo_sim play tutorial < /dev/null; code=$?', id="input from nowhere"),
    ],
)
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_half_a_terminal_is_none(shell: str) -> None:
    with Terminal(["bash", "-c", f'{shell}; echo "left with $code"', sys.executable], columns=200) as terminal:
        terminal.wait()
        said, end = terminal.text.strip().splitlines()

        assert "--plain" in said
        assert end == "left with 2"
        assert b"\x1b[" not in terminal.output


@pytest.mark.parametrize(
    "env, told",
    [
        pytest.param({"TERM": "dumb"}, "TERM=dumb says that this terminal can only write lines", id="dumb"),
        pytest.param({"PYTHONIOENCODING": "latin-1"}, "the screen needs UTF-8", id="another character set"),
    ],
)
def test_a_terminal_that_cannot_draw_gets_plain_lines_and_is_told_why(
    tmp_path: Path, env: Mapping[str, str], told: str
) -> None:
    with Terminal([*PROGRAM, "play", "tutorial", "--saves", tmp_path], columns=100, env=env) as terminal:
        terminal.wait_for("Type help to see what you can do.")

        assert b"\x1b[" not in terminal.output
        assert told in flat(terminal.output.decode("latin-1").replace("\r\n", " "))


@pytest.mark.parametrize("locale", ["C", "POSIX", ""])
def test_without_a_locale_the_screen_is_drawn_as_on_nearly_every_terminal(tmp_path: Path, locale: str) -> None:
    env = {"LC_ALL": locale, "LANG": locale}
    with Terminal([*PROGRAM, "play", "--saves", tmp_path], env=env) as terminal:
        terminal.wait_for(shows(TITLE, "The Tortoise Alarm"))
        terminal.press("ctrl+c")
        assert terminal.wait() == 0


def test_settings_full_of_nonsense_are_named_and_the_game_begins(tmp_path: Path) -> None:
    nonsense = 'them = 1\ntheme = "pink"\nplain = "no"\nhints = false\n[keys]\n"desk.why" = "n"\n"\\u001b[2J" = "x"\n'
    (tmp_path / "settings.toml").write_text(nonsense, encoding="utf-8")
    command = [*PROGRAM, "play", "--saves", str(tmp_path / "saves")]
    with Terminal(command, columns=120, rows=50, env={"CEO_SIM_CONFIG": str(tmp_path)}) as terminal:
        terminal.wait_for(shows("'them' is no setting"))
        terminal.press(",")
        terminal.wait_for(
            shows("did you mean theme?", "'pink' is no theme", "expected true or false", "desk.pass_on already")
        )
        terminal.press("1")
        terminal.wait_for(shows("light, ink on paper"))
        terminal.press("ctrl+c")
        assert terminal.wait() == 0
        assert terminal.output.count(b"\x1b[2J") <= 1
    assert (tmp_path / "settings.toml").read_text(encoding="utf-8") == nonsense.replace('"pink"', '"paper"')


def test_no_color_writes_no_colour(tmp_path: Path) -> None:
    with Terminal([*PROGRAM, "play", "--saves", tmp_path], env={"NO_COLOR": "1"}) as terminal:
        terminal.wait_for(shows(TITLE, "The Tortoise Alarm"))
        terminal.press("down")
        terminal.settle()
        styles = {part for found in re.findall(rb"\x1b\[([0-9;]*)m", terminal.output) for part in found.split(b";")}

        assert styles <= {b"", b"0", b"1", b"3", b"4", b"7", b"39", b"49"}


def test_a_terminal_that_answers_no_question_gets_the_screen_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.support.terminal._HAS_SYNC", b"")
    with new_game(tmp_path) as terminal:
        answer_first(terminal, tmp_path)
        assert leave(terminal) == 0
        assert is_restored(terminal)
