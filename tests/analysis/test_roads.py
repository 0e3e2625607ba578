"""The endings that a story could have had."""

from __future__ import annotations

import pytest

from ceo_sim.analysis.roads import roads
from ceo_sim.engine.game import Game
from ceo_sim.engine.program import Program
from tests.support.stories import program

STORY = """
format = 2
[scenario]
id = "roads"
title = "Roads"
role = "You run it."
support = "judgement"
[clock]
turns = 4
[metric]
staff = { name = "Staff", start = 50, headline = true }
[decision.ask]
title = "Ask"
brief = "Now?"
at = 1
urgent = true
option.up = { label = "Up", effects = { staff = 20 } }
option.down = { label = "Down", effects = { staff = -20 } }
option.stay = { label = "Stay" }
[event.luck]
title = "Luck"
at = 2
chance = 0.25
effects = { staff = 5 }
[ending.lucky]
title = "Lucky"
text = "It went up."
when = "staff > 74"
[ending.high]
title = "High"
text = "It is high."
when = "staff > 60"
[ending.low]
title = "Low"
text = "It is low."
when = "staff < 40"
[ending.level]
title = "Level"
text = "Nothing changed."
"""


@pytest.fixture(scope="module")
def story() -> Program:
    return program(STORY)


def played(story: Program, option: str, seed: int = 1) -> Game:
    game = Game(story, seed)
    while not game.ended:
        if game.is_open("ask"):
            game.choose("ask", option)
        else:
            game.wait()
    return game


def test_the_same_answers_end_by_luck_alone_and_answers_by_lot_in_every_way(story: Program) -> None:
    found = {road.id: road for road in roads(played(story, "up"))}

    assert set(found) == {"lucky", "high", "low", "level"}
    assert found["low"].same_answers == found["level"].same_answers == 0
    assert found["lucky"].same_answers == pytest.approx(0.25, abs=0.05)
    assert found["high"].same_answers == pytest.approx(0.75, abs=0.05)
    assert found["low"].by_lot == pytest.approx(1 / 3, abs=0.06)
    assert sum(road.by_lot for road in found.values()) == pytest.approx(1)
    assert sum(road.same_answers for road in found.values()) == pytest.approx(1)


def test_the_most_frequent_stands_first_and_the_same_game_tells_the_same(story: Program) -> None:
    game = played(story, "down")
    assert roads(game)[0].id == "low"
    assert roads(game) == roads(game)
