"""What is in sight on the desk: stakes, metrics that appear in time, standing decisions, surveys out of turn."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.scenario.sample import SMALL, loaded, places, planted, unmarked

NEWER = SMALL.replace("format = 1", "format = 2")
STAKE = '\n[stake.strike]\nname = "They walk out"\nmetric = "staff"\n'
STRIKE = '[event.strike]\ntitle = "Strike"\nwhen = "staff < 20"\n'


def codes(text: str) -> list[str]:
    return [one.code for one in loaded(text).diagnostics]


@pytest.mark.parametrize("threshold", ["below = 20", 'above = "gain + 60"', 'below = "20 * mood"'])
def test_a_threshold_is_a_number_or_made_of_what_does_not_change_in_play(threshold: str) -> None:
    assert codes(f"{NEWER}{STAKE}{threshold}\n{STRIKE}") == []


@pytest.mark.parametrize(
    "threshold, code",
    [
        ('below = "«crowd - 10"', "E310"),
        ("below = «120", "E706"),
        ('above = "«20 > 10"', "E302"),
        ("below = 20\nwhen = «'gain > 0.1'", "W503"),
    ],
)
def test_a_threshold_that_moves_or_is_never_met_is_found(threshold: str, code: str) -> None:
    text, line, column = unmarked(f"{NEWER}{STAKE}{threshold}\n{STRIKE}")
    assert places(loaded(text).diagnostics) == [(code, line, column)]


@pytest.mark.parametrize(
    "keys",
    ["below = 20\nabove = 30", "below = 20\nat = 2020-06-01T12:00:00-04:00", ""],
)
def test_a_stake_has_one_threshold_or_a_date(keys: str) -> None:
    assert codes(f"{NEWER}{STAKE}{keys}\n{STRIKE}") == ["E832"]
    dated = '[stake.hearing]\nname = "The hearing"\nat = "day 9 12:00"\n'
    assert codes(f"{NEWER}\n{dated}") == []
    assert codes(f"{NEWER}\n{dated}below = 3\n") == ["E832"]


def test_a_date_of_a_stake_is_within_the_clock() -> None:
    assert codes(f'{NEWER}\n[stake.hearing]\nname = "The hearing"\nat = "day 99"\n') == ["E606"]


def test_a_name_that_does_not_fit_on_the_desk_is_found() -> None:
    long = STAKE.replace("They walk out", "All of the staff leave their desks at once")
    assert codes(f"{NEWER}{long}below = 20\n{STRIKE}") == ["W204"]


def test_a_stake_of_a_metric_that_only_news_read_is_one_on_which_nothing_hangs() -> None:
    assert codes(f"{NEWER}{STAKE.replace('staff', 'crowd')}below = 20\n") == []  # a formula reads it
    stray = '[metric.stray]\nname = "S"\nstart = 5\nsupport = "judgement"\n'
    told = '[event.heard]\ntitle = "T"\nat = "day 3"\n'
    told += 'news = [{ from = "press", text = "{stray}", when = "level > 0 and stray > 3" }]\n'
    assert codes(f"{NEWER}\n{stray}{told}{STAKE.replace('staff', 'stray')}below = 2\n") == ["W534"]


def test_a_condition_of_a_stake_or_a_meter_that_can_never_hold_is_found() -> None:
    assert codes(f"{NEWER}{STAKE}below = 20\nwhen = 'level > 3'\n{STRIKE}") == ["W540"]
    assert codes(planted('name = "Crowd"', 'name = "Crowd"\nappears = "level > 3"', NEWER)) == ["W540"]
    assert codes(planted('name = "Crowd"', 'name = "Crowd"\nappears = "staff < 40"', NEWER)) == []


def test_a_standing_decision_stands_from_the_start_unless_it_says_when() -> None:
    standing = '[decision.walk]\ntitle = "W"\nbrief = "B"\nstanding = true\noption.go.label = "Go"\n'
    decision = loaded(f"{NEWER}\n{standing}").playable.decisions["walk"]
    assert decision.at == dt.datetime(2020, 5, 28, 18, tzinfo=dt.timezone(dt.timedelta(hours=-4)))
    waits = loaded(f"{NEWER}\n" + standing.replace("standing", 'when = "staff < 60"\nstanding'))
    assert waits.playable.decisions["walk"].at is None


@pytest.mark.parametrize("key", ["urgent = true", 'expires = "2d"', 'expires = "2d"\ndefault = "go"'])
def test_a_standing_decision_has_no_deadline(key: str) -> None:
    standing = f'[decision.walk]\ntitle = "W"\nbrief = "B"\nstanding = true\n{key}\noption.go.label = "Go"\n'
    assert set(codes(f"{NEWER}\n{standing}")) == {"E833"}


def test_what_is_known_at_any_time_needs_no_survey() -> None:
    asks = planted('title = "The post"', 'title = "The post"', NEWER)
    asks = asks.replace(
        "[decision.the_post.option.leave_up]", '[decision.the_post.option.leave_up]\nsurveys = ["crowd"]'
    )
    assert codes(asks) == ["E504"]
    assert codes(asks.replace('name = "Crowd"', 'name = "Crowd"\nsurvey = { every = "7d", noise = 3 }')) == []
