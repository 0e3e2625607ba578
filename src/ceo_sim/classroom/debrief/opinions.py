"""A map of opinions: who voted alike, and what each group and nearly all agreed on.

After Polis (Small, Björkegren, Erkkilä, Shaw, Megill: "Polis: scaling deliberation by mapping high dimensional opinion
spaces", Recerca 26.2, 2021): votes are projected on their two main components, seats are grouped there by k-means, with
as many groups as the mean silhouette is best for, and what all groups agree on is told beside what each does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from attrs import frozen

from ceo_sim.classroom.debrief.asked import LEAST, Asked

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]

FEWEST_VOTES = 2
"""Of a seat that is on the map; and it must have voted on half of what was asked."""
MOST_GROUPS = 5
CLEAR = 0.25
"""The mean silhouette from which on groups are told of; below it (Kaufman and Rousseeuw 1990) there is no structure."""
AGREED = 0.6
"""The share of a group from which on it agrees."""
NEARLY_ALL = 0.8
"""The share of a class without groups from which on nearly all of it agree."""
_STARTS = 8
_ROUNDS = 50
_SAMPLE = 300
"""Seats of which the silhouette is taken; more are drawn from evenly."""


@frozen
class Group:
    """Seats that voted alike.

    Attributes:
        seats: Their ids.
        own: Of what was asked, by its place: the option that sets this group apart, and which share of it and of all
            others were for it; the most telling first.
    """

    seats: tuple[str, ...]
    own: tuple[tuple[int, str, float, float], ...]


@frozen(eq=False)
class OpinionMap:
    """Where seats stand to each other.

    Attributes:
        seats: The ids of those on the map.
        places: Their places, one row each; the first axis tells them apart the most.
        explained: Which part of all differences the two axes show.
        groups: The groups, the largest first; none if seats do not fall into groups, or into too small ones.
        agreed: What at least `AGREED` of every group was for, or without groups `NEARLY_ALL` of the class: place of
            what was asked, option, share of all.
        absent: How many seats voted too seldom to be on the map.
        votes: For each thing that was asked, a row for each seat and a column for each option, as for `places`.
        axes: What each of these columns counts for on the two axes.
    """

    seats: tuple[str, ...]
    places: Floats
    explained: float
    groups: tuple[Group, ...]
    agreed: tuple[tuple[int, str, float], ...]
    absent: int
    votes: tuple[Floats, ...]
    axes: Floats

    def group_of(self) -> dict[str, int]:
        """The number of each seat's group, from 0."""
        return {seat: number for number, group in enumerate(self.groups) for seat in group.seats}

    def groups_without(self, place: int) -> dict[str, int]:
        """The group of each seat by all votes but one: as many groups, found again from where they are.

        A vote that changed may have changed the group; by the other votes alone it has not. The axes stay: to work them
        out again for each vote would take as long as all else.
        """
        ends = np.cumsum([0, *(votes.shape[1] for votes in self.votes)])
        places = self.places - self.votes[place] @ self.axes[ends[place] : ends[place + 1]]
        group_of = self.group_of()
        labels = np.array([group_of[seat] for seat in self.seats])
        centres = np.array([places[labels == own].mean(axis=0) for own in range(len(self.groups))])
        return dict(zip(self.seats, _settled(places, centres).argmin(axis=1).tolist(), strict=True))


