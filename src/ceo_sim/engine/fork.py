"""From one playthrough many: lanes that begin where a story stands."""

from __future__ import annotations

import numpy as np

from ceo_sim.engine import rng
from ceo_sim.engine.columns import copy_to_lanes
from ceo_sim.engine.effects import schedule_random
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.program import Program


def fork(state: Lanes, seeds: rng.Seeds, program: Program | None = None, *, redraw: bool = True) -> Lanes:
    """Lanes that all stand where the only lane of `state` stands, each with luck of its own from here on.

    Args:
        state: A story, a batch of one lane.
        seeds: The luck of each new lane, (n,).
        program: The same scenario under other assumptions, if it is to go on under those.
        redraw: Whether what was drawn already, and nobody in the story knows, is drawn again by each lane: what was
            drawn once for the story, and when that comes which comes after a random time.
    """
    forked = Lanes(program or state.program, seeds)
    drawn = [cell for cell, _ in forked.program.draws]
    draws = forked.cells[drawn]
    forked.set_clock(state.now)
    copy_to_lanes(state, forked)
    if redraw:
        forked.cells[drawn] = draws
    forked.count_open_decisions()
    forked.invalidate(range(len(forked.stale)))
    state.schedule.copy_to(forked.schedule, random=not redraw)
    if redraw:
        for index, since, until in state.schedule.random_delays:
            if until > state.now:
                schedule_random(forked, forked.program.laters[index], since, np.arange(len(seeds)))
    return forked
