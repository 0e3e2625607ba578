"""Every answer of a story given in every other way that was open, all of it on the same luck and at once."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray

from ceo_sim.analysis.counterfactual import Move, follow_lanes, in_order
from ceo_sim.analysis.forecast_bands import visible_metrics
from ceo_sim.analysis.whatif import options_throughout
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.snapshots import Answer


@frozen(eq=False)
class Alternative:
    """The story with one answer given otherwise, and all others as far as they fit; see `whatif.alternative`.

    Attributes:
        answer: Which answer, counted from 0.
        option: What is chosen instead.
        ending: The id of its ending; None if it has not ended by then.
        courses: Each metric that the player may see at each step, as far as the player's own story goes, or to its
            own ending if that one has ended.
    """

    answer: int
    option: str
    ending: str | None
    courses: Mapping[str, NDArray[np.float64]]


def alternatives(game: Game) -> tuple[Alternative, ...]:
    """One for each option that was open when another one was chosen, in the order of the answers.

    They are lanes of one batch: eighty of them take a tenth of a second, one after the other ten seconds.
    """
    others = [
        (index, option.id)
        for index, (answer, view) in enumerate(zip(game.answers, options_throughout(game), strict=True))
        for option in view.options
        if option.lock is None and option.id != answer.option
    ]
    if not others:
        return ()
    moves, left = _moves(game, others)
    state = Lanes(game.program, np.full(len(others), game.seed, dtype=np.uint64))
    metrics = visible_metrics(game.program)
    cells = np.array([game.program.metrics[id].cell for id in metrics], dtype=np.intp)
    last = game.timeline.last if game.ended else game.now
    values: list[NDArray[np.float64]] = []

    def look(lanes: Lanes) -> None:
        values.append(np.where(lanes.alive, lanes.metrics()[cells], lanes.final[cells]))

    follow_lanes(state, moves, on_step=look, left=left)
    courses, plans = np.stack(values[: last + 1], axis=-1), game.program.endings
    results = []
    for lane, (index, option) in enumerate(others):
        ended_at = int(state.ended_at[lane])
        ending = plans[int(state.ending[lane])].id if ended_at <= last else None
        until = min(last, ended_at) + 1
        own = {id: courses[place, lane, :until] for place, id in enumerate(metrics)}
        results.append(Alternative(index, option, ending, own))
    return tuple(results)


def _moves(game: Game, others: list[tuple[int, str]]) -> tuple[list[Move], NDArray[np.bool_]]:
    """What is chosen in the lanes, in order, and which of it is for which lane, (moves, lanes)."""
    moves: list[Move] = []
    lanes: list[NDArray[np.bool_]] = []
    number = np.array([index for index, _ in others])
    index = -1
    for move in in_order(game.answers, game.side_moves):
        moves.append(move)
        index += isinstance(move, Answer)
        lanes.append(number != index if isinstance(move, Answer) else np.ones(len(others), dtype=bool))
        for lane, (at, option) in enumerate(others):
            if isinstance(move, Answer) and at == index:
                moves.append(evolve(move, option=option, check=""))
                lanes.append(np.arange(len(others)) == lane)
    return moves, np.array(lanes)
