"""The one account of why: causes that add up, and evidence that is given once."""

from __future__ import annotations

import itertools

import pytest

from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting
from ceo_sim.presentation.document import words_of
from ceo_sim.presentation.why import Evidence, changes_by, evidence_for, evidence_of, why
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, GROUNDS, program

STORY = program(EVERYTHING)
METRICS = tuple(STORY.scenario.metrics.values())


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("most", [1, 3, 50])
def test_the_causes_lead_from_nothing_to_the_value_the_largest_first(seed: int, most: int) -> None:
    game = played_by_lot(STORY, seed)
    for metric in METRICS:
        causes = why(game, metric).limited(most).causes
        assert causes[0].is_start
        assert causes[0].before == 0
        assert all(later.before == cause.after for cause, later in itertools.pairwise(causes))
        assert causes[-1].after == pytest.approx(game.ledger.value(metric.id))
        own = [abs(cause.amount) for cause in causes[1:] if cause.kind != "rest"]
        assert own == sorted(own, reverse=True)
        assert len(own) <= most + 1


def test_the_smaller_causes_are_one_with_their_number_and_each_with_its_amount() -> None:
    game, metric = played_by_lot(STORY, 2), STORY.scenario.metrics["staff"]
    whole = why(game, metric)
    last = whole.limited(2).causes[-1]

    assert (last.kind, last.name) == ("rest", f"{len(whole.causes) - 3} smaller causes")
    for cause, said in zip(whole.causes[3:], last.evidence, strict=True):
        assert words_of(said).startswith(f"{whole.change(cause)} {formatting.full_stop(cause.name)}")
    assert not any(cause.kind == "rest" for cause in whole.limited(len(whole.causes) - 2).causes)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("extent", ["all", "nearest"])
def test_evidence_is_given_where_it_is_first_used_and_then_only_named(seed: int, extent: str) -> None:
    game = played_by_lot(STORY, seed)
    for metric in METRICS:
        known = set[Evidence]()
        for cause in why(game, metric, evidence=extent).causes:  # type: ignore[arg-type]
            assert cause.kind != "rest"
            grounds = evidence_for(game, metric.id, cause.kind, cause.id)
            grounds = grounds[:1] if extent == "nearest" else grounds
            new = [ground for ground in grounds if ground not in known]
            known.update(grounds)
            said = [words_of(spans) for spans in cause.evidence]
            if new:
                assert len(said) == len(new)
                assert all(ground.why in text and ground.source in text for ground, text in zip(new, said, strict=True))
            else:
                assert said == [f"As said above: {formatting.full_stop(ground.label)}" for ground in grounds[:1]]


def test_without_evidence_the_causes_are_the_same() -> None:
    game = played_by_lot(STORY, 1)
    for metric in METRICS:
        bare, whole = why(game, metric, evidence="none").causes, why(game, metric).causes
        assert [(one.name, one.amount) for one in bare] == [(one.name, one.amount) for one in whole]
        assert not any(cause.evidence for cause in bare)


def test_an_account_of_the_past_ends_where_the_metric_stood_then() -> None:
    game = played_by_lot(STORY, 3)
    for metric in METRICS:
        assert why(game, metric, game.now // 2).causes[-1].after == pytest.approx(game.course(metric.id)[game.now // 2])


def test_the_single_changes_of_a_cause_are_those_of_the_ledger_and_all_its_evidence_is_given_again() -> None:
    game, metric = played_by_lot(STORY, 2), STORY.scenario.metrics["staff"]
    for cause in why(game, metric).causes:
        rows = [row for row in game.ledger.of("staff") if (row.kind, row.cause) == (cause.kind, cause.id)]
        changes = [words_of(spans).partition(",")[0] for _, spans in changes_by(game, metric, cause).items]
        shown = formatting.shown_parts(metric, cause.shown, [row.amount for row in rows])
        assert changes == [formatting.change(metric, amount) for amount in shown]
        assert cause.kind != "rest"
        grounds = evidence_for(game, "staff", cause.kind, cause.id)
        assert len(evidence_of(game, metric, cause).items) == len(grounds)


def test_evidence_says_in_words_what_it_is_about_with_its_number() -> None:
    story = Game(program(GROUNDS), 1)
    weight = Evidence("How much a loss weighs = 0.4", "Losses loom larger.", "A study, 1979", "measured")

    assert evidence_for(story, "staff", "drift", "staff") == (
        Evidence("Staff", "A survey of staff.", "", "direction"),
        Evidence("How fast it settles", "Half the way to its resting level in 3 turns.", "", "direction"),
        weight,
    )
    assert evidence_for(story, "staff", "option", "post.go") == (
        Evidence("The formula “weigh”", "As prospect theory has it.", "", "direction"),
        Evidence("temper", "Some weeks are worse.", "", None),
        weight,
    )
    own = evidence_for(story, "mood", "option", "post.stay")
    assert [ground.label for ground in own] == ["Staff", "Staff", "Mood"]
    assert evidence_for(story, "staff", "option", "post.stay")[0].label == "The post, 60 - Leave it up"


def test_a_fixed_resting_level_and_its_pace_are_given_as_numbers() -> None:
    grounds = evidence_for(Game(STORY, 1), "staff", "drift", "staff")

    assert [ground.why for ground in grounds if ground.label == "How fast it settles"] == [
        "Half the way to 55 in 10 days."
    ]
