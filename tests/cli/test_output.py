from __future__ import annotations

import wcwidth
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.cli.output import table
from tests.support.letters import TEXTS


@given(st.lists(st.tuples(TEXTS, TEXTS, st.just("|")), min_size=1, max_size=6))
def test_columns_stand_under_each_other_whatever_the_letters(rows: list[tuple[str, str, str]]) -> None:
    lines = table(rows, right=(1,))

    assert len({wcwidth.width(line) for line in lines}) == 1
    for line, row in zip(lines, rows, strict=True):
        assert line.replace(" ", "") == "".join(row).replace(" ", "")
