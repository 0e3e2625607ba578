"""An adviser's forecast, from the price to the charts."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.analysis.forecast import forecast
from ceo_sim.analysis.forecast_bands import ForecastBands
from ceo_sim.engine.game import Game as Played
from ceo_sim.presentation import naming
from ceo_sim.tui.screens.decision import DecisionScreen, OptionCard
from ceo_sim.tui.screens.forecast import ForecastScreen
from ceo_sim.tui.screens.forecast_drawn import ON_HIGH, Charts, Figures
from ceo_sim.tui.screens.why import WhyScreen
from ceo_sim.tui.widgets.document import DocumentView
from ceo_sim.tui.widgets.fan import TERMINALS_OWN, fan, framed_fan, shades
from ceo_sim.tui.widgets.rows import ScrollPane

from .conftest import BEGIN, TORTOISE, Open, app_of, press, screen_name, text_of


def hours(pilot: object) -> float:
    play = app_of(pilot).play  # type: ignore[arg-type]
    assert play is not None
    return play.game.budgets["hours"]


async def test_it_says_what_it_takes_before_it_takes_it(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o")
        assert screen_name(pilot) == "AskForecastScreen"
        assert "1 hour, 1 left after" in text_of(pilot)
        assert hours(pilot) == 2
        await press(pilot, "1")
        assert screen_name(pilot) == "ForecastScreen"
        assert hours(pilot) == 1


async def test_what_the_adviser_says_stands_above_the_figures(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o", "1")
        screen = pilot.app.screen
        assert isinstance(screen, ForecastScreen)
        assert screen.forecast is not None
        said, shown = screen.forecast.ranking(), " ".join(text_of(pilot).split())
        assert said.startswith(screen.giver.name)
        assert shown.index(" ".join(said.split()[:6])) < shown.index("at the end")
        await press(pilot, "e")
        assert " ".join(said.split()[:6]) not in " ".join(text_of(pilot).split())


async def test_it_is_free_when_asked_again(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o", "enter", "escape", "o")
        assert "asked already: free" in text_of(pilot)
        await press(pilot, "enter")
        assert screen_name(pilot) == "ForecastScreen"
        assert hours(pilot) == 1


async def test_it_names_what_there_is_too_little_time_for_afterwards_and_then_locks_it(at_desk: Open) -> None:
    async with at_desk((120, 40)) as pilot:
        await press(pilot, "1")
        screen = pilot.app.screen
        assert isinstance(screen, DecisionScreen)
        dear = [option.number for option in screen.options if option.price == "2 hours"]
        assert dear
        await press(pilot, "o")
        shown = " ".join(text_of(pilot).split())
        assert shown.count(f"A forecast leaves too little for option {dear[0]} until tomorrow; it is") == 1
        await press(pilot, "1", "escape")
        card = list(screen.query(OptionCard))[dear[0] - 1]
        assert card.option.lock
        assert "locked: needs 2 hours; 1 left" in text_of(pilot)
        await press(pilot, str(dear[0]), "enter", "enter", "enter")
        assert [shown.message for shown in app_of(pilot)._notifications] == ["Locked: needs 2 hours; 1 left"]


@pytest.mark.parametrize("size", [(60, 18), (80, 24), (120, 40), (200, 60)])
async def test_it_is_drawn_for_every_open_option_and_told_in_words(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size, scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o", "1")
        screen = pilot.app.screen
        assert isinstance(screen, ForecastScreen)
        forecast = screen.forecast
        assert forecast is not None
        width = screen.query_one(Charts).content_size.width
        lines = screen.query_one(Charts).draw(width)
        assert max(line.cell_length for line in lines) <= width
        assert sum("now" in line.plain for line in lines) >= 1
        figures = screen.query_one(Figures).draw(screen.query_one(Figures).content_size.width)
        assert max(line.cell_length for line in figures) <= width
        assert forecast.apart() in " ".join(row.plain for row in figures[1 + len(screen.view.options) :])
        for option, row in zip(screen.view.options, figures[1:], strict=False):
            low, middle, high = (forecast.band(option.id, forecast.metrics[0].id)[level, -1] for level in (0, 2, 4))
            assert row.plain.startswith(f"{option.number} ")
            assert row.plain.endswith(f"{middle:.0f} ({low:.0f} to {high:.0f})")
            assert row.plain in text_of(pilot)


async def test_endings_are_named_on_request_alone(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o", "1")
        play, screen = app_of(pilot).play, pilot.app.screen
        assert play is not None
        assert isinstance(screen, ForecastScreen)
        words = screen.query_one(DocumentView)
        titles = [naming.ending_title(play.game, id) for id in play.scenario.endings]

        def named() -> list[str]:
            return [title for title in titles if any(title in line.plain for line in words.draw(200))]

        assert named() == []
        await press(pilot, "e")
        assert named()
        assert f"{named()[0]} " in text_of(pilot)
        first = screen.place
        await press(pilot, "right")
        assert (named(), screen.place) == ([], first)


async def test_it_tells_which_numbers_the_adviser_would_put_otherwise(opened: Open) -> None:
    async with opened((200, 60), scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o", "1")
        play, screen = app_of(pilot).play, pilot.app.screen
        assert play is not None
        assert isinstance(screen, ForecastScreen)
        for id, value in play.scenario.cast[screen.giver.id].assumes.items():
            assumption = play.scenario.assumptions[id]
            assert f"{value:g} instead of {float(assumption.value):g}" in text_of(pilot)


async def test_arrows_turn_the_meter(opened: Open) -> None:
    async with opened((120, 40), scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o", "1")
        screen = pilot.app.screen
        assert isinstance(screen, ForecastScreen)
        assert screen.metric is not None
        first = screen.metric.name
        await press(pilot, "right")
        assert screen.metric.name != first
        assert screen.metric.name in text_of(pilot)
        await press(pilot, "left")
        assert first in text_of(pilot)


async def test_it_can_be_left_before_it_is_there(opened: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    go = threading.Event()
    asked = threading.Event()

    def slow(game: Played, decision: str, adviser: str | None) -> ForecastBands:
        result = forecast(game, decision, adviser, 10)
        asked.set()
        go.wait(10)
        return result

    monkeypatch.setattr("ceo_sim.presentation.forecast.analysis.forecast", slow)
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o")
        await pilot.press("1")
        await pilot.pause(0.05)
        asked.wait(10)
        assert "1,000 plays each" in text_of(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert screen_name(pilot) == "DecisionScreen"
        go.set()
        await press(pilot, "1")
        assert screen_name(pilot) == "DecisionScreen"


async def test_why_leads_to_the_meter_in_view_and_is_not_offered_for_a_surveyed_one(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o", "1")
        opened_at, play = pilot.app.screen, app_of(pilot).play
        assert play is not None
        assert isinstance(opened_at, ForecastScreen)
        assert opened_at.forecast is not None
        for _ in opened_at.forecast.metrics:
            assert opened_at.metric is not None
            metric = play.scenario.metrics[opened_at.metric.id]
            assert ("w why" in text_of(pilot)) == (metric.survey is None)
            await press(pilot, "w")
            if metric.survey is None:
                screen = pilot.app.screen
                assert isinstance(screen, WhyScreen)
                assert screen.metric == metric
                await press(pilot, "escape")
            assert screen_name(pilot) == "ForecastScreen"
            await press(pilot, "right")


def test_without_colour_the_bands_are_told_apart_by_shape() -> None:
    levels = np.array([[0.0] * 2, [25.0] * 2, [50.0] * 2, [75.0] * 2, [100.0] * 2])
    lines = fan(levels, (0, 10), 20, 9, (0, 100), None)
    assert {line.plain for line in lines} == {sign * 20 for sign in "░▒━"}
    assert not any(line.spans for line in lines)
    assert [lines[row].plain[0] for row in (0, 4, 8)] == ["░", "━", "░"]


def test_in_colour_the_bands_are_told_apart_by_shape_as_well() -> None:
    levels = np.array([[0.0] * 2, [25.0] * 2, [50.0] * 2, [75.0] * 2, [100.0] * 2])
    lines = fan(levels, (0, 10), 20, 9, (0, 100))
    assert [lines[row].plain[0] for row in (1, 3, 5, 7)] == ["░", "▒", "▒", "░"]


def test_no_shade_alone_tells_a_band_beside_the_middle() -> None:
    slope = np.array([[40.0, 0.0], [45.0, 20.0], [50.0, 50.0], [55.0, 80.0], [60.0, 100.0]])
    for palette in (TERMINALS_OWN, shades({"background": "#000", "accent": "#00f", "foreground": "#fff"})):
        seen: dict[str, set[str]] = {}
        for line in fan(slope, (0, 10), 40, 9, (0, 100), palette):
            for span in line.spans:
                for sign in line.plain[span.start : span.end]:
                    seen.setdefault(sign, set()).add(str(span.style))
        assert {sign: len(styles) for sign, styles in seen.items()} == dict.fromkeys(seen, 1)
        assert set("░▒") <= seen.keys()


@given(
    values=st.lists(st.lists(st.floats(-50, 150), min_size=5, max_size=5), min_size=1, max_size=12),
    width=st.integers(8, 70),
    height=st.integers(1, 14),
)
def test_a_fan_has_its_size_and_its_middle_runs_through_every_column(
    values: list[list[float]], width: int, height: int
) -> None:
    levels = np.sort(np.array(values).T, axis=0)
    steps = range(0, 4 * len(values), 4)
    lines = fan(levels, steps, width, height, (0, 100))
    assert [line.cell_length for line in lines] == [width] * height
    middle = TERMINALS_OWN[3]
    covered = {
        column
        for line in lines
        for span in line.spans
        if middle in str(span.style).split()
        for column in range(span.start, span.end)
    }
    assert covered == set(range(width))


def test_a_fan_of_one_value_is_its_middle_and_nothing_else() -> None:
    lines = fan(np.full((5, 2), 50.0), (0, 10), 20, 5, (0, 100))
    assert {str(span.style) for line in lines for span in line.spans} == {TERMINALS_OWN[3]}


def test_a_framed_fan_is_exactly_as_wide_as_asked() -> None:
    lines = framed_fan(np.full((5, 2), 50.0), (0, 10), 40, 6, (0, 100), ("0", "100"), ("now", "Fri 2 May"))
    assert {line.cell_length for line in lines} == {40}
    assert lines[-1].plain.split() == ["now", "Fri", "2", "May"]


async def test_on_a_high_screen_charts_grow_as_far_as_the_table_stays_in_view(opened: Open) -> None:
    async with opened((200, 60), scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "o", "1")
        lines = [line.plain for line in pilot.app.screen.query_one(Charts).draw(190)]
        assert sum(line.startswith(" ") and ("│" in line or "┤" in line) for line in lines) > ON_HIGH
        assert pilot.app.screen.query_one(ScrollPane).max_scroll_y == 0
