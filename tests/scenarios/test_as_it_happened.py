"""The real path as a save that anyone can open, and what it reads like."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ceo_sim.cli import main
from ceo_sim.library import find_scenario
from ceo_sim.saves.reading import read
from ceo_sim.saves.reopen import reopen
from scripts.as_it_happened import SAVE, as_it_happened

GOLDEN = Path(__file__).parents[1] / "golden" / "as_it_happened.txt"


def test_the_save_is_what_the_scenario_makes_of_the_real_path() -> None:
    assert SAVE.read_text(encoding="utf-8") == as_it_happened(), "run `make real-path`"


def test_the_save_opens_without_a_remark_and_stands_at_the_ending() -> None:
    restored = reopen(SAVE, find_scenario)

    assert restored.notice == ""
    assert restored.game.ended
    assert len(restored.game.answers) == len(read(SAVE).answers)


def test_the_transcript_is_the_same_to_the_letter(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(SAVE)]) == 0
    transcript = capsys.readouterr().out
    if "CEO_SIM_UPDATE_GOLDEN" in os.environ:
        GOLDEN.write_text(transcript, encoding="utf-8")

    assert transcript == GOLDEN.read_text(encoding="utf-8"), "if that is meant: CEO_SIM_UPDATE_GOLDEN=1 make test"
