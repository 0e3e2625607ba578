"""What the short story promises: that its writer's claims are proven, as the tutorial for writers says."""

from __future__ import annotations

import pytest

from ceo_sim.analysis.balance import balance
from ceo_sim.analysis.claims import check_targets
from ceo_sim.analysis.never import never_met
from ceo_sim.analysis.reading import readings
from ceo_sim.analysis.statistics import statistics_of
from ceo_sim.analysis.trial import hold_trial
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.scenario.loader import diagnose
from tests.support.scenarios import SCENARIOS, shipped, shipped_program

PLAYS = 10_000


def test_it_has_no_findings_and_allows_none() -> None:
    assert list(diagnose(SCENARIOS / "depot.toml")) == []


def test_it_is_a_lesson_long_and_takes_few_lines_a_decision() -> None:
    found = statistics_of(shipped("depot"), readings(shipped_program("depot"), 20, 1))

    assert 8 <= found.counts["decisions"] <= 10
    assert found.counts["options"] == 3 * found.counts["decisions"]
    assert 10 <= found.minutes <= shipped("depot").playable.info.minutes
    assert found.lines_a_decision <= 28


def test_every_option_has_advice_and_serves_or_goes_against_a_value() -> None:
    decisions = shipped("depot").playable.decisions.values()

    assert [
        f"{decision.id}.{option.id}"
        for decision in decisions
        for option in decision.options.values()
        if len(option.advice) < 2 or not option.values
    ] == []


@pytest.mark.slow
def test_its_targets_hold_and_everything_in_it_happens() -> None:
    program = shipped_program("depot")
    trial = hold_trial(program, PLAYS, 1, RandomPolicy())
    assert trial.counted is not None

    assert [target for target in check_targets(program, PLAYS, seed=1) if not target.holds] == []
    assert list(never_met(program, trial.summary, trial.counted.tally)) == []


@pytest.mark.slow
def test_each_of_its_decisions_sways_something() -> None:
    found = balance(shipped_program("depot"), PLAYS, 1, [])

    assert [decision.id for decision in found.decisions if not decision.matters] == []
