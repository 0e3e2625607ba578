"""How long `ceo-sim check` takes for the flagship, with all that it proves, beside `tomllib` and `jsonschema`."""

from __future__ import annotations

import sys

from benchmarks.report import Figure, in_turn, run
from benchmarks.version import PROGRAM

FLAGSHIP = "scenarios/the_post"
VALIDATE = f"""
import json, tomllib
from pathlib import Path
from jsonschema import Draft7Validator
validator = Draft7Validator(json.loads(Path("scenarios/scenario.schema.json").read_text(encoding="utf-8")))
for file in sorted(Path({FLAGSHIP!r}).glob("*.toml")):
    data = json.loads(json.dumps(tomllib.loads(file.read_text(encoding="utf-8")), default=str))
    assert not list(validator.iter_errors(data)), file
"""
"""Grammar and shape of each file: a part of what the check does, which looks at names, types, bounds and times too."""

AGAIN = f"""
import gc, time
from pathlib import Path
from ceo_sim.scenario.loader import diagnose
gc.disable()
times = []
for _ in range(21):
    started = time.perf_counter()
    assert not diagnose(Path({FLAGSHIP!r}))
    times.append((time.perf_counter() - started) * 1e3)
print(sorted(times[1:])[18])
"""
"""Nineteen checks of twenty, once everything that is read late has been."""


def measure(rounds: int) -> list[Figure]:
    """Time both by turns, each as a whole process."""
    ours, peer = in_turn(
        rounds,
        lambda: run([PROGRAM, "check", FLAGSHIP])[1] * 1e3,
        lambda: run([sys.executable, "-c", VALIDATE])[1] * 1e3,
    )
    again = float(run([sys.executable, "-c", AGAIN])[0])
    return [
        Figure(f"ceo-sim check {FLAGSHIP}", "ms", ours, peer, "tomllib and jsonschema", "at most 1,200 ms"),
        Figure("the same again in one process, p95", "ms", again, goal="at most 150 ms after a change of one file"),
    ]
