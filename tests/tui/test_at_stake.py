"""What can be lost and what to do with free hours, on the desk at all sizes."""

from __future__ import annotations

import pytest

from tests.support.harbour import HARBOUR

from .conftest import Open, app_of, press, screen_name, text_of

SIZES = [(80, 24), (60, 18), (100, 30), (120, 40), (200, 60)]
BEGIN = ("enter",)


@pytest.mark.parametrize("size", SIZES)
async def test_what_can_be_lost_is_in_sight_and_the_rest_a_key_away(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size, scenario=HARBOUR) as pilot:
        await press(pilot, *BEGIN)
        assert screen_name(pilot) == "DeskScreen"
        text = text_of(pilot)
        assert "The board votes you out" in text
        assert "46, six above 40" in text
        await press(pilot, "t")
        assert screen_name(pilot) == "StakesScreen"
        assert "The board's confidence: 46, six above 40" in text_of(pilot)


async def test_a_low_screen_has_three_lines_of_what_can_be_lost(opened: Open) -> None:
    async with opened((80, 24), scenario=HARBOUR) as pilot:
        await press(pilot, *BEGIN)
        lines = text_of(pilot).splitlines()
        at = next(number for number, line in enumerate(lines) if "At stake" in line)
        assert "The board votes you out" in lines[at + 1]
        assert "The county ends the contract" in lines[at + 2]
        assert "2 more: t" in lines[at + 3]
        assert "The board's confidence" in lines[at + 4]


@pytest.mark.parametrize("size", SIZES)
async def test_free_hours_stand_apart_and_open_by_their_number(opened: Open, size: tuple[int, int]) -> None:
    async with opened(size, scenario=HARBOUR) as pilot:
        await press(pilot, *BEGIN)
        text = text_of(pilot)
        assert "Nothing waits for you" in text
        assert "With an hour to spare" in text
        await press(pilot, "1")
        assert screen_name(pilot) == "DecisionScreen"
        assert "Go down to the quay" in text_of(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "DeskScreen"


async def test_a_survey_out_of_turn_is_read_with_what_came_of_it(opened: Open) -> None:
    async with opened((80, 24), scenario=HARBOUR) as pilot:
        await press(pilot, *BEGIN, "1")
        play = app_of(pilot).play
        assert play is not None
        number = [option.id for option in play.game.ask("quay").options].index("ask") + 1
        await press(pilot, str(number), "enter")  # what is done with free hours is not predicted
        assert screen_name(pilot) == "ConsequenceScreen"
        assert "survey of today" in text_of(pilot)
        await press(pilot, "enter")
        assert "With an hour to spare" not in text_of(pilot)


async def test_large_figures_give_way_where_there_is_no_room_beside_what_is_at_stake(opened: Open) -> None:
    async with opened((100, 30), scenario=HARBOUR) as pilot:
        await press(pilot, *BEGIN)
        for name in ("The board's confidence", "Mood of the crews", "Late sailings"):
            assert name in text_of(pilot)


async def test_a_meter_that_has_not_come_to_matter_is_among_all_meters(opened: Open) -> None:
    async with opened((120, 40), scenario=HARBOUR) as pilot:
        await press(pilot, *BEGIN)
        assert "The local paper" not in text_of(pilot)
        assert "1 more: a" in text_of(pilot)
        await press(pilot, "a")
        assert "The local paper" in text_of(pilot)
