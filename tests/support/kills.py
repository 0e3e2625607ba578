"""Games that are killed again and again: `python -m tests.support.kills COUNT [SEED]` counts answers that were lost.

A process of its own without threads, as it forks. Each child goes on with the game, and acknowledges each answer by
a byte once the session says that it is saved; soon after one of the next few it is killed as `kill -9` does. Then the
save must be whole, with all answers that were acknowledged, and the next child goes on with it, until the story is over
and another begins.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from attrs import define

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.program import Program
from ceo_sim.library import find_scenario
from ceo_sim.saves.reading import read
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import Loaded

STORIES = ("tutorial", "the_post")
MOST_ANSWERS = 4
"""Before a kill; a story of the flagship has some twenty."""
LONGEST_DELAY = 0.02
"""Seconds from an acknowledgement to the kill; an answer with its save takes about 10 ms."""


@define
class Count:
    """What came of the kills.

    Attributes:
        kills: Children that were killed before they had ended by themselves.
        games: Stories that were played to their end.
        acknowledged: Answers that a session had called saved.
        lost: Those of them that were not in the save after a kill.
    """

    kills: int = 0
    games: int = 0
    acknowledged: int = 0
    lost: int = 0


def main(kills: int, seed: int) -> Count:
    """Play games and kill them until there were so many kills."""
    stories = [(loaded := find_scenario(id), compile_scenario(loaded.playable)) for id in STORIES]
    count, instants = Count(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        for number in itertools.count():
            saves = Path(folder) / str(number)
            saves.mkdir()
            while not _killed(saves, *stories[number % len(stories)], number, instants, count):
                if count.kills >= kills:
                    return count
            count.games += 1
    raise AssertionError


def _killed(saves: Path, loaded: Loaded, program: Program, number: int, instants: random.Random, count: Count) -> bool:
    """Let a child go on with the only game in a folder, and kill it; whether the story is over."""
    before = _answers(saves)
    receive, send = os.pipe()
    if not (child := os.fork()):
        _play_on(saves, loaded, program, number, send)
    os.close(send)
    acknowledged = sum(len(os.read(receive, 1)) for _ in range(instants.randint(0, MOST_ANSWERS)))
    time.sleep(instants.uniform(0, LONGEST_DELAY))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    count.kills += os.WIFSIGNALED(status)
    while received := os.read(receive, 4_096):
        acknowledged += len(received)
    os.close(receive)
    count.acknowledged += acknowledged
    count.lost += max(0, before + acknowledged - _answers(saves))
    return not os.WIFSIGNALED(status)


def _answers(saves: Path) -> int:
    """The number of answers in the only save; it is read whole, or an error ends the run."""
    return sum(len(read(path).answers) for path in saves.glob("*.toml"))


def _play_on(saves: Path, loaded: Loaded, program: Program, seed: int, acknowledge: int) -> None:
    """Play to the end, the first open option to everything; never returns."""
    code = 1
    try:
        find = partial(_given, loaded)
        started = [*saves.glob("*.toml")]
        session = (
            Session.resume(started[0], find, compiled=lambda _scenario, *, mirror=False: program)  # noqa: ARG005 - as it is called
            if started
            else Session.start(loaded, seed, saves, program=program)
        )
        game = session.game
        while not game.ended:
            for waiting in game.agenda():
                options = [option.id for option in game.ask(waiting.id).options if option.lock is None]
                if options:
                    session.choose(waiting.id, options[0], "so be it")
                    if session.is_saved:
                        os.write(acknowledge, b".")
            if game.urgent() is None and not game.ended:
                session.wait()
        code = 0
    finally:
        os._exit(code)


def _given(loaded: Loaded, _id: str, _edition: str | None) -> Loaded:
    return loaded


if __name__ == "__main__":
    print(main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0))  # noqa: T201 - a program of its own
