"""What an option would make of the metrics at once, in lanes that stay as they are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ceo_sim.engine.columns import copy_lanes
from ceo_sim.engine.effects import choose
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.program import DecisionPlan, Program
from ceo_sim.engine.schedule import Indexes


def preview(
    state: Lanes, decision: DecisionPlan, option: int, lanes: Indexes, program: Program | None = None
) -> NDArray[np.float64]:
    """The metrics of some lanes right after an option, by its position, (stocks and derived, n).

    Args:
        state: The lanes, in which the decision is open.
        decision: Which decision.
        option: Which option; whether it is open is not asked.
        lanes: In which lanes.
        program: The same scenario under other assumptions, if those are to hold.
    """
    copies = Lanes(program or state.program, state.seeds[lanes])
    copies.set_clock(state.now)
    copy_lanes(state, copies, lanes)
    copies.count_open_decisions()
    copies.invalidate(range(len(copies.stale)))
    plan = copies.program.decisions[decision.index]
    choose(copies, plan, plan.options[option], np.arange(len(lanes)))
    return copies.metrics()
