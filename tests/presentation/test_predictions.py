"""What is asked of the player, and what an answer means."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from ceo_sim.engine.game import Game
from ceo_sim.presentation.desk import MeterView
from ceo_sim.presentation.predictions import asked_meters, how_to_type, question, read
from tests.saves.helpers import begun
from tests.support.stories import program


@pytest.fixture
def three(tmp_path: Path) -> list[MeterView]:
    """Three meters."""
    with begun(tmp_path) as session:
        (meter,) = asked_meters(session.game, "first")
    return [evolve(meter, metric=evolve(meter.metric, id=id)) for id in ("staff", "trust", "press")]


@pytest.mark.parametrize("line", ["u d s", "U, D, S", "up down same", "uds", " u  d  same "])
def test_directions_are_read_in_order(three: list[MeterView], line: str) -> None:
    assert read(line, three) == {"staff": "up", "trust": "down", "press": "same"}


def test_a_dash_leaves_one_out(three: list[MeterView]) -> None:
    assert read("u - s", three) == {"staff": "up", "press": "same"}
    assert read("-", three[:1]) == {}


@pytest.mark.parametrize("line", ["", "u d", "u d s u", "u d x y", "1 2 3", "rise", "ud", "u d s because"])
def test_what_is_none_is_none(three: list[MeterView], line: str) -> None:
    assert read(line, three) is None


def test_the_question_names_a_day_and_says_what_to_type(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        assert question(session.game) == "A day from now, will these stand higher, lower or the same?"
    assert how_to_type(1) == "Type u (up), d (down) or s (the same). An empty line skips this, b goes back."
    assert "such as u d s;" in how_to_type(3)


MARKED = """\
format = 2
[scenario]
id = "marked"
title = "Marked"
role = "You run it."
support = "judgement"
[clock]
turns = 12
[metric]
staff = { name = "Staff", start = 50, headline = true }
crowd = { name = "Crowd", start = 50 }
[ending.open]
title = "Open"
text = "It goes on."
"""
DECISION = """
[decision.d{number}]
title = "D{number}"
brief = "B"
at = {number}
{key}
option.a = {{ label = "A", effects = {{ staff = 1 }} }}
option.b = {{ label = "B", effects = {{ staff = -1 }} }}
"""


def asked_in_turn(*keys: str) -> list[list[str]]:
    """What is asked before each answer of a game in which decisions have these keys and come one after the other."""
    text = MARKED + "".join(DECISION.format(number=number, key=key) for number, key in enumerate(keys, 1))
    game, asked = Game(program(text), 1), []
    for number in range(1, len(keys) + 1):
        while not game.is_open(f"d{number}"):
            game.wait()
        asked.append([meter.id for meter in asked_meters(game, f"d{number}")])
        game.choose(f"d{number}", "a")
    return asked


def test_who_marks_nothing_has_the_first_three_answers_asked_about_the_headline() -> None:
    assert asked_in_turn("", "", "", "", "") == [["staff"]] * 3 + [[]] * 2


def test_what_is_marked_is_asked_about_and_nothing_else() -> None:
    marked = 'predict = ["crowd", "staff"]'
    assert asked_in_turn("", marked, "") == [[], ["crowd", "staff"], []]


def test_no_more_than_three_marked_ones_are_asked_about() -> None:
    marked = 'predict = ["crowd"]'
    assert asked_in_turn(marked, "", *[marked] * 4) == [["crowd"], [], ["crowd"], ["crowd"], [], []]


def test_what_is_done_with_free_hours_is_neither_asked_about_nor_counted() -> None:
    assert asked_in_turn("standing = true", "standing = true", "", "", "", "") == [[], []] + [["staff"]] * 3 + [[]]
