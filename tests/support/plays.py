"""Stories played by lot, for tests of what looks back on a story."""

from __future__ import annotations

import random

from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Direction

DIRECTIONS: tuple[Direction, ...] = ("up", "down", "same")


def played_by_lot(program: Program, seed: int, days: int | None = None, *, throwing: bool = False) -> Game:
    """A story played by lot, with predictions and with advisers asked now and then.

    Args:
        program: What is played.
        seed: The luck of the story and of who plays it.
        days: After how many days or turns to stop; at the end if left out.
        throwing: Whether injects are thrown in now and then.
    """
    game, lot = Game(program, seed), random.Random(seed)
    headline = [metric.id for metric in program.scenario.metrics.values() if metric.headline]
    last = game.timeline.last if days is None else days * game.timeline.steps_a_day
    while not game.ended and game.now < last:
        for waiting in game.agenda():
            if throwing:
                _throw(game, lot)
            if waiting.urgent or lot.random() < 0.5:
                _answer(game, waiting.id, lot, {id: lot.choice(DIRECTIONS) for id in headline})
        if throwing:
            _throw(game, lot)
        if not game.ended and game.urgent() is None:
            game.wait()
    return game


def _answer(game: Game, decision: str, lot: random.Random, predicted: dict[str, Direction]) -> None:
    advisers = [person.id for person in game.program.scenario.cast.values() if person.forecast is not None]
    if advisers and lot.random() < 0.3:
        adviser = lot.choice(advisers)
        if game.consultation_lock(decision, adviser) is None:
            game.consult(decision, adviser)
    options = [option.id for option in game.ask(decision).options if option.lock is None]
    if options:
        game.choose(decision, lot.choice(options), "by lot", predicted)


def _throw(game: Game, lot: random.Random) -> None:
    offered = [inject.id for inject in game.injects() if inject.offered]
    if offered and lot.random() < 0.5:
        game.throw(lot.choice(offered))
