"""What each operation of a formula takes, as a multiple of an addition: for `WEIGHTS` in `scenario/typecheck.py`.

python -m benchmarks.operations
"""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

import numpy as np

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.lanes import Lanes
from ceo_sim.scenario.loader import load_texts

TIMES = 16
"""Times that an operation stands in its formula, so that what surrounds them counts for little."""
LANES = (1, 1_000)
"""A game, and an option of a forecast."""
ROUNDS = 300
STORY = """
format = 1
[scenario]
id = "s"
title = "S"
role = "R"
[clock]
turns = 3
[draw.luck]
low = 1
high = 2
[metric.x]
name = "X"
start = "luck"
[metric.y]
name = "Y"
start = 1.5
[ending.over]
title = "Over"
text = "Over."
"""
OPERATIONS = {
    "x + y": "({} + y)",
    "x * y": "({} * y)",
    "x / y": "({} / y)",
    "x < y": "(1 if {} < y else y)",
    "min": "min({}, y)",
    "clamp": "clamp({}, 0, y)",
    "abs": "abs({} - y)",
    "floor": "floor({} + y)",
    "step": "step({}, y)",
    "sqrt": "sqrt({} + y)",
    "exp": "exp({} - y)",
    "log": "log({} + y)",
    "tanh": "tanh({} - y)",
    "logistic": "logistic({} - y)",
}


def main() -> None:
    """Print the time of each operation, and how many additions it is worth, for one play and for a thousand."""
    print(f"{'':10}" + "".join(f"{lanes:>9,} plays" for lanes in LANES))
    base = [_seconds("({} + y)", lanes) for lanes in LANES]
    for name, pattern in OPERATIONS.items():
        times = [_seconds(pattern, lanes) for lanes in LANES]
        ratios = (f"{seconds * 1e6:8.2f} µs {seconds / one:4.1f}" for seconds, one in zip(times, base, strict=True))
        print(f"{name:10}" + "".join(ratios))


def _seconds(pattern: str, lanes: int) -> float:
    """What one of an operation takes in a formula of many, the quickest of several times."""
    return (_formula(pattern, TIMES, lanes) - _formula(pattern, TIMES // 2, lanes)) / (TIMES - TIMES // 2)


def _formula(pattern: str, times: int, lanes: int) -> float:
    formula = "x"
    for _ in range(times):
        formula = pattern.replace("{}", formula)
    text = STORY + f'[metric.f]\nname = "F"\nformula = "{formula}"\nrange = [-1e9, 1e9]\n'
    loaded = load_texts({"story.toml": text})
    assert loaded.scenario is not None, loaded.errors
    program = compile_scenario(loaded.scenario)
    state, (plan,), every = Lanes(program, np.arange(lanes, dtype=np.uint64)), program.formulas, np.arange(lanes)
    return min(_timed(lambda: state.evaluate(plan.value, every)) for _ in range(ROUNDS))


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    for _ in range(10):
        work()
    return (perf_counter() - start) / 10


if __name__ == "__main__":
    main()
