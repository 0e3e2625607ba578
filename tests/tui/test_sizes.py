"""Every screen at every size, and back."""

from __future__ import annotations

import pytest

from ceo_sim.tui.screens.base import SizeCard

from .conftest import Open, press, screen_name, settle, text_of

SIZES = [(20, 5), (59, 24), (80, 17), (60, 18), (80, 24), (100, 32), (120, 40), (160, 50), (200, 60), (1, 1)]


@pytest.mark.parametrize("keys", [(), ("1",), ("w",), ("a",), ("n",), ("question_mark",), ("escape",), ("colon",)])
async def test_a_screen_lives_through_all_sizes(at_desk: Open, keys: tuple[str, ...]) -> None:
    async with at_desk() as pilot:
        await press(pilot, *keys)
        name, before = screen_name(pilot), text_of(pilot)
        for width, height in SIZES:
            await pilot.resize_terminal(width, height)
            await settle(pilot)
        await pilot.resize_terminal(80, 24)
        await settle(pilot)
        assert screen_name(pilot) == name
        assert text_of(pilot) == before


async def test_a_terminal_that_is_too_small_gets_a_card_and_no_key_acts_unseen(at_desk: Open) -> None:
    async with at_desk() as pilot:
        await pilot.resize_terminal(20, 5)
        await settle(pilot)
        assert pilot.app.screen.query_one(SizeCard).display
        assert "20x5 is too" in text_of(pilot)
        await press(pilot, "n", "1", "enter")
        assert screen_name(pilot) == "DeskScreen"


@pytest.mark.parametrize(
    "size, shown, hidden",
    [
        ((80, 24), ["#lines", "#feed-panel"], ["#large", "#side", "#story-panel"]),
        ((120, 40), ["#large", "#side", "#feed-panel", "#third"], ["#lines", "#due-panel", "#story-panel"]),
        ((200, 60), ["#large", "#side", "#feed-panel", "#due-panel", "#story-panel"], ["#lines", "#owed-panel"]),
    ],
)
async def test_the_desk_has_a_layout_for_each_size(
    at_desk: Open, size: tuple[int, int], shown: list[str], hidden: list[str]
) -> None:
    async with at_desk(size) as pilot:
        screen = pilot.app.screen
        assert [id for id in shown if not screen.query_one(id).display] == []
        assert [id for id in hidden if screen.query_one(id).display] == []
