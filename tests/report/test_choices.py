"""The table of choices: one row a settled decision, tidy, and harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.report.choices import COLUMNS, FORMULAS, choices
from ceo_sim.report.choices import cell as neutralized
from tests.saves.helpers import begun, loaded, play
from tests.support.stories import EVERYTHING


def table(*subjects: DebriefSubject) -> list[dict[str, str]]:
    written = choices(subjects)
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def subject(tmp_path: Path) -> DebriefSubject:
    """The small story, played to its end with a reason that a spreadsheet would carry out."""
    with begun(tmp_path) as session:
        play(session, reason='=HYPERLINK("http://x";"y")')
        return DebriefSubject("@anna, 7b", session.game)


def test_each_answer_is_a_row_with_its_option_and_reason(subject: DebriefSubject) -> None:
    rows = [row for row in table(subject) if row["chosen_by"] == "player"]

    assert [(row["number"], row["decision"], row["option"]) for row in rows] == [
        (str(number), answer.decision, answer.option) for number, answer in enumerate(subject.game.answers, 1)
    ]
    assert {row["reason"] for row in rows} == {'\'=HYPERLINK("http://x";"y")'}
    assert {row["playthrough"] for row in rows} == {"'@anna, 7b"}
    assert {row["ending"] for row in rows} == {subject.game.ending.id if subject.game.ending else ""}


def test_what_nobody_answered_is_a_row_with_what_counted_instead(tmp_path: Path) -> None:
    with begun(tmp_path, story=loaded(EVERYTHING.replace("press > 25", "press > 1"))) as session:
        while not session.game.ended:
            urgent = session.game.urgent()
            if urgent is None:
                session.wait()
            else:
                options = session.game.ask(urgent.id).options
                session.choose(urgent.id, [option.id for option in options if option.lock is None][-1])
        rows = table(DebriefSubject("x", session.game))

    by_others = [row for row in rows if row["chosen_by"] != "player"]
    assert {row["chosen_by"] for row in by_others} == {"default", "nobody"}
    assert all(row["option"] for row in by_others if row["chosen_by"] == "default")
    assert all(not row["option"] for row in by_others if row["chosen_by"] == "nobody")
    assert all(not row["number"] for row in by_others)
    assert len({(row["decision"], row["time"]) for row in rows}) == len(rows)


def test_the_end_values_are_those_of_the_game_in_every_row(subject: DebriefSubject) -> None:
    shown = [column for column in table(subject)[0] if column.startswith("end_")]

    assert len(shown) > 1
    for row in table(subject):
        for column in shown:
            assert float(row[column]) == pytest.approx(subject.game.course(column.removeprefix("end_"))[-1], abs=1e-4)


def test_stories_beside_each_other_have_each_their_own_columns(subject: DebriefSubject, tmp_path: Path) -> None:
    story = loaded(EVERYTHING.replace('id = "story"', 'id = "tale"').replace("mood", "spirits"))
    with begun(tmp_path / "other", story=story) as session:
        rows = table(subject, DebriefSubject("other", play(session).game))

    assert {row["story"]: (bool(row["end_mood"]), bool(row["end_spirits"])) for row in rows} == {
        "story": (True, False),
        "tale": (False, True),
    }


def test_a_game_without_answers_has_a_head_and_no_rows(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        written = choices([DebriefSubject("x", session.game)])

    assert written.count("\r\n") == 1
    assert written.removeprefix("\ufeff").startswith(",".join(COLUMNS))


@example("=1+1")
@example("-2+3+cmd|' /C calc'!A0")
@example("\t=1")
@example("＝1")
@given(st.text(max_size=40))
def test_no_cell_is_a_formula_or_more_than_a_line(text: str) -> None:
    cell = neutralized(text)

    assert not cell.startswith((*FORMULAS, "\t", "\r", "\n"))
    assert len(cell.splitlines()) <= 1


def test_where_semicolons_part_cells_there_is_no_formula_either() -> None:
    assert neutralized("well; =1+1;＝2;a=b") == "well; '=1+1;'＝2;a=b"
