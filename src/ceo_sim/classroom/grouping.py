"""Groups that talk between the two votes: of about four, mixed, like-minded, or drawn by lot."""

from __future__ import annotations

import itertools
import random
from collections.abc import Mapping, Sequence

from ceo_sim.classroom import events as ev

SIZE = 4
"""Seats of a group, as far as they come out even."""
WAYS: Mapping[ev.Grouping, str] = {
    "mixed": "of different votes",
    "alike": "of the same vote",
    "lot": "drawn by lot",
}
"""How groups can be formed, and how that is called."""


def groups(
    votes: Mapping[str, str], others: Sequence[str], way: ev.Grouping, seed: int = 0
) -> tuple[tuple[str, ...], ...]:
    """Split a class into groups.

    Args:
        votes: The option that each seat voted for.
        others: Seats that have not voted; they may be absent, so each joins a group that does without it.
        way: How.
        seed: The lot.

    Returns:
        Groups of three to five seats that voted, as far as there are so many, each with its share of the others.
    """
    lot = random.Random(seed)  # noqa: S311 - nobody gains by foreseeing it
    seats, late = sorted(votes), sorted(others)
    lot.shuffle(seats)
    lot.shuffle(late)
    if not seats:
        seats, late = late, []
    if not seats:
        return ()
    count = max(1, round(len(seats) / SIZE))
    if way == "lot":
        split = _dealt(seats, count)
    else:
        sorted_by_vote = sorted(seats, key=lambda seat: votes.get(seat, ""))
        split = _dealt(sorted_by_vote, count) if way == "mixed" else _cut(sorted_by_vote, count)
    for seat in late:
        min(split, key=len).append(seat)
    return tuple(map(tuple, split))


def _dealt(seats: Sequence[str], count: int) -> list[list[str]]:
    """Dealt like cards: neighbours come into different groups."""
    return [list(seats[first::count]) for first in range(count)]


def _cut(seats: Sequence[str], count: int) -> list[list[str]]:
    """Cut into lengths that differ by one at most: neighbours stay together."""
    bounds = [round(place * len(seats) / count) for place in range(count + 1)]
    return [list(seats[low:high]) for low, high in itertools.pairwise(bounds)]
