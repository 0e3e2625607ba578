"""Every key at random, in a real terminal, for a minute.

`CEO_SIM_MONKEY_SECONDS` asks for longer, and `CEO_SIM_MONKEY_SEED` for other keys. What two keys within a few
milliseconds do depends on how fast the machine is, so a seed says which keys come, not which fault.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from pathlib import Path

import pytest

from ceo_sim.saves.finding import find_scenario
from ceo_sim.saves.restoring import reopen
from tests.support.terminal import KEYS, Terminal

SECONDS = float(os.environ.get("CEO_SIM_MONKEY_SECONDS", "60"))
SEED = int(os.environ.get("CEO_SIM_MONKEY_SEED", "1"))
CRASH = re.compile(rb"Traceback|Something went wrong")
LONGEST_SIGN = 20
NOT_TEXT = re.compile(rb"\x1b\[[0-9;:?<>=]*[A-Za-z]")
MOST_SAID = 4000
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")]
MEMORY = 250 * 2**20
"""More than twice of what a full game takes; a leak of a screen a key goes past it in a minute."""
SIZES = [(80, 24), (120, 40), (200, 60), (59, 17), (40, 10)]
# What moves a game on comes more often than what does not, or a monkey stays on the title for its minute.
USEFUL = [*"123456789nNwafsopyhu?:", "enter", "enter", "enter", "escape", "up", "down", "left", "right", "space", "tab"]
ALL = [*map(chr, range(32, 127)), *KEYS, *(f"ctrl+{letter}" for letter in "abdefghijklmnopqrstuvwxy")]
PASTE = "\x1b[200~{}\x1b[201~"


def startled(terminal: Terminal, lot: random.Random) -> str:
    """Do one thing to the program, and say what."""
    roll = lot.random()
    if roll < 0.01:
        size = lot.choice(SIZES)
        terminal.resize(*size)
        return f"resize {size}"
    if roll < 0.06:
        column, row = lot.randrange(120), lot.randrange(40)
        terminal.click(column, row)
        return f"click {column},{row}"
    if roll < 0.065:
        terminal.send(PASTE.format("so be it [/b] \x07" * lot.randrange(1, 2000)))
        return "paste"
    key: str = lot.choice(USEFUL if roll < 0.8 else ALL)
    terminal.press(key, quiet=0.004)
    if key == "ctrl+s":
        terminal.press("ctrl+q", quiet=0.004)  # in plain mode the terminal itself holds all output until then
    if key == "ctrl+z":
        terminal.settle(0.3)  # it stops itself when it comes to it
        terminal.signal(signal.SIGCONT)
    return key


def test_no_key_at_random_breaks_the_game_or_its_saves(tmp_path: Path) -> None:
    lot, done, starts = random.Random(SEED), [], 0
    saves = tmp_path / "saves"
    folders = {"CEO_SIM_SAVES": str(saves), "TEXTUAL_ANIMATIONS": "none", "HOME": str(tmp_path)}
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        starts += 1
        command = [sys.executable, "-m", "ceo_sim", "play", *([] if starts % 3 else ["the_post"])]
        # Some of the settings that it finds last for a few games: plain mode is one of them.
        folders["CEO_SIM_CONFIG"] = str(tmp_path / f"config{starts // 3}")
        with Terminal(command, columns=120, rows=40, env=folders, cwd=tmp_path) as terminal:
            terminal.settle(0.3)
            read = 0
            while terminal.process.poll() is None and time.monotonic() < end:
                done.append(startled(terminal, lot))
                if sign := CRASH.search(terminal.output, read):
                    terminal.settle(0.5)
                    said = " ".join(NOT_TEXT.sub(b" ", terminal.output[sign.start() :]).decode().split())
                    terminal.press("s", quiet=0.5)  # the panel writes down what is to be sent
                    sent = "\n".join(path.read_text() for path in tmp_path.rglob("trouble-*.txt"))
                    pytest.fail(f"seed {SEED}, start {starts}, last {done[-30:]}:\n{sent}\n{said[:MOST_SAID]}")
                read = max(0, len(terminal.output) - LONGEST_SIGN)
                if len(done) % 50 == 0 and terminal.process.poll() is None:
                    assert terminal.memory().rss < MEMORY, f"after {len(done)}: {done[-30:]}"
            assert terminal.process.poll() in (None, 0), f"seed {SEED}, last {done[-30:]}. The screen:\n{terminal.text}"
    assert len(done) > SECONDS * 5, "the program answers too slowly for this to be a test"
    for path in saves.rglob("*.toml"):
        assert reopen(path, find_scenario).departure == "", path
