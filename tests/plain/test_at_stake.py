"""What can be lost and what to do with free hours, in plain lines."""

from __future__ import annotations

from pathlib import Path

from ceo_sim.saves.session import Session
from tests.plain.helpers import Talk, talk
from tests.saves.helpers import at_noon
from tests.support.harbour import HARBOUR
from tests.support.scenarios import load_once


def played(folder: Path, *typed: str) -> Talk:
    with Session.start(load_once(HARBOUR), 3, folder, now=at_noon) as session:
        return talk(session, typed)


def test_what_can_be_lost_is_told_with_the_desk_and_in_full_when_asked(tmp_path: Path) -> None:
    said = played(tmp_path, "stakes", "q")
    assert "At stake\nThe board votes you out: 46, six above 40.\nThe crews walk off: 5" in said.text
    assert "The hearing: Tue 19 May, in 15 days." in said.text
    assert "the directors meet without you" not in said.text.partition("Desk: stakes")[0]
    assert "Below 40 the directors meet without you, and the chair has said so." in said.after("stakes")


def test_free_hours_have_numbers_of_their_own_behind_the_agenda(tmp_path: Path) -> None:
    said = played(tmp_path, "1", "b", "n", "2", "2", "", "", "q")
    assert (
        "Nothing is on your agenda.\n\nWith an hour to spare.\n1. Go down to the quay. Costs 1 to 2 hours." in said.text
    )
    assert "1. The summer timetable." in said.text
    assert "With an hour to spare.\n2. Go down to the quay." in said.text
    assert "Mood of the crews: " in said.text
    assert "They tell you about the breaks" in said.text or "By noon there is a sheet" in said.text


def test_a_meter_is_told_when_it_comes_to_matter_and_is_in_the_list_before(tmp_path: Path) -> None:
    said = played(tmp_path, "meters", "n", "1", "2", "", "", *["n"] * 9, "q")
    assert "The local paper: 50" in said.after("meters")
    assert "The local paper" not in said.text.partition("Desk: meters")[0]
    assert "The local paper: 50" in said.text.rpartition("Somebody has sent the paper your draft")[2]
