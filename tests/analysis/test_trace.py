from __future__ import annotations

import pytest

from ceo_sim.analysis.trace import DayTrace, not_considered
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from tests.support.stories import EVERYTHING, by_turn, program

STORY = """
[metric.trust]
start = 50
[event.slump]
when = "trust < 60 and trust > 40"
effects = { trust = -20 }
[event.after]
when = "trust < 35 and slump.fired"
[event.again]
once = false
chance = 0.5
[event.never]
when = "trust > 90"
[event.dated]
at = 4
[event.brought]
when = false
[decision.talk]
when = "trust < 40"
[decision.talk.option.a]
[ending.low]
title = "Low"
text = "Low."
when = "trust < 10"
early = true
[ending.over]
title = "Over"
text = "Over."
"""


def traced(story: Program, steps: int, seed: int = 1) -> tuple[Game, DayTrace]:
    """A play without answers, and the trace of its last day."""
    game, trace = Game(story, seed), DayTrace()
    game.watch(trace)
    for step in range(1, steps + 1):
        game.wait(step)
    return game, trace


def test_each_clause_is_read_as_it_stood_right_then() -> None:
    _, trace = traced(by_turn(STORY), 1)

    assert [(look.id, look.came, [f"{clause}: {clause.holds}" for clause in look.clauses]) for look in trace.looks] == [
        ("slump", True, ["trust < 60 (trust is 50): True", "trust > 40 (trust is 50): True"]),
        ("after", True, ["trust < 35 (trust is 30): True", "slump.fired: True"]),
        ("again", trace.looks[2].came, []),
        ("never", False, ["trust > 90 (trust is 30): False"]),
        ("low", False, ["trust < 10 (trust is 30): False"]),
        ("talk", True, ["trust < 40 (trust is 30): True"]),
    ]


def test_only_the_last_day_is_held() -> None:
    _, trace = traced(by_turn(STORY), 3)

    assert {look.step for look in trace.looks} == {3}
    assert [look.id for look in trace.looks if not look.is_able] == ["slump", "after", "talk"]


@pytest.mark.parametrize("seed", range(12))
def test_what_is_said_to_have_come_is_what_came(seed: int) -> None:
    game, trace = Game(program(EVERYTHING), seed), DayTrace()
    game.watch(trace)
    while game.now < game.timeline.last and not game.ended:
        while (urgent := game.urgent()) is not None:
            game.choose(urgent.id, next(one.id for one in game.ask(urgent.id).options if one.lock is None))
        step = game.now + 1
        game.wait(step)
        came = {look.id for look in trace.looks if look.kind == "event" and look.step == step and look.came}
        happened = {entry.cause for entry in game.entries if entry.kind == "event" and entry.step == step}
        assert came <= happened
        assert happened - came <= {"leak"}  # which a delayed consequence can bring about, too


def test_luck_is_told_with_the_draw() -> None:
    _, trace = traced(by_turn(STORY), 1)

    look = next(look for look in trace.looks if look.id == "again")
    assert look.luck == f"drew {look.drawn:.3f}, comes below 0.5"
    assert look.came == (look.drawn < 0.5)


def test_what_is_not_considered_says_when_it_is() -> None:
    story = by_turn(STORY)
    game, trace = traced(story, 1)
    assert dict(not_considered(story, trace.looks, game.now)) == {
        "dated": "next looked at turn 4",
        "brought": "only something else brings it about",
    }

    game, trace = traced(story, 5)
    assert dict(not_considered(story, trace.looks, game.now))["dated"] == "its day was turn 4"
