"""Who gives forecasts, and a forecast, in words."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ceo_sim.analysis.forecast import forecast
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.decision import decision_view
from ceo_sim.presentation.document import Fold, Labelled, Listing, Paragraph, Table, spans, words_of
from ceo_sim.presentation.forecast import HIGH, LOW, MIDDLE, forecast_view, givers, has_forecasts, note_on_all
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.metrics import bounds, is_headline
from tests.plain.helpers import RICH, rich
from tests.saves.helpers import begun
from tests.support.examples import examples
from tests.support.stories import program


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


def test_a_forecast_tells_each_option_s_ranges_and_what_is_taken_for_granted(tmp_path: Path) -> None:
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
        ((name, ranges),) = items.items
        values = view.band(option.id, mood.id)[:, -1]
        assert name == "Mood"
        assert words_of(ranges).startswith("Thu 4 Jun ")
        assert words_of(ranges).endswith(
            f", at the end {values[MIDDLE]:.0f} ({values[LOW]:.0f} to {values[HIGH]:.0f})."
        )


def test_a_forecast_begins_with_how_the_options_rank_by_what_the_adviser_looks_at(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        view = forecast_view(session.game, decision_view(session.game, "first"), "ines")

    first = view.in_words([])[0]
    assert isinstance(first, Paragraph)
    assert words_of(first.spans) == view.ranking()
    if not view.watched:
        assert view.ranking().startswith("Ines Ruiz looks at everything; the options differ most in ")
    best = min(view.played, key=lambda option: view.ranking().index(f"option {option.number}"))
    assert f'option {best.number}, "{plain(best.label)}" (' in view.ranking()
    assert view.furthest_apart([metric for metric in view.metrics if metric.name in view.ranking()])


_SCALES = st.sampled_from([(-1, 1), (0, 10), (-50, 50), (0, 10**9), (-(10**12), 10**12)])


@given(_SCALES, st.integers(0, 6), st.floats(0, 1), st.floats(-1e-3, 1e-3))
@example((0, 10**9), 0, 0.123456789, 0.0)
@settings(deadline=None, max_examples=examples(40))
def test_figures_of_a_forecast_agree_with_each_other_and_with_what_stands_now(
    scale: tuple[int, int], decimals: int, part: float, push: float
) -> None:
    low, high = scale
    start, change = (f"{number:.12f}" for number in (low + part * (high - low), push * (high - low)))
    tables = f"range = [{low}, {high}]\ndecimals = {decimals}\nstart = {start}\nheadline = true\n"
    story = RICH.replace("cash = -70", f"cash = -70, size = {change}") + f'[metric.size]\nname = "Size"\n{tables}'
    game = Game(program(story), 7)
    view = forecast_view(game, decision_view(game, "first"), "ines")
    metric, now = game.program.scenario.metrics["size"], game.course("size")[-1]

    sentences = [words_of(part.spans) for part in view.in_words([metric]) if isinstance(part, Paragraph)]
    assert formatting.full_stop(f"Now: Size {formatting.figure(metric, now)}") in sentences
    for option in view.played:
        band = view.band(option.id, "size")
        assert (band[:, 0] == now).all()
        figures = [[formatting.figure(metric, float(value)) for value in level] for level in band]
        assert not [figure for level in figures for figure in level if re.fullmatch(r"-[0.,]+", figure)]
        numbers = np.array([[float(figure.replace(",", "")) for figure in level] for level in figures])
        assert (np.diff(numbers, axis=0) >= 0).all()
        for value, number in zip(band[MIDDLE], numbers[MIDDLE], strict=True):
            arrow = formatting.arrow_and_size(metric, now, float(value))[0]
            assert arrow == formatting.arrow(number - numbers[MIDDLE][0])
            assert arrow == formatting.LEVEL or arrow == formatting.arrow(value - now)


def test_the_endings_of_a_forecast_stand_in_a_table_with_a_column_for_each_option(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        view = forecast_view(session.game, decision_view(session.game, "first"), "ines")
        bands = forecast(session.game, "first", "ines")
    table, names = view.endings()
    assert isinstance(table, Table)
    assert isinstance(names, Listing)
    assert table.head == ("ending", *(f"option {option.number}" for option in view.played))
    assert len(names.items) == len(view.played)
    for column, option in enumerate(view.played, 1):
        shares = {naming.ending_title(session.game, id): share for id, share in bands.endings_of(option.id)}
        assert {words_of(row[0]): words_of(row[column]) for row in table.rows} == {
            words_of(row[0]): formatting.percent(shares[title]) if (title := words_of(row[0])) in shares else "never"
            for row in table.rows
        }
        assert shares.keys() <= {words_of(row[0]) for row in table.rows}


def test_a_note_that_all_have_is_said_once(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        ines, teo = givers(session.game, decision_view(session.game, "first"))
    dear = evolve(ines, note="Too dear")
    assert note_on_all((dear, evolve(teo, note="Too dear"))) == "Too dear"
    assert note_on_all((dear, teo)) == ""
    assert note_on_all((dear, evolve(teo, note="Too dear", is_asked=True))) == ""


def test_the_metrics_in_which_options_end_furthest_apart_are_named_with_their_figures(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        view = forecast_view(session.game, decision_view(session.game, "first"), "ines")
    ends = {
        metric: sorted(float(view.band(option.id, metric.id)[MIDDLE, -1]) for option in view.played)
        for metric in view.metrics
    }
    width = {metric: bounds(metric)[1] - bounds(metric)[0] for metric in view.metrics}
    furthest = max(ends, key=lambda metric: (ends[metric][-1] - ends[metric][0]) / width[metric])
    low, high = (formatting.figure(furthest, ends[furthest][place]) for place in (0, -1))
    assert low != high
    assert view.apart().startswith(f"At the end the options differ most in {furthest.name} ({low} to {high})")
    assert view.apart() in [words_of(part.spans) for part in view.in_words(()) if isinstance(part, Paragraph)]
    assert evolve(view, played=view.played[:1]).apart() == ""


def test_in_a_narrow_table_of_endings_options_are_numbers_and_shares_are_short(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        view = forecast_view(session.game, decision_view(session.game, "first"), "ines")
    (wide, names), (narrow, same) = view.endings(), view.endings(narrow=True)
    assert isinstance(wide, Table)
    assert isinstance(narrow, Table)
    assert names == same
    assert narrow.head == ("ending", *(str(option.number) for option in view.played))
    assert narrow.caption.endswith(", by option")
    for row, short in zip(wide.rows, narrow.rows, strict=True):
        assert [words_of(cell).replace("under ", "<").replace("over ", ">") for cell in row] == [*map(words_of, short)]
