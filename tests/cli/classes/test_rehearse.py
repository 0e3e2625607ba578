from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Run


@pytest.mark.slow
def test_a_rehearsal_tells_a_program_what_a_teacher_should_know(run: Run) -> None:
    ran = run("class", "rehearse", "tutorial", "--students", "4", "--json")
    told = json.loads(ran.out)
    assert ran.code == 0, told
    assert {"students", "acknowledged", "lost", "p50_ms", "p95_ms", "problems"} <= told.keys()
    assert (told["students"], told["lost"]) == (4, 0)


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (("--students", "0"), "from 1 to 1,000, not 0"),
        (("--students", "1001"), "from 1 to 1,000, not 1001"),
        (("--pace", "-1"), "0 to 60 seconds, not -1"),
        (("--pace", "nan"), "0 to 60 seconds, not nan"),
        (("--play", "teams"), "has no roles to make teams of"),
    ],
)
def test_what_cannot_be_rehearsed_is_said(run: Run, arguments: tuple[str, str], expected: str) -> None:
    ran = run("class", "rehearse", "tutorial", *arguments)
    assert ran.code != 0
    assert expected in ran.err
