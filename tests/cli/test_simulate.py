from __future__ import annotations

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("here")


def test_plays_are_counted(run: Run) -> None:
    data = run("simulate", "story", "--plays", "200", "--seed", "5", "--policy", "random", "--json").json

    assert data["plays"] == 200
    assert data["decisions"] > 200
    assert data["seconds"] > 0
    assert sum(data["endings"].values()) == pytest.approx(1)
    assert data["endings"].keys() == {"broke", "loved", "over"}
    assert sum(data["options"].values()) >= data["decisions"]
    assert "first.stay" in data["options"]
    assert "walkout" in data["events"]
    assert data["metrics"]["mood"].keys() == {"mean", "p05", "p95"}


def test_the_same_seed_gives_the_same(run: Run) -> None:
    one, two = (run("simulate", "scenarios/story.toml", "--plays", "50", "--json").json for _ in range(2))

    assert {**one, "seconds": 0} == {**two, "seconds": 0}


def test_people_get_tables(run: Run) -> None:
    out = run("simulate", "story", "--plays", "20").out

    for heading in ("A story: 20 plays", "Endings", "Options", "Events", "Metrics at the end"):
        assert heading in out


def test_any_number_of_processes_prints_the_same(run: Run) -> None:
    one, two = (run("simulate", "story", "--plays", "40", "--jobs", jobs, "--json").json for jobs in ("1", "2"))

    assert {**one, "seconds": 0} == {**two, "seconds": 0}


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1000000"])
def test_a_number_of_processes_that_makes_no_sense_is_refused(run: Run, jobs: str) -> None:
    assert "expected a whole number from 1 to 256" in run("simulate", "story", "--jobs", jobs).complaint


def test_nothing_is_said_where_standard_error_is_no_terminal(run: Run) -> None:
    assert run("simulate", "story", "--plays", "20").err == ""
