"""A hundred thousand plays of each story come to the same bits on every machine: one digest for each, pinned.

A digest changes with a story or with the model, and with nothing else. If that is meant, put in what the failed test
shows, and say in the changelog that saves of that story may depart. If it is not, a result has come to depend on the
processor, on the size of a batch, or on a version of Python or NumPy.
"""

from __future__ import annotations

import importlib
import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.support.digests import STORIES, digest, digests, functions, rows
from tests.support.scenarios import forget_all, shipped

ROOT = Path(__file__).parents[2]
NOT_EVERYWHERE: list[str] = importlib.import_module("numpy._core._multiarray_umath").__cpu_dispatch__
"""What NumPy uses of a processor where it is there, such as AVX2 and AVX-512."""
THOUSAND = {
    "functions": "88af5ac9029bd4e5182e4e6c",
    "the_post": "b76df167ced7bdd08486bb98",
    "meridian": "2f17547897ba50893338f210",
    "tutorial": "0b5955eb45992f49ad99ab80",
    "depot": "fdee3aa1f2bd039bd1ee16c9",
}
HUNDRED_THOUSAND = {
    "functions": "88af5ac9029bd4e5182e4e6c",
    "the_post": "d6d30797fc1b1b19ea3ccb32",
    "meridian": "d3fc39ed574608de316852da",
    "tutorial": "a6a5170c2d2ae1e5d425965f",
    "depot": "fe4bb45b792f41329d610676",
}
WITHOUT_VECTORS = """
import runpy, sys
from numpy._core._multiarray_umath import __cpu_dispatch__, __cpu_features__
assert not any(__cpu_features__[name] for name in __cpu_dispatch__), __cpu_features__
sys.argv = ["digests", *sys.argv[1:]]
runpy.run_module("tests.support.digests", run_name="__main__")
"""


def digests_without_vectors(plays: int) -> dict[str, str]:
    """The digests where NumPy does without all that only some processors have."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_VECTORS, str(plays), str(plays)],
        check=True,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "NPY_DISABLE_CPU_FEATURES": " ".join(NOT_EVERYWHERE), "PYTHONPATH": str(ROOT)},
    )
    result: dict[str, str] = json.loads(done.stdout)
    return result


def test_a_thousand_plays_come_to_the_same_bits_everywhere() -> None:
    assert digests(1_000, 1_000) == THOUSAND


def test_a_thousand_plays_come_to_the_same_bits_without_the_vectors_of_the_processor() -> None:
    assert digests_without_vectors(1_000) == THOUSAND


@pytest.mark.slow
def test_a_hundred_thousand_plays_come_to_the_same_bits_everywhere() -> None:
    assert digests(100_000, 100_000) == HUNDRED_THOUSAND


@pytest.mark.slow
def test_a_hundred_thousand_plays_come_to_the_same_bits_without_the_vectors_of_the_processor() -> None:
    assert digests_without_vectors(100_000) == HUNDRED_THOUSAND


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("batch, plays", [(1, 3), (7, 21), pytest.param(7, 70, marks=pytest.mark.slow)])
def test_a_play_comes_to_the_same_bits_in_a_batch_of_any_size(story: str, batch: int, plays: int) -> None:
    assert (rows(story, plays, batch) == rows(story, plays, plays)).all()


def test_nothing_that_differs_between_machines_is_called_while_stories_are_compiled_and_played(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused(*_arguments: object, **_options: object) -> None:
        raise AssertionError("its last bits depend on the processor or on a library")

    forget_all()
    for story in STORIES:
        assert shipped(story).scenario is not None  # what is proven of a story leaves room for last bits
    for name in (
        "exp",
        "exp2",
        "expm1",
        "log",
        "log2",
        "log1p",
        "power",
        "tanh",
        "sin",
        "cos",
        "cbrt",
        "dot",
        "matmul",
    ):
        monkeypatch.setattr(np, name, refused)
    for name in ("exp", "expm1", "log", "log1p", "log2", "pow", "tanh", "sin", "cos"):
        monkeypatch.setattr(math, name, refused)

    for story in STORIES:
        assert len(rows(story, 50, 50)) == 50
    assert len(functions()) == 1
    with pytest.raises(AssertionError, match="last bits"):
        np.exp(1.0)


def test_a_digest_depends_on_the_last_bit_of_every_number_of_every_play() -> None:
    some = rows("tutorial", 50, 50)
    different = {digest(some)}
    for play in (0, 49):
        for column in range(some.shape[1]):
            other = some.copy()
            other[play, column] ^= np.uint64(1)
            different.add(digest(other))

    assert len(different) == 1 + 2 * some.shape[1]
