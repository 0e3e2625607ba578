from __future__ import annotations

import pytest

from ceo_sim.analysis.preview import rerun
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.scenario.expression import Expression
from tests.support.plays import played_by_lot
from tests.support.scenarios import shipped_program
from tests.support.stories import EVERYTHING, INTERRUPTED, by_turn, program, scenario

STORY = """
[metric.trust]
start = 50
[decision.post]
at = 0
urgent = true
[decision.post.option.stay]
effects = { trust = -8 }
[decision.post.option.go]
[decision.meeting]
at = 2
expires = 2
[decision.meeting.option.hold]
[decision.meeting.option.scold]
when = "trust < 45"
"""


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("days", [3, None])
def test_in_the_same_version_it_is_the_same_play(seed: int, days: int | None) -> None:
    story = program(EVERYTHING)
    game = played_by_lot(story, seed, days)

    again = rerun(story, seed, game.answers, game.now)

    assert again.stopped == ""
    assert again.given == len(game.answers)
    assert again.game.now == game.now
    assert [answer.check for answer in again.game.answers] == [answer.check for answer in game.answers]
    assert (again.game.entries, again.game.news) == (game.entries, game.news)
    assert again.game.check() == game.check()
    for id in story.metrics:
        assert (
            again.game.value(Expression.parse(id).tree) == game.value(Expression.parse(id).tree) == game.course(id)[-1]
        )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("days", [3, None])
def test_what_was_asked_and_thrown_in_is_asked_and_thrown_in_again(seed: int, days: int | None) -> None:
    story = program(INTERRUPTED)
    game = played_by_lot(story, seed, days, throwing=True)

    again = rerun(story, seed, game.answers, game.now, game.side_moves).game

    assert game.injections
    assert again.side_moves == game.side_moves
    assert (again.check(), again.now, again.budgets) == (game.check(), game.now, game.budgets)


def test_what_can_no_longer_be_thrown_in_is_left_out() -> None:
    game = Game(program(INTERRUPTED), 1)
    game.throw("memo")
    game.throw("strangers")
    later = program(INTERRUPTED.replace("inject.memo", "inject.note"))

    again = rerun(later, 1, game.answers, game.now, game.side_moves)

    assert again.stopped == ""
    assert [injection.inject for injection in again.game.injections] == ["strangers"]


def answered(text: str = STORY) -> tuple[list[str], str]:
    """The answers post.stay and meeting.scold and a day more, in another version of the story."""
    story = by_turn(STORY)
    game = rerun(story, 1, [], 0).game
    game.choose("post", "stay")
    game.wait(2)
    game.choose("meeting", "scold")
    game.wait(3)
    again = rerun(by_turn(text), 1, game.answers, game.now)
    return [f"{answer.decision}.{answer.option}@{answer.step}" for answer in again.game.answers], again.stopped


@pytest.mark.parametrize(
    "old, new, answers, stopped",
    [
        ("trust = -8", "trust = -9", ["post.stay@0", "meeting.scold@2"], ""),
        ("at = 2", "at = 1", ["post.stay@0", "meeting.scold@2"], ""),
        ("at = 2", "at = 4", ["post.stay@0", "meeting.scold@4"], ""),
        (
            "trust = -8",
            "trust = -3",
            ["post.stay@0"],
            "answer 2, meeting.scold, cannot be given: trust < 45 fails (trust is 47)",
        ),
        (
            "option.scold",
            "option.shout",
            ["post.stay@0"],
            "answer 2, meeting.scold, cannot be given: meeting has no option scold any more",
        ),
        (
            "decision.meeting",
            "decision.talk",
            ["post.stay@0"],
            "answer 2, meeting.scold, cannot be given: there is no decision meeting any more",
        ),
        (
            "at = 2",
            'when = "trust > 60"',
            ["post.stay@0"],
            "answer 2, meeting.scold, cannot be given: the story ended before, at turn 6; trust > 60 fails (trust is 42)",  # noqa: E501
        ),
        (
            "[metric.trust]",
            "[decision.new]\nat = 1\nurgent = true\n[decision.new.option.a]\n[metric.trust]",
            ["post.stay@0"],
            "answer 2, meeting.scold, cannot be given: new has to be answered before, at turn 1",
        ),
    ],
)
def test_in_another_version_answers_go_as_far_as_they_fit(old: str, new: str, answers: list[str], stopped: str) -> None:
    assert old in STORY
    assert answered(STORY.replace(old, new)) == (answers, stopped)


def test_the_last_day_is_traced() -> None:
    story = shipped_program("the_post")
    game = played_by_lot(story, 5, 20)

    again = rerun(story, 5, game.answers, game.now)

    assert {look.step for look in again.trace.looks} == set(
        range(game.now - story.timeline.steps_a_day + 1, game.now + 1)
    )


def test_nothing_that_a_version_lacks_brings_it_down() -> None:
    games = (played_by_lot(program(EVERYTHING), seed) for seed in range(50))
    game = next(game for game in games if "second" in [answer.decision for answer in game.answers])
    other = compile_scenario(
        scenario(EVERYTHING.replace("decision.second", "decision.other").replace('"second"', '"other"'))
    )

    assert rerun(other, game.seed, game.answers, game.now).stopped
