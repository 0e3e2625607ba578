from __future__ import annotations

import numpy as np
import pytest
from attrs import evolve

from ceo_sim.analysis.counterfactual import follow, follow_lanes
from ceo_sim.analysis.diff import differences, first_divergence, max_gap, only_in
from ceo_sim.analysis.rivals import changed_assumptions, with_assumptions
from ceo_sim.analysis.whatif import alternative, options_at, options_throughout, spread
from ceo_sim.engine import rng
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.errors import IllegalMove
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, INTERRUPTED, by_turn, program

STORY = program(EVERYTHING)
THROWN_INTO = program(INTERRUPTED)
FORKED = by_turn(
    """
[assumption.weight]
value = 1
[assumption.other]
value = 2
[metric.trust]
start = 50
[metric.calm]
start = 10
[decision.first]
at = 0
urgent = true
[decision.first.option.left]
effects = { trust = "weight" }
next = "only_left"
[decision.first.option.right]
effects = { trust = "-20 * weight" }
next = "only_right"
[decision.first.option.never]
when = "trust > 90"
[decision.only_left]
urgent = true
[decision.only_left.option.a]
[decision.only_right]
urgent = true
expires = 2
default = "d"
[decision.only_right.option.c]
effects = { calm = -1 }
[decision.only_right.option.d]
effects = { calm = 7 }
[decision.both]
at = 3
[decision.both.option.x]
when = "trust > 40"
effects = { calm = 3 }
[decision.both.option.y]
[inject.cheer]
title = "Cheer"
when = "first.left or calm > 16"
effects = { trust = 5 }
[inject.gloom]
title = "Gloom"
effects = { trust = -2 }
[rival.low]
name = "Low"
assumes = { weight = -40 }
[rival.lower]
name = "Lower"
assumes = { weight = -45, other = 3 }
""",
    turns=6,
)


def went_left(*, throwing: bool = False) -> Game:
    game = Game(FORKED, 1)
    game.choose("first", "left", "why", {"trust": "up"})
    game.wait(1)
    game.choose("only_left", "a")
    if throwing:
        game.wait(2)
        game.throw("cheer")
        game.throw("gloom")
    game.wait(3)
    game.choose("both", "x")
    game.wait(6)
    assert game.ended
    return game


@pytest.mark.parametrize("seed", range(12))
def test_answers_followed_in_their_own_story_are_that_story(seed: int) -> None:
    game = played_by_lot(STORY, seed)
    followed = follow(STORY, seed, game.answers, game.side_moves)

    assert (followed.skipped, followed.improvised) == ((), ())
    assert followed.game.answers == game.answers
    assert followed.game.ledger.rows == game.ledger.rows


@pytest.mark.parametrize("seed", range(12))
def test_what_was_thrown_in_is_followed_too(seed: int) -> None:
    game = played_by_lot(THROWN_INTO, seed, throwing=True)
    followed = follow(THROWN_INTO, seed, game.answers, game.side_moves).game

    assert game.injections
    assert followed.side_moves == game.side_moves
    assert followed.ledger.rows == game.ledger.rows


def test_what_is_no_longer_offered_at_its_step_is_not_thrown_in_later() -> None:
    game = Game(FORKED, 1)
    game.choose("first", "left")
    game.throw("cheer")
    game.throw("gloom")
    game.wait(1)
    game.choose("only_left", "a")
    game.wait(6)
    other = alternative(game, 0, "right").game

    assert [injection.inject for injection in game.injections] == ["cheer", "gloom"]
    assert [injection.inject for injection in other.injections] == ["gloom"]
    assert other.injections[0].step == 0


def test_what_does_not_fit_is_dropped_and_what_is_unforeseen_gets_its_default() -> None:
    game = went_left()
    other = alternative(game, 0, "right")

    assert [answer.decision for answer in other.skipped] == ["only_left", "both"]
    assert [(answer.decision, answer.option) for answer in other.improvised] == [("only_right", "d")]
    assert other.game.answers[0] == evolve(game.answers[0], option="right", check=other.game.answers[0].check)
    assert other.game.course("calm")[-1] == 17
    assert other.game.ended


def test_all_decisions_retraced_in_one_go_are_as_each_was_put() -> None:
    game = went_left()
    assert list(options_throughout(game)) == [options_at(game, index) for index in range(len(game.answers))]
    assert len(game.answers) > 1


