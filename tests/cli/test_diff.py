from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("here")


@pytest.fixture
def changed(here: Path) -> Path:
    """The small story with another threshold and another title."""
    text = (here / "scenarios" / "story.toml").read_text()
    text = text.replace('when = "mood > 62"', 'when = "mood > 58"').replace('title = "Meeting"', 'title = "A meeting"')
    (here / "new.toml").write_text(text)
    return here / "new.toml"


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=W", "-c", "user.email=w@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def test_each_change_stands_under_its_thing_with_its_place(run: Run, changed: Path) -> None:
    lines = run("diff", "story", str(changed), "--no-odds").out.splitlines()

    assert lines[0] == "A story: 2 changes"
    line = changed.read_text().splitlines().index("[decision.meeting]") + 1
    assert lines[lines.index(f"decision meeting  {changed}:{line}") + 1] == "  title: [-Meeting-]{+A meeting+}"
    assert "  when: mood > 62 -> mood > 58" in lines


def test_odds_beyond_chance_are_marked(run: Run, changed: Path) -> None:
    out = run("diff", "story", str(changed), "--plays", "1000").out
    (loved,) = [line for line in out.splitlines() if line.startswith("  loved")]

    assert loved.endswith("*")
    assert "No difference beyond chance at the end: 6 metrics" in out


def test_programs_get_all_of_it(run: Run, changed: Path) -> None:
    data = run("diff", "story", str(changed), "--plays", "300", "--json").json

    assert {change["kind"] for change in data["changes"]} == {"text", "value"}
    assert data["old"] != data["new"]
    assert data["odds"]["endings"]["loved"].keys() == {"old", "new", "low", "high", "beyond_chance"}
    assert len(data["odds"]["metrics"]) == 6


def test_saves_that_still_play_and_saves_that_do_not_are_told_apart(
    run: Run, here: Path, save: Path, changed: Path
) -> None:
    same = run("diff", "story", str(changed), "--no-odds", "--saves", "saves")
    assert (same.code, "plays whole, with" in same.out) == (0, True)

    text = changed.read_text().replace("[decision.first.option.stay]", "[decision.first.option.remain]")
    changed.write_text(
        text.replace("[decision.first.option.go]", "[decision.first.option.leave]").replace("go.later", "leave.later")
    )
    broken = run("diff", "story", str(changed), "--no-odds", "--saves", "saves", "--json")
    assert broken.code == 1
    assert "departs at answer 1" in broken.out
    assert save.exists()
    assert here.exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
@pytest.mark.parametrize("in_folder", [False, True])
def test_a_version_is_compared_with_what_it_was_at_a_commit(run: Run, here: Path, *, in_folder: bool) -> None:
    folder = here / "work"
    folder.mkdir()
    path = folder / ("scenario.toml" if in_folder else "story.toml")
    path.write_text((here / "scenarios" / "story.toml").read_text())
    _git(folder, "init", "-q")
    _git(folder, "add", ".")
    _git(folder, "commit", "-qm", "One")
    path.write_text(path.read_text().replace('title = "Meeting"', 'title = "A meeting"'))

    named = str(folder if in_folder else path)
    assert "title: [-Meeting-]{+A meeting+}" in run("diff", named, "--since", "HEAD", "--no-odds").out
    for revision in ("HEAD~5", "--output=x", "none", "HEAD:story.toml"):
        ran = run("diff", named, f"--since={revision}", "--no-odds")
        assert (ran.code, "git finds no such version" in ran.complaint) == (1, True)
    assert not (folder / "x").exists()


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_outside_of_a_repository_there_are_no_commits(run: Run, monkeypatch: pytest.MonkeyPatch, here: Path) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(here.parent))

    assert "git finds no such version" in run("diff", "scenarios/story.toml", "--since", "HEAD").complaint


@pytest.mark.parametrize("arguments", [["story"], ["story", "story", "--since", "HEAD"]])
def test_one_version_alone_or_three_are_misuse(run: Run, arguments: list[str]) -> None:
    ran = run("diff", *arguments)

    assert (ran.code, "name two versions" in ran.complaint) == (2, True)


def test_what_there_is_one_of_is_named_with_its_keys(run: Run, here: Path) -> None:
    text = (here / "scenarios" / "story.toml").read_text()
    (here / "new.toml").write_text(text.replace('step = "6h"', 'step = "12h"').replace('id = "story"', 'id = "new"'))
    lines = run("diff", "story", "new.toml", "--no-odds").out.splitlines()

    below = {line.partition("  ")[0]: lines[number + 1] for number, line in enumerate(lines) if "new.toml:" in line}
    assert below == {"scenario": "  id: [-story-]{+new+}", "clock": "  step: 6 hours -> 12 hours"}
