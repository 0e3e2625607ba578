"""Charts: everything that is drawn lies on the drawing, and scales have round figures."""

from __future__ import annotations

import itertools
import math
import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.html.charts import _steps, _tick, _window, bar, drawn
from ceo_sim.html.story_words import StoryWords
from ceo_sim.presentation.debrief.subject import letters
from ceo_sim.presentation.document import Cause, Chart, Line, Mark, Table

VALUES = st.floats(-1e6, 1e6, allow_nan=False)
TABLE = Table("T", ("When", "Value"), ())
STORY = StoryWords.of("en", {})


def chart(courses: list[list[float]], *, wide: bool = False, marks: tuple[Mark, ...] = ()) -> Chart:
    """A chart of some courses over steps 0, 1, 2, ..."""
    lines = tuple(
        Line("ABCDEFGH"[place], f"Line {place}", tuple((float(at), value) for at, value in enumerate(course)))
        for place, course in enumerate(courses)
    )
    values = [value for course in courses for value in course]
    return Chart("T", "S", lines, (min(values), max(values)), ((0.0, "start"),), TABLE, marks, wide=wide)


@given(low=VALUES, span=st.floats(0.01, 1e6), most=st.integers(2, 8))
def test_scales_hold_all_values_and_have_few_lines(low: float, span: float, most: int) -> None:
    steps = _steps(low, low + span, most)
    size = steps[1] - steps[0]

    assert steps[0] <= low + 1e-6 * span
    assert steps[-1] >= low + span - 1e-6 * span
    assert len(steps) <= most + 2
    digits = f"{size:.3e}".partition("e")[0].rstrip("0").rstrip(".")
    assert digits in ("1", "2", "2.5", "5")


@given(low=VALUES, span=st.floats(0.01, 1e6), most=st.integers(2, 8))
def test_a_line_across_is_at_the_value_that_is_written_beside_it(low: float, span: float, most: int) -> None:
    steps = _steps(low, low + span, most)

    for step in steps:
        written = float(_tick(step, steps).replace(",", "").replace("\N{MINUS SIGN}", "-"))
        assert abs(written - step) <= 1e-3 * (steps[1] - steps[0])


@given(values=st.lists(st.floats(0, 100), min_size=1, max_size=9))
def test_the_window_holds_all_values_and_stays_on_the_scale(values: list[float]) -> None:
    low, high = _window(values, (0, 100))

    assert 0 <= low <= min(values)
    assert max(values) <= high <= 100
    assert high > low


@given(courses=st.lists(st.lists(VALUES, min_size=1, max_size=30), min_size=1, max_size=8), wide=st.booleans())
def test_everything_lies_on_the_drawing(courses: list[list[float]], wide: bool) -> None:
    marks = (Mark(0, "1", "decision"), Mark(0, "a", "event")) if wide else ()
    picture = drawn(chart(courses, wide=wide, marks=marks), "c", STORY)
    width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', picture).groups())  # type: ignore[union-attr]

    for place in re.findall(r'points="([^"]+)"', picture):
        for point in place.split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= width
            assert -0.1 <= y <= height
    for key in re.findall(r'<text x="([\d.-]+)" y="([\d.-]+)"[^>]*class="key', picture):
        assert 0 <= float(key[0]) <= width
        assert 0 <= float(key[1]) <= height + 13 * len(courses)


def test_names_at_the_ends_of_lines_do_not_cover_each_other() -> None:
    picture = drawn(chart([[50.0, 50.0 + place / 100] for place in range(6)]), "c", STORY)
    heights = sorted(float(y) for y in re.findall(r'y="([\d.]+)"[^>]*class="key', picture))

    assert len(heights) == 6
    assert min(later - earlier for earlier, later in itertools.pairwise(heights)) > 12


@pytest.mark.parametrize("wide", [False, True])
def test_the_names_of_many_lines_stay_on_the_drawing_and_those_that_end_together_share_a_row(wide: bool) -> None:
    lines = tuple(Line(letters(place), "", ((0.0, 50.0), (9.0, 45 + place / 3))) for place in range(30))
    picture = drawn(evolve(chart([[0.0, 100.0]], wide=wide), lines=lines), "c", STORY)
    found = re.findall(r'<text x="([\d.]+)" y="(-?[\d.]+)"[^>]*class="key[^"]*">([^<]+)<', picture)
    heights = sorted(float(y) for _, y, _ in found)
    width, height = (float(size) for size in re.search(r'viewBox="0 0 (\d+) (\d+)"', picture).groups())  # type: ignore[union-attr]

    assert min(later - earlier for earlier, later in itertools.pairwise(heights)) > 12
    assert 0 < heights[0] < heights[-1] < height
    assert all(float(x) + 7.2 * len(name) < width for x, _, name in found)
    named = sum(len(name.split("+")[0].split()) + int("0" + name.partition("+")[2]) for _, _, name in found)
    assert named == len(lines), "each line has a name or is counted among those that have none"


def test_marks_at_the_same_time_stand_in_rows_and_none_covers_another() -> None:
    marks = tuple(Mark(1.0, str(number), "decision") for number in range(1, 6))
    picture = drawn(chart([[1.0, 2.0, 3.0]], wide=True, marks=marks), "c", STORY)
    places = re.findall(r'<text x="([\d.]+)" y="([\d.]+)"[^>]*class="decision">(\d)', picture)

    assert [label for _, _, label in places] == ["1", "2", "3"], "a fourth would have no room"
    assert len({(x, y) for x, y, _ in places}) == len(places)
    assert picture.count("<line") - picture.count('class="grid"') - picture.count('class="tick"') == len(marks)


def test_each_line_has_dashes_of_its_own() -> None:
    picture = drawn(chart([[1.0, 2.0]] * 6), "c", STORY)

    assert {f"line-{place}" for place in range(6)} <= set(re.findall(r"line-\d", picture))


def test_a_rise_is_filled_and_a_fall_is_outlined() -> None:
    rise = bar(Cause("drift", "", "", 20.0, 40.0, 60.0, 20.0, 60.0, ()), 0, 100)
    fall = bar(Cause("drift", "", "", -20.0, 60.0, 40.0, -20.0, 40.0, ()), 0, 100)

    assert 'x="80.0" y="2" width="40.0" height="10" class="up"' in rise
    assert 'x="80.0" y="2" width="40.0" height="10" class="down"' in fall
    assert math.isclose(float(re.search(r'x1="([\d.]+)"', fall)[1]), 80)  # type: ignore[index]
