"""Many plays of the flagship, beside a bare NumPy sketch of a story of its size.

python -m benchmarks.flagship 10000     the sketch alone
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from benchmarks.report import CHECKOUT, Figure, Missing, run
from benchmarks.version import PROGRAM

PLAYS = 10_000
SCENARIO = CHECKOUT / "scenarios" / "the_post"


def measure(rounds: int) -> list[Figure]:
    """Let `ceo-sim simulate` and the sketch play by turns, each in a process of its own."""
    if not SCENARIO.exists():
        raise Missing(f"there is no {SCENARIO.relative_to(CHECKOUT)}")
    commands: tuple[list[str | Path], ...] = (
        [PROGRAM, "simulate", SCENARIO, "--plays", str(PLAYS), "--seed", "1", "--json"],
        [sys.executable, "-m", "benchmarks.flagship", str(PLAYS)],
    )
    turns = [[json.loads(run(command)[0]) for command in commands] for _ in range(rounds)]
    ours, sketch = (
        statistics.median(each["plays"] / each["seconds"] for each in column) for column in zip(*turns, strict=True)
    )
    return [
        Figure(f"the_post: {PLAYS:,} plays", "plays/s", ours, sketch, "NumPy sketch", "at least 10,000 plays/s"),
    ]


def sketch(plays: int, *, steps: int = 256, metrics: int = 12, events: int = 40, decisions: int = 30) -> float:
    """Play a story with drift, hazards and decisions, on arrays and nothing else: no conditions, no ledger, no words.

    Returns:
        Seconds.
    """
    luck = np.random.default_rng(1)
    rates = luck.uniform(0.001, 0.02, (metrics, 1))
    baselines = luck.uniform(30, 70, (metrics, 1))
    hazards = luck.uniform(0.0005, 0.002, events)
    event_effects = luck.uniform(-5, 5, (events, 3))
    option_effects = luck.uniform(-8, 8, (decisions, 4, metrics))
    asked = {step: number for number, step in enumerate(np.linspace(1, steps - 2, decisions).astype(int))}

    start = time.perf_counter()
    state = np.full((metrics, plays), 50.0)
    fired = np.zeros((events, plays), dtype=bool)
    for step in range(steps):
        if (decision := asked.get(step)) is not None:
            choice = luck.integers(0, 4, plays)
            state += option_effects[decision][choice].T
        state += (baselines - state) * rates
        if step % 4 == 0:
            for event in range(events):
                now = (luck.random(plays) < hazards[event] * state[event % metrics]) & ~fired[event]
                fired[event] |= now
                for place in range(3):
                    state[(event + place) % metrics] += event_effects[event, place] * now
        np.clip(state, 0, 100, out=state)
    return time.perf_counter() - start


if __name__ == "__main__":
    number = int(sys.argv[1])
    print(json.dumps({"plays": number, "seconds": sketch(number)}))
