"""What is handed out: the pinned requirements, and the wheel in an empty environment far from the source."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from ceo_sim import __version__

CHECKOUT = Path(__file__).resolve().parents[1]


def test_the_pins_name_no_host_and_no_machine() -> None:
    pins = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8")

    assert not re.search(
        r"(?m)^\s*-|://|file:|find-links|index|/(?:home|root|tmp|work|opt|Users)\b", _without_hashes(pins)
    )


def test_each_pin_has_its_hashes() -> None:
    pins = (CHECKOUT / "constraints.txt").read_text(encoding="utf-8").replace("\\\n", "")
    pinned = [line for line in pins.splitlines() if line and not line.lstrip().startswith("#")]

    assert len(pinned) > 20
    for line in pinned:
        assert re.match(r"[a-z0-9-]+==[^ ]+ .*--hash=sha256:[0-9a-f]{64}", line), line


def _without_hashes(pins: str) -> str:
    return re.sub(r"(?m)^\s+--hash=sha256:[0-9a-f]{64}( \\)?$", "", pins)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive as a distributor would."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, CHECKOUT], cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["src", "scenarios", "tests", "benchmarks", "scripts", "docs"])
def test_the_source_archive_carries_all_that_is_made_and_tested(wheel: Path, folder: str) -> None:
    with tarfile.open(next(wheel.parent.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    files = [file for file in (CHECKOUT / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    assert {file.relative_to(CHECKOUT).as_posix() for file in files} - names == set()


@pytest.mark.slow
def test_the_wheel_carries_what_is_played(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert wheel.name == f"ceo_sim-{__version__}-py3-none-any.whl"
    assert "ceo_sim/py.typed" in names
    for folder, inside in (
        ("scenarios", "ceo_sim/_data/scenarios"),
        ("docs/diagnostics", "ceo_sim/_data/diagnostics"),
        ("src/ceo_sim", "ceo_sim"),
    ):
        source = CHECKOUT / folder
        for file in source.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                assert f"{inside}/{file.relative_to(source).as_posix()}" in names
    assert {name for name in names if "/saves/" in name and name.endswith(".toml")} == {
        "ceo_sim/_data/saves/as_it_happened.toml"
    }


def run(command: Sequence[str | Path], cwd: Path) -> str:
    ran = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, timeout=300, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout
