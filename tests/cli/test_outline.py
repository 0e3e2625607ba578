from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.harbour import HARBOUR
from tests.support.stories import BY_DATE, BY_TURN, HEADER, IN_ACTS, filled_in

pytestmark = pytest.mark.usefixtures("here")


def test_each_day_lists_what_arises_with_its_deadline_and_its_place(run: Run) -> None:
    lines = run("outline", "scenarios/story.toml").out.splitlines()

    assert lines[0] == "A story: from Thursday 28 May 2020 18:00 to Thursday 11 June 2020 18:00"
    meeting = next(number for number, line in enumerate(lines) if line.startswith("  06:00  decision meeting "))
    assert "scenarios/story.toml:" in lines[meeting]
    assert lines[meeting + 1].endswith(
        '"Meeting"; by date; until Monday 1 June 2020 06:00 (3 days), then skip; 0 to 2 hours'
    )
    assert max(number for number in range(meeting) if ": day 2, or 1 in expressions" in lines[number]) < meeting


def test_a_line_that_is_named_is_the_line_where_it_is_written(run: Run, here: Path) -> None:
    written = (here / "scenarios" / "story.toml").read_text().splitlines()

    for item in run("outline", "story", "--json").json["dated"]:
        if item["kind"] in ("decision", "event", "ending"):
            assert written[item["line"] - 1] == f"[{item['kind']}.{item['id']}]"


def test_programs_get_every_item_with_its_moment(run: Run) -> None:
    data = run("outline", "story", "--json").json
    (deadline,) = [item for item in data["dated"] if (item["kind"], item["id"]) == ("deadline", "meeting")]

    assert deadline["at"] == "2020-06-01T06:00:00-04:00"
    assert deadline["default"] == "skip"
    assert [opener["id"] for item in data["dated"] if item["id"] == "third" for opener in item["opened_by"]] == [
        "second.b"
    ]


def test_a_clock_of_turns_has_turns_for_days(run: Run, here: Path) -> None:
    body = "[decision.first]\nat = 2\nexpires = 3\n[decision.first.option.a]\n"
    (here / "turns.toml").write_text(HEADER + BY_TURN.format(turns=8) + filled_in(body))

    out = run("outline", "turns.toml").out
    assert "\nTurn 2\n" in out
    assert "until Turn 5 (3 turns), then it lapses" in out


def test_what_is_past_the_end_is_said_to_be(run: Run, here: Path) -> None:
    body = '[decision.late]\nat = 2020-06-10T18:00:00-04:00\nexpires = "9d"\n[decision.late.option.a]\n'
    (here / "late.toml").write_text(HEADER + BY_DATE + filled_in(body))

    assert (
        "Friday 19 June 2020: day 23, or 22 in expressions from 18:00 on, after the end"
        in run("outline", "late.toml").out
    )


def test_a_scenario_that_cannot_be_played_is_refused_as_everywhere(run: Run, here: Path) -> None:
    (here / "bad.toml").write_text("format = 1\n")

    assert run("outline", "bad.toml").complaint == run("simulate", "bad.toml").complaint


def test_a_variable_that_many_set_names_some_of_them(run: Run, here: Path) -> None:
    options = "".join(f"[decision.first.option.o{number}]\nsets = {{ level = 1 }}\n" for number in range(6))
    body = f'[variable.level]\nstart = 0\n[decision.first]\nat = 2\n{options}[event.rain]\nwhen = "level > 0"\n'
    (here / "turns.toml").write_text(HEADER + BY_TURN.format(turns=8) + filled_in(body))

    named = ", ".join(f"first.o{number}" for number in range(4))
    assert f"when level > 0; level is set by {named} and 2 more" in run("outline", "turns.toml").out


def test_acts_are_headings_and_their_ends_have_their_endings_below_them(run: Run, here: Path) -> None:
    (here / "acts.toml").write_text(IN_ACTS)
    lines = run("outline", "acts.toml").out.splitlines()
    glad, end = (IN_ACTS.split("\n").index(f"[ending.{id}]") + 1 for id in ("glad", "end"))

    assert "Act week, The week: up to Monday 8 June 2020 00:00" in lines
    assert "Act fortnight, The fortnight: up to Monday 15 June 2020 00:00 at the latest, ends when staff > 75" in lines
    assert lines.index("After the acts") < lines.index(f"  00:00  ending end  acts.toml:{end}")
    after = lines[lines.index(f"  00:00  ending glad  acts.toml:{glad}") + 1]
    assert after.strip() == '"Glad"; of the act week; when staff > 60'
    acts = {item["id"]: item["act"] for item in run("outline", "acts.toml", "--json").json["dated"]}
    assert (acts["ask"], acts["half"], acts["end"]) == ("week", "fortnight", None)


def test_a_time_that_goes_on_to_an_hour_is_said_as_it_is_written(run: Run, here: Path) -> None:
    body = """
[decision.first]
at = 2020-05-29T12:00:00-04:00
expires = "+3d 09:00"
[decision.first.option.a]
next = { decision = "second", after = "+2d 09:00" }
[decision.second]
[decision.second.option.a]
promises = ["word"]
[promise.word]
text = "A word"
due = "+1d 18:00"
kept_when = "second.a"
"""
    (here / "hours.toml").write_text((HEADER + BY_DATE + filled_in(body)).replace("format = 1", "format = 2"))
    out = run("outline", "hours.toml").out

    assert "until Monday 1 June 2020 12:00 (3 days later at 09:00), then it lapses" in out
    assert "by first.a, 2 days later at 09:00; at the earliest" in out
    assert "due 1 day later at 18:00" in out


def test_what_is_for_free_hours_is_said_to_be_so(run: Run) -> None:
    out = run("outline", str(HARBOUR)).out
    assert '"Go down to the quay"; for free hours, again each day; by date; 1 to 2 hours' in out
    items = run("outline", str(HARBOUR), "--json").json
    assert {item["id"] for part in ("dated", "undated") for item in items[part] if item["standing"]} == {
        "quay",
        "chair",
    }
