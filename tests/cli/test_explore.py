from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.support.stories import BY_TURN, HEADER, LUCKY, filled_in


@pytest.fixture
def story(here: Path) -> str:
    path = here / "story.toml"
    path.write_text(HEADER + BY_TURN.format(turns=3) + filled_in(LUCKY), encoding="utf-8")
    return str(path)


def test_what_never_happens_is_named_with_its_line(run: Run, story: str) -> None:
    ran = run("explore", story)

    assert ran.code == 1
    assert "Every state of the story was met" in ran.out
    line = next(number for number, text in enumerate(Path(story).read_text().splitlines(), 1) if "option.never" in text)
    assert f"{story}:{line}" in ran.out
    assert "27.78%  0.00% to 100.00%  low" in ran.out


def test_programs_get_every_answer(run: Run, story: str) -> None:
    ran = run("explore", story, "--json")
    data = json.loads(ran.out)

    assert ran.code == 1

    assert data["exhaustive"]
    assert {node["answer"] for node in data["nodes"]} == {"can", "never"}
    assert data["endings"]["wet"]["best"] == pytest.approx(0.25)


def test_a_way_is_shown_and_saved_as_a_game(run: Run, story: str, tmp_path: Path) -> None:
    save = tmp_path / "wet.toml"
    ran = run("explore", story, "wet", "--save", str(save))

    assert "ask.bold" in ran.out
    assert "probability of 0.25" in ran.out
    assert run("replay", str(save), "--scenario", story, "--json").json["ending"] == "wet"


def test_a_node_that_is_not_there_brings_the_nearest_name(run: Run, story: str) -> None:
    ran = run("explore", story, "ask.bald")

    assert 'no option, decision, event, card, remark, text or ending "ask.bald"; did you mean ask.bold?' in ran.err


@pytest.mark.parametrize("arguments", [(), ("ask.bold",)])
def test_whoever_breaks_it_off_gets_what_was_found_by_then(
    run: Run, story: str, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    def broken_off(*_: object, **__: object) -> Iterator[object]:
        raise KeyboardInterrupt

    monkeypatch.setattr("ceo_sim.analysis.explore.findings.sample", broken_off)
    ran = run("explore", story, *arguments, "--states", "10")
    data = run("explore", story, "--states", "10", "--json")

    assert (ran.code, data.code) == (130, 130)
    assert "interrupted; this is what was found by then" in ran.complaint
    assert ("ask.bold" if arguments else "Not met") in ran.out
    assert json.loads(data.out)["interrupted"] is True


def test_there_is_no_save_of_what_never_happens(run: Run, story: str, tmp_path: Path) -> None:
    ran = run("explore", story, "again.never", "--save", str(tmp_path / "never.toml"))

    assert "It never happens" in ran.out
    assert "no way to again.never" in ran.err
    assert not (tmp_path / "never.toml").exists()


def test_a_budget_that_runs_out_is_told(run: Run, story: str) -> None:
    ran = run("explore", story, "--states", "1", "--plays", "300")

    assert "more states than --states allows" in ran.out
    assert "rests on 1 state and 300 plays by lot" in ran.out


def test_goto_opens_the_game_before_an_option(run: Run, story: str, tmp_path: Path) -> None:
    ran = run("goto", story, "again.go", "--plain", "--saves", str(tmp_path / "saves"), typed="q\n")

    assert "Again" in ran.out
    assert [path.name for path in (tmp_path / "saves").glob("*.toml")] == ["story-at-again_go.toml"]


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")
def test_only_what_has_changed_since_a_commit_is_looked_for(run: Run, story: str) -> None:
    path = Path(story)
    _git(path.parent, "init", "-q")
    _git(path.parent, "add", "story.toml")
    _git(path.parent, "commit", "-qm", "One")
    assert "Nothing has changed since HEAD" in run("explore", story, "--since", "HEAD").out
    path.write_text(
        path.read_text().replace("{if ask.bold}Bold", "{if ask.bold}Brave").replace("mood = -5", "mood = -6")
    )
    data = run("explore", story, "--since", "HEAD", "--json").json

    assert {node["id"] for node in data["nodes"]} == {"again.go", "wet", "wet.text{1}"}
    assert data["changed"] == data["met"] == 3
    assert "Of 3 that have changed since HEAD, 3 can happen" in run("explore", story, "--since", "HEAD").out


@pytest.mark.parametrize("arguments", [("nowhere",), ("STORY", "nothing.there")])
def test_what_is_not_there_is_misuse_and_not_what_never_happens(
    run: Run, story: str, arguments: tuple[str, ...]
) -> None:
    ran = run("explore", *(story if word == "STORY" else word for word in arguments))

    assert (ran.code, ran.out) == (2, "")
    assert f'"{arguments[-1]}"' in ran.complaint
