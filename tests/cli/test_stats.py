from __future__ import annotations

import pytest

from tests.cli.conftest import Run
from tests.support.harbour import HARBOUR

pytestmark = pytest.mark.usefixtures("here")


def test_people_get_words_minutes_and_level(run: Run) -> None:
    out = run("stats", "story", "--plays", "5").out

    for words in ("A story: ", "words a minute; it says 30", "Flesch-Kincaid", "of the words of a second play are new"):
        assert words in out
    assert "5 decisions" in out


def test_programs_get_the_same_as_data(run: Run) -> None:
    data = run("stats", "story", "--plays", "5", "--json").json

    assert data["in_play"].keys() == {"median", "low", "high"}
    assert data["counts"]["options"] == 9
    assert sum(data["words"].values()) > 0
    assert data == run("stats", "story", "--plays", "5", "--json", "--jobs", "1").json


def test_one_play_has_no_second(run: Run) -> None:
    assert run("stats", "story", "--plays", "1", "--json").json["new"] is None


def test_stakes_and_what_is_for_free_hours_are_counted(run: Run) -> None:
    out = run("stats", str(HARBOUR), "--plays", "2").out
    assert "4 decisions, 2 standing decisions, 7 options" in out
    assert "4 stakes" in out
