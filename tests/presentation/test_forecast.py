"""Who gives forecasts, and a forecast, in words."""

from __future__ import annotations

from pathlib import Path

from ceo_sim.presentation import formatting
from ceo_sim.presentation.decision import decision_view
from ceo_sim.presentation.document import Fold, Labelled, Listing, spans, words_of
from ceo_sim.presentation.forecast import HIGH, LOW, MIDDLE, forecast_view, givers, has_forecasts
from ceo_sim.scenario.metrics import is_headline
from ceo_sim.scenario.text import plain
from tests.plain.helpers import rich
from tests.saves.helpers import begun


def test_whom_to_ask_comes_with_the_price_what_is_left_and_what_stands_against_it(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        ines, teo = givers(session.game, decision_view(session.game, "first"))
        assert (formatting.person(ines.person), ines.price, ines.terms, ines.lock) == (
            "Ines Ruiz, Policy",
            "1 hour",
            "1 hour, 2 left after",
            "",
        )
        assert (teo.price, teo.terms) == ("3 hours", "3 hours, 0 left after")

        session.consult("first", "ines")
        ines, teo = givers(session.game, decision_view(session.game, "first"))
        assert (ines.is_asked, ines.terms, ines.price) == (True, "asked already: free", "1 hour")
        again = "; tomorrow there is enough again" if session.game.urgent() is None else ""
        assert (teo.terms, teo.note) == ("not now", f"Locked: needs 3 hours; 2 left{again}")


def test_where_nobody_gives_forecasts_there_is_none(tmp_path: Path) -> None:
    with begun(tmp_path) as session:
        assert not has_forecasts(session.game)
        assert givers(session.game, decision_view(session.game, "first")) == ()


def test_a_forecast_tells_each_option_s_ranges_and_endings_and_what_is_taken_for_granted(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        decision = decision_view(session.game, "first")
        view = forecast_view(session.game, decision, "ines")

    assert view.giver.name == "Ines Ruiz"
    assert [option.id for option in view.options] == [option.id for option in decision.options]
    assert [option.id for option in view.played] == [option.id for option in decision.options if not option.lock]
    mood = next(metric for metric in view.metrics if is_headline(metric))
    *_, beliefs = told = [part for part in view.in_words([mood]) if isinstance(part, Fold)]
    assert beliefs.parts == (Listing((spans("weight: 0.9 instead of 0.4."),)),)
    assert [fold.summary for fold in told[:-1]] == [f"{each.number}. {plain(each.label)}" for each in view.options]
    for option in view.played:
        (items,) = told[option.number - 1].parts
        assert isinstance(items, Labelled)
        (name, ranges), (ends, endings) = items.items
        values = view.band(option.id, mood.id)[:, -1]
        assert (name, ends) == ("Mood", "It ends")
        assert words_of(ranges).startswith("Thu 4 Jun ")
        assert words_of(ranges).endswith(
            f", at the end {values[MIDDLE]:.0f} ({values[LOW]:.0f} to {values[HIGH]:.0f})."
        )
        shares = words_of(endings).rstrip(".").split(", ")
        assert sum(float(ending.split()[-2]) for ending in shares if "under" not in ending) <= 101
