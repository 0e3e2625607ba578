from __future__ import annotations

import math
import sys

import numpy as np
import pytest

from ceo_sim.analysis.balance import Balance, balance, usual_policies
from ceo_sim.analysis.balance_sums import judged_metrics, sums_of
from ceo_sim.analysis.influence import DecisionInfluence, influences
from ceo_sim.analysis.sensitivity import (
    SensitivityUnavailable,
    assumption_ranges,
    opened,
    outcomes,
    played,
    sensitivity,
)
from ceo_sim.analysis.simulate import simulate
from ceo_sim.analysis.thresholds import PLAYS, Threshold, Want, thresholds
from ceo_sim.engine import rng
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.program import Program
from tests.support.stories import EVERYTHING, HIGH, LOW, WITH_A_RANGE, by_turn, program

STORY = by_turn(
    """
[assumption.lift]
value = 20
range = [0, 40]
[assumption.idle]
value = 1
range = [0, 9]
[assumption.fixed]
value = 5
[draw.luck]
low = 0
high = 30
[metric.staff]
start = "40 + luck"
headline = true
[metric.quiet]
start = 50
[decision.big]
at = 0
urgent = true
[decision.big.option.up]
effects = { staff = "lift" }
[decision.big.option.down]
effects = { staff = "-fixed" }
[decision.none]
at = 1
urgent = true
[decision.none.option.a]
effects = { quiet = 1 }
[decision.none.option.b]
effects = { quiet = "idle" }
[decision.seldom]
when = "day == 2 and luck > 29.9"
urgent = true
[decision.seldom.option.a]
effects = { staff = 30 }
[decision.seldom.option.b]
effects = { staff = -30 }
"""
    + HIGH
    + LOW
)


def found(plays: int = 4_000, policies: tuple[str, ...] = ("first",), story: Program = STORY) -> Balance:
    return balance(story, plays, 1, policies)


def by_id(result: Balance) -> dict[str, DecisionInfluence]:
    return {decision.id: decision for decision in result.decisions}


# ---- what decisions sway --------------------------------------------------------------------------------------


def test_a_decision_explains_what_its_options_differ_by() -> None:
    decisions = by_id(found())
    # Luck has a variance of 30**2 / 12, and two options 25 apart one of 25**2 / 4.
    expected = (25**2 / 4) / (25**2 / 4 + 30**2 / 12)

    assert decisions["big"].variance == {"staff": pytest.approx(expected, abs=0.02)}
    assert decisions["big"].matters is True
    assert decisions["big"].options[0].shifts["staff"] == pytest.approx(25 / math.sqrt(25**2 / 4 + 75), abs=0.05)
    assert not any(option.alike for option in decisions["big"].options)


def test_a_decision_that_changes_nothing_is_marked_and_its_options_end_alike() -> None:
    none = by_id(found(20_000))["none"]

    assert none.variance["staff"] < 0.001
    assert none.bits < 0.001
    assert none.matters is False
    assert [(option.id, option.alike) for option in none.options] == [("a", ("b",)), ("b", ("a",))]


def test_of_few_plays_nothing_is_said() -> None:
    decisions = by_id(found(400))

    assert decisions["seldom"].matters is None
    assert all(option.rare for option in decisions["seldom"].options)
    assert decisions["none"].matters is None
    assert not decisions["none"].options[0].alike


def test_the_bits_of_a_decision_are_the_entropy_that_it_takes_from_the_ending() -> None:
    result = found(20_000)
    shares = (1.0, 5 / 30)  # up always ends high, and down where luck is above 25 of 30

    def entropy(share: float) -> float:
        return 0.0 if share in (0, 1) else -(share * math.log2(share) + (1 - share) * math.log2(1 - share))

    expected = entropy(sum(shares) / 2) - sum(map(entropy, shares)) / 2
    assert by_id(result)["big"].bits == pytest.approx(expected, abs=0.03)


def test_variance_that_is_explained_is_that_of_a_sum_over_groups() -> None:
    """Worked out once more, without integers or parts, as the books have it."""
    story = program(EVERYTHING)
    state = Lanes(story, rng.consecutive_seeds(1, 3_000))
    run(state, RandomPolicy())
    result = influences(story, sums_of(state))

    for decision in story.decisions:
        put = state.opened_at[decision.index] >= 0
        groups = state.choice[decision.index][put]
        for plan in judged_metrics(story):
            values = state.final[plan.cell]
            here = values[put]
            parts = [here[groups == group] for group in np.unique(groups)]
            if len(parts) < 2 or not np.ptp(values):
                continue
            between = sum(len(part) * (part.mean() - here.mean()) ** 2 for part in parts)
            within = sum(((part - part.mean()) ** 2).sum() for part in parts)
            whole = ((values - values.mean()) ** 2).sum()
            expected = max(0, (between - (len(parts) - 1) * within / (len(here) - len(parts))) / whole)
            assert result[decision.index].variance[plan.id] == pytest.approx(expected, abs=1e-4)


def test_chance_explains_nothing_on_the_average() -> None:
    """Of 40 small runs about half come out at nought, and the mean stays below what eta squared would claim."""
    explained = []
    for seed in range(40):
        state = Lanes(STORY, rng.consecutive_seeds(1_000 * seed, 60))
        run(state, RandomPolicy())
        explained.append(influences(STORY, sums_of(state))[1].variance["staff"])

    assert sum(share == 0 for share in explained) > 12
    assert sum(explained) / 40 < 1 / 60


