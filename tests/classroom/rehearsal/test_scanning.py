from __future__ import annotations

import pytest

from ceo_sim.classroom.rehearsal.scanning import scanning_problems

SHORT = "http://192.168.100.200:50123/ABCD"


def test_the_longest_address_of_a_laptop_can_be_scanned_from_the_last_row_and_in_a_small_terminal() -> None:
    assert list(scanning_problems(SHORT)) == []


@pytest.mark.parametrize(
    "address, squares",
    [("http://[2001:db8:85a3:8d3:1319:8a2e:370:7348]:8080/ABCD", "9.7"), (f"https://{'a' * 80}/ABCD", "8.8")],
)
def test_squares_too_small_for_the_last_row_are_said_with_their_size(address: str, squares: str) -> None:
    (problem,) = scanning_problems(address)
    assert f"have {squares} pixels" in problem
    assert "needs 10" in problem


def test_a_code_that_a_small_terminal_does_not_show_whole_is_said_with_the_size_it_needs() -> None:
    *_, problem = scanning_problems(f"https://{'a' * 110}/ABCD")
    assert "too large for a terminal of 80 by 24: make yours 43 columns and 26 rows" in problem
