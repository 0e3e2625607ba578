"""From one playthrough many: lanes that begin where a story stands."""

from __future__ import annotations

import numpy as np

from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Indexes, Lanes
from ceo_sim.engine.program import Program

_BY_LANE = (
    "alive",
    "ending",
    "ended_at",
    "final",
    "cells",
    "decision_state",
    "choice",
    "opened_at",
    "answered_at",
    "event_times",
    "event_at",
    "promise_state",
    "promise_made",
    "promise_due",
    "card_drawn",
    "echoes",
)
"""The arrays of `Lanes` whose last axis is the lanes."""


def fork(state: Lanes, seeds: rng.Seeds, program: Program | None = None, *, redraw: bool = True) -> Lanes:
    """Lanes that all stand where the only lane of `state` stands, each with luck of its own from here on.

    Args:
        state: A story, a batch of one lane.
        seeds: The luck of each new lane, (n,).
        program: The same scenario under other assumptions, if it is to go on under those.
        redraw: Whether what was drawn already, and nobody in the story knows, is drawn anew by each lane: what was
            drawn once for the story, and when that comes which was put off by a time by lot.
    """
    forked = Lanes(program or state.program, seeds)
    drawn = [cell for cell, _ in forked.program.draws]
    draws = forked.cells[drawn]
    forked.now, forked.time = state.now, state.time
    for name in _BY_LANE:
        getattr(forked, name)[...] = getattr(state, name)
    if redraw:
        forked.cells[drawn] = draws
    forked.open_count[:] = state.open_count * len(seeds)
    everyone = np.arange(len(seeds))
    for step, due in state.due.items():
        for index, parts in due.items():
            if not (redraw and forked.program.laters[index].by_lot):
                forked.due.setdefault(step, {})[index] = _each(parts, everyone)
    if redraw:
        for index, since, until in state.lots:
            if until > state.now:
                forked.put_off_by_lot(forked.program.laters[index], since, everyone)
    else:
        forked.lots = [*state.lots]
    forked.openings = {
        step: [(int(np.reshape(decision, -1)[0]), everyone) for decision, lanes in openings if len(lanes)]
        for step, openings in state.openings.items()
    }
    forked.stale = [True] * len(forked.program.formulas)
    return forked


def _each(parts: list[Indexes], everyone: Indexes) -> list[Indexes]:
    """The new lanes, as often as the one lane falls due."""
    return [everyone for part in parts for _ in range(len(part))]
