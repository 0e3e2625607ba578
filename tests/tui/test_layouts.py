"""Keys of keyboards that type no Latin letters do what the key in their place does, except in a line of text."""

from __future__ import annotations

import pytest
from textual import events
from textual.keys import _character_to_key

from ceo_sim.settings import SettingsFile
from ceo_sim.tui.input_queue import UNKNOWN_KEY
from ceo_sim.tui.screens.asking import LineInput
from ceo_sim.tui.screens.decision import ReasonInput

from .conftest import BEGIN, TORTOISE, Game, Open, app_of, press, screen_name, settle


async def type_in(pilot: Game, *keys: str) -> None:
    """Press keys as a terminal tells of them; the pilot does not know those of all scripts."""
    for key in keys:
        pilot.app.post_message(events.Key(_character_to_key(key), key))
        await settle(pilot)


@pytest.mark.parametrize(
    "keys, screen",
    [
        ("зπპㅔｐ", "PromisesScreen"),
        ("цςㅈწｗ", "WhyScreen"),
        ("ыіσსｓ", "StoryScreen"),
        ("ЫΣＳ", "SavesScreen"),
        ("؟？", "HelpScreen"),
        ("б，،", "SettingsScreen"),
    ],
)
async def test_a_letter_is_that_of_its_place(at_desk: Open, keys: str, screen: str) -> None:
    async with at_desk() as pilot:
        for key in keys:
            await type_in(pilot, key)
            assert screen_name(pilot) == screen, key
            await press(pilot, "escape")


@pytest.mark.parametrize("key", "тνמىㅜნืｎ")
async def test_a_day_passes_by_the_key_in_the_place_of_n(at_desk: Open, key: str) -> None:
    async with at_desk() as pilot:
        play = app_of(pilot).play
        assert play is not None
        before = play.game.now
        await type_in(pilot, key)
        assert play.game.now > before


@pytest.mark.parametrize("digit", ["1", "１", "١", "۱", "१", "๑"])
async def test_a_digit_of_any_script_has_its_value(at_desk: Open, digit: str) -> None:
    async with at_desk() as pilot:
        await type_in(pilot, digit)
        assert screen_name(pilot) == "DecisionScreen"


async def test_a_line_of_text_gets_what_is_typed(opened: Open) -> None:
    async with opened(scenario=TORTOISE) as pilot:
        await press(pilot, *BEGIN)
        await type_in(pilot, "к")
        assert isinstance(pilot.app.focused, ReasonInput)
        await type_in(pilot, *"тут２")
        assert pilot.app.screen.query_one(LineInput).value == "тут２"


async def test_control_with_a_letter_is_that_of_its_place(at_desk: Open) -> None:
    async with at_desk() as pilot:
        pilot.app.post_message(events.Key("ctrl+с", None))
        await settle(pilot)
        assert screen_name(pilot) == "AskScreen"


@pytest.mark.parametrize("key", ["é", "à", "深", "€", "ñ"])
async def test_what_has_no_place_is_answered_by_a_word(at_desk: Open, key: str) -> None:
    async with at_desk() as pilot:
        await type_in(pilot, key, key)
        assert screen_name(pilot) == "DeskScreen"
        assert [shown.message for shown in app_of(pilot)._notifications] == [UNKNOWN_KEY]


async def test_a_key_of_the_players_own_comes_first(at_desk: Open) -> None:
    file = SettingsFile()
    file.current = file.current._replace(keys={"desk.why": "т"})
    async with at_desk(settings_file=file) as pilot:
        await type_in(pilot, "т")
        assert screen_name(pilot) == "WhyScreen"
