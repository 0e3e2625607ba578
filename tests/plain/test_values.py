from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.saves.reading import read
from tests.plain.helpers import rich, talk, to_the_end


@pytest.mark.parametrize(
    "line, picked",
    [
        ("1", ("candour",)),
        ("2 1", ("harmony", "candour")),
        ("2, 1 and 2", ("harmony", "candour")),
        ("", ()),
        ("none", ()),
    ],
)
def test_values_are_picked_by_number_before_the_first_decision(
    tmp_path: Path, line: str, picked: tuple[str, ...]
) -> None:
    with rich(tmp_path) as session:
        said = talk(session, [line, "2 yes", ""]).text

    assert read(session.path).values == picked
    assert "1. Candour. Say what was done." in said
    assert said.index("What do you stand for?") < said.index("Options")


@pytest.mark.parametrize("line", ["3", "0", "1 3", "candid", "-1", "1 why", "99999999999", "²"])
def test_what_is_no_list_of_numbers_is_asked_again(tmp_path: Path, line: str) -> None:
    with rich(tmp_path) as session:
        said = talk(session, [line, "1"]).text

    assert "Expected numbers from 1 to 2" in said
    assert "You stand for: Candour." in said


def test_a_command_in_its_place_picks_nothing_and_is_obeyed(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, ["advisers", "values", "q"])

    assert "Ines Ruiz, Policy" in said.after("advisers")
    assert "You named nothing" in said.after("values")
    assert session.values == ()


def test_they_are_not_asked_for_again(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        talk(session, ["1", "2 yes", ""])
        said = talk(session, ["values"])

    assert "What do you stand for?" not in said.text
    assert "You stand for: Candour." in said.after("values")


def test_at_the_end_they_stand_beside_what_was_done(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, [*to_the_end("2", "2 yes", ""), "values"]).after("values")

    assert "Harmony: served by 0, harmed by 1." in said
    assert "- −1 First: Stay (answer 1, " in said
    assert said.index("Harmony") < said.index("Candour: served by 2, harmed by 0.")
