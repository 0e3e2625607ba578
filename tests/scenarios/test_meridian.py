"""What the second story promises beyond what every story does."""

from __future__ import annotations

from tests.support.scenarios import shipped


def test_it_is_two_thirds_as_large_as_the_flagship() -> None:
    story = shipped("meridian").scenario

    assert story is not None
    assert len(story.decisions) >= 19
    assert sum(len(decision.options) for decision in story.decisions.values()) >= 70
    assert len(story.events) >= 27
    assert sum(len(deck.cards) for deck in story.decks.values()) >= 12
    assert len(story.endings) >= 6
    assert len(story.rivals) >= 4
    assert story.debrief is not None
    assert len(story.debrief.questions) >= 6
