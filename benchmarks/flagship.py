"""Many plays of the flagship: beside a NumPy sketch of a story of its size, by two jobs, with NumPy's own exp.

python -m benchmarks.flagship 10000     the sketch alone
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest import mock

import numpy as np

from benchmarks.report import CHECKOUT, Figure, Missing, in_turn, run
from benchmarks.version import PROGRAM
from ceo_sim.analysis.simulate import simulate
from ceo_sim.engine import portable_math
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.scenario.loader import load

PLAYS = 10_000
PLAYS_BY_JOBS = 80_000
SCENARIO = CHECKOUT / "scenarios" / "the_post"


def measure(rounds: int) -> list[Figure]:
    """Let `ceo-sim simulate` and the sketch play by turns, each in a process of its own; the arithmetic in this one."""
    if not SCENARIO.exists():
        raise Missing(f"there is no {SCENARIO.relative_to(CHECKOUT)}")
    ours, sketched = in_turn(
        rounds, _simulate(PLAYS, jobs=1), _rate([sys.executable, "-m", "benchmarks.flagship", PLAYS])
    )
    two, one = in_turn(rounds, _simulate(PLAYS, jobs=2), _simulate(PLAYS, jobs=1))
    many_by_two, many = in_turn(rounds, _simulate(PLAYS_BY_JOBS, jobs=2), _simulate(PLAYS_BY_JOBS, jobs=1))
    portable, own = _arithmetic(rounds)
    return [
        Figure(f"the_post: {PLAYS:,} plays, 1 job", "plays/s", ours, sketched, "NumPy sketch", "at least its speed"),
        Figure(f"the_post: {PLAYS:,} plays, 2 jobs", "plays/s", two, one, "1 job", "at least 1.7 times"),
        Figure(
            f"the_post: {PLAYS_BY_JOBS:,} plays, 2 jobs", "plays/s", many_by_two, many, "1 job", "at least 1.7 times"
        ),
        Figure("the_post: portable arithmetic", "plays/s", portable, own, "NumPy's exp", "at least 0.9 times"),
    ]


def _simulate(plays: int, jobs: int) -> Callable[[], float]:
    return _rate([PROGRAM, "simulate", SCENARIO, "--plays", plays, "--seed", "1", "--jobs", jobs, "--quick", "--json"])


def _rate(command: list[str | Path | int]) -> Callable[[], float]:
    """Plays a second, as a command says of itself."""

    def rate() -> float:
        said = json.loads(run([str(word) for word in command])[0])
        return float(said["plays"] / said["seconds"])

    return rate


def _arithmetic(rounds: int) -> list[float]:
    """Plays a second of processor time, with our own exp and with that of NumPy in its place."""
    scenario = load(SCENARIO).scenario
    assert scenario is not None
    play = partial(simulate, compile_scenario(scenario), PLAYS, seed=1, clock=time.process_time)

    def portable() -> float:
        return PLAYS / play().seconds

    def own() -> float:
        with mock.patch.multiple(portable_math, exp=np.exp):
            return PLAYS / play().seconds

    return in_turn(rounds, portable, own)


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
