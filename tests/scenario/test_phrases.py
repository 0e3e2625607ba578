"""Dates, figures and numbers of things as every face says them."""

from __future__ import annotations

import datetime as dt

import pytest

from ceo_sim.scenario import phrases
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Assumption, Metric
from ceo_sim.scenario.units import Duration

PLAIN = Metric(id="m", name="M", start=Expression.parse(50))
FINE = Metric(id="m", name="M", start=Expression.parse(50), decimals=1, unit="%")


def test_a_moment_is_a_date_or_a_turn() -> None:
    day = dt.datetime(2020, 5, 31, 18, tzinfo=dt.UTC)
    assert (phrases.date(day), phrases.date(3)) == ("Sunday 31 May", "Turn 3")
    assert (phrases.short_date(day), phrases.short_date(3)) == ("31 May", "3")


def test_a_day_has_four_parts() -> None:
    said = [phrases.part_of_day(hour) for hour in (0, 4.5, 5, 11.5, 12, 16, 17, 22.5, 23)]
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
    assert phrases.ends(metric, low, high) == said


def test_a_value_outside_a_range_is_seen_to_be_outside() -> None:
    assert phrases.placed(PLAIN, 54.6, 71.8, 63.2) == ("55", "72", "63")
    assert phrases.placed(PLAIN, 54.6, 71.8, 72.4) == ("54.6", "71.8", "72.4")
    assert phrases.placed(PLAIN, 54.6, 71.8, 71.82) == ("54.60", "71.80", "71.82")
    assert phrases.placed(PLAIN, 54.6, 71.8, 54.58) == ("54.60", "71.80", "54.58")


def test_figures_have_their_unit_and_are_never_minus_nothing() -> None:
    assert phrases.with_unit(FINE, -0.01) == "0.0 %"
    assert phrases.with_unit(PLAIN, 61_395.2) == "61,395"
    assert phrases.figure(FINE, -0.01) == "0.0"


def test_a_change_has_its_sign_unless_it_is_nothing() -> None:
    assert [phrases.change(PLAIN, value) for value in (3, -0.4, -0.04)] == ["+3.0", "−0.4", "0"]


def test_a_change_and_its_total_have_a_digit_more_than_the_metric_so_that_they_add_up_to_the_eye() -> None:
    assert [phrases.change(FINE, -5.75), phrases.total(FINE, 61.42), phrases.total(PLAIN, -3)] == [
        "−5.75", "61.42", "−3.0",
    ]  # fmt: skip
    assert [phrases.change(PLAIN, -1234.56), phrases.total(PLAIN, 61_395.2)] == ["−1,235", "61,395"]


def test_numbers_of_things() -> None:
    assert [phrases.counted(number, "answer") for number in (0, 1, 2)] == ["0 answers", "1 answer", "2 answers"]
    assert phrases.counted(2, "story", "stories") == "2 stories"
    assert [phrases.amount(number, "hours") for number in (1, 2.5)] == ["1 hour", "2.5 hours"]


@pytest.mark.parametrize(
    "value, said",
    [(0.1 + 0.2, "0.3"), (2, "2"), (1_234_567.5, "1,234,567.5"), (1e12, "1,000,000,000,000"), (-0.04, "-0.04")],
)
def test_a_number_stands_as_it_was_written(value: float, said: str) -> None:
    assert phrases.number(value) == said


@pytest.mark.parametrize(
    "share, said", [(0, "0 %"), (0.004, "under 1 %"), (0.005, "under 1 %"), (0.05, "5 %"), (1, "100 %")]
)
def test_a_share_that_is_not_nothing_is_not_said_to_be(share: float, said: str) -> None:
    assert phrases.percent(share) == said


def test_a_sentence_has_one_full_stop() -> None:
    assert [phrases.ended(text) for text in ("Wait", "Wait.", "Wait?")] == ["Wait.", "Wait.", "Wait?"]


def test_an_assumption_without_a_name_is_called_by_its_id() -> None:
    assert phrases.called(Assumption(id="w", name="Weight", value=1)) == "Weight"
    assert phrases.called(Assumption(id="own_weight", value=1)) == "own weight"


@pytest.mark.parametrize(
    "written, said", [("2d", "2 days"), ("54h", "2.25 days"), ("6h", "6 hours"), ("1d", "1 day"), (1, "1 turn")]
)
def test_a_span_of_time_is_told_in_its_largest_unit(written: str | int, said: str) -> None:
    assert phrases.lasting(Duration.parse(written)) == said
