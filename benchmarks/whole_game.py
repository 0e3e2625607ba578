"""The flagship in a real pseudo-terminal, to the end of its debrief: what a player waits for, and what it holds."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from attrs import define, field

from benchmarks.report import HERE, Figure, Missing, percentile
from benchmarks.terminal import KEYS, MEGABYTE
from benchmarks.version import PROGRAM
from tests.support.terminal import Response, Terminal, WaitedInVainError
from tests.support.walking import Walker

COLUMNS, ROWS = 120, 40
PRESSES = 60
READING = 3.0
"""Seconds that a player looks at the title before choosing."""
TO_THE_DESK = (("enter", "to your desk"), ("enter", "drop"), ("enter", "forecast"))
"""From the note on: what is pressed, and what the last line then offers; the first decision opens over the desk."""
TABS = "1234567890"
SETTINGS = "hints = false\npredictions = false  # they stand between the answer and what comes of it\n"


@define
class TimedWalker(Walker):
    """A walker that times its answers, and the arrows on the desk."""

    answers: list[Response] = field(factory=list)
    arrows: list[Response] = field(factory=list)

    def do(self, key: str, words: str) -> None:
        """As `Walker.do`; an answer is timed until its consequence has settled."""
        if words != "decide":
            super().do(key, words)
            return
        response = self.terminal.time_press(key)
        if response is not None and "any key" in self.offers:
            self.answers.append(response)

    def step(self) -> None:
        """As `Walker.step`, with some arrows first where there is something to point at."""
        if "n next" in self.offers and len(self.numbers("Your agenda")) > 1 and len(self.arrows) < PRESSES:
            self.arrows += filter(None, (self.terminal.time_press(key) for key in KEYS))
        super().step()


def measure(rounds: int) -> list[Figure]:
    """Play two games to the end of their debrief; `rounds` is the number of starts that are timed."""
    starts = [_to_the_desk() for _ in range(rounds)]
    walkers: list[TimedWalker] = []
    debrief: list[Response] = []
    memory: list[float] = []
    for seed in (1, 2):
        walker, keys, held = _play(seed)
        walkers.append(walker)
        debrief += keys
        memory.append(held)
    bare = _bare_keys()
    first, bare_first = (percentile([each.first_ms for each in keys], 0.95) for keys in (debrief, bare))
    last, bare_last = (percentile([each.last_ms for each in keys], 0.95) for keys in (debrief, bare))
    answers = [each.last_ms for walker in walkers for each in walker.answers]
    arrows = [each.size for walker in walkers for each in walker.arrows]
    return [
        Figure("title to desk of a new game, all waits", "ms", statistics.median(starts), goal="at most 300 ms"),
        Figure("answer to settled consequence, p95", "ms", percentile(answers, 0.95), goal="at most 120 ms"),
        Figure("bytes for an arrow key on the desk, p95", "B", percentile(arrows, 0.95), goal="at most 3,000 B"),
        Figure("key to repaint in the debrief, p95", "ms", first, bare_first, "bare app", "1.5 times"),
        Figure("the same, until no more is drawn, p95", "ms", last, bare_last, "bare app"),
        Figure("memory after a game with its debrief", "MB", max(memory) / MEGABYTE, goal="at most 90 MB"),
    ]


def _terminal(folder: str, *arguments: str) -> Terminal:
    (Path(folder) / "settings.toml").write_text(SETTINGS)
    env = {"CEO_SIM_SAVES": f"{folder}/saves", "CEO_SIM_CONFIG": folder, "TEXTUAL_ANIMATIONS": "none"}
    return Terminal([PROGRAM, "play", *arguments], columns=COLUMNS, rows=ROWS, env=env)


def _to_the_desk() -> float:
    """Milliseconds that a player waits on the way from the title to the first decision of the flagship."""
    with tempfile.TemporaryDirectory() as folder, _terminal(folder, "--seed", "1") as terminal:
        try:
            terminal.wait_for("The Post")
            terminal.settle(0.7)
            time.sleep(READING)
            row = next(line for line in terminal.lines if "The Post" in line)
            waited = terminal.time_picture(row.strip(" ▶").split()[0], "go on")
            return waited + sum(terminal.time_picture(key, offered) for key, offered in TO_THE_DESK)
        except WaitedInVainError as error:
            raise Missing(str(error)) from None


def _play(seed: int) -> tuple[TimedWalker, list[Response], int]:
    """A game played to its end, some keys in every tab of its debrief, and the bytes it then holds."""
    with tempfile.TemporaryDirectory() as folder, _terminal(folder, "the_post", "--seed", str(seed)) as terminal:
        walker = TimedWalker(terminal, seed=seed)
        try:
            terminal.wait_for(lambda terminal: "go on" in terminal.lines[-1])
            walker.to_the_end(lambda terminal: "how it came to this" in terminal.lines[-1])
            walker.do("enter", "how it came to this")
            terminal.wait_for("[1 Story]")
        except (WaitedInVainError, AssertionError) as error:
            raise Missing(str(error)) from None
        keys: list[Response] = []
        for tab in TABS:
            for key in (tab, "down", "down", "up"):
                keys += filter(None, [terminal.time_press(key)])
                terminal.settle(0.3)
        return walker, keys, terminal.memory().rss


def _bare_keys() -> list[Response]:
    with Terminal([sys.executable, HERE / "bare_app.py"], columns=COLUMNS, rows=ROWS) as terminal:
        terminal.wait_for("line 30")
        terminal.settle(0.5)
        return [each for n in range(PRESSES) if (each := terminal.time_press(KEYS[n % len(KEYS)])) is not None]
