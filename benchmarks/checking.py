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


def measure(rounds: int) -> list[Figure]:
    """Time both by turns, each as a whole process."""
    ours, peer = in_turn(
        rounds,
        lambda: run([PROGRAM, "check", FLAGSHIP])[1] * 1e3,
        lambda: run([sys.executable, "-c", VALIDATE])[1] * 1e3,
    )
    changed = run([sys.executable, "-m", "benchmarks.changes"])[0].splitlines()[-1].partition(":")[2].split()
    warm_50, warm_95, cold_50, cold_95, changes = map(float, changed)
    again = f"again after one line was changed, {changes:.0f} changes"
    without = "without what is remembered"
    return [
        Figure(f"ceo-sim check {FLAGSHIP}", "ms", ours, peer, "tomllib and jsonschema", "at most 1,200 ms"),
        Figure(f"{again}, p50", "ms", warm_50, cold_50, without),
        Figure(f"{again}, p95", "ms", warm_95, cold_95, without, "at most 150 ms"),
    ]
