"""What is asked of the player, and what an answer means."""

from __future__ import annotations

from pathlib import Path

import pytest
from attrs import evolve

from ceo_sim.presentation.desk import MeterView
from ceo_sim.presentation.predictions import asked_meters, how_to_type, question, read
from tests.saves.helpers import begun


@pytest.fixture
def three(tmp_path: Path) -> list[MeterView]:
    """Three meters."""
    with begun(tmp_path) as session:
        (meter,) = asked_meters(session.game)
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
