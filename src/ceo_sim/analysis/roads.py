"""The endings that a story could have had: with the same answers and other luck, and with answers by lot."""

from __future__ import annotations

import numpy as np
from attrs import frozen

from ceo_sim.analysis.counterfactual import follow_lanes, in_order
from ceo_sim.engine import rng
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run

LANES = 1_000


@frozen
class Road:
    """An ending of the story as it was played, and how often it comes.

    Attributes:
        id: Of the ending.
        same_answers: Its share of plays with the player's answers and other luck.
        by_lot: Its share of plays with answers by lot.
    """

    id: str
    same_answers: float
    by_lot: float


def roads(game: Game, lanes: int = LANES) -> tuple[Road, ...]:
    """Every ending that the story has, the most frequent with the same answers first; takes a moment.

    Answers are given as far as they fit; see `counterfactual.follow`. Neither kind of play has the luck of the game.
    """
    program = game.program
    seeds = rng.consecutive_seeds(rng.stream_key(f"roads:{game.seed}"), lanes)
    same, by_lot = Lanes(program, seeds), Lanes(program, seeds)
    follow_lanes(same, in_order(game.answers, game.side_moves))
    run(by_lot, RandomPolicy())
    ids = [plan.id for plan in program.endings]
    shares = [np.bincount(state.ending, minlength=len(ids)) / lanes for state in (same, by_lot)]
    met = [Road(id, float(shares[0][place]), float(shares[1][place])) for place, id in enumerate(ids)]
    return tuple(sorted(met, key=lambda road: (-road.same_answers, -road.by_lot)))
