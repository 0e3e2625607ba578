"""An adviser's forecast: a thousand plays from this moment for every option, under that adviser's own assumptions."""

from __future__ import annotations

import numpy as np

from ceo_sim.analysis.assumptions import assuming
from ceo_sim.analysis.forecast_bands import QUANTILES, ForecastBands, Recorder, sample_steps, visible_metrics
from ceo_sim.engine import rng
from ceo_sim.engine.effects import choose
from ceo_sim.engine.game import Game
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.scenario.model import Cast, Scenario

__all__ = ["QUANTILES", "ForecastBands", "forecast", "givers"]

LANES = 1_000


def forecast(
    game: Game,
    decision: str,
    adviser: str | None,
    lanes: int = LANES,
    *,
    option: str | None = None,
    until: int | None = None,
) -> ForecastBands:
    """How the story may go on with each option that is open, or only lacks what forecasts took or tomorrow brings.

    All options meet the same luck, which is not the luck of the game. Later choices fall by lot, and whatever waits
    is taken up at once, as far as the budgets allow.

    Args:
        game: The story; it is left as it is.
        decision: An open one.
        adviser: Whose assumptions hold; those of the scenario if None.
        lanes: Plays for each option.
        option: The only one to look at, if it can be played; what is told of it is the same as among others.
        until: The step that must be told, if not all to the end; the endings are then those that have come.

    Raises:
        IllegalMove: The decision is not open.
    """
    foreseeable = game.foreseeable(decision)
    options = [id for id in game.order(decision) if id in foreseeable and option in (None, id)]
    steps, metrics = sample_steps(game.timeline, game.now), visible_metrics(game.program)
    if until is not None:
        steps = steps[: 1 + next(place for place, step in enumerate(steps) if step >= until)]
    if not options:
        return ForecastBands(steps, (), metrics, np.empty((0, len(metrics), len(QUANTILES), len(steps))), ())
    program = assuming(game.program, game.program.scenario.cast[adviser].assumes if adviser else {})
    plan = program.decision(decision)
    seeds = rng.consecutive_seeds(rng.stream_key(f"forecast:{adviser}:{decision}:{game.seed}:{game.now}"), lanes)
    state = game.fork(np.tile(seeds, len(options)), program)
    recorder = Recorder(state, options, metrics, steps)
    for place, id in enumerate(options):
        plays = np.arange(place * lanes, (place + 1) * lanes)
        for cell, cost in plan.option(id).cost:  # what is lacking is lent
            state.cells[cell][plays] = np.maximum(state.cells[cell][plays], cost)
        choose(state, plan, plan.option(id), plays)
    run(state, RandomPolicy(daily_probability=1), decisions_opened=True, on_step=recorder.look, until=steps[-1])
    return recorder.fans()


def givers(scenario: Scenario) -> list[Cast]:
    """Those who give forecasts, in the order of the file."""
    return [person for person in scenario.cast.values() if person.forecast is not None]
