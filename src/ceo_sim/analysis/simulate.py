"""Many random plays of a scenario, counted."""

from __future__ import annotations

import copyreg
import math
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.analysis.parallel import Report, run_tasks, start_method
from ceo_sim.engine import rng
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import Policy, RandomPolicy, run
from ceo_sim.engine.program import Program

CHUNK = 40_000
"""Most lanes played at once. The flagship takes two thirds of the time that it takes by 10,000, and 80 MB."""
LEAST_CHUNK = 5_000
"""Fewest lanes for which another process is worth it: what a step costs whatever the lanes would be paid twice."""
LEAST_WORK = {"fork": 20_000_000, "spawn": 100_000_000}
"""Fewest stocks and events, each counted once for each step of each play, for which it is: some 0.2 or 1 seconds."""
MAX_BYTES = 400_000_000
"""Most memory held by the lanes of all processes; it makes chunks smaller for very large scenarios."""

ROOM = 30_000_000
"""Bytes of a block that is freed at once: glibc then holds on to that much of what is freed, for the next arrays.

Otherwise it returns memory at every step, and a quarter of the time of a short story goes into getting it back.
"""

# A program is made of functions, which cannot be sent to another process; what it was made from can.
copyreg.pickle(Program, lambda program: (compile_scenario, (program.scenario, dict(program.assumptions))))


@frozen
class Spread:
    """A metric at the end of many plays."""

    mean: float
    p05: float
    p95: float


@frozen
class Summary:
    """What many plays came to.

    Attributes:
        plays: How many.
        decisions: How many decisions were taken in all; a default is no decision.
        seconds: Time of the play loop alone.
        endings: Share of plays by ending.
        options: Times that each option was chosen, by `decision.option`; a default is no choice.
        events: Times that each event happened.
        plays_with: Number of plays in which each event happened at least once.
        metrics: Each metric at the end.
        spent: What options took from each budget in a play, in the mean.
    """

    plays: int
    decisions: int
    seconds: float
    endings: dict[str, float]
    options: dict[str, int]
    events: dict[str, int]
    plays_with: dict[str, int]
    metrics: dict[str, Spread]
    spent: dict[str, float]


@frozen(eq=False)
class Batch:
    """Plays that have ended.

    Attributes:
        answers: How many decisions were taken in all.
        watched: What the watch of the batch has seen, if there was one.
        ending: The ending of each, (plays,).
        final: The metrics of each at its end, (stocks and derived, plays).
        choice: The position of the option last chosen at each decision, or of its default, or -1, (decisions, plays).
        option_counts: Times that each option was chosen; a default is no choice.
        default_counts: Times that each option counted by default.
        event_counts: Times that each event happened.
        plays_with: Number of plays in which each event happened at least once.
    """

    answers: int
    ending: NDArray[np.int16]
    final: NDArray[np.float64]
    choice: NDArray[np.int16]
    option_counts: NDArray[np.int64]
    default_counts: NDArray[np.int64]
    event_counts: NDArray[np.int64]
    plays_with: NDArray[np.int64]
    watched: Any = None


class Watch(Protocol):
    """Who looks on while a batch is played, and then says what there was to see."""

    def on_step(self, state: Lanes) -> None:
        """All that is to be decided at a step has been, or the last lane has ended."""

    def result(self, state: Lanes) -> Any:
        """What was seen; it is pickled where another process played."""


MakeWatch = Callable[[Lanes], Watch]
"""Makes the watch of a batch that is about to begin; it is pickled too."""


def simulate(
    program: Program,
    plays: int,
    seed: int,
    policy: Policy | None = None,
    clock: Callable[[], float] = time.perf_counter,
    *,
    jobs: int = 1,
    report: Report | None = None,
) -> Summary:
    """Play a scenario many times; play number i has the seed `seed + i`.

    Args:
        program: What is played.
        plays: How often, at least once.
        seed: The first seed.
        policy: Who answers; by lot if None.
        clock: Seconds, for the time of the loop.
        jobs: In how many processes; it changes no figure. See `run_tasks`.
        report: Called from time to time with the part of the plays that is done.

    Raises:
        WorkerLost: One of several processes was killed.
    """
    program.make_tables()  # no part of the loop, and processes that are forked share them
    started = clock()
    batches = batches_of(program, plays, seed, policy or RandomPolicy(), jobs=jobs, report=report)
    return summarise(program, batches, clock() - started)


