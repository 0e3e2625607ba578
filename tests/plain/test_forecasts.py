from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.analysis.forecast import QUANTILES, forecast
from ceo_sim.errors import IllegalMove
from ceo_sim.presentation import desk, formatting, naming
from ceo_sim.saves.reading import read
from ceo_sim.saves.session import Session
from tests.plain.helpers import rich, talk, to_the_end, told
from tests.saves.helpers import at_noon, loaded
from tests.support.stories import BY_TURN, HEADER, filled_in


def test_a_forecast_tells_price_assumptions_and_each_option(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, ["", "forecast ines"]).after("forecast ines")
        fans = forecast(session.game, "first", "ines")

    assert "This costs 1 hour." in said
    assert "2 of 3 hours left." in said
    assert "weight: 0.9 instead of 0.4." in said
    low, middle, high = (fans.fan("stay", "mood")[QUANTILES.index(level), -1] for level in (0.05, 0.5, 0.95))
    assert f"at the end {middle:.0f} ({low:.0f} to {high:.0f})" in said.partition("2. Stay")[2]
    assert said.count("Mood: Thu 4 Jun ") == 2
    assert "Type forecast Ines Ruiz all for every meter, forecast Ines Ruiz endings for how often" in said
    assert read(session.path).consultations[0].adviser == "ines"


def test_with_all_a_forecast_tells_every_meter_and_costs_no_more(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, ["", "o ines", "o ines all"])

    assert "Type forecast Ines Ruiz all for every meter" in said.after("o ines")
    meters = desk.meters(session.game)
    assert len(meters) > len([meter for meter in meters if meter.is_headline])
    assert all(said.after("o ines all").count(f"   - {metric.name}: ") == 2 for metric in meters)
    assert session.game.budgets["hours"] == 2


def test_how_often_each_ending_came_is_told_on_request_alone_and_costs_no_more(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, ["", "o ines", "o ines endings"])
        fans = forecast(session.game, "first", "ines")

    ending, share = fans.endings_of("stay")[0]
    title = naming.ending_title(session.game, ending)
    assert title not in said.after("o ines").partition("o ines endings")[0]
    assert f"- {title}: " in said.after("o ines endings")
    assert f"option 2 {formatting.percent(share)}" in said.after("o ines endings")
    assert session.game.budgets["hours"] == 2


def test_the_same_forecast_is_paid_for_once(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, ["", "o 1", "o 1"]).text

    assert said.count("This costs") == 1
    assert said.count("Forecast by Ines Ruiz, Policy.") == 2
    assert session.game.budgets["hours"] == 2


@pytest.mark.parametrize(
    "line, tells",
    [
        ("forecast", "1. Ines Ruiz, Policy. Costs 1 hour, 2 left after."),
        ("forecast nobody", '"nobody" names nobody, or more than one.'),
        ("forecast r", '"r" names nobody, or more than one.'),
        ("forecast 3", '"3" names nobody'),
        ("o ²", "names nobody"),
    ],
)
def test_without_a_clear_name_it_says_whom_to_ask(tmp_path: Path, line: str, tells: str) -> None:
    with rich(tmp_path) as session:
        assert tells in talk(session, ["", line]).after(line)
        assert session.game.budgets["hours"] == 3


def test_hours_that_are_not_left_cannot_be_given(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, ["", "o ines", "o teo", "forecast"])

    assert "No forecast: needs 3 hours; 2 left." in said.after("o teo")
    assert "1. Ines Ruiz, Policy. Asked already" in said.after("forecast")
    assert "2. Teo Roth, Standards. Costs 3 hours. Locked: needs 3 hours; 2 left." in said.after("forecast")
    assert len(session.game.consultations) == 1


def test_an_option_that_the_forecast_has_made_too_dear_says_so(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, ["", "2 a", "", "n", "1 b", "", "n", "1", "o teo"])

    assert "Option 1 is locked now: needs 2 hours; 0 left." in said.after("o teo")
    assert "A forecast costs 1 hour with Ines Ruiz; 3 hours with Teo Roth." in said.text


def test_where_nobody_gives_one_it_says_so(tmp_path: Path) -> None:
    said = told(tmp_path, "forecast", "b", "forecast")

    assert "Nobody here gives forecasts." in said.after("forecast")
    assert "A forecast costs" not in said.text
    assert "open one by its number first" in said.text


def test_the_debrief_holds_forecasts_against_what_came(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        said = talk(session, [*to_the_end("", "o ines", "2 yes", ""), "forecasts"]).after("forecasts")

    assert "Ines Ruiz on First" in said
    assert "Mood, by Thu 4 Jun: 40 to 62. It was 67, above." in said


SHUT = (
    HEADER
    + BY_TURN.format(turns=3)
    + filled_in(
        """
[budget.hours]
name = "hours"
refill = 2
[metric.trust]
start = 50
[cast.ines]
name = "Ines Ruiz"
role = "Policy"
forecast = { hours = 1 }
[cast.teo]
name = "Teo Roth"
role = "Standards"
forecast = { hours = 2 }
[decision.d]
at = 0
[decision.d.option.locked]
when = "trust > 90"
[decision.e]
at = 0
[decision.e.option.dear]
cost = { hours = 2 }
"""
    )
)


def test_a_forecast_that_could_play_nothing_is_refused_before_it_is_paid(tmp_path: Path) -> None:
    with Session.start(loaded(SHUT), 1, tmp_path, now=at_noon) as session:
        said = talk(session, ["1", "o ines"]).after("o ines")
        with pytest.raises(IllegalMove, match="every option is locked"):
            session.consult("d", "ines")

        assert "No forecast: every option is locked, and says what it needs." in said
        assert session.game.budgets["hours"] == 2


def test_an_option_that_it_leaves_too_little_time_for_is_played_and_said_to_be_locked(tmp_path: Path) -> None:
    with Session.start(loaded(SHUT), 1, tmp_path, now=at_noon) as session:
        said = talk(session, ["2", "o ines", "o teo"])

    assert "Now: Locked: needs 2 hours; 1 left. It was played as if there were enough." in said.after("o ines")
    assert "No forecast: needs 2 hours; 1 left; next turn there is enough again." in said.after("o teo")
