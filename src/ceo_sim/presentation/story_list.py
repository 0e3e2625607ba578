"""How many stories a title lists; it waits for this, so nothing heavy is imported."""

from __future__ import annotations

MOST_STORIES = 50
"""Stories that a title lists: somebody who has a thousand names one on the command line."""


def not_listed(count: int) -> str:
    """What stands below the list of so many stories about those that it leaves out; empty if it has all."""
    more = count - MOST_STORIES
    if more <= 0:
        return ""
    left_out = "1 more is" if more == 1 else f"{more:,} more are"
    return f"{left_out} not listed: ceo-sim scenarios lists all, ceo-sim play ID begins one."