# ---- sums -----------------------------------------------------------------------------------------------------


def test_figures_are_the_same_in_whatever_parts_and_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    story = program(EVERYTHING)
    whole = found(600, ("first", "never-spend"), story)
    monkeypatch.setattr("ceo_sim.analysis.simulate.CHUNK", 64)

    assert found(600, ("first", "never-spend"), story) == whole
    assert balance(story, 600, 1, ("first", "never-spend"), jobs=2) == whole


def test_endings_metrics_and_costs_are_those_of_simulate() -> None:
    story = program(EVERYTHING)
    by_lot, first = found(600, ("first",), story).policies
    summary = simulate(story, 600, 1)

    assert (by_lot.name, by_lot.plays, by_lot.endings) == ("random", 600, summary.endings)
    assert by_lot.spent == summary.spent
    for id, mean in by_lot.metrics.items():
        low, high = map(float, story.metrics[id].written.range)
        assert mean == pytest.approx(summary.metrics[id].mean, abs=(high - low) / 2**18)
    assert (first.name, first.plays) == ("first", 500)


def test_what_is_held_does_not_grow_with_the_plays() -> None:
    def size(plays: int) -> int:
        state = Lanes(STORY, rng.consecutive_seeds(1, plays))
        run(state, RandomPolicy())
        sums = sums_of(state)
        return sum(array.nbytes for array in (sums.groups, sums.by_group, sums.group_endings, sums.totals, sums.taken))

    assert size(10) == size(2_000)


def test_the_usual_policies_are_there() -> None:
    assert usual_policies(STORY) == ["lot", "first", "never-spend", "greedy:staff", "against:staff"]


# ---- assumptions ----------------------------------------------------------------------------------------------


def test_an_outcome_moves_by_what_the_formulas_say() -> None:
    result = sensitivity(STORY, 900, 1)

    assert result.paths == 300
    staff = result.effects["staff"]
    # From 0 to 40 for the half that goes up; nothing for the rest.
    assert staff["lift"].moves == pytest.approx(20, abs=3 * 40 / 2 / math.sqrt(300))
    assert staff["lift"].moves == staff["lift"].raises
    assert 0 < staff["lift"].margin < 5
    assert (staff["idle"].moves, staff["idle"].raises) == (0, 0)
    assert result.effects["ending:high"]["lift"].raises > 0.3
    assert result.effects["ending:low"]["lift"].raises == -result.effects["ending:high"]["lift"].raises
    assert "fixed" not in staff


def test_it_is_the_same_in_however_many_processes() -> None:
    assert sensitivity(STORY, 300, 1, jobs=2) == sensitivity(STORY, 300, 1)


def test_an_opened_assumption_gives_what_a_compiled_one_gives() -> None:
    story = program(WITH_A_RANGE)
    ranges = assumption_ranges(story)
    ids = list(ranges)
    rows = np.tile([low for low, _ in ranges.values()], (50, 1))
    values = played(opened(story, ids), ids, rows, rng.consecutive_seeds(3, 50))
    state = Lanes(program(WITH_A_RANGE, {id: low for id, (low, _) in ranges.items()}), rng.consecutive_seeds(3, 50))
    run(state, RandomPolicy())

    assert ids
    for place, plan in enumerate(judged_metrics(story)):
        assert values[place].tolist() == state.final[plan.cell].tolist()
    assert values[len(judged_metrics(story)) :].argmax(axis=0).tolist() == state.ending.tolist()
    assert len(outcomes(story)) == len(values)


def test_without_the_library_one_line_says_so_and_the_rest_works(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SALib", "SALib.analyze", "SALib.sample", "SALib.analyze.morris", "SALib.sample.morris"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SensitivityUnavailable):
        sensitivity(STORY, 100, 1)
    result = found(200)

    assert result.sensitivity is None
    assert result.missing.endswith('pip install "ceo-sim[balance]"')
    assert "\n" not in result.missing
    assert result.policies[0].plays == 200


def test_a_story_without_ranges_rests_on_none() -> None:
    story = by_turn('[metric.m]\nstart = 1\n[ending.over]\ntitle = "O"\ntext = "T"\n')

    assert sensitivity(story, 100, 1).paths == 0


# ---- thresholds -----------------------------------------------------------------------------------------------


def threshold(share: float, assumption: str = "lift") -> Threshold:
    (limit,) = thresholds(STORY, [Want("high", share, assumption)], 1)
    return limit


def test_the_value_for_a_share_is_found_by_halving() -> None:
    limit = threshold(0.3)

    # Up ends high with a share of (20 - lift) below: luck > 20 - lift, of 30; down with luck > 25.
    expected = 20 - 30 * (1 - (0.6 - 5 / 30))
    assert limit.value == pytest.approx(expected, abs=1.5)
    assert limit.interval[0] < 0.3 < limit.interval[1]
    assert limit.ends[0] == pytest.approx((10 + 5) / 60, abs=0.03)
    assert limit.ends[1] == pytest.approx((30 + 5) / 60, abs=0.03)


@pytest.mark.parametrize("share, nearer", [(0.01, 0), (0.9, 1)])
def test_a_share_beyond_both_ends_has_no_value(share: float, nearer: int) -> None:
    limit = threshold(share)

    assert limit.value is None
    assert limit.share == limit.ends[nearer]


def test_a_share_is_one_of_the_plays() -> None:
    assert (threshold(0.3).share * PLAYS) % 1 == 0
