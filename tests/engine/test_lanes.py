from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from attrs import define, field
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.engine import rng
from ceo_sim.engine.lanes import MOST_GROUPS, Lanes, Mask, distinct
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.program import DecisionPlan, Program
from ceo_sim.engine.question import Question
from ceo_sim.engine.replay import replay
from ceo_sim.engine.schedule import Indexes
from ceo_sim.engine.snapshots import Answer
from tests.support.examples import examples
from tests.support.stories import EVERYTHING, program

STORY = program(EVERYTHING)
ROOT = Path(__file__).parents[2]


@define
class Recording:
    """A random policy that writes down what it chose in every lane."""

    policy: RandomPolicy = field(factory=RandomPolicy)
    answers: dict[int, list[Answer]] = field(factory=dict)

    def acts_today(self, state: Lanes, decision: DecisionPlan, lanes: Indexes) -> Mask:
        return self.policy.acts_today(state, decision, lanes)

    def choose(self, state: Lanes, question: Question) -> Indexes:
        choice = self.policy.choose(state, question)
        for lane, decision, position in zip(question.lanes, question.decisions, choice, strict=True):
            if position >= 0:
                plan = state.program.decisions[decision]
                answer = Answer(state.now, plan.id, plan.options[position].id)
                self.answers.setdefault(int(lane), []).append(answer)
        return choice


def played(story: Program, seed: int, lanes: int) -> tuple[Lanes, Recording]:
    recording = Recording()
    state = Lanes(story, rng.consecutive_seeds(seed, lanes))
    run(state, recording)
    return state, recording


def assert_lane_is_single_play(story: Program, state: Lanes, recording: Recording, seed: int, lane: int) -> None:
    game = replay(story, seed + lane, recording.answers.get(lane, []), until=story.timeline.last)
    assert game.ended
    assert game.ending is not None
    assert game.ending.id == story.endings[state.ending[lane]].id
    for id, plan in story.metrics.items():
        assert game.course(id)[-1] == state.final[plan.cell, lane], id


@settings(max_examples=examples(25), deadline=None)
@given(st.integers(0, 2**64 - 1), st.data())
def test_a_lane_is_bit_for_bit_the_single_playthrough_with_its_seed_and_answers(seed: int, data: st.DataObject) -> None:
    state, recording = played(STORY, seed, 200)
    for lane in data.draw(st.lists(st.integers(0, 199), min_size=1, max_size=4, unique=True)):
        assert_lane_is_single_play(STORY, state, recording, seed, lane)


@pytest.mark.slow
def test_lanes_of_a_batch_of_a_hundred_thousand_are_the_single_playthroughs() -> None:
    state, recording = played(STORY, 2020, 100_000)
    for lane in np.random.default_rng(5).integers(0, 100_000, 60):
        assert_lane_is_single_play(STORY, state, recording, 2020, int(lane))


@given(st.integers(1, 40), st.integers(0, 39))
@settings(max_examples=examples(20), deadline=None)
def test_the_size_of_the_batch_changes_nothing(size: int, lane: int) -> None:
    many = played(STORY, 9, 40)[0].final
    few = played(STORY, 9, size)[0].final

    assert (few[:, min(lane, size - 1)] == many[:, min(lane, size - 1)]).all()


@pytest.mark.slow
def test_another_process_comes_to_the_same_numbers() -> None:
    code = (
        "from tests.engine.test_lanes import STORY, played;import hashlib;"
        "print(hashlib.sha256(played(STORY, 3, 500)[0].final.tobytes()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            check=True,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": str(hash_seed), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"},
        ).stdout
        for hash_seed in (0, 1)
    }

    assert len(found) == 1


def test_everything_in_the_story_happens_to_some_lane() -> None:
    state, _ = played(STORY, 1, 5_000)

    assert state.option_counts.all()
    assert state.event_counts.all()
    assert set(state.ending.tolist()) == set(range(len(STORY.endings)))
    assert state.card_drawn.any(axis=1).all()
    assert {0, 2, 3} <= set(np.unique(state.promise_state).tolist())


def test_no_metric_ever_leaves_its_range_or_stops_being_a_number() -> None:
    state, _ = played(STORY, 1, 5_000)

    assert np.isfinite(state.final).all()
    for plan in STORY.metrics.values():
        low, high = plan.written.range
        assert state.final[plan.cell].min() >= low
        assert state.final[plan.cell].max() <= high


def test_an_ended_lane_keeps_its_metrics_and_is_asked_no_more() -> None:
    state, recording = played(STORY, 1, 5_000)
    early = np.flatnonzero(state.ended_at < STORY.timeline.last)

    assert len(early)
    for lane in early[:50]:
        assert all(answer.step < state.ended_at[lane] for answer in recording.answers[int(lane)])


@given(st.lists(st.integers(0, 50)))
def test_distinct_numbers_are_each_there_once_and_in_order(numbers: list[int]) -> None:
    assert distinct(np.array(numbers, dtype=np.int16)) == sorted(set(numbers))


def test_a_derived_metric_is_worked_out_only_in_the_lanes_in_which_it_is_out_of_date() -> None:
    state = Lanes(STORY, rng.consecutive_seeds(1, 100))
    plan, (staff, mood) = STORY.formulas[0], (STORY.metrics[id].cell for id in ("staff", "mood"))
    before = state.metrics()[mood].copy()

    state.cells[staff, [3, 4, 5]] += 10.0
    state.invalidate(STORY.readers[staff], np.array([3]))
    state.invalidate(STORY.readers[staff], np.array([3, 5]))

    assert np.flatnonzero(state.metrics()[mood] != before).tolist() == [3, 5]
    assert state.take_stale(STORY.metrics["mood"].formula or 0) is None
    state.invalidate(STORY.readers[staff])
    assert np.array_equal(state.metrics()[mood], np.clip(plan.value(state.context(None)), plan.low, plan.high))


def test_lanes_that_are_out_of_date_in_many_groups_are_all_worked_out() -> None:
    state = Lanes(STORY, rng.consecutive_seeds(1, 1_000))
    state.metrics()

    for lane in range(MOST_GROUPS + 1):
        state.invalidate([0], np.array([lane]))

    assert (context := state.take_stale(0)) is not None
    assert context.lanes is None
