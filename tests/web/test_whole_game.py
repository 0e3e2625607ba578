"""A game from the title to the last section of its debrief, as a browser without JavaScript plays it."""

from __future__ import annotations

import pytest

from ceo_sim.saves.listing import list_saves
from tests.support.pages import play_on
from tests.web.conftest import Reader


async def play(reader: Reader, story: str) -> None:
    """Play a story to its end."""
    await reader.begin(story)
    await play_on(reader)


async def test_a_game_is_played_to_its_end_and_saved(reader: Reader) -> None:
    await play(reader, "tutorial")
    assert reader.path.endswith("/ending")
    assert set(reader.statuses) == {200}
    (save, *_) = list_saves(reader.server.games.folder)
    assert save.ending in reader.words
    assert save.seed == 7


@pytest.mark.slow
@pytest.mark.parametrize("story", ["the_post", "meridian", "depot"])
async def test_every_story_is_played_to_its_end_and_every_section_of_its_debrief_can_be_read(
    reader: Reader, story: str
) -> None:
    await play(reader, story)
    assert reader.path.endswith("/ending")
    await reader.get(f"{reader.game}debrief")
    for section in reader.links("debrief/"):
        await reader.get(section)
    assert set(reader.statuses) == {200}


async def test_every_section_of_the_debrief_can_be_read(reader: Reader) -> None:
    await play(reader, "tutorial")
    await reader.get(f"{reader.game}debrief")
    sections = reader.links("debrief/")
    assert len(sections) >= 8
    for section in sections:
        await reader.get(section)
        assert len(reader.words) > 100
    assert set(reader.statuses) == {200}


async def test_one_can_look_back_between_two_acts_and_go_on(reader: Reader) -> None:
    await reader.begin("the_post", seed=1)
    await play_on(reader, "break")
    assert reader.path.endswith("/break")
    assert reader.links("debrief")
    await reader.get(f"{reader.game}debrief/story")
    assert reader.statuses[-1] == 200
    await reader.get(f"{reader.game}desk")
    assert "Your agenda" in reader.words
