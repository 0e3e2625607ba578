"""What is yet to come in a batch of lanes: delayed consequences, echoes, and decisions that open later."""

from __future__ import annotations

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from ceo_sim.engine.columns import allocate, column, copy_to_lanes
from ceo_sim.engine.program import Cause, Program

Indexes = NDArray[np.intp]


@define(eq=False)
class Schedule:
    """What falls due at later steps.

    Attributes:
        program: What is played.
        lanes: How many there are.
        echoes: What each stock that echoes will get at a step, modulo the longest wait, (stocks, steps, lanes).
        echo_causes: Of an observed lane, the parts of that by step: the cell, the cause and the amount.
        due: By step and index of the delayed consequence, the lanes in which it falls due.
        random_delays: Of a single lane, what comes after a random time: its index, since when and until when.
        openings: By step, the decisions that open, one for all of the lanes beside it or one for each.
        expiries: By step, the decisions whose time is up in some lane, if they still wait there.
    """

    program: Program
    lanes: int
    echoes: NDArray[np.float64] = column(np.float64, lambda program: (len(program.echoing), program.echo_steps))
    echo_causes: dict[int, list[tuple[int, Cause, float]]] = field(factory=dict, init=False)
    due: dict[int, dict[int, list[Indexes]]] = field(factory=dict, init=False)
    random_delays: list[tuple[int, int, int]] = field(factory=list, init=False)
    openings: dict[int, list[tuple[int | Indexes, Indexes]]] = field(factory=dict, init=False)
    expiries: dict[int, set[int]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        allocate(self, self.program, self.lanes)

    def delay(self, later: int, step: int, lanes: Indexes) -> None:
        """Let a delayed consequence, by its index, fall due in some lanes at a step."""
        self.due.setdefault(step, {}).setdefault(later, []).append(lanes)

    def open_at(self, step: int, decisions: int | Indexes, lanes: Indexes) -> None:
        """Let a decision, one for all of `lanes` or one for each, open at a step."""
        if len(lanes):
            self.openings.setdefault(step, []).append((decisions, lanes))

    def expire_at(self, step: int, decision: int) -> None:
        """Let the time of a decision be up at a step, where it still waits."""
        self.expiries.setdefault(step, set()).add(decision)

    def copy_to(self, fork: Schedule, *, random: bool) -> None:
        """Give all lanes of a fork what is due in the only lane here.

        Args:
            fork: The schedule of the new lanes.
            random: Whether it gets what comes after a random time as well, to come when it comes here.
        """
        copy_to_lanes(self, fork)
        everyone = np.arange(fork.lanes)
        for step, due in self.due.items():
            for index, parts in due.items():
                if random or not self.program.laters[index].random:
                    # As often as it falls due in the one lane, which may be several times at one step.
                    fork.due.setdefault(step, {})[index] = [everyone for part in parts for _ in part]
        if random:
            fork.random_delays = [*self.random_delays]
        fork.expiries = {step: {*decisions} for step, decisions in self.expiries.items()}
        for step, openings in self.openings.items():
            for decisions, _ in openings:
                fork.open_at(step, int(np.reshape(decisions, -1)[0]), everyone)
