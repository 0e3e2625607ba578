"""How much each decision sways how a story ends, which decisions change nothing, and which options end alike.

The share of a metric's variance that a decision explains is epsilon squared (Kelley 1935): eta squared less what groups
of these sizes would explain by chance, (SSB - (k-1) MSW) / SST. The bits that it tells of the ending are the mutual
information less the bias of counting (Miller 1955), (cells - rows - columns + 1) / 2N. Both are taken over the plays in
which the decision was put, and count for as much as these are of all plays.
"""

from __future__ import annotations

import math

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.analysis.balance_sums import STEPS, BalanceSums, judged_metrics
from ceo_sim.engine.portable_math import log
from ceo_sim.engine.program import DecisionPlan, OptionPlan, Program

LEAST_SHARE = 0.001
"""The least share of variance, and the fewest bits, that make a difference."""
MOST_NOISE = 0.005
"""The share of variance, and twice the bits, below which chance must stay if a decision is said to change nothing."""
MOST_SHIFT = 0.1
"""By how many standard deviations the means of any metric differ at most after options that end alike."""
MOST_DISTANCE = 0.03
"""Which share of plays at most ends otherwise after them."""
FEWEST = 100
"""Plays with an option below which nothing is said of it."""
SURE = 3.0
"""By how many standard errors a difference must stand out from chance."""
LN_2 = float(log(np.array(2.0)))
Floats = NDArray[np.float64]


@frozen
class OptionInfluence:
    """What comes of an option.

    Attributes:
        share: In which share of the plays in which its decision was put.
        shifts: By how much the mean of each judged metric is higher than after other answers, in standard deviations
            over all plays.
        alike: The other options of its decision after which plays end alike, as far as can be told.
        rare: Whether there are too few plays with it to say.
    """

    id: str
    share: float
    shifts: dict[str, float]
    alike: tuple[str, ...]
    rare: bool


@frozen
class DecisionInfluence:
    """How much a decision sways.

    Attributes:
        put: In which share of plays it was put.
        variance: The share of each judged metric's variance that its answers explain.
        bits: How much they tell of the ending.
        matters: Whether any of it is more than chance and worth notice; None if there are too few plays to say.
    """

    id: str
    put: float
    variance: dict[str, float]
    bits: float
    matters: bool | None
    options: tuple[OptionInfluence, ...]


def influences(program: Program, sums: BalanceSums) -> tuple[DecisionInfluence, ...]:
    """The influence of each decision, in the order of the file."""
    return tuple(_decision(program, sums, plan) for plan in program.decisions)


def _decision(program: Program, sums: BalanceSums, plan: DecisionPlan) -> DecisionInfluence:
    counts = sums.groups[plan.index]
    put, kinds = int(counts.sum()), int(np.count_nonzero(counts))
    metrics = [metric.id for metric in judged_metrics(program)]
    explained = [_explained(sums, plan.index, place) for place in range(len(metrics))]
    bits, noise = _bits(sums.group_endings[plan.index])
    weight = put / sums.plays
    chance = math.sqrt(2.0 * max(kinds - 1, 0)) / sums.plays
    matters: bool | None = None
    if put >= FEWEST and SURE * max(chance, noise * weight / 2) <= MOST_NOISE:
        stands_out = any(share > max(LEAST_SHARE, SURE * chance) for share in explained)
        matters = stands_out or bits * weight > max(LEAST_SHARE, SURE * noise * weight)
    options = tuple(_option(program, sums, plan, option) for option in plan.options)
    return DecisionInfluence(
        plan.id, weight, dict(zip(metrics, explained, strict=True)), bits * weight, matters, options
    )


def _explained(sums: BalanceSums, decision: int, place: int) -> float:
    """Epsilon squared of a metric, as a share of its variance over all plays."""
    counts = sums.groups[decision].astype(np.float64)
    here = counts > 0
    put, kinds = float(counts.sum()), int(np.count_nonzero(here))
    whole = _scatter(sums.plays, int(sums.totals[place]), int(sums.squares[place]))
    if kinds < 2 or put <= kinds or not whole:
        return 0.0
    of_groups = sums.by_group[decision, here, place].astype(np.float64)
    total, parts = math.fsum(of_groups.tolist()), math.fsum((of_groups * of_groups / counts[here]).tolist())
    between = parts - total * total / put
    within = max(0.0, float(sums.squares_put[decision, place]) - parts)
    return min(1.0, max(0.0, (between - (kinds - 1) * within / (put - kinds)) / whole))


