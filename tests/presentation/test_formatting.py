"""Dates, figures and numbers of things as every face says them."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ceo_sim.presentation import formatting, naming
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Assumption, Budget, Metric
from ceo_sim.scenario.timeline import Timeline
from ceo_sim.scenario.units import Duration

PLAIN = Metric(id="m", name="M", start=Expression.parse(50))
SHARE = Metric(id="s", name="S", start=Expression.parse(0.5), range=(0, 1), decimals=2)
LARGE = Metric(id="l", name="L", start=Expression.parse(50), range=(0, 90_000))
TIME = Timeline(60, dt.datetime(2020, 5, 28, 18, tzinfo=dt.UTC), 6)
TURNS = Timeline(12)
FINE = Metric(id="m", name="M", start=Expression.parse(50), decimals=1, unit="%")


def test_a_moment_is_a_date_or_a_turn() -> None:
    day = dt.datetime(2020, 5, 31, 18, tzinfo=dt.UTC)
    assert (formatting.date_of(day), formatting.date_of(3)) == ("Sunday 31 May", "Turn 3")
    assert (formatting.short_date_of(day), formatting.short_date_of(3)) == ("31 May", "3")
    assert (formatting.date(TURNS, 3), formatting.short_date(TURNS, 3)) == ("Turn 3", "3")
    assert formatting.date_and_time(TURNS, 3) == "Turn 3"


def test_a_day_has_four_parts() -> None:
    said = [formatting.part_of_day(hour) for hour in (0, 4.5, 5, 11.5, 12, 16, 17, 22.5, 23)]
    assert said == ["night", "night", "morning", "morning", "afternoon", "afternoon", "evening", "evening", "night"]


@pytest.mark.parametrize(
    "metric, low, high, said",
    [
        (PLAIN, 25, 75, ("25", "75")),
        (PLAIN, 4, 6.5, ("4.0", "6.5")),
        (PLAIN, 5, 5.05, ("5.000", "5.050")),
        (PLAIN, 5, 5, ("5", "5")),
        (PLAIN, -0.2, 40, ("0", "40")),
        (FINE, 0, 2000, ("0.0", "2,000.0")),
    ],
)
def test_the_ends_of_a_scale_are_told_apart(metric: Metric, low: float, high: float, said: tuple[str, str]) -> None:
    assert formatting.axis_labels(metric, low, high) == said


def test_a_value_outside_a_range_is_seen_to_be_outside() -> None:
    assert formatting.range_and_value(PLAIN, 54.6, 71.8, 63.2) == ("55", "72", "63")
    assert formatting.range_and_value(PLAIN, 54.6, 71.8, 72.4) == ("54.6", "71.8", "72.4")
    assert formatting.range_and_value(PLAIN, 54.6, 71.8, 71.82) == ("54.60", "71.80", "71.82")
    assert formatting.range_and_value(PLAIN, 54.6, 71.8, 54.58) == ("54.60", "71.80", "54.58")


def test_figures_have_their_unit_and_are_never_minus_nothing() -> None:
    assert formatting.with_unit(FINE, -0.01) == "0.0 %"
    assert formatting.with_unit(PLAIN, 61_395.2) == "61,395"
    assert formatting.figure(FINE, -0.01) == "0.0"


def test_a_change_has_its_sign_unless_it_is_nothing() -> None:
    assert [formatting.change(PLAIN, value) for value in (3, -0.4, -0.04)] == ["+3.0", "−0.4", "0"]


def test_a_change_and_its_total_have_a_digit_more_than_the_metric_so_that_they_add_up_to_the_eye() -> None:
    assert [formatting.change(FINE, -5.75), formatting.total(FINE, 61.42), formatting.total(PLAIN, -3)] == [
        "−5.75", "61.42", "−3.0",
    ]  # fmt: skip


def test_on_a_scale_to_the_thousands_a_change_and_its_total_are_whole_whatever_their_size() -> None:
    values = (-1234.56, -5.8)
    assert [formatting.change(LARGE, value) for value in values] == ["−1,235", "−6"]
    assert [formatting.total(LARGE, value) for value in (61_395.2, 3.4)] == ["61,395", "3"]


@pytest.mark.parametrize(
    "before, after, told",
    [
        (77.55, 77.45, ("77.5", "77.5", "=")),
        (77.6, 77.4, ("77.6", "77.4", "▼ −0.2")),
        (65.04, 71.36, ("65.0", "71.4", "▲ +6.4")),
        (59.94, 53.28, ("59.9", "53.3", "▼ −6.6")),
        (0.04, -0.04, ("0.0", "0.0", "=")),
    ],
)
def test_two_values_and_the_change_between_them_agree(before: float, after: float, told: tuple[str, ...]) -> None:
    change = formatting.arrow_and_change(PLAIN, before, after)
    assert (formatting.total(PLAIN, before), formatting.total(PLAIN, after), change) == told


@pytest.mark.parametrize(
    "whole, parts, shown",
    [
        (1.0, [1 / 3, 1 / 3, 1 / 3], [0.4, 0.3, 0.3]),
        (-1.0, [-1 / 3, -1 / 3, -1 / 3], [-0.3, -0.3, -0.4]),
        (1.7, [2.04, -1.26, 0.92], [2.0, -1.2, 0.9]),
        (-50, [-70, 20], [-70, 20]),
        (0.1, [], []),
        (4.9, [5.0, 0.0], [4.9, 0.0]),
    ],
)
def test_parts_are_rounded_by_the_largest_remainder(whole: float, parts: list[float], shown: list[float]) -> None:
    assert formatting.shown_parts(PLAIN, whole, parts) == shown


SIZES = st.floats(-2000, 2000) | st.floats(-0.2, 0.2)


@given(SIZES, st.lists(SIZES, min_size=1, max_size=12), st.sampled_from([PLAIN, SHARE, FINE, LARGE]))
def test_the_parts_that_are_shown_add_up_to_the_change_that_is_shown(
    before: float, parts: list[float], metric: Metric
) -> None:
    after = before + math.fsum(parts)
    told = [formatting.total(metric, before), formatting.total(metric, after)]
    changes = [
        formatting.change(metric, part)
        for part in formatting.shown_parts(metric, formatting.shown_change(metric, before, after), parts)
    ]
    first, last = map(as_written, told)

    assert first + sum(map(as_written, changes)) == last
    digit = Decimal(1).scaleb(-len(told[0].partition(".")[2]))
    for part, change in zip(parts[1:], changes[1:], strict=True):
        assert abs(Decimal(part) - as_written(change)) < digit * Decimal("1.000001")
        assert part * float(as_written(change)) >= 0


def as_written(figure: str) -> Decimal:
    return Decimal(figure.replace(formatting.MINUS, "-").replace(",", ""))


@given(SIZES, SIZES, st.sampled_from([PLAIN, SHARE, FINE, LARGE]))
def test_an_arrow_is_that_of_the_figures_that_are_shown(before: float, after: float, metric: Metric) -> None:
    first, last = (as_written(formatting.figure(metric, value)) for value in (before, after))
    move = formatting.arrow_and_size(metric, before, after)

    if first == last:
        assert move == "="
    else:
        assert move[0] == ("▲" if last > first else "▼")
        assert as_written(move[1:]) == abs(last - first)


@given(SIZES, st.sampled_from([PLAIN, SHARE, FINE, LARGE]))
@example(-0.0, PLAIN)
@example(-0.04, PLAIN)
@example(-0.4, LARGE)
def test_nothing_has_no_sign(value: float, metric: Metric) -> None:
    told = [
        formatting.figure(metric, value),
        formatting.with_unit(metric, value),
        formatting.total(metric, value),
        formatting.total_with_unit(metric, value),
        formatting.change(metric, value),
        formatting.number(round(value, 1)),
        formatting.percent(round(value, 1)),
        *formatting.axis_labels(metric, value, 3000),
        *formatting.range_and_value(metric, value, value, value),
        formatting.from_to(metric, value, value),
        formatting.arrow_and_change(metric, 0, value),
    ]
    assert not [text for text in told if re.search(r"[-+−]0[.0]*(?![.0-9])", text)]


def test_numbers_of_things() -> None:
    assert [formatting.counted(number, "answer") for number in (0, 1, 2)] == ["0 answers", "1 answer", "2 answers"]
    assert formatting.counted(2, "story", "stories") == "2 stories"
    assert [formatting.amount(number, "hour", "hours") for number in (1, 2.5)] == ["1 hour", "2.5 hours"]


@pytest.mark.parametrize(
    "value, said",
    [(0.1 + 0.2, "0.3"), (2, "2"), (1_234_567.5, "1,234,567.5"), (1e12, "1,000,000,000,000"), (-0.04, "-0.04")],
)
def test_a_number_stands_as_it_was_written(value: float, said: str) -> None:
    assert formatting.number(value) == said


@pytest.mark.parametrize(
    "share, said",
    [
        (0, "0 %"),
        (0.004, "under 1 %"),
        (0.005, "under 1 %"),
        (0.05, "5 %"),
        (0.994, "99 %"),
        (0.9965, "over 99 %"),
        (1, "100 %"),
    ],
)
def test_a_share_that_is_not_nothing_is_not_said_to_be(share: float, said: str) -> None:
    assert formatting.percent(share) == said


@pytest.mark.parametrize(
    "end", [".", "?", "!", "…", "。", "？", "؟", "।", ".”", "?”", "!’", "?’”", "!»", "!«", '."', "？」"]
)
def test_a_sentence_that_ends_has_no_second_end(end: str) -> None:
    assert formatting.full_stop(f"Wait{end}") == f"Wait{end}"


@pytest.mark.parametrize("text", ["Wait", "Wait (now?)", "Call it “spin”", "5 %", "It’s theirs’"])
def test_a_sentence_that_does_not_end_is_given_a_full_stop(text: str) -> None:
    assert formatting.full_stop(text) == f"{text}."


@given(st.text())
def test_a_sentence_is_ended_once(text: str) -> None:
    ended = formatting.full_stop(text)
    assert formatting.full_stop(ended) == ended


def test_within_a_sentence_a_text_has_no_full_stop_of_its_own() -> None:
    texts = {"Wait": "Wait", "Wait.": "Wait", "Wait...": "Wait...", "Wait?": "Wait?", "Say “No.”": "Say “No.”"}
    assert {text: formatting.without_full_stop(text) for text in texts} == texts


def test_an_assumption_without_a_name_is_called_by_its_id() -> None:
    assert naming.display_name(Assumption(id="w", name="Weight", value=1)) == "Weight"
    assert naming.display_name(Assumption(id="own_weight", value=1)) == "own weight"


@pytest.mark.parametrize(
    "written, said", [("2d", "2 days"), ("54h", "2.25 days"), ("6h", "6 hours"), ("1d", "1 day"), (1, "1 turn")]
)
def test_a_span_of_time_is_told_in_its_largest_unit(written: str | int, said: str) -> None:
    assert formatting.duration(Duration.parse(written)) == said


@pytest.mark.parametrize(
    "step, said",
    [(0, "Thursday 28 May · evening"), (1, "Friday 29 May · night"), (2, "Friday 29 May · morning")],
)
def test_a_step_is_a_date_and_a_part_of_the_day(step: int, said: str) -> None:
    assert formatting.date_and_part(TIME, step) == said


def test_a_stamp_has_the_date_in_a_story_of_more_than_a_week_and_the_year_in_one_of_more_than_a_year() -> None:
    start = dt.datetime(2020, 6, 1, 6, tzinfo=dt.UTC)
    week, weeks, years = (Timeline(last, start, 12) for last in (14, 120, 1000))

    assert [formatting.weekday_and_part(time, 0) for time in (week, weeks, years)] == [
        "Mon morning",
        "1 Jun morning",
        "1 Jun 2020 morning",
    ]
    assert formatting.weekday_and_date(weeks, 14) == "Mon 8 Jun"
    assert formatting.weekday_and_date(years, 14) == "Mon 8 Jun 2020"
    assert formatting.short_date(years, 732) == "2 Jun 2021"
    assert formatting.date_and_time(years, 732) == f"{formatting.date(years, 732)}, {years.moment(732):%H:%M}"
    assert formatting.date(years, 732) == "Wednesday 2 June 2021"
    assert formatting.date(weeks, 14) == "Monday 8 June"
    assert formatting.date_and_part(years, 732) == "Wednesday 2 June 2021 · morning"
    assert formatting.deadline(years, 0, 730) == "until 1 June 2021"
    assert formatting.due_date(years, None, 730) == ", by Tuesday 1 June 2021"


def test_a_step_of_a_clock_of_turns_is_a_turn() -> None:
    assert formatting.date_and_part(TURNS, 0) == "Turn 0 of 12"
    assert formatting.weekday_and_date(TURNS, 4) == "turn 4"
    assert formatting.deadline(TURNS, 0, 4) == "until turn 4"


@pytest.mark.parametrize(
    "step, said",
    [
        (1, "until tomorrow night"),
        (4, "until tomorrow evening"),
        (8, "until Saturday evening"),
        (48, "until 9 June"),
    ],
)
def test_a_deadline_is_said_as_seen_from_now(step: int, said: str) -> None:
    assert formatting.deadline(TIME, 0, step) == said


def test_a_deadline_of_today() -> None:
    assert formatting.deadline(TIME, 2, 4) == "until this evening"


def test_what_a_decision_takes() -> None:
    hours = Budget(name="hours", refill=3)
    assert formatting.cost_range(hours, 0, 2) == "0 to 2 hours"
    assert formatting.cost_range(hours, 1, 1) == "1 hour"


@pytest.mark.parametrize(
    "name, singular, said",
    [
        ("bus", "", "1 bus"),
        ("buses", "bus", "1 bus"),
        ("buses", "", "1 buses"),
        ("political capital", "", "1 political capital"),
    ],
)
def test_a_singular_is_what_its_author_writes_and_nothing_is_cut_off(name: str, singular: str, said: str) -> None:
    budget = Budget(name=name, singular=singular, refill=3)
    assert [formatting.budgeted(value, budget) for value in (1, 2)] == [said, f"2 {name}"]


def test_a_figure_of_one_has_the_singular_of_its_unit() -> None:
    brands = Metric(name="Brands", unit="brands", unit_singular="brand")
    assert [formatting.with_unit(brands, value) for value in (0, 0.9, 1, 2)] == [
        "0 brands",
        "1 brand",
        "1 brand",
        "2 brands",
    ]


def test_changes_have_a_sign_that_needs_no_colour() -> None:
    assert formatting.arrow_and_size(PLAIN, 60.4, 67.4) == "▲7"
    assert formatting.arrow_and_size(PLAIN, 60.6, 60.4) == "▼1"
    assert formatting.arrow_and_size(PLAIN, 61.4, 60.6) == "="
    assert formatting.arrow_and_change(PLAIN, 68.4, 61) == "▼ −7.4"


def test_a_change_is_as_fine_as_its_metric() -> None:
    assert formatting.arrow_and_size(SHARE, 0.5, 0.53) == "▲0.03"
    assert formatting.arrow_and_size(SHARE, 0.5, 0.504) == formatting.LEVEL
