"""What many random plays of the stories come to, as bits: `python -m tests.support.digests PLAYS BATCH` prints it.

A play is a row of numbers of 64 bits that hold everything that a player could tell it by. The digest of some rows is
the same however the plays were split into batches.
"""

from __future__ import annotations

import hashlib
import json
import sys

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes, Mask
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.portable_math import cos_of_turn, exp, exp2, log, tanh
from ceo_sim.engine.program import DecisionPlan, Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.schedule import Indexes
from tests.support.scenarios import shipped_program

STORIES = ("the_post", "meridian", "tutorial", "depot")
SEED = 20_200_601

Rows = NDArray[np.uint64]


@define
class Noting:
    """A random policy that notes every answer of every lane.

    Attributes:
        answers: One number for each lane that follows from all its answers in their order.
    """

    answers: Rows
    policy: RandomPolicy = field(factory=RandomPolicy)

    def acts_today(self, state: Lanes, decision: DecisionPlan, lanes: Indexes) -> Mask:
        return self.policy.acts_today(state, decision, lanes)

    def choose(self, state: Lanes, question: Question) -> Indexes:
        choice = self.policy.choose(state, question)
        answer = (state.now * 1_000 + question.decisions.astype(np.int64)) * 100 + choice
        self.answers[question.lanes] = rng.mix_all(self.answers[question.lanes] + answer.astype(np.uint64))
        return choice


def rows(story: str, plays: int, batch: int) -> Rows:
    """The plays of a story, (plays, numbers), played so many at a time."""
    return np.concatenate(
        [_rows(shipped_program(story), first, min(batch, plays - first)) for first in range(0, plays, batch)]
    )


def _rows(program: Program, first: int, plays: int) -> Rows:
    noting = Noting(np.zeros(plays, dtype=np.uint64))
    state = Lanes(program, rng.consecutive_seeds(SEED + first, plays))
    run(state, noting)
    metrics = state.final[[plan.cell for plan in program.metrics.values()]].view(np.uint64)
    ends = np.stack([state.ending, state.ended_at, *state.choice, *state.answered_at]).astype(np.int64)
    return np.concatenate([metrics, ends.view(np.uint64), noting.answers[np.newaxis]]).T


def functions() -> Rows:
    """What the elementary functions make of many numbers, those of a story's size and those of any."""
    lot = rng.uniform(rng.lane_keys(rng.consecutive_seeds(SEED, 50_000)), rng.stream_key("functions"), 0)
    sizes = np.ldexp(lot + 0.5, (np.arange(len(lot)) % 2_000) - 1_000)
    values = np.concatenate([lot, 1.0 - lot, 100.0 * lot - 50.0, sizes, -sizes])
    powers = np.array([exp2(float(value)) for value in 40.0 * lot - 20.0])
    results = [exp(values), log(np.abs(values)), tanh(values), cos_of_turn(lot), powers]
    return np.concatenate(results).view(np.uint64)[np.newaxis]


def digest(numbers: Rows) -> str:
    """A short digest of some rows."""
    return hashlib.blake2b(numbers.astype("<u8").tobytes(), digest_size=12).hexdigest()


def digests(plays: int, batch: int) -> dict[str, str]:
    """The digest of the functions and that of so many plays of each story."""
    return {"functions": digest(functions()), **{story: digest(rows(story, plays, batch)) for story in STORIES}}


if __name__ == "__main__":
    print(json.dumps(digests(*map(int, sys.argv[1:]))))  # noqa: T201  # the result
