"""`ceo-sim migrate`."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.cli.execute import execute
from tests.scenario.sample import SMALL


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(SMALL, encoding="utf-8")
    return path


def test_a_file_is_rewritten_once(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["migrate", str(small)]) == 0
    assert small.read_text(encoding="utf-8").startswith("format = 2\n")
    assert capsys.readouterr().out == f"{small} is of format 2 now\n"
    assert execute(["migrate", str(small)]) == 0
    assert capsys.readouterr().out == f"{small} is of format 2 already\n"


def test_a_dry_run_shows_what_would_change_and_changes_nothing(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["migrate", str(small), "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert "-format = 1\n+format = 2\n" in out
    assert small.read_text(encoding="utf-8") == SMALL


def test_what_cannot_be_played_is_not_touched(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = SMALL.replace("start = 50", "start = 5000")
    small.write_text(broken, encoding="utf-8")
    assert execute(["migrate", str(small)]) == 2
    assert small.read_text(encoding="utf-8") == broken
    assert "ceo-sim check" in capsys.readouterr().err


def test_only_what_is_named_by_its_path_is_rewritten(capsys: pytest.CaptureFixture[str]) -> None:
    assert execute(["migrate", "no_such_story"]) == 2
    assert "no file or folder no_such_story" in capsys.readouterr().err
