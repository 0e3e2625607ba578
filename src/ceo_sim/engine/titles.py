"""What the decisions, options and endings of a playthrough are called, in plain words and with the values of now."""

from __future__ import annotations

from ceo_sim.engine.story import Story
from ceo_sim.scenario.text import plain


def decision(story: Story, id: str) -> str:
    """A decision's title."""
    return plain(story.fill(story.program.scenario.decisions[id].title))


def option(story: Story, decision: str, id: str) -> str:
    """What an option says."""
    return plain(story.fill(story.program.scenario.decisions[decision].options[id].label))


def ending(story: Story, id: str) -> str:
    """An ending's title."""
    return plain(story.fill(story.program.scenario.endings[id].title))
