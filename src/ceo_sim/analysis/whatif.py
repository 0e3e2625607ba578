"""What if: one answer of a story given otherwise, and all the others as they were."""

from __future__ import annotations

import numpy as np
from attrs import evolve

from ceo_sim.analysis.counterfactual import Counterfactual, follow, follow_lanes, in_order
from ceo_sim.analysis.forecast_bands import ForecastBands, Recorder, sample_steps, visible_metrics
from ceo_sim.engine import rng
from ceo_sim.engine.effects import choose
from ceo_sim.engine.game import Game
from ceo_sim.engine.replay import retraced, rewound
from ceo_sim.engine.snapshots import OpenDecision

LANES = 1_000


def options_at(game: Game, index: int) -> OpenDecision:
    """The decision of answer number `index` as it was put then, with its locks."""
    return rewound(game, index).ask(game.answers[index].decision)


def options_throughout(game: Game) -> tuple[OpenDecision, ...]:
    """Each decision that was answered, as it was put then, with its locks."""
    return tuple(again.ask(answer.decision) for again, answer in zip(retraced(game), game.answers, strict=True))


def alternative(game: Game, index: int, option: str) -> Counterfactual:
    """The story with answer number `index` given otherwise; the luck and the other answers stay, as far as they fit.

    It goes as far as the story does.

    Raises:
        IllegalMove: The option was not open then.
    """
    rewound(game, index).verify(game.answers[index].decision, option)
    answers = list(game.answers)
    answers[index] = evolve(answers[index], option=option, check="")
    return follow(game.program, game.seed, answers, game.side_moves, None if game.ended else game.now)


def spread(game: Game, index: int, option: str, lanes: int = LANES) -> ForecastBands:
    """Both stories over many lucks from that answer on, as the lines `yours` and `other`.

    Both meet the same luck; the later answers are followed as far as they fit.

    Raises:
        IllegalMove: The option was not open then.
    """
    then, answer = rewound(game, index), game.answers[index]
    then.verify(answer.decision, option)
    seeds = rng.consecutive_seeds(rng.stream_key(f"what if:{game.seed}:{index}"), lanes)
    state = then.fork(np.tile(seeds, 2))
    recorder = Recorder(state, ("yours", "other"), visible_metrics(game.program), sample_steps(game.timeline, then.now))
    plan = game.program.decision(answer.decision)
    for block, id in enumerate((answer.option, option)):
        choose(state, plan, plan.option(id), np.arange(block * lanes, (block + 1) * lanes))
    later = (move for move in game.side_moves if move.after > index)
    side_moves = [evolve(move, after=move.after - index - 1) for move in later]
    moves = in_order(game.answers[index + 1 :], side_moves)
    follow_lanes(state, moves, decisions_opened=True, on_step=recorder.look)
    return recorder.fans()
