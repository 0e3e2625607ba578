"""Which game went another way from which: the saves as a tree.

Nothing of it is written down. It follows from what the saves hold, so that files that were brought in, renamed or
deleted need no care. Games belong together if scenario, act, seed, poles and edition are the same; a game branches off
from the older one with which it shares the longest run of first answers, from the oldest of them if there are several.
With the same luck that run may be empty: so a game that was forked at its first answer finds the one it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from ceo_sim.saves.listing import Summary


class Branch(NamedTuple):
    """A game, and those that branch off from it.

    Attributes:
        summary: The game.
        forked_after: How many first answers it shares with the game it branches off from; 0 also if from none.
        is_copy: Whether it stands where the game stands that it branches off from, by the same answers.
        children: Those that branch off, the earliest parting first.
    """

    summary: Summary
    forked_after: int
    is_copy: bool
    children: list[Branch]


def branches(summaries: Iterable[Summary]) -> list[Branch]:
    """The games that branch off from none, each with all that branch off from it.

    Args:
        summaries: Saves in the order of a list; a tree stands where the first of its games would.
    """
    saves = list(summaries)
    oldest_first = sorted(range(len(saves)), key=lambda place: _age(saves[place]))
    parents = _parents(saves, oldest_first)
    children: list[list[Branch]] = [[] for _ in saves]
    first = list(range(len(saves)))
    roots = []
    for place in reversed(oldest_first):
        parent, shared = parents[place]
        children[place].reverse()
        children[place].sort(key=lambda child: child.forked_after)
        is_copy = parent is not None and _stands(saves[place]) == _stands(saves[parent])
        branch = Branch(saves[place], shared, is_copy, children[place])
        if parent is None:
            roots.append((first[place], branch))
        else:
            children[parent].append(branch)
            first[parent] = min(first[parent], first[place])
    return [branch for _, branch in sorted(roots, key=lambda root: root[0])]


def walk(roots: Iterable[Branch]) -> Iterator[tuple[int, Branch, Branch | None]]:
    """Each game before those that branch off from it, with its depth (0 for a root) and what it branches off from."""
    waiting: list[tuple[int, Branch, Branch | None]] = []
    waiting += [(0, root, None) for root in reversed(list(roots))]
    while waiting:
        depth, branch, parent = waiting.pop()
        yield depth, branch, parent
        waiting += [(depth + 1, child, branch) for child in reversed(branch.children)]


def _age(save: Summary) -> tuple[float, int, str]:
    """Sorts the oldest first; of games that were begun in the same second, the one with the plainest file name."""
    begun = float("inf") if save.created is None else save.created.timestamp()
    return begun, len(save.path.stem), save.path.stem


def _stands(save: Summary) -> object:
    return save.given, save.between, save.reached


def _parents(saves: list[Summary], oldest_first: list[int]) -> list[tuple[int | None, int]]:
    """For each save, which one it branches off from, and after how many answers."""
    parents: list[tuple[int | None, int]] = [(None, 0)] * len(saves)
    # For each run of first answers, the oldest game that has it, and how such games went on.
    starts: dict[Any, tuple[int, dict[Any, Any]]] = {}
    for place in oldest_first:
        save = saves[place]
        if not save.scenario:
            continue
        story = save.scenario, save.seed, save.mirror, save.edition, save.act
        oldest, onward = starts.setdefault(story, (place, {}))
        if oldest != place:
            parents[place] = oldest, 0
        for depth, answer in enumerate(save.given, 1):
            if answer in onward:
                parents[place] = onward[answer][0], depth
            onward = onward.setdefault(answer, (place, {}))[1]
    return parents
