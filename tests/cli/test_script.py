from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("here")


def test_without_a_file_it_is_markdown_on_standard_output(run: Run) -> None:
    assert run("script", "story").out.startswith("# A story")


def test_programs_get_every_text_with_its_speaker(run: Run) -> None:
    wanted = {"path": ["decision", "meeting", "title"], "part": "story", "speaker": "narrator", "text": "Meeting"}

    assert wanted in [{key: text[key] for key in wanted} for text in run("script", "story", "--json").json]


@pytest.mark.parametrize("name, start", [("s.md", "# A story"), ("s.html", "<!doctype html>")])
def test_the_name_of_the_file_says_the_format(run: Run, here: Path, name: str, start: str) -> None:
    assert run("script", "story", "-o", name).code == 0
    assert (here / name).read_text(encoding="utf-8").startswith(start)
    assert "is there already" in run("script", "story", "-o", name).complaint
    assert run("script", "story", "-o", name, "--force").code == 0


def test_a_name_that_says_no_format_is_refused(run: Run, here: Path) -> None:
    assert "end its name in .md or .html" in run("script", "story", "-o", "s.doc").complaint
    assert not (here / "s.doc").exists()


def test_each_place_is_the_line_where_the_text_begins(run: Run, here: Path) -> None:
    written = (here / "scenarios" / "story.toml").read_text().splitlines()

    for text in run("script", "story", "--json").json:
        assert text["text"].splitlines()[0] in written[text["line"] - 1]
