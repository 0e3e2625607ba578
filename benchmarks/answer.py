"""One answer in a single game of the flagship, ledger on: what a player waits for, screens aside."""

from __future__ import annotations

import random
from functools import partial

from attrs import Factory, define

from benchmarks.flagship import SCENARIO
from benchmarks.report import Figure, Missing, milliseconds, percentile
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.scenario.loader import load


@define
class Waits:
    """Milliseconds that a player waited, for each answer and for each stretch of days."""

    answers: list[float] = Factory(list)
    days: list[float] = Factory(list)


def measure(rounds: int) -> list[Figure]:
    """Play as many games as there are rounds, at random."""
    program = flagship_program()
    waits = Waits()
    for seed in range(rounds):
        play(Game(program, seed), waits, random.Random(seed))
    return [
        Figure("the_post: one answer, p95", "ms", percentile(waits.answers, 0.95), goal="at most 20 ms"),
        Figure("the_post: one day passes, p95", "ms", percentile(waits.days, 0.95)),
    ]


def play(game: Game, waits: Waits, luck: random.Random) -> None:
    """Play a game to its end: what is urgent at once, all else with a third of a chance a day."""
    while not game.ended:
        urgent = game.urgent()
        for waiting in [urgent] if urgent else game.agenda():
            if urgent or luck.random() < 1 / 3:
                options = [option.id for option in game.ask(waiting.id).options if option.lock is None]
                if urgent and not options:
                    raise Missing(f"no option of {urgent.id} is open")
                if options:
                    waits.answers.append(milliseconds(partial(_answer, game, waiting.id, luck.choice(options))))
        if not game.ended and game.urgent() is None:
            waits.days.append(milliseconds(partial(_let_pass, game)))


def _answer(game: Game, decision: str, option: str) -> None:
    """Do what the desk does after a choice: give it, then read all that is shown."""
    game.choose(decision, option)
    game.meters()
    game.agenda()


def _let_pass(game: Game) -> None:
    game.wait()
    game.meters()
    game.agenda()


def flagship_program() -> Program:
    """The flagship, ready to run.

    Raises:
        Missing: It does not load.
    """
    loaded = load(SCENARIO)
    if loaded.scenario is None:
        raise Missing(f"{SCENARIO.name} does not load: {'; '.join(str(error) for error in loaded.errors[:3])}")
    return compile_scenario(loaded.scenario)
