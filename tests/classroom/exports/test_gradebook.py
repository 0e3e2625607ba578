from __future__ import annotations

import csv
import io

import pytest

from ceo_sim.classroom.exports.gradebook import RosterError, canvas, moodle, read_roster

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Old (1),seat\n"
    "    Points Possible,,,,,5,\n"
    '"Doe, Jane",42,007,jdoe,Period 1,5,Amber  Otter\n'
    "Roe,43,008,rroe,Period 1,,blue kite\n"
    "Absent,44,009,aabs,Period 1,,\n"
)
SEATS = ("amber otter", "blue kite", "calm lark")
SHARES = {"amber otter": 1.0, "blue kite": 1 / 3}


def test_a_gradebook_of_canvas_keeps_leading_zeros_and_ends_its_student_columns_with_section() -> None:
    text = canvas(read_roster("\ufeff" + CANVAS, SEATS), SHARES, "CEO Sim: participation", 10)
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "CEO Sim: participation"],
        ["    Points Possible", "", "", "", "", "10"],
        ["Doe, Jane", "42", "007", "jdoe", "Period 1", "10"],
        ["Roe", "43", "008", "rroe", "Period 1", "3.3"],
    ]


def test_a_gradebook_of_moodle_has_the_column_that_tells_users() -> None:
    roster = read_roster("First name,Username,Seat\nJane,jdoe,amber otter\n", SEATS)
    assert moodle(roster, SHARES, "CEO Sim", 100) == "Username,CEO Sim\r\njdoe,100\r\n"


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Student,ID\nJane,4\n", 'no column "seat"'),
        ("", 'no column "seat"'),
        ("ID,seat\n1,amber otter\n2,Amber Otter\n3,red fox\n", 'no seat "red fox"; twice: "amber otter"'),
        ('ID,seat\n"1,amber otter\n', "no CSV"),
    ],
)
def test_a_roster_that_does_not_fit_says_all_that_is_wrong(text: str, expected: str) -> None:
    with pytest.raises(RosterError) as error:
        read_roster(text, SEATS)
    assert expected in str(error.value)


def test_a_roster_without_users_is_refused_with_the_columns_that_are_expected() -> None:
    roster = read_roster("nickname,seat\nJane,amber otter\n", SEATS)
    with pytest.raises(RosterError, match='"Student" and "ID"'):
        canvas(roster, SHARES, "x", 10)
    with pytest.raises(RosterError, match="username, useridnumber, userid, useremail"):
        moodle(roster, SHARES, "x", 10)


def test_a_story_that_is_called_like_a_formula_is_none_in_a_gradebook() -> None:
    roster = read_roster("\ufeff" + CANVAS, SEATS)
    title = next(csv.reader(io.StringIO(canvas(roster, SHARES, "=1+1", 10))))[-1]
    assert title == "'=1+1"
