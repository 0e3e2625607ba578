"""Every key and the mouse at random, in a real terminal, for half a minute, from the title to the debrief.

`CEO_SIM_MONKEY_SECONDS` asks for longer, as CI does, and `CEO_SIM_MONKEY_SEED` for other keys. What two keys within a
few milliseconds do depends on how fast the machine is, so a seed says which keys come, not which fault.
"""

from __future__ import annotations

import faulthandler
import os
import random
import re
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from ceo_sim import places
from ceo_sim.library import find_scenario, path_of
from ceo_sim.saves.reopen import reopen
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import load
from tests.support.terminal import KEYS, Terminal

SECONDS = float(os.environ.get("CEO_SIM_MONKEY_SECONDS", "30"))
SEED = int(os.environ.get("CEO_SIM_MONKEY_SEED", "1"))
CRASH = re.compile(rb"Traceback|Something went wrong")
LONGEST_SIGN = 20
NOT_TEXT = re.compile(rb"\x1b\[[0-9;:?<>=]*[A-Za-z]")
MOST_SAID = 4000
pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")]
MEMORY = 250 * 2**20
"""More than twice of what a full game takes; a leak of a screen a key goes past it in a minute."""
SIZES = [(80, 24), (120, 40), (200, 60), (60, 18), (59, 17), (40, 10)]
LIFE = max(10.0, SECONDS / 12)
"""Seconds until the next start, so that a minute sees them all."""
STARTS = ("", "meridian over", "the_post", "meridian late", "the_post over", "meridian")
"""The title, new games, and games that are kept shortly before their end and after it."""
LATE = 0.9
ENOUGH = 240
PLACES = {"a desk": re.compile("n next"), "a decision": re.compile("decide"), "a debrief": re.compile(r"\[\d [A-Z]")}
"""What must have been seen, by what stands there."""
# What moves a game on comes more often than what does not, or a monkey stays on the title for its minute.
USEFUL = [*"123456789nNwafsopyhu?:", "enter", "enter", "enter", "escape", "up", "down", "left", "right", "space", "tab"]
ALL = [*map(chr, range(32, 127)), *KEYS, *(f"ctrl+{letter}" for letter in "abdefghijklmnopqrstuvwxy")]
PASTE = "\x1b[200~{}\x1b[201~"
LEFT, RIGHT, DRAGGED, MOVED, WHEEL_UP, WHEEL_DOWN = 0, 2, 32, 35, 64, 65


def startled(terminal: Terminal, lot: random.Random) -> str:
    """Do one thing to the program, and say what."""
    roll = lot.random()
    if roll < 0.01:
        size = lot.choice(SIZES)
        terminal.resize(*size)
        return f"resize {size}"
    if roll < 0.06:
        return moused(terminal, lot)
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


def moused(terminal: Terminal, lot: random.Random) -> str:
    """Click, drag, point or turn the wheel somewhere."""

    def at(button: int, letter: str = "M") -> str:
        return f"\x1b[<{button};{lot.randrange(1, 121)};{lot.randrange(1, 41)}{letter}"

    how = lot.choice(["click", "click", "click", "drag", "point", "wheel", "right"])
    if how == "click":
        terminal.click(lot.randrange(120), lot.randrange(40))
    elif how == "drag":
        terminal.send(at(LEFT) + at(LEFT + DRAGGED) + at(LEFT, "m"))
    elif how == "wheel":
        terminal.send(at(lot.choice([WHEEL_UP, WHEEL_DOWN])) * lot.randrange(1, 9))
    else:
        terminal.send(at(MOVED) if how == "point" else at(RIGHT) + at(RIGHT, "m"))
    return how


@pytest.fixture
def starts(tmp_path: Path) -> dict[str, Path]:
    """Saves to start from: one game by the first option that is open, late and over, and one that is shipped."""
    late = tmp_path / "late.toml"
    with Session.start(load(path_of("meridian")), SEED, tmp_path / "begun") as session:
        game = session.game
        while not game.ended:
            if game.now >= LATE * game.timeline.last and not late.exists():
                shutil.copy(session.path, late)
            for waiting in game.agenda()[:1]:
                options = [option for option in game.ask(waiting.id).options if option.lock is None]
                session.choose(waiting.id, options[0].id)
            if game.urgent() is None and not game.ended:
                session.wait()
    return {"meridian late": late, "meridian over": session.path, "the_post over": places.packaged_saves()[0]}


def lived(terminal: Terminal, lot: random.Random, death: float, saves: Path) -> tuple[int, set[str]]:
    """Do things to the program until it ends or its time has come; gives how many, and the places that were seen."""
    done: list[str] = []
    seen: set[str] = set()
    read = 0
    while terminal.process.poll() is None and time.monotonic() < death:
        done.append(startled(terminal, lot))
        if sign := CRASH.search(terminal.output, read):
            pytest.fail(f"seed {SEED}, last {done[-30:]}:\n{report_of(terminal, sign.start(), saves)}")
        read = max(0, len(terminal.output) - LONGEST_SIGN)
        if len(done) % 10 == 0:
            seen |= {place for place, words in PLACES.items() if words.search(terminal.text)}
        if len(done) % 50 == 0 and terminal.process.poll() is None:
            assert terminal.memory().rss < MEMORY, f"after {len(done)}: {done[-30:]}"
    assert terminal.process.poll() in (None, 0), f"seed {SEED}, last {done[-30:]}. The screen:\n{terminal.text}"
    return len(done), seen


def report_of(terminal: Terminal, since: int, saves: Path) -> str:
    """What the game says of its mistake, and what it writes down to be sent."""
    terminal.settle(0.5)
    said = " ".join(NOT_TEXT.sub(b" ", terminal.output[since:]).decode().split())
    terminal.press("s", quiet=0.5)
    sent = "\n".join(path.read_text() for path in saves.glob("trouble-*.txt"))
    return f"{sent}\n{said[:MOST_SAID]}"


def test_no_key_at_random_breaks_the_game_or_its_saves(tmp_path: Path, starts: dict[str, Path]) -> None:
    faulthandler.cancel_dump_traceback_later()  # pytest takes a test of more than five minutes for one that hangs
    lot, done, lives, seen = random.Random(SEED), 0, 0, set[str]()
    saves = tmp_path / "saves"
    saves.mkdir()
    folders = {"CEO_SIM_SAVES": str(saves), "TEXTUAL_ANIMATIONS": "none", "HOME": str(tmp_path)}
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        start = STARTS[lives % len(STARTS)]
        what = [start] if start else []
        if start in starts:
            what = ["--resume", str(shutil.copy(starts[start], saves / f"begun-{lives}.toml"))]
        # Some of the settings that it finds last for a few games: plain mode is one of them.
        folders["CEO_SIM_CONFIG"] = str(tmp_path / f"config{lives // 3}")
        lives += 1
        command = [sys.executable, "-m", "ceo_sim", "play", *what]
        columns, rows = lot.choice(SIZES[:4])
        with Terminal(command, columns=columns, rows=rows, env=folders, cwd=tmp_path) as terminal:
            terminal.rest(0.3)  # until the game is open, as its start may be the only way to a debrief
            more, places_seen = lived(terminal, lot, min(end, time.monotonic() + LIFE), saves)
            done, seen = done + more, seen | places_seen
    assert done > SECONDS * 5, "the program answers too slowly for this to be a test"
    if SECONDS >= ENOUGH:  # a minute on a busy machine may be three lives
        assert seen == PLACES.keys(), f"{lives} lives, {done} things done"
    for path in saves.rglob("*.toml"):
        assert reopen(path, find_scenario).mismatch == "", path
