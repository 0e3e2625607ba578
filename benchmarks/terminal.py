"""The real program in a real pseudo-terminal, beside a bare Textual app: its start, its keys, its memory."""

from __future__ import annotations

import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from attrs import evolve, frozen

from benchmarks.report import HERE, Figure, Missing, percentile
from benchmarks.version import PROGRAM
from tests.support.terminal import Terminal, WaitedInVainError

COLUMNS, ROWS = 120, 36
PRESSES = 60
FIRST_PRESSES = 30
MEGABYTE = 2**20

# What is readable on the title screen and on the desk, and what the desk says while there is nothing to walk through.
TITLE = "The Post"
DESK = "Your agenda"
IDLE = "Nothing waits"
DESK_KEY = "n next"
MOST_STEPS = 40
KEYS = ("down", "up")


@frozen
class _Seen:
    """One run: seconds to the first screen, milliseconds a key, bytes of memory, milliseconds from title to desk.

    `first_keys` are milliseconds a key in the first seconds on the first screen, while ours reads stories ahead.
    """

    start: float
    first_keys: list[float]
    keys: list[float]
    memory: float
    go_on: float = 0.0


def measure(rounds: int) -> list[Figure]:
    """Run both by turns, each time with an empty folder for saves."""
    ours: list[_Seen] = []
    bare: list[_Seen] = []
    for _ in range(rounds):
        ours.append(_see([PROGRAM], TITLE, _to_the_desk, _go_on))
        bare.append(_see([sys.executable, HERE / "bare_app.py"], "line 30", Terminal.settle))

    def medians(of: str, scale: float) -> tuple[float, float]:
        first, second = (statistics.median(getattr(seen, of) for seen in runs) * scale for runs in (ours, bare))
        return first, second

    def slow(of: str) -> tuple[float, float]:
        first, second = (percentile([key for seen in runs for key in getattr(seen, of)], 0.95) for runs in (ours, bare))
        return first, second

    return [
        Figure("start to title screen", "s", *medians("start", 1), "bare app", "at most 1.15 times"),
        Figure(
            "key to repaint at the title, first seconds, p95",
            "ms",
            *slow("first_keys"),
            "bare app",
            "at most 1.5 times",
        ),
        Figure("key to repaint on the desk, p95", "ms", *slow("keys"), "bare app", "at most 1.2 times"),
        Figure("title to desk, of a game to go on with", "ms", medians("go_on", 1)[0], goal="at most 250 ms"),
        Figure("memory of a running game", "MB", *medians("memory", 1 / MEGABYTE), "bare app", "80 MB at most"),
    ]


def _see(
    command: Sequence[str | Path],
    first: str,
    go: Callable[[Terminal], None],
    go_on: Callable[[Terminal], float] = lambda _: 0.0,
) -> _Seen:
    """Start a program, wait for its first screen, go where it is to be measured, time some keys, and leave it."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "settings.toml").write_text("hints = false\n")
        env = {"CEO_SIM_SAVES": f"{folder}/saves", "CEO_SIM_CONFIG": folder}
        with Terminal(command, columns=COLUMNS, rows=ROWS, env=env) as terminal:
            return evolve(_measured(terminal, first, go), go_on=go_on(terminal))


def _measured(terminal: Terminal, first: str, go: Callable[[Terminal], None]) -> _Seen:
    try:
        start = terminal.wait_for(first)
    except WaitedInVainError as error:
        raise Missing(str(error)) from None
    first_keys = _timed(terminal, FIRST_PRESSES)
    terminal.settle(0.5)
    go(terminal)
    keys = _timed(terminal, PRESSES)
    if not first_keys or not keys:
        raise Missing(f"no key had any effect. The screen:\n{terminal.text.rstrip()}")
    return _Seen(start, first_keys, keys, terminal.memory().rss)


def _timed(terminal: Terminal, presses: int) -> list[float]:
    """Milliseconds until each of some keys has drawn something."""
    responses = [terminal.time_press(KEYS[number % len(KEYS)]) for number in range(presses)]
    return [response.first_ms for response in responses if response]


def _go_on(terminal: Terminal) -> float:
    """Leave the desk for the title, let it get ready, and go on with the game; milliseconds until the desk is there."""
    terminal.press("escape", "2", quiet=0.5)
    terminal.wait_for("Go on")
    terminal.rest(1.0)
    return terminal.time_picture("1", DESK_KEY)


def _to_the_desk(terminal: Terminal) -> None:
    """Play on from the title, the first answer to everything, until there are rows on the agenda to walk through."""
    row = next(line for line in terminal.lines if TITLE in line)
    terminal.press(row.strip(" ▶").split()[0], quiet=0.5)
    for _ in range(MOST_STEPS):
        if DESK not in terminal.text:
            terminal.press("enter", quiet=0.5)
        elif IDLE in terminal.text:
            terminal.press("n", quiet=0.5)
        elif terminal.time_press("down") and terminal.time_press("up"):
            return
        else:  # there is a single row
            terminal.press("enter", quiet=0.5)
    raise Missing(f"there is no way to the desk. The screen:\n{terminal.text.rstrip()}")
