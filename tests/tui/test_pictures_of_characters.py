"""Charts, courses and large figures: pure functions from numbers to characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.presentation.document import Chart, Line, Mark, Table
from ceo_sim.tui.screens.why import bar
from ceo_sim.tui.widgets.chart import column, framed, plot
from ceo_sim.tui.widgets.spark import large, spark, stretched, window

values = st.lists(st.floats(0, 100), min_size=1, max_size=200)


@given(values, st.integers(4, 120), st.integers(1, 20))
def test_a_plot_has_the_size_it_was_asked_for(course: list[float], width: int, height: int) -> None:
    rows = plot(course, width, height, 0, 100)
    assert len(rows) == height
    assert {len(row) for row in rows} == {width}


@given(values, st.integers(4, 120))
def test_a_plot_has_something_in_every_column(course: list[float], width: int) -> None:
    rows = plot(course, width, 8, 0, 100)
    assert all(any(row[x] != " " for row in rows) for x in range(width))


def test_a_rising_course_goes_from_the_bottom_left_to_the_top_right() -> None:
    rows = plot([0, 50, 100], 10, 4, 0, 100)
    assert rows[-1][0] != " "
    assert rows[0][-1] != " "
    assert rows[0][0] == rows[-1][-1] == " "


def frame(course: list[float], marks: list[Mark], width: int, height: int) -> list[str]:
    """The lines of a chart from 0 to 3, without what is said of it."""
    line = Line("", "", tuple(enumerate(course)))
    chart = Chart("", "", (line,), (0, 3), (), Table("", (), ()), tuple(marks))
    return [row.plain for row in framed(chart, width, height, (0, 3), ("0", "3"))]


def test_marks_stand_under_their_step_and_give_way_to_each_other() -> None:
    marks = [Mark(0, "1", "event"), Mark(0, "2", "event"), Mark(3, "3", "event")]
    rows = frame([0, 1, 2, 3], marks, 40, 12)
    axis = next(row for row in rows if "└" in row)
    assert axis.count("┴") == 2
    signs = rows[rows.index(axis) + 1 :]
    assert [sign for row in signs for sign in row.split()] == ["1", "3", "2"]
    assert signs[0].index("1") == signs[1].index("2")
    assert max(map(len, rows)) <= 40


@given(st.lists(st.integers(0, 60), max_size=60), st.integers(30, 120))
def test_every_mark_has_its_sign_however_many_come_at_once(steps: list[int], width: int) -> None:
    signs = [str(number) for number in range(len(steps))]
    marks = [Mark(step, sign, "decision") for step, sign in zip(steps, signs, strict=True)]
    rows = frame([0.0] * 61, marks, width, 26)
    axis = next(place for place, row in enumerate(rows) if "└" in row)
    assert sorted(sign for row in rows[axis + 1 :] for sign in row.split()) == sorted(signs)
    assert max(map(len, rows)) <= width
    assert axis >= 5


@given(st.integers(0, 300), st.integers(1, 300), st.integers(1, 120))
def test_a_step_has_a_column(step: int, steps: int, width: int) -> None:
    assert 0 <= column(step, steps, width) < width


@given(values, st.integers(1, 40), st.integers(1, 4))
def test_a_course_is_as_wide_and_as_high_as_asked(course: list[float], width: int, rows: int) -> None:
    drawn = spark(course, width, 0, 100, rows)
    assert len(drawn) == rows
    assert {len(row) for row in drawn} == {width}


@given(values)
def test_the_window_holds_the_course_and_at_least_a_quarter_of_the_range(course: list[float]) -> None:
    low, high = window(course, 0, 100)
    assert low - 1e-9 <= min(course) <= max(course) <= high + 1e-9
    assert high - low >= 25 - 1e-6


@given(values, st.integers(1, 60))
def test_a_short_course_is_stretched_and_never_too_wide(course: list[float], width: int) -> None:
    assert len(stretched(course, width)) <= width


@pytest.mark.parametrize("text", ["0", "61,395", "7.5", "70–80", "-3"])
def test_large_figures_are_three_even_lines(text: str) -> None:
    assert len({len(row) for row in large(text)}) == 1


def test_bars_of_gains_and_losses_differ_without_colour() -> None:
    assert bar(5, 10, 10) == "█████     "
    assert bar(-10, 10, 10) == "▒▒▒▒▒▒▒▒▒▒"
    assert bar(0.001, 10, 10).strip() == "█"
    assert bar(0, 10, 10).strip() == ""
