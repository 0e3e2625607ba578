"""Whatever story somebody writes, the tools that play it many times agree with each other."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given

from ceo_sim.analysis.balance import balance, usual_policies
from ceo_sim.analysis.never import Never, never_met
from ceo_sim.analysis.simulate import simulate
from ceo_sim.analysis.things import thing_named
from ceo_sim.analysis.trial import Trial, hold_trial
from ceo_sim.analysis.why_not import WhyNot, why_not
from ceo_sim.engine.policy import RandomPolicy
from ceo_sim.engine.program import Program
from tests.support.random_stories import texts
from tests.support.stories import program

PLAYS = 150


def counted(story: Program) -> tuple[Trial, dict[tuple[str, str], Never]]:
    trial = hold_trial(story, PLAYS, 1, RandomPolicy())
    assert trial.counted is not None
    never = never_met(story, trial.summary, trial.counted.tally)
    return trial, {(thing.kind, thing.id): thing for thing in never}


def asked(story: Program, kind: str, id: str) -> WhyNot:
    return why_not(story, thing_named(story, f"{kind}:{id}"), PLAYS, 1, RandomPolicy())


@given(text=texts())
def test_what_is_counted_is_what_happened(text: str) -> None:
    story = program(text)
    trial, never = counted(story)
    assert trial.counted is not None
    tally, summary = trial.counted.tally, simulate(story, PLAYS, 1, clock=lambda: 0.0)

    assert evolve(trial.summary, seconds=0.0) == summary
    for event in story.events:
        assert int(tally.applied[event.consequence.index]) == summary.events[event.id]
        assert (("event", event.id) in never) == (summary.events[event.id] == 0)
    for ending in story.endings:
        assert (("ending", ending.id) in never) == (summary.endings[ending.id] == 0)
    for decision, option in story.options:
        id = f"{decision.id}.{option.id}"
        assert int(tally.chosen[option.index]) == summary.options[id]
        unopened = ("decision", decision.id) in never
        assert (("option", id) in never or unopened) == (summary.options[id] == 0)


@given(text=texts())
def test_a_nearest_miss_belongs_to_what_never_held_and_names_a_clause_that_failed(text: str) -> None:
    story = program(text)
    for thing in counted(story)[1].values():
        if thing.nearest is not None:
            assert thing.nearest.failing
            assert len(thing.nearest.failing) == thing.nearest.failed
            assert 1 <= thing.nearest.seed <= PLAYS
            assert 0 <= thing.nearest.step <= story.timeline.last


@given(text=texts())
def test_why_not_counts_as_simulate_does(text: str) -> None:
    story = program(text)
    trial, _ = counted(story)
    assert trial.counted is not None
    for event in story.events:
        why = asked(story, "event", event.id)
        assert why.findings.times == trial.summary.events[event.id]
        assert why.findings.plays_with == trial.summary.plays_with[event.id]
    for ending in story.endings:
        assert asked(story, "ending", ending.id).findings.times == round(trial.summary.endings[ending.id] * PLAYS)
    for decision, option in story.options:
        why, id = asked(story, "option", f"{decision.id}.{option.id}"), f"{decision.id}.{option.id}"
        assert why.findings.times == trial.summary.options[id]
        assert why.findings.put == trial.counted.tally.put[decision.index]
        if why.clauses:
            assert why.findings.whole.met == trial.counted.tally.open[option.index]


@given(text=texts())
def test_every_policy_plays_every_story_to_its_end(text: str) -> None:
    story = program(text)
    result = balance(story, PLAYS, 1, [*usual_policies(story), "greedy:trust", "against:mood"])

    for policy in result.policies:
        assert abs(sum(policy.endings.values()) - 1) < 1e-9
    assert next(policy for policy in result.policies if policy.name == "never-spend").plays == PLAYS
    for decision in result.decisions:
        assert all(0 <= share <= 1 for share in decision.variance.values())
        assert 0 <= decision.bits <= 2
