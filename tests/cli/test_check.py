from __future__ import annotations

import json
from pathlib import Path

import pytest

from ceo_sim.scenario.loader import load
from tests.cli.conftest import Run
from tests.support.stories import EVERYTHING

KEYS = {"code", "severity", "message", "file", "line", "column"}


@pytest.fixture
def bad(here: Path) -> Path:
    path = here / "bad.toml"
    path.write_text(EVERYTHING.replace("start = 20\n", 'start = "staf"\n').replace("press = 6", "prss = 6"))
    return path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("path", ["scenarios/story.toml", "scenarios", "story"])
def test_a_sound_one_is_clean(run: Run, path: str) -> None:
    assert run("check", path).code == 0
    assert [one for one in run("check", path, "--json").json if one["severity"] == "error"] == []


def test_errors_are_found_in_one_go_with_their_places(run: Run, bad: Path) -> None:
    ran = run("check", str(bad), "--json")
    found = json.loads(ran.out)

    assert ran.code == 1
    assert all(one.keys() >= KEYS for one in found)
    assert len([one for one in found if one["severity"] == "error"]) == 2
    assert {one["file"] for one in found} == {str(bad)}

    text = run("check", str(bad))
    assert text.code == 1
    for one in found:
        assert f"{bad}:{one['line']}:{one['column']}: {one['severity']} {one['code']}" in text.out
    assert "2 errors" in text.out


def test_folders_of_scenarios_and_scenarios_in_folders(run: Run, here: Path, bad: Path) -> None:
    folder = here / "scenarios" / "deep"
    folder.mkdir()
    (folder / "scenario.toml").write_text(bad.read_text())

    assert {
        one["file"] for one in json.loads(run("check", "scenarios", "--json").out) if one["severity"] == "error"
    } == {str(Path("scenarios/deep/scenario.toml"))}
    assert run("check", "scenarios/deep").code == 1
    assert "3 scenarios" in run("check", "scenarios", str(bad)).out


def test_an_id_that_is_not_the_name_of_the_file_is_noted_where_it_stands(run: Run, here: Path) -> None:
    story = (here / "scenarios" / "story.toml").read_text()
    (here / "other.toml").write_text(story)
    (here / "story").mkdir()
    (here / "story" / "scenario.toml").write_text(story)

    (note,) = (one for one in run("check", "other.toml", "--json").json if one["code"] == "N401")
    assert note["message"] == 'the id is "story", and the name of the file is "other"'
    assert story.splitlines()[note["line"] - 1][note["column"] - 1 :] == '"story"'
    for named in ("scenarios/story.toml", "story", "story/scenario.toml"):
        assert "N401" not in run("check", named).out

    allowed = story.replace('id = "story"', 'id = "story" # allow: N401 it moves in autumn')
    (here / "other.toml").write_text(allowed)
    (here / "scenarios" / "story.toml").write_text(allowed)
    assert {one["code"]: one["allowed"] for one in run("check", "other.toml", "--json").json}["N401"]
    assert "N022" in run("check", "scenarios/story.toml").out
    assert "N022" not in {one.code for one in load(here / "other.toml").diagnostics}


def test_what_is_not_there_is_misuse(run: Run, here: Path) -> None:
    assert run("check", "none").code == 2
    assert run("check", "none").complaint
    (here / "empty").mkdir()
    assert run("check", "empty").code == 1


@pytest.mark.parametrize("content", [b"\x00\xff", b"x = \x1b[31m", b"[" * 20_000, b"a = 1\n" * 300_000])
def test_hostile_files_are_told_and_nothing_more(run: Run, here: Path, content: bytes) -> None:
    (here / "x.toml").write_bytes(content)
    ran = run("check", "x.toml")

    assert ran.code == 1
    assert "Traceback" not in ran.out + ran.err
    assert all(line.isprintable() for line in ran.out.splitlines())


def test_the_gravest_finding_is_the_one_to_have_explained(run: Run, here: Path) -> None:
    story = (here / "scenarios" / "story.toml").read_text(encoding="utf-8")
    (here / "other.toml").write_text(story.replace("press = 6", "prss = 6"), encoding="utf-8")
    out = run("check", "other.toml").out

    assert "note N401" in out
    assert "error E501" in out
    assert out.splitlines()[-1].endswith("`ceo-sim explain E501` says more")
