from __future__ import annotations

import pytest

from ceo_sim.analysis.witness import witness_of
from ceo_sim.engine.replay import replay
from tests.support.scenarios import shipped_program
from tests.support.stories import EVERYTHING, by_turn, program

CHAINED = """
[metric.trust]
start = 50
[decision.first]
at = 0
urgent = true
[decision.first.option.a]
[decision.first.option.b]
next = { decision = "second", after = 2 }
[decision.second]
[decision.second.option.a]
[decision.second.option.b]
next = { decision = "third", after = 0 }
[decision.third]
urgent = true
[decision.third.option.a]
[decision.never]
when = "trust > 90"
[decision.never.option.a]
"""


@pytest.mark.parametrize("decision", ["first", "second", "meeting", "pledge", "third"])
@pytest.mark.parametrize("seed", [None, 5])
def test_a_witness_is_a_play_in_which_the_decision_is_open(decision: str, seed: int | None) -> None:
    story = program(EVERYTHING)
    witness = witness_of(story, decision, seed)

    assert witness is not None
    assert seed is None or witness.seed == seed
    game = replay(story, witness.seed, witness.answers, witness.step)
    assert decision in [waiting.id for waiting in game.agenda()]
    assert game.now == witness.step


@pytest.mark.parametrize(
    "decision, step, answers",
    [("first", 0, []), ("second", 2, ["first.b"]), ("third", 2, ["first.b", "second.b"])],
)
def test_it_is_open_as_soon_as_it_can_be(decision: str, step: int, answers: list[str]) -> None:
    witness = witness_of(by_turn(CHAINED), decision)

    assert witness is not None
    assert witness.step == step
    assert [f"{answer.decision}.{answer.option}" for answer in witness.answers] == answers


def test_there_is_none_where_no_play_comes_to_it() -> None:
    assert witness_of(by_turn(CHAINED), "never") is None


def test_it_is_the_same_each_time() -> None:
    assert witness_of(program(EVERYTHING), "third") == witness_of(program(EVERYTHING), "third")


@pytest.mark.parametrize("decision", ["hearing", "call_out", "the_deadline"])
def test_the_flagship_has_witnesses(decision: str) -> None:
    story = shipped_program("the_post")
    witness = witness_of(story, decision)

    assert witness is not None
    game = replay(story, witness.seed, witness.answers, witness.step)
    assert decision in [waiting.id for waiting in game.agenda()]
