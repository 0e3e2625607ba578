"""Games that are killed while they are played."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it cannot fork")


@pytest.mark.slow
def test_no_answer_that_was_called_saved_is_lost_by_a_kill() -> None:
    """250 kills, a quarter of a minute; `python -m tests.support.kills 1000` makes as many as there is time for."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.support.kills", "250"], capture_output=True, text=True, timeout=280, check=False
    )

    assert ran.returncode == 0, ran.stderr
    counted = dict(pair.split("=") for pair in ran.stdout.strip().removeprefix("Count(").removesuffix(")").split(", "))
    assert int(counted["kills"]) == 250
    assert int(counted["games"]) >= 10
    assert int(counted["acknowledged"]) > 250
    assert int(counted["lost"]) == 0
