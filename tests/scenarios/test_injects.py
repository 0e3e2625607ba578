"""What a teacher may throw into our stories: each can be thrown in, and moves what it says, either way."""

from __future__ import annotations

from functools import cache

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from ceo_sim.engine.snapshots import Report
from tests.support.plays import played_by_lot
from tests.support.scenarios import shipped

FOR_AND_AGAINST = [
    ("sister", {"black_staff": -1, "rights_groups": -1}),
    ("guard_mother", {"open_staff": 1, "federal": 1}),
    ("school", {"rights_groups": -1, "staff": -1}),
    ("pennant_slips", {"center": 1, "open_staff": 1}),
]
"""What each inject that takes a side moves where the post stays up; elsewhere it moves the same the other way."""


@cache
def story(id: str) -> Program:
    return compile_scenario(shipped(id).playable)


def thrown(option: str, inject: str) -> Report:
    """What an inject does right after the post is answered."""
    game = Game(story("the_post"), 5)
    game.choose("draft", "wait")
    while not game.is_open("post"):
        game.wait(game.now + 1)
    assert not any(each.offered for each in game.injects()), "all are about the answer"
    game.choose("post", option)
    return game.throw(inject)


def direction(report: Report, metric: str) -> int:
    """Which way an inject moves a metric: 1, -1, or 0."""
    moved = sum(row.amount for row in report.rows if row.metric == metric and row.kind == "inject")
    return (moved > 0) - (moved < 0)


@pytest.mark.parametrize("option", ["leave", "label", "remove"])
@pytest.mark.parametrize("inject, moved", FOR_AND_AGAINST, ids=[inject for inject, _ in FOR_AND_AGAINST])
def test_an_inject_that_takes_a_side_moves_it_by_what_was_done(inject: str, moved: dict[str, int], option: str) -> None:
    report, way = thrown(option, inject), 1 if option == "leave" else -1

    assert {metric: direction(report, metric) for metric in moved} == {id: each * way for id, each in moved.items()}
    (entry,) = report.entries
    assert (entry.kind, entry.cause) == ("inject", inject)
    assert entry.text


@pytest.mark.parametrize("inject", ["school", "pennant_slips"])
@pytest.mark.parametrize("option", ["leave", "label", "remove"])
def test_what_does_harm_does_it_whatever_was_done(inject: str, option: str) -> None:
    assert direction(thrown(option, inject), "harm") == 1


@pytest.mark.parametrize("option, way", [("leave", 1), ("leave_silent", -1)])
def test_two_letters_ask_for_a_reason(option: str, way: int) -> None:
    assert direction(thrown(option, "two_letters"), "center") == way


@pytest.mark.parametrize("option", ["leave", "label", "remove"])
def test_another_story_takes_attention(option: str) -> None:
    assert direction(thrown(option, "other_story"), "attention") == -1


@pytest.mark.parametrize("inject", ["sister", "guard_mother", "two_letters"])
def test_what_is_passed_on_lifts_attention_that_has_fallen(inject: str) -> None:
    game = played_by_lot(story("the_post"), 5, days=16)
    assert game.course("attention")[-1] < 60

    assert direction(game.throw(inject), "attention") == 1


@pytest.mark.slow
@pytest.mark.parametrize("id", ["the_post", "meridian"])
def test_all_injects_of_a_story_can_be_thrown_into_one_play(id: str) -> None:
    game, injects = Game(story(id), 1), list(story(id).injects)
    while not game.ended and len(game.injections) < len(injects):
        for inject in game.injects():
            if inject.offered:
                assert game.throw(inject.id).rows, inject.id
        if (urgent := game.urgent()) is not None:
            game.choose(urgent.id, next(each.id for each in game.ask(urgent.id).options if each.lock is None))
        else:
            game.wait()

    assert {injection.inject for injection in game.injections} == set(injects)
