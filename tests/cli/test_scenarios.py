from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.usefixtures("here")
def test_scenarios_are_listed_with_id_title_and_path(run: Run, here: Path) -> None:
    listed = run("scenarios", "--json").json

    (story,) = [one for one in listed if one["id"] == "story"]
    assert story["title"] == "A story"
    assert Path(story["path"]) == (here / "scenarios" / "story.toml").resolve()
    assert "story" in run("scenarios").out


def test_a_broken_one_is_listed_with_its_problem(run: Run, here: Path) -> None:
    (here / "scenarios" / "bad.toml").write_text("= \x1b[31m")

    (bad,) = [one for one in run("scenarios", "--json").json if one["id"] == "bad"]

    assert bad["problem"]
    assert "\x1b" not in run("scenarios").out
