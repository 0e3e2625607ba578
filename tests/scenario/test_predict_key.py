"""Predictions as an author marks them: which metrics, at which decisions."""

from __future__ import annotations

import pytest

from tests.scenario.sample import SMALL, loaded, planted

NEWER = SMALL.replace("format = 1", "format = 2")
AT_THE_POST = 'room = ["policy"]'
STANDING = '\n[decision.walk]\ntitle = "W"\nbrief = "B"\nstanding = true\n{key}\noption.go.label = "Go"\n'


def codes(text: str) -> list[str]:
    return [one.code for one in loaded(text).diagnostics]


def marked(*metrics: str) -> str:
    return planted(AT_THE_POST, f"{AT_THE_POST}\npredict = [{', '.join(map(repr, metrics))}]", NEWER)


def test_metrics_are_read_in_their_order_and_may_be_more_than_the_headline() -> None:
    text = marked("crowd", "staff", "morale")
    assert codes(text) == []
    assert loaded(text).playable.decisions["the_post"].predict == ("crowd", "staff", "morale")


@pytest.mark.parametrize("metrics, code", [(("stuff",), "E501"), (("staff", "staff"), "W535")])
def test_what_is_no_metric_or_is_named_twice_is_found(metrics: tuple[str, ...], code: str) -> None:
    assert codes(marked(*metrics)) == [code]


@pytest.mark.parametrize("shown", ["debrief", "never"])
def test_what_nobody_sees_is_found(shown: str) -> None:
    assert "W535" in codes(marked("crowd").replace('name = "Crowd"', f'name = "Crowd"\nshown = "{shown}"'))


def test_what_is_done_with_free_hours_predicts_nothing() -> None:
    assert codes(NEWER + STANDING.format(key="")) == []
    assert codes(NEWER + STANDING.format(key='predict = ["staff"]')) == ["W535"]


def test_more_decisions_than_a_game_asks_at_are_worth_a_note() -> None:
    one = '\n[decision.{id}]\ntitle = "W"\nbrief = "B"\nwhen = "day > 3"\npredict = ["staff"]\noption.go.label = "Go"\n'
    three = NEWER + "".join(one.format(id=id) for id in ("first", "second", "third"))
    assert "N535" not in codes(three)
    assert codes(three + one.format(id="fourth")).count("N535") == 1


def test_the_first_version_of_the_language_does_not_know_it() -> None:
    assert "E412" in codes(marked("staff").replace("format = 2", "format = 1"))
