from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from ceo_sim.analysis import witness
from ceo_sim.saves.reading import read
from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("here")


def saved(here: Path) -> Path:
    (path,) = (here / "saves").glob("*.toml")
    return path


def test_a_game_begins_where_a_decision_is_open(run: Run, here: Path) -> None:
    ran = run("play", "story", "--at", "second", "--plain", "--saves", "saves", typed="q\n")

    assert ran.code == 0
    assert "Second. Must be answered now." in ran.out
    assert "ade-up" not in ran.out
    save = read(saved(here))
    assert (save.name, save.made_up) == ("At second", None)
    assert save.answers


def test_the_luck_can_be_chosen(run: Run, here: Path) -> None:
    run("play", "story", "--at", "second", "--seed", "77", "--plain", "--saves", "saves", typed="q\n")

    assert read(saved(here)).seed == 77


def test_what_is_set_is_marked_wherever_the_game_is_told_of(run: Run, here: Path) -> None:
    ran = run("play", "story", "--at", "second", "--set", "staff=9.5", "--plain", "--saves", "saves", typed="q\n")
    path = saved(here)
    marked = "Made-up state, no play of the story: staff = 9.5."

    assert marked in ran.out
    assert "A story (made-up state)" in ran.out
    assert "(made-up state)" in run("saves", "--saves", "saves").out
    assert marked in run("replay", str(path), "--scenario", "story").out
    assert run("replay", str(path), "--json").json["made_up"]["values"] == {"staff": 9.5}
    assert run("report", str(path), "-o", "page.md").code == 0
    assert marked in (here / "page.md").read_text(encoding="utf-8")
    assert run("report", str(path), "-o", "choices.csv").code == 0
    rows = list(csv.DictReader(io.StringIO((here / "choices.csv").read_text(encoding="utf-8-sig"))))
    assert {row["made_up"] for row in rows} == {"true"}
    assert [row["option_label"] for row in rows if row["chosen_by"] == "hand"] == ["staff = 9.5"]
    assert "Set by hand: staff = 9.5" in run("why", str(path), "staff").out
    assert "set by hand" in run("record", str(path)).complaint


def test_where_no_play_leads_the_decision_is_opened_by_hand(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(witness, "SECONDS", 0.5)
    story = here / "scenarios" / "story.toml"
    story.write_text(story.read_text().replace('next = { decision = "third", after = "0h" }\n', ""))

    ran = run("play", "story", "--at", "third", "--plain", "--saves", "saves", typed="q\n")

    assert "no play that was tried comes to third" in ran.complaint
    assert "Made-up state, no play of the story: third is open." in ran.out


@pytest.mark.parametrize(
    "arguments, says",
    [
        (["story", "--at", "secnd"], "did you mean second?"),
        (["story", "--at", "second", "--set", "mood=3"], "always exactly its formula"),
        (["story", "--at", "second", "--set", "staff"], "expected a metric or variable with a value"),
        (["story", "--at", "second", "--set", "staff=much"], "expected a metric or variable with a value"),
        (["story", "--at", "second", "--mirror"], "--at needs a scenario"),
        (["--at", "second"], "--at needs a scenario"),
        (["story", "--set", "staff=3"], "--set needs --at"),
    ],
)
def test_a_start_that_cannot_be_is_one_clear_line(run: Run, here: Path, arguments: list[str], says: str) -> None:
    assert says in run("play", *arguments, "--plain", "--saves", "saves").complaint
    assert not list((here / "saves").iterdir())
