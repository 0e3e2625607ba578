from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.scenario.loader import find_scenarios, load
from ceo_sim.scenario.playtest_reader import MAX_FILES, ReadTests, folder_of_tests, read_tests
from tests.support.stories import EVERYTHING

SOUND = """
[[test]]
name = "One"
choose = ["first.stay"]
[[test.expect]]
holds = ["level == 0"]
"""


def read(folder: Path, *texts: str) -> ReadTests:
    """The tests of the small story, one file for each text."""
    story = folder / "story.toml"
    story.write_text(EVERYTHING)
    (folder / "tests" / "story").mkdir(parents=True)
    for number, text in enumerate(texts):
        (folder / "tests" / "story" / f"{number}.toml").write_text(text)
    return read_tests(story, load(story))


def test_the_tests_of_a_folder_lie_in_it_and_those_of_a_file_under_its_name(tmp_path: Path) -> None:
    (tmp_path / "big").mkdir()

    assert folder_of_tests(tmp_path / "big") == tmp_path / "big" / "tests"
    assert folder_of_tests(tmp_path / "small.toml") == tmp_path / "tests" / "small"


def test_tests_are_no_part_of_the_scenario_and_no_scenario_themselves(tmp_path: Path) -> None:
    (tmp_path / "big" / "tests").mkdir(parents=True)
    (tmp_path / "big" / "scenario.toml").write_text(EVERYTHING)
    before = load(tmp_path / "big")
    (tmp_path / "big" / "tests" / "a.toml").write_text(SOUND)
    (tmp_path / "tests" / "story").mkdir(parents=True)
    (tmp_path / "tests" / "story" / "a.toml").write_text(SOUND)

    after = load(tmp_path / "big")
    assert after.fingerprint == before.fingerprint
    assert after.files == before.files
    assert find_scenarios(tmp_path) == (tmp_path / "big",)


def test_tests_come_in_the_order_of_files_and_lines_with_their_places(tmp_path: Path) -> None:
    result = read(tmp_path, SOUND + SOUND.replace("One", "Two"), SOUND.replace("One", "Three"))

    assert [written.test.name for written in result.tests] == ["One", "Two", "Three"]
    assert result.diagnostics == ()
    second = result.tests[1]
    assert str(second.place()) == f"{tmp_path / 'tests' / 'story' / '0.toml'}:9"
    assert second.place(("expect", 0, "holds", 0)).line == 12
    assert second.place(("choose", 0)).line == 10


@pytest.mark.parametrize(
    "old, new, code, says",
    [
        ('"first.stay"', '"first.sta"', "E501", "did you mean first.stay?"),
        ('"first.stay"', '"fist.stay"', "E501", "did you mean first.stay?"),
        ('"first.stay"', '"fist"', "E501", "did you mean first?"),
        ('"first.stay"', '{ ask = "head" }', "E404", "ask with about"),
        ('"first.stay"', '{ choose = "first.stay", lapse = "first" }', "E404", "not one thing"),
        ('"first.stay"', '{ throw = "memo" }', "E501", "memo"),
        ('"first.stay"', '{ throw = "memo", ask = "head", about = "first" }', "E404", "not one thing"),
        ('"first.stay"', '{ choose = "first.stay", at = 3 }', "E607", "a date"),
        ('"first.stay"', "7", "E403", "a text"),
        ('holds = ["level == 0"]', "metric.staf = [1, 2]", "E501", "did you mean staff?"),
        ('holds = ["level == 0"]', "metric.staff = [2, 1]", "E705", "[1, 2]"),
        ('holds = ["level == 0"]', "metric.staff = [2]", "E403", "a list of 2"),
        ('holds = ["level == 0"]', "metric.staff = [nan, 1]", "E405", "finite"),
        ('holds = ["level == 0"]', 'fired = ["laek"]', "E501", "did you mean leak?"),
        ('holds = ["level == 0"]', 'not_fired = ["papers.prase"]', "E501", "did you mean papers.praise?"),
        ('holds = ["level == 0"]', 'ending = "ovr"', "E501", "did you mean over?"),
        ('holds = ["level == 0"]', 'promise.review = "done"', "E404", '"kept"'),
        ('holds = ["level == 0"]', 'promise.revew = "kept"', "E501", "did you mean review?"),
        ('holds = ["level == 0"]', 'open = ["metting"]', "E501", "did you mean meeting?"),
        ('holds = ["level == 0"]', 'locked = { "second.c" = "" }', "E501", "one of second.a, second.b"),
        ('holds = ["level == 0"]', 'before = "frst"', "E501", "did you mean first?"),
        ('holds = ["level == 0"]', 'before = "first"\nat = 2020-05-29T06:00:00-04:00', "E404", "two moments"),
        ('holds = ["level == 0"]', "at = 2021-05-29T06:00:00-04:00", "E606", "outside the story"),
        ('"level == 0"', '"levl == 0"', "E301", "did you mean level?"),
        ('"level == 0"', '"level"', "E302", "condition"),
        ('"level == 0"', '"level =="', "E102", "expected"),
        ('name = "One"', 'nam = "One"', "E401", "did you mean name?"),
        ('name = "One"', 'name = "One"\nmirror = true', "E501", "[mirror]"),
        ('name = "One"', 'name = "One"\nedition = "13plus"', "E903", "no edition"),
        ('name = "One"', 'name = "One"\nuntil = "ende"', "E409", 'or "end"'),
        ('name = "One"', 'name = "One"\nseed = -1', "E405", "from 0 to 18446744073709551615"),
        ('name = "One"', 'name = "One"\nseed = 18446744073709551616', "E405", "from 0 to 18446744073709551615"),
        ('name = "One"', 'name = "One"\nseed = nan', "E403", "a whole number"),
        ("[[test]]", "[[tests]]", "E401", "did you mean test?"),
        ("[[test]]", "[[test]", "E006", ""),
    ],
)
def test_what_no_longer_fits_is_a_diagnostic_that_names_the_nearest(
    tmp_path: Path, old: str, new: str, code: str, says: str
) -> None:
    assert old in SOUND
    result = read(tmp_path, SOUND.replace(old, new, 1))

    said = "\n".join(str(one) for one in result.diagnostics)
    assert result.tests == ()
    assert f"error {code}" in said
    assert says in said


def test_a_file_without_tests_says_so(tmp_path: Path) -> None:
    (diagnostic,) = read(tmp_path, "").diagnostics

    assert diagnostic.code == "E402"


def test_a_mistake_in_one_test_leaves_the_others(tmp_path: Path) -> None:
    result = read(tmp_path, SOUND + SOUND.replace("first.stay", "first.nothing"), "[[")

    assert [written.test.name for written in result.tests] == ["One"]
    assert [diagnostic.code for diagnostic in result.diagnostics] == ["E501", "E006"]


def test_what_cannot_be_read_as_a_text_is_a_diagnostic(tmp_path: Path) -> None:
    read(tmp_path, SOUND)
    (tmp_path / "tests" / "story" / "0.toml").write_bytes(b"\xff")
    story = tmp_path / "story.toml"

    assert [one.code for one in read_tests(story, load(story)).diagnostics] == ["E002"]


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    result = read(tmp_path, *[SOUND] * (MAX_FILES + 1))

    assert result.tests == ()
    assert [one.code for one in result.diagnostics] == ["E004"]
