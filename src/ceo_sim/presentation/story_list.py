"""Stories in a list: how many there are, how long they take, and what else there is to choose of them.

The title waits for this, so nothing heavy is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ceo_sim.presentation import formatting

if TYPE_CHECKING:
    from ceo_sim.scenario.manifest import ScenarioManifest

MOST_STORIES = 50
"""Stories that a title lists: somebody who has a thousand names one on the command line."""


def not_listed(count: int) -> str:
    """What stands below the list of so many stories about those that it leaves out; empty if it has all."""
    more = count - MOST_STORIES
    if more <= 0:
        return ""
    left_out = "1 more is" if more == 1 else f"{more:,} more are"
    return f"{left_out} not listed: ceo-sim scenarios lists all, ceo-sim play ID begins one."


def facts(story: ScenarioManifest) -> tuple[str, ...]:
    """What stands beside the name of a story: its length, for whom it is, and whether it has a mirror."""
    minutes = formatting.counted(story.minutes, "minute") if story.minutes else ""
    rating = f"ages {story.rating}" if story.rating else ""
    return tuple(filter(None, (minutes, rating, "has a mirror" if story.has_mirror else "")))


def length(story: ScenarioManifest, act: str | None) -> str:
    """How far a game goes, and about how long it takes: `up to the end of The Week, 15 minutes`."""
    titles, minutes = dict(story.acts), dict(story.act_minutes)
    name = "the whole story" if act is None else f"up to the end of {titles.get(act, act)}"
    takes = story.minutes if act is None else minutes.get(act, 0)
    return f"{name}, {formatting.counted(takes, 'minute')}" if takes else name


def lengths(story: ScenarioManifest) -> str:
    """How long each act takes and the whole, in a sentence; empty for a story without acts whose length is known."""
    parts, before = [], 0
    for id, title in story.acts:
        if until := dict(story.act_minutes).get(id, 0):
            parts.append(f"{title} {until - before}")
            before = until
    return f"About so many minutes: {', '.join(parts)}, {story.minutes} in all." if parts else ""
