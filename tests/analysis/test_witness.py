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


@pytest.mark.parametrize("decision", ["hearing", "leaks", "verdict"])
def test_the_flagship_has_witnesses(decision: str) -> None:
    story = shipped_program("the_post")
    witness = witness_of(story, decision)

    assert witness is not None
    game = replay(story, witness.seed, witness.answers, witness.step)
    assert decision in [waiting.id for waiting in game.agenda()]


def test_what_plays_by_lot_come_to_too_seldom_is_found_by_a_search() -> None:
    doors = "".join(
        f"""
[decision.door_{number}]
at = {number}
urgent = true
[decision.door_{number}.option.left]
sets = {{ right = false }}
[decision.door_{number}.option.ahead]
[decision.door_{number}.option.right]
sets = {{ right = false }}
"""
        for number in range(14)
    )
    last = '[variable.right]\nstart = true\n[decision.end]\nwhen = "right and turn == 14"\n[decision.end.option.a]\n'
    story = by_turn(doors + last, turns=16)

    witness = witness_of(story, "end")

    assert witness is not None
    game = replay(story, witness.seed, witness.answers, witness.step)
    assert game.is_open("end")
    assert {answer.option for answer in game.answers} == {"ahead"}
