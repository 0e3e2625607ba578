"""The endings that a player has met."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.presentation.document import words_of
from ceo_sim.presentation.gallery import NONE_MET, WHOLE, Met, galleries, in_words, story_finder
from ceo_sim.saves.listing import Summary
from ceo_sim.scenario.model import Scenario
from tests.saves.helpers import loaded
from tests.support.stories import IN_ACTS

STORY = loaded(
    IN_ACTS.replace('title = "Glad"', 'title = "{if staff > 70}Very glad{else}Glad{end}"')
    + "[mirror]\nwords = [['Closed', 'Open']]\n"
).as_written


def find(id: str, _edition: str | None) -> Scenario | None:
    return STORY if id == "acts" else None


def ended(ending: str, id: str = "acts", *, mirror: bool = False, shipped: bool = False) -> Summary:
    return Summary(
        Path(f"{ending}.toml"), id, "The story's title", None, 3, ending, 1, None, mirror=mirror, shipped=shipped
    )


def told(*saves: Summary) -> str:
    return str(in_words(galleries(saves, find)))


def test_what_was_met_is_named_and_counted_and_of_the_rest_only_how_many() -> None:
    (story,) = galleries([ended("Closed"), ended("Very glad"), ended("Glad"), ended("")], find)

    assert story.title == "Acts"
    assert story.met == (Met("Very glad", "The week", 2), Met("Closed", WHOLE, 1))
    assert story.unmet is not None
    assert sum(story.unmet.values()) == len(STORY.endings) - 2
    words = told(ended("Closed"))
    assert "Tired" not in words
    assert "Still to be met: " in words


def test_mirrored_it_is_the_same_ending_under_its_other_name() -> None:
    (story,) = galleries([ended("Open", mirror=True), ended("Closed")], find)
    assert story.met == (Met("Open", WHOLE, 2),)


def test_what_came_with_the_program_was_met_by_nobody() -> None:
    assert list(galleries([ended("Closed", shipped=True)], find)) == []
    (said,) = in_words([])
    assert words_of(said.spans) == NONE_MET  # type: ignore[union-attr]


def test_an_ending_that_the_story_no_longer_has_stands_last_and_counts_for_none() -> None:
    (story,) = galleries([ended("Of old"), ended("Closed")], find)
    assert story.met[-1] == Met("Of old", "", 1)
    assert "in another version of the story" in told(ended("Of old"))


def test_of_a_story_that_is_not_at_hand_only_what_was_met_is_told() -> None:
    (story,) = galleries([ended("Sold", "gone")], find)
    assert (story.title, story.met, story.unmet) == ("The story's title", (Met("Sold", "", 1),), None)
    assert "met" not in told(ended("Sold", "gone")).replace("Met", "")


def test_who_has_met_all_is_told_so() -> None:
    every = [ending.title.source for ending in STORY.endings.values() if "{" not in ending.title.source]
    assert "You have met them all." in told(ended("Glad"), *map(ended, every))


@pytest.mark.parametrize("id", ["no_such_story", ""])
def test_a_story_that_is_not_installed_is_not_found(id: str) -> None:
    assert story_finder()(id, None) is None
