"""Settings for games on a real terminal: without hints, and without the question that stands before a consequence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.browser import PROGRAM


@pytest.fixture(autouse=True)
def few_questions(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("settings")
    (folder / "settings.toml").write_text("hints = false\npredictions = false\n")
    monkeypatch.setenv("CEO_SIM_CONFIG", str(folder))
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of the system."""
    assert PROGRAM is not None, "no chromium: apt-get install chromium"
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        yield opened
        opened.close()
