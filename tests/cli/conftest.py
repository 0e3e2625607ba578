from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from ceo_sim.cli import main
from tests.saves.helpers import begun, play
from tests.support.stories import EVERYTHING


@frozen
class Ran:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def complaint(self) -> str:
        """The one line on standard error."""
        assert self.err.startswith("ceo-sim: ")
        assert self.err.count("\n") == 1
        assert self.err.strip().isprintable()
        return self.err.strip()


Run = Callable[..., Ran]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the small story in `scenarios` and a folder for saves."""
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "story.toml").write_text(EVERYTHING)
    (tmp_path / "saves").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CEO_SIM_SAVES")
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in this process."""

    def run(*arguments: str, typed: str = "") -> Ran:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        capsys.readouterr()
        code = main(arguments)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def save(here: Path) -> Path:
    """A game of the small story, played to its end with reasons."""
    with begun(here / "saves") as session:
        play(session, reason="so be it\x1b[31m")
        return session.path