def test_an_option_that_was_locked_then_is_no_alternative() -> None:
    game = went_left()
    locked = {option.id: option.lock for option in options_at(game, 0).options}
    assert locked["right"] is None
    assert locked["never"] is not None
    with pytest.raises(IllegalMove, match=r"first\.never is locked"):
        alternative(game, 0, "never")
    with pytest.raises(IllegalMove, match=r"first\.never is locked"):
        spread(game, 0, "never")


def test_differences_are_told_the_largest_first() -> None:
    game = went_left()
    found = differences(game, alternative(game, 0, "right").game)

    assert [(each.metric.id, each.mine, each.other) for each in found] == [("trust", 51, 30), ("calm", 13, 17)]


def test_two_stories_part_where_a_meter_first_reads_otherwise() -> None:
    game = went_left()
    found = first_divergence(game, alternative(game, 0, "right").game)

    assert found is not None
    step, first = found
    assert (step, first.metric.id, first.mine, first.other) == (0, "trust", 51, 30)
    assert first_divergence(game, game) is None


def test_courses_are_furthest_apart_at_the_first_step_of_those_they_share() -> None:
    assert max_gap([[1, 5, 2, 9], [1, 3, 4]]) == 1
    assert max_gap([[1, 5, 2], [1, 5, 2], [0, 3, 9]]) == 2


def test_what_happened_in_one_story_only_is_told_without_answers() -> None:
    mine, other = played_by_lot(STORY, 3), played_by_lot(STORY, 4)
    found = only_in(mine, other)

    assert found
    assert "option" not in {entry.kind for entry in found}
    assert not {entry.cause for entry in found if entry.kind == "event"} & {entry.cause for entry in other.entries}
    assert only_in(mine, mine) == []


def test_an_alternative_goes_as_far_as_the_story_does() -> None:
    game = Game(FORKED, 1)
    game.choose("first", "left")
    game.wait(1)
    game.choose("only_left", "a")
    game.wait(2)

    assert alternative(game, 0, "right").game.now == 2


@pytest.mark.parametrize("throwing", [False, True])
def test_the_spread_of_a_story_without_luck_is_that_story_and_its_alternative(throwing: bool) -> None:
    game = went_left(throwing=throwing)
    fans = spread(game, 0, "right", 20)

    for line, story in (("yours", game), ("other", alternative(game, 0, "right").game)):
        for metric in ("trust", "calm"):
            for level in fans.fan(line, metric)[:, 1:]:
                assert level.tolist() == [story.course(metric)[step] for step in fans.steps[1:]], (line, metric)


@pytest.mark.parametrize("seed", range(8))
def test_a_lane_that_follows_is_the_single_story_that_follows(seed: int) -> None:
    game = played_by_lot(STORY, seed)
    state = Lanes(STORY, rng.consecutive_seeds(seed, 1))
    follow_lanes(state, game.answers)

    for id, plan in STORY.metrics.items():
        assert state.final[plan.cell, 0] == game.course(id)[-1], id


def test_many_lanes_follow_on_luck_of_their_own() -> None:
    game = played_by_lot(STORY, 3)
    state = Lanes(STORY, rng.consecutive_seeds(50, 300))
    follow_lanes(state, game.answers)

    assert not state.alive.any()
    assert len(np.unique(state.final[STORY.metrics["staff"].cell])) > 200
    first = STORY.decision("first")
    meant = next(answer.option for answer in game.answers if answer.decision == "first")
    assert {first.options[position].id for position in state.choice[first.index]} == {meant}


def test_rivals_hold_all_at_once_and_the_later_one_wins() -> None:
    game = went_left()

    assert with_assumptions(game, []).game.ledger.rows == game.ledger.rows
    assert with_assumptions(game, ["low"]).game.course("trust")[-1] == 10
    both = with_assumptions(game, ["lower", "low"])
    assert both.game.course("trust")[-1] == 5
    assert [answer.decision for answer in both.skipped] == ["both"]
    changed = changed_assumptions(FORKED.scenario, ["low", "lower"])
    assert [(each.id, value, theirs) for each, value, theirs in changed] == [("weight", 1, -45), ("other", 2, 3)]