def _scatter(count: int, total: int, squares: int) -> float:
    """The sum of squared distances from the mean."""
    return (count * squares - total * total) / count if count else 0.0


def _bits(table: NDArray[np.int64]) -> tuple[float, float]:
    """Mutual information of rows and columns in bits, and its standard error where there is none."""
    count = int(table.sum())
    if not count:
        return 0.0, 0.0
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    cells = int(np.count_nonzero(table))
    many_rows, many_columns = int(np.count_nonzero(rows)), int(np.count_nonzero(columns))
    plain = _entropy(rows, count) + _entropy(columns, count) - _entropy(table.reshape(-1), count)
    bias = (cells - many_rows - many_columns + 1) / (2 * count)
    noise = math.sqrt(2.0 * max((many_rows - 1) * (many_columns - 1), 0)) / (2 * count)
    return max(0.0, (plain - bias) / LN_2), noise / LN_2


def _entropy(counts: NDArray[np.int64], count: int) -> float:
    """In nats."""
    shares = counts[counts > 0] / count
    return -math.fsum((shares * log(shares)).tolist())


def _option(program: Program, sums: BalanceSums, decision: DecisionPlan, option: OptionPlan) -> OptionInfluence:
    counts = sums.groups[decision.index]
    row, put = option.position + 1, int(counts.sum())
    others = [other for other in range(len(counts)) if other != row and counts[other]]
    shifts = {}
    for place, metric in enumerate(judged_metrics(program)):
        shifts[metric.id] = _shift(sums, decision.index, place, [row], others)
    alike = [
        other.id
        for other in decision.options
        if other is not option and _alike(sums, decision.index, row, other.position + 1)
    ]
    chosen = int(counts[row])
    return OptionInfluence(option.id, chosen / max(put, 1), shifts, tuple(alike), rare=chosen < FEWEST)


def _shift(sums: BalanceSums, decision: int, place: int, some: list[int], others: list[int]) -> float:
    """How much higher the mean of a metric is in some groups than in others, in standard deviations over all plays."""
    spread = math.sqrt(_scatter(sums.plays, int(sums.totals[place]), int(sums.squares[place])) / sums.plays)
    counts, of_groups = sums.groups[decision], sums.by_group[decision, :, place]
    one, other = int(counts[some].sum()), int(counts[others].sum())
    if not one or not other or spread <= STEPS * 1e-9:
        return 0.0
    return (int(of_groups[some].sum()) / one - int(of_groups[others].sum()) / other) / spread


def _alike(sums: BalanceSums, decision: int, one: int, other: int) -> bool:
    """Whether plays end alike after two options: what differs is little even where chance has hidden some of it."""
    counts = sums.groups[decision]
    n, m = int(counts[one]), int(counts[other])
    if min(n, m) < FEWEST:
        return False
    hidden = 2 * math.sqrt(1 / n + 1 / m)
    shifts = [_shift(sums, decision, place, [one], [other]) for place in range(len(sums.totals))]
    distance, noise = _distance(sums.group_endings[decision, one], sums.group_endings[decision, other])
    return max(map(abs, shifts), default=0.0) + hidden <= MOST_SHIFT and max(distance, noise) <= MOST_DISTANCE


def _distance(one: NDArray[np.int64], other: NDArray[np.int64]) -> tuple[float, float]:
    """The total variation distance of two distributions, and what chance alone makes of it."""
    n, m = int(one.sum()), int(other.sum())
    p, q = one / n, other / m
    pooled = (one + other) / (n + m)
    spread: Floats = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    # The mean distance of a normal number from nought is 0.798 standard deviations.
    return float(np.abs(p - q).sum()) / 2, 0.798 * math.fsum(spread.tolist()) / 2
