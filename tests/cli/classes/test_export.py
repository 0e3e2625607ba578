from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def log(run: Run, tmp_path: Path) -> str:
    path = tmp_path / "demo.class"
    run("class", "demo", "tutorial", "--students", "8", "-o", str(path))
    return str(path)


def test_every_shape_can_be_written(run: Run, log: str, tmp_path: Path) -> None:
    for shape in ("decisions", "reasons", "predictions"):
        assert run("class", "export", log, "--to", shape).out.startswith("\ufeffseat,team,number")
    lines = run("class", "export", log, "--to", "xapi").out.splitlines()
    assert json.loads(lines[0])["verb"]["display"]["en"] == "answered"
    assert run("class", "export", log, "--to", "scorm", "-o", str(tmp_path / "x.zip")).code == 0
    assert (tmp_path / "x.zip").read_bytes().startswith(b"PK")


def test_a_gradebook_joins_a_roster_that_stays_as_it_is(run: Run, log: str, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    seat = run("class", "export", log, "--to", "decisions").out.splitlines()[1].split(",")[0]
    roster.write_text(f"Student,ID,Section,seat\nJane,7,P1,{seat}\n", encoding="utf-8")
    out = run("class", "export", log, "--to", "canvas", "--roster", str(roster)).out
    assert re.search(r"^Jane,7,,,P1,\d+", out, re.MULTILINE)
    assert roster.read_text(encoding="utf-8").endswith(f"{seat}\n")


def test_mistakes_are_said_in_one_line(run: Run, log: str, tmp_path: Path) -> None:
    for arguments, expected in (
        (("--to", "canvas"), "takes --roster"),
        (("--to", "canvas", "--roster", str(tmp_path / "none.csv")), "cannot be read"),
        (("--to", "scorm"), "name a file with -o"),
        (("--to", "reasons", "--send", "https://x.example"), "--send takes --to xapi"),
        (("--to", "xapi", "--send", "https://x.example"), "wants a key"),
        (("--to", "moodle", "--roster", "x", "--points", "0"), "from 1 to 1000"),
    ):
        ran = run("class", "export", log, *arguments)
        assert ran.code == 1
        assert expected in ran.err
