from __future__ import annotations

import pytest

from ceo_sim.analysis.trace import DayTrace, not_considered, to_come
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.layout import KEPT
from ceo_sim.engine.program import Program
from ceo_sim.engine.schedule import Indexes
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


class Arrivals(DayTrace):
    """The trace, and beside it what took effect or was kept."""

    def __init__(self) -> None:
        super().__init__()
        self.came: list[tuple[int, str, str]] = []

    def applied(self, state: Lanes, consequences: Indexes, lanes: Indexes) -> None:
        for index in consequences[lanes == 0].tolist():
            cause = state.program.consequences[index].cause
            if cause.kind in ("card", "later"):
                self.came.append((state.now, cause.kind, cause.id))

    def promised(self, state: Lanes, promise: int, lanes: Indexes, outcome: int) -> None:
        if outcome == KEPT and lanes.tolist() == [0]:
            self.came.append((state.now, "promise", state.program.promises[promise].id))


def test_each_card_delayed_consequence_and_promise_is_said_to_have_come_if_it_did() -> None:
    kinds = set()
    for seed in range(12):
        game, trace, looked = Game(program(EVERYTHING), seed), Arrivals(), []
        game.watch(trace)
        while game.now < game.timeline.last and not game.ended:
            for waiting in game.agenda():
                unlocked = [one.id for one in game.ask(waiting.id).options if one.lock is None]
                game.choose(waiting.id, "go" if "go" in unlocked else unlocked[0])
            step = game.now + 1
            game.wait(step)
            looked += [
                (step, look.kind, look.id.removesuffix(".later.0"))
                for look in trace.looks
                if look.step == step and look.came and look.kind in ("card", "later", "promise")
            ]
        assert sorted(looked) == sorted(trace.came)
        kinds |= {kind for _, kind, _ in looked}

    assert kinds == {"card", "later", "promise"}


CARDS = by_turn(
    """
[metric.trust]
start = 50
[decision.d]
at = 0
[decision.d.option.a]
promises = ["rest"]
[[decision.d.option.a.later]]
after = 2
when = "trust > 60"
chance = 0.5
event = "leak"
[event.leak]
when = false
[deck.papers]
nothing = 1
every = 2
[deck.papers.card.once]
weight = "trust / 50"
once = true
[deck.papers.card.never]
weight = 3
when = "trust > 60"
[deck.papers.card.always]
weight = 2
[promise.rest]
text = "Rest"
due = 2
kept_when = "trust > 70"
"""
)


def test_a_card_has_its_part_of_the_draw_and_a_promise_its_date() -> None:
    game, trace = Game(CARDS, 3), DayTrace()
    game.choose("d", "a")
    assert list(to_come(game)) == [("d.a.later.0 (event leak)", "turn 2")]
    game.watch(trace)
    game.wait(1)
    assert [(look.kind, look.id, look.note) for look in trace.looks] == [("promise", "rest", "until turn 2")]
    assert dict(not_considered(CARDS, trace.looks, game.now))["papers"] == "next drawn from turn 2"

    game.wait(2)

    later, promise, *cards = trace.looks
    assert (later.kind, later.id, later.note, later.came) == ("later", "d.a.later.0", "event leak", False)
    assert [str(clause) for clause in later.clauses] == ["trust > 60 (trust is 50)"]
    assert (promise.note, promise.came) == ("broken unless it is kept now", False)
    assert [card.id for card in cards] == ["papers.once", "papers.never", "papers.always"]
    spans = [None if card.luck is None else (card.luck.low, card.luck.high, card.luck.total) for card in cards]
    assert spans == [(0, 1, 4), None, (1, 3, 4)]
    assert cards[0].luck is not None
    assert str(cards[2].luck) == f"drew {cards[0].luck.drawn:.6g} of 4, comes from 1 to 3"
    assert list(to_come(game)) == []


def test_luck_is_told_with_the_draw() -> None:
    _, trace = traced(by_turn(STORY), 1)

    look = next(look for look in trace.looks if look.id == "again")
    assert look.luck is not None
    assert str(look.luck) == f"drew {look.luck.drawn:.3f}, comes below 0.5"
    assert look.came == (look.luck.drawn < 0.5)


def test_what_is_not_considered_says_when_it_is() -> None:
    story = by_turn(STORY)
    game, trace = traced(story, 1)
    assert dict(not_considered(story, trace.looks, game.now)) == {
        "dated": "next looked at turn 4",
        "brought": "only something else brings it about",
    }

    game, trace = traced(story, 5)
    assert dict(not_considered(story, trace.looks, game.now))["dated"] == "its day was turn 4"
