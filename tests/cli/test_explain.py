from __future__ import annotations

import pytest

from ceo_sim.scenario.codes import RULES
from tests.cli.conftest import Run


@pytest.mark.parametrize("code", ["E301", "e301", " E301 "])
def test_a_code_is_explained_with_a_bad_and_a_good_example(run: Run, code: str) -> None:
    said = run("explain", code)

    assert said.code == 0
    assert said.out.startswith("E301 (error): unknown name\n")
    assert 'when = "yes and staff < 40"' in said.out.partition("Bad:")[2].partition("Good:")[0]
    assert 'when = "early.yes and staff < 40"' in said.out.partition("Good:")[2]
    assert max(map(len, said.out.partition("Bad:")[0].splitlines())) <= 80


def test_without_a_code_all_are_listed(run: Run) -> None:
    lines = run("explain").out.splitlines()

    assert lines == [f"{code}  {rule.title}" for code, rule in RULES.items()]


def test_what_is_no_code_is_misuse_and_the_nearest_is_named(run: Run) -> None:
    near, far = run("explain", "e3O1"), run("explain", "\x1bzzzzzz")

    assert (near.code, far.code) == (2, 2)
    assert 'there is no code "e3O1"; did you mean E' in near.complaint
    assert "`ceo-sim explain` lists them all" in far.complaint


def test_programs_get_it_as_data(run: Run) -> None:
    page = run("explain", "w502", "--json").json

    assert (page["code"], page["severity"], page["title"]) == ("W502", "warning", RULES["W502"].title)
    assert "sets = { asked = true }" in page["bad"]
    assert [each["code"] for each in run("explain", "--json").json] == list(RULES)
