"""A quick prediction between a choice and its consequence."""

from __future__ import annotations

from textual.geometry import Offset

from ceo_sim.engine.snapshots import Direction
from ceo_sim.tui.screens.decision import DecisionScreen
from ceo_sim.tui.screens.predict import MeterRow
from ceo_sim.tui.screens.why import WhyScreen

from .conftest import BEGIN, TORTOISE, Game, Open, app_of, press, screen_name, settle, text_of


def predicted(pilot: Game) -> dict[str, Direction]:
    play = app_of(pilot).play
    assert play is not None
    return dict(play.game.answers[-1].predicted)


async def test_letters_say_it_and_go_on_to_the_next_meter(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "1", "enter")
        assert screen_name(pilot) == "PredictScreen"
        rows = [row.key for row in pilot.app.screen.query(MeterRow)]
        await press(pilot, "u", "d", "enter")
        assert screen_name(pilot) == "ConsequenceScreen"
        assert predicted(pilot) == dict(zip(rows[:2], ("up", "down"), strict=True))


async def test_arrows_say_it_too(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "1", "enter", "left", "down", "right", "left", "enter")
        assert list(predicted(pilot).values()) == ["down", "same"]


async def test_why_is_one_key_away_and_leads_back(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "1", "enter", "down", "w")
        screen = pilot.app.screen
        assert isinstance(screen, WhyScreen)
        await press(pilot, "escape")
        assert screen_name(pilot) == "PredictScreen"
        row = pilot.app.focused
        assert isinstance(row, MeterRow)
        assert row.key == screen.metric.id


async def test_nothing_said_is_nothing_kept(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "1", "enter", "enter")
        assert predicted(pilot) == {}


async def test_escape_goes_back_to_the_decision_as_it_was_and_decides_nothing(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "3", "r", "w", "h", "y", "enter", "enter", "u", "escape")
        play, asking = app_of(pilot).play, pilot.app.screen
        assert play is not None
        assert isinstance(asking, DecisionScreen)
        assert not play.game.answers
        assert asking.pointed.option.number == 3
        await press(pilot, "enter", "d", "enter")
        assert play.game.answers[0].reason == "why"
        assert list(predicted(pilot).values()) == ["down"]


async def test_one_key_skips_all_that_was_said(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "1", "enter", "u", "x")
        assert screen_name(pilot) == "ConsequenceScreen"
        assert predicted(pilot) == {}


async def test_a_click_says_it_and_a_second_one_takes_it_back(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "1", "enter")
        lines = text_of(pilot).split("\n")
        y = next(y for y, line in enumerate(lines) if "▼ down" in line)
        row = pilot.app.screen.query(MeterRow).first()
        for said in ("down", None):
            await pilot.click(offset=Offset(lines[y].index("▼ down") + 1, y))
            await settle(pilot)
            assert row.direction == said


async def test_it_is_not_asked_once_that_is_switched_off(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN, "1", "enter", "v")
        assert screen_name(pilot) == "ConsequenceScreen"
        assert not app_of(pilot).preferences.file.current.predictions
        await press(pilot, "enter", "1", "1", "enter")
        assert screen_name(pilot) == "ConsequenceScreen"
