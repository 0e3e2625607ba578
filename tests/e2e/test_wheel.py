"""The wheel in an empty environment far from the source: played to an ending, listed, replayed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from ceo_sim import __version__
from tests import test_packaging

pytestmark = pytest.mark.slow

wheel = test_packaging.wheel  # the fixture that builds it
GOLDEN = test_packaging.CHECKOUT / "tests" / "golden" / "as_it_happened.txt"
# Would lead the installed program to this checkout, or to what this run keeps.
UNWANTED = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CEO_SIM_SAVES")


@frozen
class Installed:
    """The program in an environment of its own.

    Attributes:
        site: Where its packages lie.
        scripts: Where its commands lie.
        away: An empty folder to run it in.
    """

    site: Path
    scripts: Path
    away: Path

    def run(self, *arguments: str | Path, typed: str = "") -> str:
        """What it prints, in words that stand on its standard output alone."""
        home = {"HOME": self.away / "home", "XDG_DATA_HOME": self.away / "data", "PYTHONIOENCODING": "utf-8"}
        env = {name: value for name, value in os.environ.items() if name not in UNWANTED}
        ran = subprocess.run(
            [self.scripts / "ceo-sim", *arguments],
            input=typed,
            env={**env, **{name: str(value) for name, value in home.items()}},
            cwd=self.away,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr == ""
        return ran.stdout

    def json(self, *arguments: str | Path) -> Any:
        return json.loads(self.run(*arguments, "--json"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("elsewhere")
    away = folder / "away"
    away.mkdir()
    test_packaging.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], cwd=away)
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        scripts / "python",
        "install",
        "-q",
        "--no-deps",
        "--no-index",
    ]
    test_packaging.run([*pip, wheel], cwd=away)
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(test_packaging.run([scripts / "python", "-c", ask], cwd=away).strip())
    # What it depends on is borrowed; a path file in there is not followed, so this checkout stays out of it.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return Installed(site, scripts, away)


def test_the_scenarios_that_it_lists_are_its_own_and_faultless(installed: Installed) -> None:
    found = {scenario["id"]: scenario for scenario in installed.json("scenarios")}

    assert {"the_post", "tutorial"} <= found.keys()
    for scenario in found.values():
        assert scenario["title"]
        assert Path(scenario["path"]).is_relative_to(installed.site)
        assert installed.json("check", scenario["path"]) == []


def test_it_plays_at_random_and_knows_its_version(installed: Installed) -> None:
    path = next(scenario["path"] for scenario in installed.json("scenarios") if scenario["id"] == "tutorial")
    played = installed.json("simulate", path, "--plays", "10", "--seed", "1")

    assert played["plays"] == 10
    assert installed.run("--version").split()[-1] == __version__


def test_it_explains_a_finding_from_its_own_pages(installed: Installed) -> None:
    assert installed.run("explain", "e301").startswith("E301 (error): unknown name")
    assert len(installed.json("explain")) > 100


def test_the_tutorial_is_played_to_its_ending_through_pipes_and_kept(installed: Installed) -> None:
    typed = "1 2\n1\nmy own reason\n\n" + "n\n1\n\n\n" * 30 + "all\n"
    said = installed.run("play", "tutorial", "--plain", "--seed", "5", typed=typed)

    assert "Your reason: my own reason" in said
    assert "The end" in said
    (save,) = (save for save in installed.json("saves") if not save["shipped"])
    assert Path(save["path"]).is_relative_to(installed.away)
    assert save["ended"]
    replayed = installed.json("replay", save["path"])
    assert replayed["seed"] == 5
    assert replayed["ended"]
    assert replayed["notice"] == ""
    assert replayed["answers"][0]["reason"] == "my own reason"


def test_the_real_path_travels_with_it_and_reads_as_it_does_here(installed: Installed) -> None:
    (save,) = (save for save in installed.json("saves") if save["shipped"])
    assert Path(save["path"]).is_relative_to(installed.site)
    replayed = installed.json("replay", save["path"])

    assert replayed["scenario"] == "the_post"
    assert replayed["ended"]
    assert replayed["notice"] == ""
    assert replayed["ledger"][0]["kind"] == "start"
    told = installed.run("replay", "as_it_happened")
    assert told == GOLDEN.read_text(encoding="utf-8")
