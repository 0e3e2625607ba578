"""Settings for games on a real terminal: without hints, and without the question that stands before a consequence."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def few_questions(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("settings")
    (folder / "settings.toml").write_text("hints = false\npredictions = false\n")
    monkeypatch.setenv("CEO_SIM_CONFIG", str(folder))
    return folder
