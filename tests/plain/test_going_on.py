"""Time that passes in plain lines: it stops where something needs the player, and asks where something was told."""

from __future__ import annotations

from pathlib import Path

from ceo_sim.presentation.passing import MOST_DAYS
from ceo_sim.saves.session import Session
from tests.plain.helpers import Talk, talk
from tests.saves.helpers import at_noon, loaded
from tests.support.harbour import HARBOUR
from tests.support.scenarios import load_once
from tests.support.stories import BY_TURN, HEADER, filled_in

ASKED = "Enter to go on, d for the desk: "
TO_THE_TIDE = ("n", "n", "n", "n", "", "n")
"""Up to what the harbour master says, which is only told."""


def played(folder: Path, *typed: str) -> tuple[Talk, int]:
    """What was said, and on which day of the story the player left."""
    with Session.start(load_once(HARBOUR), 3, folder, now=at_noon) as session:
        said = talk(session, typed)
        return said, session.game.timeline.day_number(session.game.now)


def test_time_stops_where_something_needs_the_player_without_asking(tmp_path: Path) -> None:
    said, day = played(tmp_path, "n", "q")
    assert day == 1
    assert ASKED not in said.text
    said, day = played(tmp_path / "further", "n", "n", "q")
    assert day == 4
    assert "Three days have passed, from Tuesday 5 May to Friday 8 May." in said.text
    assert ASKED not in said.text


def test_where_something_is_only_told_an_empty_line_lets_time_go_on(tmp_path: Path) -> None:
    stopped, day = played(tmp_path, *TO_THE_TIDE, "d", "q")
    assert day == 9
    assert "Boats of more than forty metres wait for high water" in stopped.text
    assert f"{ASKED}d" in stopped.said
    gone_on, later = played(tmp_path / "on", *TO_THE_TIDE, "", "q")
    assert later > day
    assert f"{ASKED}" in gone_on.said


def test_what_is_typed_instead_stops_at_the_desk_and_is_obeyed_there(tmp_path: Path) -> None:
    said, day = played(tmp_path, *TO_THE_TIDE, "stakes", "q")
    assert day == 9
    assert "Below 40 the directors meet without you" in said.after("stakes")
    said, day = played(tmp_path / "left", *TO_THE_TIDE, "q")
    assert day == 9
    assert said.text.rstrip().splitlines()[-1].startswith("Goodbye")


def test_one_day_is_exactly_one_and_asks_nothing(tmp_path: Path) -> None:
    said, day = played(tmp_path, *["d"] * 9, "q")
    assert day == 9
    assert ASKED not in said.text


URGENT = """
[metric.m]
start = 50
[decision.d]
at = 2
urgent = true
[decision.d.option.o]
"""


def test_after_an_answer_on_the_way_time_goes_on_too(tmp_path: Path) -> None:
    story = loaded(HEADER + BY_TURN.format(turns=20) + filled_in(URGENT))
    with Session.start(story, 1, tmp_path, now=at_noon) as session:
        said = talk(session, ["n", "1 because", "", "q"])
        assert ASKED in said.said
        assert session.game.now == 2 + MOST_DAYS
    with Session.start(story, 1, tmp_path / "desk", now=at_noon) as session:
        assert f"{ASKED}d" in talk(session, ["n", "1 because", "d", "q"]).said
        assert session.game.now == 2
