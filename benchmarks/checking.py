"""How long `ceo-sim check` takes for the flagship, beside `tomllib` and `jsonschema` over the same files."""

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
    return [Figure(f"ceo-sim check {FLAGSHIP}", "ms", ours, peer, "tomllib and jsonschema", "at most 900 ms")]
