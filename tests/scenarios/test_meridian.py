"""What the second story promises beyond what every story does."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from ceo_sim.analysis.simulate import batches_of
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from ceo_sim.scenario.loader import load

STORY = Path(__file__).parents[2] / "scenarios" / "meridian"
PLAYS = 10_000
NOISE = 0.02


@cache
def meridian() -> Program:
    scenario = load(STORY).scenario
    assert scenario is not None
    return compile_scenario(scenario)


def test_it_is_two_thirds_as_large_as_the_flagship() -> None:
    story = meridian().scenario

    assert len(story.decisions) >= 19
    assert sum(len(decision.options) for decision in story.decisions.values()) >= 70
    assert len(story.events) >= 27
    assert sum(len(deck.cards) for deck in story.decks.values()) >= 12
    assert len(story.endings) >= 6
    assert len(story.rivals) >= 4
    assert story.debrief is not None
    assert len(story.debrief.questions) >= 6


@pytest.mark.slow
def test_no_option_is_better_than_another_in_everything_that_is_seen() -> None:
    batches = list(batches_of(meridian(), PLAYS, 1, RandomPolicy()))
    final = np.concatenate([batch.final for batch in batches], axis=1)
    choice = np.concatenate([batch.choice for batch in batches], axis=1)
    seen = [
        plan
        for plan in meridian().metrics.values()
        if plan.written.better != "neither" and plan.written.shown in ("player", "advisers")
    ]
    signs = np.array([1.0 if plan.written.better == "higher" else -1.0 for plan in seen])
    values = signs[:, None] * final[[plan.cell for plan in seen]]
    dominated = []
    for decision in meridian().decisions:
        brings = {
            option.id: values[:, choice[decision.index] == option.position].mean(axis=1) for option in decision.options
        }
        dominated += [
            f"{decision.id}: {one} beats {other}"
            for one, mine in brings.items()
            for other, theirs in brings.items()
            if one != other and bool(np.all(mine >= theirs - NOISE))
        ]

    assert dominated == []
