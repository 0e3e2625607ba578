"""A game that begins with a later act: what was decided before it is named by the act."""

from __future__ import annotations

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.lead_in import begun_with
from ceo_sim.engine.replay import replay
from ceo_sim.errors import IllegalMove
from ceo_sim.scenario.loader import Loaded, load_texts
from tests.support.stories import IN_ACTS

WAITS = """
[decision.later]
title = "Later"
brief = "Whenever."
at = "day 2"
expires = "4d"
option.yes = { label = "Yes", effects = { money = 3 } }
option.no = { label = "No" }
[decision.at_the_start]
title = "At the start of the fortnight"
brief = "Now?"
at = "day 8"
urgent = true
option.yes = { label = "Yes" }
option.no = { label = "No" }
[act.rest]
title = "The rest"
start = ["ask.down"]
"""


def story(start: str) -> Loaded:
    head, mark, tail = IN_ACTS.partition('title = "The fortnight"\n')
    loaded = load_texts({"scenario.toml": f"{head}{mark}start = {start}\n{tail}{WAITS}"})
    assert loaded.scenario is not None, loaded.errors
    return loaded


def begun(loaded: Loaded, act: str, seed: int = 1) -> Game:
    assert loaded.written is not None
    return begun_with(compile_scenario(loaded.playable), seed, loaded.written, act)


def test_what_is_named_has_been_answered_where_the_act_before_has_just_ended() -> None:
    game = begun(story('["ask.up", "later.yes"]'), "fortnight")

    assert [(answer.decision, answer.option) for answer in game.answers] == [("ask", "up"), ("later", "yes")]
    assert str(game.moment) == "2020-06-08 00:00:00+02:00"
    assert game.entries[-1].cause == "week"
    assert (urgent := game.urgent()) is not None
    assert urgent.id == "at_the_start"


def test_what_is_not_named_runs_out_or_falls_to_its_first_option_if_it_cannot_wait() -> None:
    game = begun(story('["later.no"]'), "fortnight")

    assert [(answer.decision, answer.option) for answer in game.answers] == [("ask", "up"), ("later", "no")]
    assert [answer.decision for answer in begun(story('["ask.down"]'), "fortnight").answers] == ["ask"]


def test_with_the_first_act_a_game_begins_as_any_other() -> None:
    game = begun(story('["ask.up"]'), "week")

    assert (game.now, game.answers) == (0, [])


def test_the_last_act_may_go_on_to_the_end_of_the_story() -> None:
    game = begun(story('["ask.up"]'), "rest")

    assert [answer.option for answer in game.answers] == ["down", "yes"]
    while not game.ended:
        game.wait()
    assert game.ending is not None
    assert game.ending.id == "end"


def test_it_is_a_game_like_any_other_that_can_be_played_again() -> None:
    game = begun(story('["ask.up", "later.yes"]'), "fortnight")
    again = replay(game.program, game.seed, game.answers, game.now)

    assert again.entries == game.entries
    assert again.course("staff") == game.course("staff")


def test_a_story_that_is_over_before_is_refused() -> None:
    head, mark, tail = IN_ACTS.partition("staff = -20")
    fatal = load_texts(
        {
            "scenario.toml": (head + mark.replace("20", "60") + tail).replace(
                'title = "The fortnight"\n', 'title = "The fortnight"\nstart = ["ask.down"]\n'
            )
        }
    )

    with pytest.raises(IllegalMove, match="the story is over before the act"):
        begun(fatal, "fortnight")
