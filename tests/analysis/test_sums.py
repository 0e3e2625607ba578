from __future__ import annotations

import statistics

import numpy as np
import pytest

from ceo_sim.analysis.sums import Moments, share_interval

VALUES = np.random.default_rng(1).uniform(-300, 1_000, 5_000)


def moments(*parts: np.ndarray) -> Moments:
    whole = Moments.within(-300, 1_000)
    for part in parts:
        other = Moments.within(-300, 1_000)
        other.add(part)
        whole.join(other)
    return whole


def test_mean_and_variance_are_those_of_the_values() -> None:
    assert moments(VALUES).mean == pytest.approx(statistics.fmean(VALUES), rel=1e-9)
    assert moments(VALUES).variance == pytest.approx(statistics.variance(VALUES.tolist()), rel=1e-5)


def test_sums_are_the_same_to_the_last_bit_however_they_are_split() -> None:
    assert moments(VALUES) == moments(VALUES[4_000:], VALUES[:13], VALUES[13:4_000])


def test_equal_values_have_no_spread() -> None:
    same = moments(np.full(7, 33.3))

    assert same.mean == pytest.approx(33.3, rel=1e-10)
    assert same.variance == 0
    assert same.interval() == (same.mean, same.mean)


def test_of_nothing_there_is_no_spread() -> None:
    assert (moments().mean, moments().variance) == (0, 0)


def test_the_interval_of_a_mean_holds_it_nineteen_times_in_twenty() -> None:
    luck = np.random.default_rng(2)
    intervals = [moments(luck.normal(50, 20, 400).clip(-300, 1_000)).interval() for _ in range(400)]

    assert 0.92 < sum(low <= 50 <= high for low, high in intervals) / 400 < 0.98


# The values of Newcombe, "Two-sided confidence intervals for the single proportion" (1998), table I, method 3.
@pytest.mark.parametrize(
    "times, plays, interval",
    [(81, 263, (0.2553, 0.3662)), (15, 148, (0.0624, 0.1605)), (0, 20, (0, 0.1611)), (1, 29, (0.0061, 0.1718))],
)
def test_the_interval_of_a_share_is_that_of_the_books(times: int, plays: int, interval: tuple[float, float]) -> None:
    assert share_interval(times, plays) == pytest.approx(interval, abs=5e-5)
