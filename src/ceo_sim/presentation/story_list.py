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


BEGINS, LENGTH = "Begins with", "Length"
"""What the first act of a game is called where it is chosen, and its last."""


def beginning(story: ScenarioManifest, act: str | None) -> str:
    """With which act a game begins: `the beginning`, or the act's title."""
    return "the beginning" if act is None else dict(story.starts).get(act, act)


def ends(story: ScenarioManifest, begin: str | None) -> list[str]:
    """Ids of the acts with whose end a game can end that begins with that act; with the first one for None."""
    order = story.act_order
    first = order.index(begin) if begin in order else 0
    return [id for id, _ in story.acts if order.index(id) >= first]


def too_short(story: ScenarioManifest, begin: str, act: str) -> str:
    """Why a game cannot begin with an act that comes after the one with which it would end."""
    titles = dict(story.acts)
    return f"{beginning(story, begin)} comes after {titles.get(act, act)}, with which the game would end."


def lengths(story: ScenarioManifest) -> str:
    """How long each act takes and the whole, in a sentence; empty for a story without acts whose length is known."""
    parts, before = [], 0
    for id, title in story.acts:
        if until := dict(story.act_minutes).get(id, 0):
            parts.append(f"{title} {until - before}")
            before = until
    return f"About so many minutes: {', '.join(parts)}, {story.minutes} in all." if parts else ""
