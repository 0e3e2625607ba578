from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.cli import main
from scripts.sample_codes import PAGES, codes, renewed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_codes_that_are_shown_are_those_that_the_program_prints(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert any(code in text for code in codes())
    assert text == renewed(text), "run make real-path"


def test_the_result_that_is_shown_is_of_the_assignment_that_is_shown(tmp_path: Path) -> None:
    assignment, result = codes()
    out = tmp_path / "x.class"
    assert main(["class", "merge", result, "-o", str(out), "--assign", assignment]) == 0
    assert out.exists()
    assert len(result) <= 60
