from __future__ import annotations

import io
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ceo_sim.cli import main
from ceo_sim.plain.preview import run as run_plain
from ceo_sim.presentation.preview import Preview
from ceo_sim.scenario.loader import load
from tests.cli.conftest import Run
from tests.support.stories import EVERYTHING


class Typed(io.StringIO):
    """Lines that come from a terminal."""

    def isatty(self) -> bool:
        return True


def printed(file: Path, versions: list[str], typed: str = "q\n") -> str:
    """What is printed of a story that has those versions, one after the other, before anything is typed."""
    waiting = list(versions)
    file.write_text(waiting.pop(0))

    def has_changed() -> bool:
        if waiting:
            file.write_text(waiting.pop(0))
            return True
        return False

    class Slow(Typed):
        """A writer who types once all versions have been shown."""

        def __iter__(self) -> Iterator[str]:  # type: ignore[override]
            while waiting:
                time.sleep(0.01)
            yield from self.getvalue().splitlines()

    out = io.StringIO()
    assert run_plain(Preview(7), lambda: load(file), has_changed, (Slow(typed), out)) == 0
    return out.getvalue()


def test_each_version_is_printed_with_its_problems_and_why_things_came(tmp_path: Path) -> None:
    story = tmp_path / "story.toml"
    out = printed(story, [EVERYTHING, EVERYTHING.replace('title = "First"', 'title = "Other"'), "[["])

    first, second, third = out.split("====")[1:]
    assert "First" in first
    assert "first.stay" in first
    assert f"{story}:" in first
    assert "---- Problems" in first
    assert "---- Why" in first
    assert "staff = " in first
    assert "Other" in second
    assert "the last sound version is shown" in third
    assert "Other" in third
    assert "error E006" in third


def test_it_is_played_by_typing(tmp_path: Path) -> None:
    out = printed(tmp_path / "story.toml", [EVERYTHING], "1\nn\nd\nu\nwhat\n77\nq\n")

    assert "Type a number to choose" in out
    assert "There is no option 77 here." in out
    assert "what was considered" in out


@pytest.mark.usefixtures("here")
def test_what_it_cannot_begin_with_is_one_clear_line(run: Run, save: Path) -> None:
    assert "no scenario" in run("preview", "nowhere").complaint
    assert "did you mean second?" in run("preview", "story", "--at", "secnd", "--plain").complaint
    assert "two beginnings" in run("preview", "story", "--at", "second", "--save", str(save)).complaint
    assert "its own seed" in run("preview", "story", "--save", str(save), "--seed", "3").complaint
    assert "there is no such save" in run("preview", "story", "--save", "none", "--plain").complaint
    assert "no terminal" in run("preview", "story").complaint


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("begin", [["--at", "second"], ["--save", "SAVE"], ["--seed", "5"]])
def test_it_begins_where_it_is_asked_to(
    save: Path, begin: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", Typed("q\n"))

    assert main(["preview", "story", "--plain", *(str(save) if word == "SAVE" else word for word in begin)]) == 0

    out = capsys.readouterr().out
    assert {"--at": "second: must be answered now", "--save": "Over", "--seed": "first: must"}[begin[0]] in out
