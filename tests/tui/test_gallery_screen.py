"""The endings that were met, from the title."""

from __future__ import annotations

from pathlib import Path

from ceo_sim.presentation.gallery import NONE_MET, TITLE

from .conftest import Open, ended, press, screen_name, settle, text_of, written


async def test_the_title_counts_the_endings_that_were_met_and_shows_them_by_name(opened: Open, saves: Path) -> None:
    written(ended(), saves)
    async with opened() as pilot:
        assert "e Endings that you have met (1)" in text_of(pilot)
        await press(pilot, "e")
        await settle(pilot)
        assert screen_name(pilot) == "GalleryScreen"
        shown = text_of(pilot)
        assert shown.startswith(f"  {TITLE}")
        assert "The Tortoise Alarm" in shown
        assert "Still to be met: 2 of the whole story." in shown
        await press(pilot, "escape")
        assert screen_name(pilot) == "TitleScreen"


async def test_without_an_ending_the_title_has_no_line_for_them_and_the_gallery_says_so(opened: Open) -> None:
    async with opened() as pilot:
        assert "Endings that you have met" not in text_of(pilot)
        await press(pilot, "e")
        await settle(pilot)
        assert NONE_MET.split(".")[0] in text_of(pilot)


async def test_a_saved_game_tells_its_seed_at_the_title(opened: Open, saves: Path) -> None:
    written(ended(), saves)
    async with opened() as pilot:
        assert "seed 3" in text_of(pilot)
