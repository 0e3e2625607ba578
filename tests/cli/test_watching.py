"""`ceo-sim check --watch`: what a save changes in the findings."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ceo_sim.cli.watching import Changes
from ceo_sim.scenario.diagnostics import Diagnostic
from tests.cli.conftest import Run
from tests.support.scenarios import SCENARIOS

SOUND = (SCENARIOS / "tutorial.toml").read_text(encoding="utf-8")
IDLE = "\n[variable.idle]\nstart = 0\n"
ERROR = "\n[decision.late]\ntitel = 1\n"


def finding(code: str, message: str = "so", line: int = 1) -> Diagnostic:
    return Diagnostic(code=code, message=message, file="story.toml", line=line)


def test_what_has_moved_to_another_line_is_still_there() -> None:
    changes = Changes.between([finding("W502")], [finding("W502", line=9)])
    assert changes == Changes((), (), (finding("W502", line=9),), ())
    assert changes.summary == "0 new, 0 mended, 1 still there"


def test_of_findings_that_read_alike_each_counts() -> None:
    changes = Changes.between([finding("W502", line=1), finding("W502", line=2)], [finding("W502", line=2)])
    assert (len(changes.there), len(changes.mended), len(changes.new)) == (1, 1, 0)


def test_what_is_not_looked_for_is_not_mended() -> None:
    warning, error, other = finding("W540"), finding("E501"), finding("E301")
    changes = Changes.between([warning, error], [other])
    assert (changes.new, changes.mended, changes.unseen) == ((other,), (error,), (warning,))
    assert changes.summary.endswith("1 not looked for while there are errors")
    assert Changes.between([error], [finding("E006")]).unseen == (error,), "a file that cannot be read says nothing"
    assert Changes.between([warning], []).summary == "0 new, 1 mended, 0 still there; nothing is wrong"


@pytest.fixture
def versions(monkeypatch: pytest.MonkeyPatch, here: Path) -> list[str]:
    """Versions of a story that are written one after the other while it is watched; then Ctrl-C."""
    waiting, looks, file = list[str](), list[float](), here / "stories" / "tutorial.toml"
    file.parent.mkdir()
    file.write_text(SOUND, encoding="utf-8")

    def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) % 4 == 1:  # a version counts once it has stood for two looks
            if not waiting:
                raise KeyboardInterrupt
            file.write_text(waiting.pop(0), encoding="utf-8")

    monkeypatch.setattr("ceo_sim.cli.watching.time.sleep", sleep)
    return waiting


def test_each_save_is_checked_and_what_it_changed_is_printed(run: Run, versions: list[str]) -> None:
    versions += [SOUND + IDLE, "# a line more\n" + SOUND + IDLE, SOUND + IDLE + ERROR, SOUND]
    ran = run("check", "stories/tutorial.toml", "--watch")
    assert ran.code == 0
    heads = re.findall(r"^---- \d\d:\d\d:\d\d stories/tutorial.toml: (.*)$", ran.out, re.MULTILINE)
    assert heads == [
        "1 new, 0 mended, 0 still there",
        "0 new, 0 mended, 1 still there",
        "2 new, 0 mended, 0 still there, 1 not looked for while there are errors",
        "0 new, 3 mended, 0 still there; nothing is wrong",
    ]
    assert 'warning W502: no expression reads the variable "idle"\n' in ran.out
    assert ran.out.startswith("1 scenario: nothing is wrong\n")


def test_it_ends_with_what_check_would_end_with(run: Run, versions: list[str]) -> None:
    versions += [SOUND + ERROR]
    assert run("check", "stories/tutorial.toml", "--watch").code == 1


def test_each_of_several_scenarios_is_watched(run: Run, here: Path, versions: list[str]) -> None:
    other = re.sub('id( *)= "tutorial"', 'id = "other"', SOUND) + IDLE
    (here / "stories" / "other.toml").write_text(other, encoding="utf-8")
    versions += [SOUND + IDLE]
    ran = run("check", "stories", "--watch")
    assert "2 scenarios: 1 warning" in ran.out
    assert re.findall(r"(?m)^---- \S+ (\S+): 1 new, 0 mended", ran.out) == ["stories/tutorial.toml"]


@pytest.mark.usefixtures("here")
def test_a_watch_for_a_program_is_misuse(run: Run) -> None:
    ran = run("check", "scenarios/story.toml", "--watch", "--json")
    assert ran.code == 2
    assert "leave out the format" in ran.err


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_ctrl_c_ends_it_as_a_process() -> None:
    command = [sys.executable, "-m", "ceo_sim", "check", str(SCENARIOS / "tutorial.toml"), "--watch"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "1 scenario: nothing is wrong\n"
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
