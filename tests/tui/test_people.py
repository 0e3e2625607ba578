"""Documents of the story in their frames, and the list of people."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from ceo_sim.tui.screens.decision import OptionCard
from ceo_sim.tui.widgets.frame import FRAMES, LEAST, WIDEST, framed, room_in_frame
from tests.support.exhibits import STORY

from .conftest import Open, press, screen_name, text_of

TO_POST = ("enter", "n", "enter", "1")
LONG = "\n\n".join(f"Paragraph {number} of a post that says what it has to say at some length." for number in range(12))


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "shown.toml"
    path.write_text(STORY)
    return path


@pytest.fixture
def long_story(tmp_path: Path) -> Path:
    path = tmp_path / "shown.toml"
    path.write_text(STORY.replace("**Enough.**", LONG))
    return path


async def test_who_has_been_mentioned_can_be_looked_up_on_any_screen_of_the_game(opened: Open, story: Path) -> None:
    async with opened(scenario=story) as pilot:
        await press(pilot, "enter", "i")
        assert screen_name(pilot) == "PeopleScreen"
        assert "Delia Brandt, Chair" in text_of(pilot)
        assert "Marcus Hale" not in text_of(pilot)
        await press(pilot, "i", "escape", "n", "enter", "1", "i")
        assert "Marcus Hale, President" in text_of(pilot)
        assert "They had their warnings" not in text_of(pilot)  # it stands in the decision that is open below
        await press(pilot, "escape")
        assert screen_name(pilot) == "DecisionScreen"
        await press(pilot, "1", "enter", "enter", "i")
        assert "In a post, turn 1: They had their warnings. …" in text_of(pilot)
        await press(pilot, "escape")
        assert screen_name(pilot) == "ConsequenceScreen"


async def test_the_list_of_commands_leads_to_the_people(opened: Open, story: Path) -> None:
    async with opened(scenario=story) as pilot:
        await press(pilot, "enter", "colon", *"people", "enter")
        assert screen_name(pilot) == "PeopleScreen"


async def test_a_long_document_leaves_the_options_within_reach(opened: Open, long_story: Path) -> None:
    async with opened((80, 24), scenario=long_story) as pilot:
        await press(pilot, *TO_POST)
        first, second = pilot.app.screen.query(OptionCard)
        assert "Paragraph 0" in text_of(pilot)
        assert not first.region.overlaps(pilot.app.screen.query_one("#left").content_region)
        await press(pilot, "down")
        assert "Take it down" in text_of(pilot)
        await press(pilot, "u", "u", "u")
        assert "Post by Marcus Hale" in text_of(pilot)
        await press(pilot, "d", "d", "d")
        assert "50 million views" in text_of(pilot)
        assert second.has_focus


@given(
    width=st.integers(8, 200),
    kind=st.sampled_from([*FRAMES]),
    heading=st.text("ab 漢", min_size=1, max_size=120),
    note=st.text("ab 漢", max_size=120),
)
def test_a_frame_is_closed_at_every_width_and_loses_no_word(width: int, kind: str, heading: str, note: str) -> None:
    room = room_in_frame(width)
    body = Content("one two 漢字 three").wrap(room)
    lines = framed(kind, Content(heading), body, Content(note), width)

    widest = min(width, WIDEST)
    if width >= LEAST:
        assert {line.cell_length for line in lines} == {widest}
        assert [line.plain[0] + line.plain[-1] for line in (lines[0], lines[-1])] == [
            FRAMES[kind].corners[:2],
            FRAMES[kind].corners[2:],
        ]
    shown, told = "".join(line.plain for line in lines), heading + note + "".join(line.plain for line in body)
    assert [shown.count(letter) for letter in "ab漢"] == [told.count(letter) for letter in "ab漢"]
