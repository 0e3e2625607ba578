"""Who gives forecasts, and a forecast, in words."""

from __future__ import annotations

from pathlib import Path

from ceo_sim.presentation.decision import decision_view
from ceo_sim.presentation.forecast import HIGH, LOW, MIDDLE, forecast_view, givers, has_forecasts
from tests.plain.helpers import rich
from tests.saves.helpers import begun


def test_whom_to_ask_comes_with_the_price_what_is_left_and_what_stands_against_it(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        ines, teo = givers(session.game, decision_view(session.game, "first"))
        assert (ines.person, ines.price, ines.terms, ines.lock) == (
            "Ines Ruiz, Policy",
            "1 hour",
            "1 hour, 2 left after",
            "",
        )
        assert (teo.price, teo.terms) == ("3 hours", "3 hours, 0 left after")

        session.consult("first", "ines")
        ines, teo = givers(session.game, decision_view(session.game, "first"))
        assert (ines.is_asked, ines.terms, ines.price) == (True, "asked already: free", "1 hour")
        assert (teo.terms, teo.note) == ("not now", "Locked: needs 3 hours; 2 left")


def test_where_nobody_gives_forecasts_there_is_none(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        assert not has_forecasts(session.game)
        assert givers(session.game, decision_view(session.game, "first")) == ()


def test_a_forecast_tells_each_option_s_ranges_and_endings_and_what_is_taken_for_granted(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        decision = decision_view(session.game, "first")
        view = forecast_view(session.game, decision, "ines")

    assert (view.person, view.giver) == ("Ines Ruiz", "Ines Ruiz, Policy")
    assert [option.id for option in view.options] == [option.id for option in decision.options]
    assert view.overrides == ("weight: 0.9 instead of 0.4",)
    played = [option for option in view.options if option.is_played]
    assert [option.id for option in played] == [option.id for option in decision.options if not option.lock]
    mood = next(metric for metric in view.metrics if metric.is_headline)
    for option in played:
        week, end = view.ranges(option.id, mood.id)
        values = view.band(option.id, mood.id)[:, -1]
        assert (week.when, end.when) == ("Thu 4 Jun", "at the end")
        assert end.text == f"{values[MIDDLE]:.0f} ({values[LOW]:.0f} to {values[HIGH]:.0f})"
        assert sum(float(ending.split()[-2]) for ending in option.endings if "under" not in ending) <= 101
