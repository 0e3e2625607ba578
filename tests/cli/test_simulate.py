from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.stories import BY_TURN, COIN, HEADER, filled_in

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
    quick = run("simulate", "story", "--plays", "20", "--quick").out
    out = run("simulate", "story", "--plays", "20").out

    for heading in ("A story: 20 plays", "Endings", "Events", "Metrics at the end"):
        assert heading in out
        assert heading in quick
    assert "Options, times chosen" in quick
    for heading in (
        "Decisions: put",
        "Promises: made",
        "Words that were met",
        "Metrics in a play",
        "Everything happened in 20 plays",
    ):
        assert heading in out
        assert heading not in quick


def test_what_never_happens_is_marked_with_its_line_and_its_nearest_miss(here: Path, run: Run) -> None:
    path = here / "scenarios" / "coin.toml"
    path.write_text(HEADER + BY_TURN.format(turns=3) + filled_in(COIN))
    line = path.read_text().splitlines().index("[decision.d.option.locked]") + 1
    out = run("simulate", "scenarios/coin.toml", "--plays", "50").out
    data = run("simulate", "scenarios/coin.toml", "--plays", "50", "--json").json

    assert f"option d.locked: it was locked each time  scenarios/coin.toml:{line}" in out
    assert "nearest on Turn 0 with --seed 1: m > 90 fails (m is 10)" in out
    (never,) = data["never"]
    assert (never["kind"], never["id"], never["line"]) == ("option", "d.locked", line)
    assert never["nearest"] == {
        "seed": 1,
        "step": 0,
        "moment": "0",
        "gap": pytest.approx(80 / 90),
        "clauses": [{"clause": "m > 90", "holds": False, "values": {"m": 10.0}}],
    }
    assert data["decisions_by_id"]["d"]["options"]["locked"] == {"open": 0, "locked": 50, "chosen": 0}
    assert data["courses"]["m"]["highest"]["value"] == 40


def test_any_number_of_processes_prints_the_same(run: Run) -> None:
    one, two = (run("simulate", "story", "--plays", "40", "--jobs", jobs, "--json").json for jobs in ("1", "2"))

    assert {**one, "seconds": 0} == {**two, "seconds": 0}


@pytest.mark.parametrize("jobs", ["0", "-1", "two", "1000000"])
def test_a_number_of_processes_that_makes_no_sense_is_refused(run: Run, jobs: str) -> None:
    assert "expected a whole number from 1 to 256" in run("simulate", "story", "--jobs", jobs).complaint


def test_nothing_is_said_where_standard_error_is_no_terminal(run: Run) -> None:
    assert run("simulate", "story", "--plays", "20").err == ""


CLAIM = '[[target]]\nname = "Mostly loved"\nending = "loved"\nshare = [0.99, 1.0]\n'


def test_a_claim_that_is_missed_is_exit_1_and_names_its_line(here: Path, run: Run) -> None:
    path = here / "scenarios" / "story.toml"
    line = path.read_text().count("\n") + 1
    path.write_text(path.read_text() + CLAIM)
    told = run("simulate", "story", "--plays", "200")
    data = run("simulate", "story", "--plays", "200", "--json")

    assert told.code == data.code == 1
    (row,) = (row for row in told.out.splitlines() if "Mostly loved" in row)
    assert row.startswith("MISSES")
    assert row.endswith(f"story.toml:{line}")
    assert "claimed 99 % to 100 %" in row
    target = json.loads(data.out)["targets"][-1]
    assert (target["holds"], target["line"]) == (False, line)
    assert target["interval"][0] < target["value"] < target["interval"][1] < 0.99


def test_a_real_path_that_takes_a_locked_option_is_exit_1_and_names_its_line(here: Path, run: Run) -> None:
    path = here / "scenarios" / "coin.toml"
    history = '[history]\nseed = 1\n[[history.choice]]\ndecision = "d"\noption = "locked"\n'
    path.write_text(HEADER + BY_TURN.format(turns=3) + filled_in(COIN) + history)
    told = run("simulate", "scenarios/coin.toml", "--plays", "20")
    data = run("simulate", "scenarios/coin.toml", "--plays", "20", "--json")

    assert told.code == data.code == 1
    line = path.read_text().splitlines().index("[[history.choice]]") + 1
    assert f"The real path cannot be taken: d.locked: d.locked is locked: m > 90 does not hold  {path.name}:{line}" in (
        told.out.replace("scenarios/", "")
    )
    assert json.loads(data.out)["history"]["line"] == line


def test_a_scenario_with_errors_is_refused_as_misuse(here: Path, run: Run) -> None:
    (here / "scenarios" / "bad.toml").write_text("format = 1\n")

    assert run("simulate", "scenarios/bad.toml").code == 2
    assert run("simulate", "nowhere").code == 2


def test_policies_stand_side_by_side(run: Run) -> None:
    out = run("simulate", "story", "--plays", "50", "--compare", "random", "first", "never-spend").out
    data = run("simulate", "story", "--plays", "50", "--compare", "random", "first", "--json").json

    (heading,) = (line for line in out.splitlines() if line.startswith("Endings"))
    assert heading.split() == ["Endings", "random", "first", "never-spend"]
    (spent,) = (line for line in out.splitlines() if " spent" in line)
    assert spent.split()[-1] == "0.0"
    assert data["policies"].keys() == {"random", "first"}
    assert data["policies"]["first"]["plays"] == 50


def test_a_policy_by_name_or_file_answers(here: Path, run: Run) -> None:
    (here / "mine.toml").write_text('first = "stay"\n')
    data = run("simulate", "story", "--plays", "50", "--policy", "mine.toml", "--json").json

    assert {id for id, times in data["options"].items() if times and id.startswith("first.")} == {"first.stay"}
    assert data["policy"] == "mine.toml"
    assert data["targets"] == []  # they speak of random plays


@pytest.mark.parametrize(
    "policy, complaint",
    [
        ("frist", 'there is no policy "frist"; did you mean first?'),
        ("none.toml", "none.toml cannot be read as a policy: No such file"),
        ("bad.toml", "bad.toml:1:"),
        ("binary.toml", "it is not UTF-8"),
    ],
)
def test_a_bad_policy_is_misuse(here: Path, run: Run, policy: str, complaint: str) -> None:
    (here / "bad.toml").write_text('frist = "stay"\n')
    (here / "binary.toml").write_bytes(b"\xff\xfe")
    ran = run("simulate", "story", "--plays", "5", "--policy", policy)

    assert (ran.code, ran.out) == (2, "")
    assert complaint in ran.err
