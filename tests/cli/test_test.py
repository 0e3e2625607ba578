from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.cli.conftest import Run
from tests.support.stories import IN_ACTS

HOLDS = """
[[test]]
name = "A leak comes to nothing"
choose = ["first.stay"]
[[test.expect]]
metric.cash = [50, 50]
"""
FAILS = """
[[test]]
name = "Staying is free"
choose = ["first.stay"]
[[test.expect]]
metric.cash = [50, 50]
metric.press = [0, 20]
"""
NAMES_NOTHING = """
[[test]]
name = "Of old"
choose = ["first.stays"]
[[test.expect]]
ending = "over"
"""


@pytest.fixture
def tests(here: Path) -> Path:
    folder = here / "scenarios" / "tests" / "story"
    folder.mkdir(parents=True)
    return folder


def test_tests_that_hold_are_counted(run: Run, tests: Path) -> None:
    (tests / "a.toml").write_text(HOLDS)

    ran = run("test", "scenarios/story.toml")

    assert (ran.code, ran.out) == (0, "1 test: 1 passed\n")


def test_a_failure_names_its_line_what_was_expected_what_was_and_why(run: Run, tests: Path) -> None:
    (tests / "a.toml").write_text(HOLDS)
    (tests / "b.toml").write_text(FAILS)

    ran = run("test", "scenarios/story.toml")

    assert ran.code == 1
    assert ran.out.splitlines() == [
        "scenarios/tests/story/b.toml:7: Staying is free",
        "       expected press from 0 to 20",
        "       but 26: it began at 20, option first.stay +6",
        "2 tests: 1 passed, 1 failed",
    ]


def test_a_test_that_names_what_is_not_there_is_a_diagnostic_and_the_others_are_played(run: Run, tests: Path) -> None:
    (tests / "a.toml").write_text(NAMES_NOTHING)
    (tests / "b.toml").write_text(HOLDS)

    ran = run("test", "story")

    assert ran.code == 1
    assert "tests/story/a.toml:4:11: error E501" in ran.out
    assert "did you mean first.stay?" in ran.out
    assert ran.out.endswith("1 test: 1 passed, 1 mistake in the tests\n")


def test_a_word_picks_tests_by_their_names(run: Run, tests: Path) -> None:
    (tests / "a.toml").write_text(HOLDS + FAILS)

    assert run("test", "story", "-k", "LEAK").code == 0
    assert "no test with “storm”" in run("test", "story", "-k", "storm").complaint


def test_programs_get_places_and_what_was(run: Run, tests: Path) -> None:
    (tests / "a.toml").write_text(FAILS)
    data = json.loads(run("test", "scenarios/story.toml", "--json").out)
    (test,) = data["tests"]
    assert (test["name"], test["passed"], test["line"]) == ("Staying is free", False, 3)
    assert test["misses"][0]["line"] == 7
    assert test["misses"][0]["actual"] == "26"


def test_a_build_server_gets_failures_and_errors(run: Run, tests: Path, here: Path) -> None:
    (tests / "a.toml").write_text(HOLDS + FAILS + NAMES_NOTHING)
    run("test", "story", "--junit", "results.xml")

    suite = ET.parse(here / "results.xml").getroot()
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "1", "1")
    assert len(suite.findall("testcase")) == 3
    failure, error = suite.find("testcase/failure"), suite.find("testcase/error")
    assert failure is not None
    assert "but 26" in (failure.text or "")
    assert error is not None
    assert "stays" in error.attrib["message"]


@pytest.mark.usefixtures("here")
def test_a_scenario_without_tests_says_where_they_would_lie(run: Run) -> None:
    ran = run("test", "scenarios/story.toml")

    assert ran.code == 2
    assert str(Path("scenarios") / "tests" / "story") in ran.complaint


def test_a_scenario_with_errors_is_refused_as_everywhere(run: Run, here: Path) -> None:
    (here / "scenarios" / "story.toml").write_text("format = 1")
    ran = run("test", "scenarios/story.toml")

    assert ran.code == 2
    assert "the scenario cannot be played" in ran.complaint


@pytest.mark.usefixtures("tests")
def test_a_recorded_game_is_a_test_that_passes(run: Run, save: Path) -> None:
    assert run("record", str(save)).out.startswith("[[test]]\n")
    assert run("record", str(save), "-o", "scenarios/tests/story/a.toml").code == 0
    assert run("record", str(save), "-o", "scenarios/tests/story/a.toml").code == 0

    ran = run("test", "story")
    assert (ran.code, ran.out) == (0, "2 tests: 2 passed\n")


def test_a_test_of_an_act_ends_with_it(run: Run, tests: Path) -> None:
    (tests.parent / "acts").mkdir()
    (tests.parents[1] / "acts.toml").write_text(IN_ACTS)
    (tests.parent / "acts" / "a.toml").write_text(
        '[[test]]\nname = "The week alone"\nact = "week"\nchoose = ["ask.down"]\nuntil = "end"\n'
        'expect = [{ ending = "tired" }]\n'
        '[[test]]\nname = "All of it"\nchoose = ["ask.down"]\nuntil = "end"\nexpect = [{ ending = "end" }]\n'
    )

    ran = run("test", "scenarios/acts.toml")

    assert (ran.code, ran.out) == (0, "2 tests: 2 passed\n")


def test_no_test_is_added_to_a_file_that_is_not_utf_8(run: Run, here: Path, save: Path) -> None:
    other = here / "old.toml"
    other.write_bytes(b"# caf\xe9\n")

    ran = run("record", str(save), "-o", str(other))

    assert ran.code == 1
    assert "is not UTF-8" in ran.complaint
    assert other.read_bytes() == b"# caf\xe9\n"