def opinion_map(questions: Sequence[Asked]) -> OpinionMap | None:
    """The map of a class; None if no two groups of `LEAST` could be on it, or if fewer than two things were asked."""
    everybody = sorted({seat for asked in questions for seat in asked.last})
    needed = max(FEWEST_VOTES, (len(questions) + 1) // 2)
    seats = [seat for seat in everybody if sum(seat in asked.last for asked in questions) >= needed]
    if len(seats) < 2 * LEAST or len(questions) < FEWEST_VOTES:
        return None
    votes = tuple(_columns(asked, seats) for asked in questions)
    if not any(each.shape[1] for each in votes):
        return None
    columns = np.column_stack(votes)
    axes, explained = _main_axes(columns)
    places = columns @ axes
    groups = _groups(questions, seats, _grouped(places))
    agreed = _agreed(questions, groups)
    return OpinionMap(tuple(seats), places, explained, groups, agreed, len(everybody) - len(seats), votes, axes)


def _columns(asked: Asked, seats: Sequence[str]) -> Floats:
    """A row for each seat and a column for each option, centred; who did not vote stands at the mean.

    A decision of many options weighs no more than one of two: each is one vote.
    """
    number = {option: place for place, option in enumerate(asked.options)}
    said = np.array([number[asked.last[seat]] if seat in asked.last else -1 for seat in seats])
    voted = said >= 0
    columns = []
    for place in range(len(asked.options)):
        column = np.where(said == place, 1.0, 0.0)
        if voted.any() and 0.0 < column[voted].mean() < 1.0:
            columns.append(np.where(voted, column - column[voted].mean(), 0.0))
    return np.column_stack(columns) if columns else np.zeros((len(seats), 0))


def _main_axes(votes: Floats) -> tuple[Floats, float]:
    """The two main components, with signs that do not depend on the machine; and their share of the variance."""
    values, vectors = np.linalg.eigh(votes.T @ votes)
    main = vectors[:, ::-1][:, :2]
    if main.shape[1] < 2:
        main = np.column_stack([main, np.zeros(len(main))])
    signs = np.sign(main[np.abs(main).argmax(axis=0), np.arange(2)])
    return main * np.where(signs == 0, 1.0, signs), float(values[::-1][:2].sum() / values.sum())


def _grouped(places: Floats) -> Ints:
    """A label for each place, of 2 to 5 groups of `LEAST` or more with the best silhouette; all 0 if there are none."""
    best, labels = CLEAR, np.zeros(len(places), dtype=np.intp)
    for count in range(2, min(MOST_GROUPS, len(places) // LEAST) + 1):
        candidate = k_means(places, count)
        if np.bincount(candidate, minlength=count).min() < LEAST:
            continue
        if (clear := silhouette(places, candidate)) > best:
            best, labels = clear, candidate
    return labels


def k_means(places: Floats, count: int) -> Ints:
    """Labels of the best of several runs of Lloyd's algorithm from k-means++ starts (Arthur and Vassilvitskii 2007).

    It draws from a generator of its own with a fixed seed, so that the same votes always make the same groups.
    """
    generator = np.random.default_rng(20_200_601 + count)
    best, labels = np.inf, np.zeros(len(places), dtype=np.intp)
    for _ in range(_STARTS):
        centres = places[[generator.integers(len(places))]]
        while len(centres) < count:
            nearest = _distances(places, centres).min(axis=1)
            weights = nearest / nearest.sum() if nearest.sum() > 0 else None
            centres = np.vstack([centres, places[generator.choice(len(places), p=weights)]])
        distances = _settled(places, centres)
        if (within := float(distances.min(axis=1).sum())) < best:
            best, labels = within, distances.argmin(axis=1)
    return labels


def _settled(places: Floats, centres: Floats) -> Floats:
    """Squared distances to the centres that Lloyd's algorithm comes to from these."""
    for _ in range(_ROUNDS):
        labels = _distances(places, centres).argmin(axis=1)
        moved = np.array(
            [
                places[labels == own].mean(axis=0) if (labels == own).any() else centres[own]
                for own in range(len(centres))
            ]
        )
        if np.array_equal(moved, centres):
            break
        centres = moved
    return _distances(places, centres)


def silhouette(places: Floats, labels: Ints) -> float:
    """The mean silhouette (Rousseeuw 1987), -1 to 1, of at most `_SAMPLE` places against all."""
    chosen = np.linspace(0, len(places) - 1, min(len(places), _SAMPLE)).astype(np.intp)
    distances = np.sqrt(_distances(places[chosen], places))
    sizes = np.bincount(labels)
    sums = np.stack([distances[:, labels == group].sum(axis=1) for group in range(len(sizes))], axis=1)
    own = labels[chosen]
    rows = np.arange(len(chosen))
    inside = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    means = sums / sizes
    means[rows, own] = np.inf
    outside = means.min(axis=1)
    larger = np.maximum(inside, outside)
    return float(np.where(larger > 0, (outside - inside) / np.where(larger > 0, larger, 1.0), 0.0).mean())


def _distances(places: Floats, centres: Floats) -> Floats:
    """Squared distances, one row for each place; axis by axis, which is much faster than a sum along two of them."""
    distances = np.zeros((len(places), len(centres)))
    for axis in range(places.shape[1]):
        distances += (places[:, None, axis] - centres[None, :, axis]) ** 2
    return distances


def _groups(questions: Sequence[Asked], seats: Sequence[str], labels: Ints) -> tuple[Group, ...]:
    if not labels.any():
        return ()
    members = [tuple(seat for seat, label in zip(seats, labels, strict=True) if label == own) for own in set(labels)]
    members.sort(key=lambda group: (-len(group), group))
    return tuple(Group(group, _telling(questions, group, seats)) for group in members)


def _telling(
    questions: Sequence[Asked], group: Sequence[str], seats: Sequence[str]
) -> tuple[tuple[int, str, float, float], ...]:
    """What sets a group apart: what more of it than of the others were for, by how much."""
    own = set(group)
    others = [seat for seat in seats if seat not in own]
    telling = []
    for place, asked in enumerate(questions):
        inside, outside = _shares(asked, group), _shares(asked, others)
        telling += [
            (place, option, inside[option], outside[option])
            for option in asked.options
            if inside[option] >= AGREED and inside[option] > outside[option]
        ]
    return tuple(sorted(telling, key=lambda each: each[3] - each[2]))


def _agreed(questions: Sequence[Asked], groups: Sequence[Group]) -> tuple[tuple[int, str, float], ...]:
    agreed = []
    least = AGREED if groups else NEARLY_ALL
    for place, asked in enumerate(questions):
        everybody = _shares(asked, tuple(asked.last))
        shares = [_shares(asked, group.seats) for group in groups] or [everybody]
        agreed += [
            (place, option, everybody[option])
            for option in asked.options
            if asked.is_choice and min(share[option] for share in shares) >= least
        ]
    return tuple(sorted(agreed, key=lambda each: -each[2]))


def _shares(asked: Asked, seats: Sequence[str]) -> dict[str, float]:
    """Which share of these seats was for each option, of those who voted."""
    counted = Counter(asked.last[seat] for seat in seats if seat in asked.last)
    voted = counted.total() or 1
    return {option: counted[option] / voted for option in asked.options}
