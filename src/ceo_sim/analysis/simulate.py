"""Many random plays of a scenario, counted."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import Policy, RandomPolicy, run
from ceo_sim.engine.program import Program

CHUNK = 10_000
"""Most lanes played at once: enough to spread the cost of a step."""
MAX_BYTES = 400_000_000
"""Most memory held by the lanes of a chunk; it makes chunks smaller for very large scenarios."""


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
        decisions: How many decisions were taken in all.
        seconds: Time of the play loop alone.
        endings: Share of plays by ending.
        options: Times that each option was chosen, by `decision.option`.
        events: Times that each event happened.
        plays_with: Number of plays in which each event happened at least once.
        metrics: Each metric at the end.
    """

    plays: int
    decisions: int
    seconds: float
    endings: dict[str, float]
    options: dict[str, int]
    events: dict[str, int]
    plays_with: dict[str, int]
    metrics: dict[str, Spread]


def simulate(
    program: Program,
    plays: int,
    seed: int,
    policy: Policy | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Summary:
    """Play a scenario many times; play number i has the seed `seed + i`.

    Args:
        program: What is played.
        plays: How often, at least once.
        seed: The first seed.
        policy: Who answers; by lot if None.
        clock: Seconds, for the time of the loop.
    """
    started = clock()
    batches = list(batches_of(program, plays, seed, policy or RandomPolicy()))
    return summarise(program, batches, clock() - started)


def batches_of(program: Program, plays: int, seed: int, policy: Policy) -> Iterator[Lanes]:
    """Batches of lanes, each played to its end."""
    chunk = max(1, min(CHUNK, MAX_BYTES // Lanes.bytes_per_lane(program)))
    for first in range(0, plays, chunk):
        state = Lanes(program, rng.consecutive_seeds(seed + first, min(chunk, plays - first)))
        run(state, policy)
        yield state


def summarise(program: Program, batches: list[Lanes], seconds: float) -> Summary:
    """Count what happened in batches that have been played."""
    plays = sum(len(batch.alive) for batch in batches)
    endings = np.bincount(np.concatenate([batch.ending for batch in batches]), minlength=len(program.endings))
    options = np.sum([batch.option_counts for batch in batches], axis=0)
    events = np.sum([batch.event_counts for batch in batches], axis=0)
    plays_with = np.sum([(batch.event_times > 0).sum(axis=1) for batch in batches], axis=0)
    final = np.concatenate([batch.final for batch in batches], axis=1)
    low, high = np.percentile(final, [5, 95], axis=1)
    cells = {id: plan.cell for id, plan in program.metrics.items()}
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
    )


def mean(values: NDArray[np.float64]) -> float:
    """The mean of some values; their sum is rounded once, so that it depends neither on an order nor on the machine."""
    return math.fsum(values.tolist()) / len(values)