def batches_of(
    program: Program,
    plays: int,
    seed: int,
    policy: Policy,
    *,
    jobs: int = 1,
    report: Report | None = None,
    watch: MakeWatch | None = None,
) -> list[Batch]:
    """Batches of plays in the order of their seeds; the rest as in `simulate`."""
    chunk = batch_size(program, plays, jobs)
    tasks = [(seed + first, min(chunk, plays - first)) for first in range(0, plays, chunk)]
    return run_tasks(partial(_play, program, policy, watch), tasks, jobs, report)


def batch_size(program: Program, plays: int, jobs: int) -> int:
    """How many plays are played at once by each process."""
    most = max(1, min(CHUNK, MAX_BYTES // (Lanes.bytes_per_lane(program) * jobs)))
    # As many for one process as for another, or all would wait for the one that has the last.
    rounds = -(-plays // (most * jobs))
    return -(-plays // (rounds * jobs))


def worthwhile_jobs(program: Program, plays: int, processors: int) -> int:
    """In how many processes plays are done soonest."""
    work = plays * program.timeline.last * (program.stocks + len(program.events))
    return max(1, min(processors, plays // LEAST_CHUNK)) if work >= LEAST_WORK[start_method()] else 1


def _play(
    program: Program, policy: Policy, make_watch: MakeWatch | None, task: tuple[int, int], report: Report
) -> Batch:
    """Play as many times as a task says, from its seed on."""
    seed, plays = task
    _make_room()
    state = Lanes(program, rng.consecutive_seeds(seed, plays))
    watch = None if make_watch is None else make_watch(state)

    def on_step(state: Lanes) -> None:
        report(state.now / program.timeline.last)
        if watch is not None:
            watch.on_step(state)

    run(state, policy, on_step=on_step)
    # Copies, as each column holds on to the block of all of them.
    return Batch(
        answers=state.answers - int(state.default_counts.sum()),
        ending=state.ending.copy(),
        final=state.final.copy(),
        choice=state.choice.copy(),
        option_counts=state.option_counts - state.default_counts,
        default_counts=state.default_counts.copy(),
        event_counts=state.event_counts.copy(),
        plays_with=(state.event_times > 0).sum(axis=1),
        watched=None if watch is None else watch.result(state),
    )


def _make_room() -> None:
    """Let the arrays to come have memory at hand, on Linux in large pages, of which few have to be fetched."""
    np.empty(ROOM, dtype=np.uint8)
    # A little less comes from what glibc holds on to, and NumPy asks for large pages for each array above 4 MB.
    np.empty(ROOM - 100_000, dtype=np.uint8)


def summarise(program: Program, batches: list[Batch], seconds: float) -> Summary:
    """Count what happened in batches."""
    plays = sum(len(batch.ending) for batch in batches)
    endings = np.bincount(np.concatenate([batch.ending for batch in batches]), minlength=len(program.endings))
    options = np.sum([batch.option_counts for batch in batches], axis=0)
    events = np.sum([batch.event_counts for batch in batches], axis=0)
    plays_with = np.sum([batch.plays_with for batch in batches], axis=0)
    final = np.concatenate([batch.final for batch in batches], axis=1)
    low, high = np.percentile(final, [5, 95], axis=1)
    cells = {id: plan.cell for id, plan in program.metrics.items()}
    taken = options + np.sum([batch.default_counts for batch in batches], axis=0)
    return Summary(
        plays=plays,
        decisions=sum(batch.answers for batch in batches),
        seconds=seconds,
        endings={plan.id: float(share) for plan, share in zip(program.endings, endings / plays, strict=True)},
        options={
            f"{decision.id}.{option.id}": int(count)
            for (decision, option), count in zip(program.options, options, strict=True)
        },
        events={plan.id: int(count) for plan, count in zip(program.events, events, strict=True)},
        plays_with={plan.id: int(count) for plan, count in zip(program.events, plays_with, strict=True)},
        metrics={id: Spread(mean(final[cell]), float(low[cell]), float(high[cell])) for id, cell in cells.items()},
        spent={id: _spent(program, id, taken) / plays for id in program.budgets},
    )


def _spent(program: Program, budget: str, taken: NDArray[np.int64]) -> float:
    """What options, each taken so many times, cost of a budget."""
    return math.fsum(
        int(times) * float(option.written.cost.get(budget, 0))
        for (_, option), times in zip(program.options, taken, strict=True)
    )


def mean(values: NDArray[np.float64]) -> float:
    """The mean of some values; their sum is rounded once, so that it depends neither on an order nor on the machine."""
    return math.fsum(values.tolist()) / len(values)
