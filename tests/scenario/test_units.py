"""Spans of time."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario.units import Duration


@pytest.mark.parametrize(
    "written, hours", [("6h", 6), ("2d", 48), ("3w", 504), ("0h", 0), (" 1.5 d ", 36), ("0.25h", 0.25)]
)
def test_a_span_is_a_number_and_a_letter(written: str, hours: float) -> None:
    span = Duration.parse(written)
    assert (span.hours, span.in_turns) == (hours, False)


def test_a_whole_number_counts_turns() -> None:
    assert Duration.parse(3) == Duration(3.0, in_turns=True)


@pytest.mark.parametrize(
    "written", ["", "h", "6", "6 hours", "-2d", "1e3d", "2m", "٣d", -1, 2.0, True, None, [], 10**7]
)
def test_anything_else_is_refused(written: object) -> None:
    with pytest.raises(ValueError, match="expected a time"):
        Duration.parse(written)


@pytest.mark.parametrize(
    "written, read", [("24h", "1 day"), ("36h", "36 hours"), ("1h", "1 hour"), ("2w", "14 days"), (1, "1 turn")]
)
def test_it_is_read_out_in_days_where_it_can_be(written: object, read: str) -> None:
    assert str(Duration.parse(written)) == read


@given(st.text() | st.integers() | st.floats() | st.binary())
def test_no_input_raises_anything_but_a_value_error(written: object) -> None:
    with contextlib.suppress(ValueError):
        Duration.parse(written)
