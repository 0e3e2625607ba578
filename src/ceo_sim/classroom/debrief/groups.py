"""Who in a class thought alike, and whose minds were the most likely to change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from ceo_sim.classroom.debrief import findings, words
from ceo_sim.classroom.debrief.asked import LEAST, Asked
from ceo_sim.classroom.debrief.opinions import AGREED, CLEAR, FEWEST_VOTES, NEARLY_ALL, OpinionMap
from ceo_sim.classroom.debrief.subject import ClassSubject
from ceo_sim.presentation import document as doc
from ceo_sim.presentation import formatting
from ceo_sim.presentation.debrief.subject import letters

_MOST_PULLS = 6
_NEARBY = 0.02
"""How far a point of the map is moved by lot, in parts of its width."""


def opinion_groups(subject: ClassSubject) -> Iterator[doc.Part]:
    """The map of opinions: what each group and what every group agreed on."""
    opinions = subject.opinions
    if opinions is None:
        if subject.seats:
            yield doc.note(
                f"A map takes {2 * LEAST} seats that voted on half of the decisions and on {FEWEST_VOTES} at least, "
                "and a vote on which not all agreed. This class is too small, or was of one mind."
            )
        return
    keys = tuple(map(letters, range(len(opinions.groups))))
    far = (
        "Each point is a seat. Points close together voted alike; each is moved a little by lot. The map holds "
        f"{formatting.percent(opinions.explained)} of all differences between the votes."
    )
    if not keys:
        far += f" The seats do not fall into groups (the mean silhouette is below {CLEAR})."
    sizes = words.counts(
        {key: len(group.seats) for key, group in zip(keys, opinions.groups, strict=True)} | {"": opinions.absent}
    )
    rows = tuple((key, sizes[key], _apart(subject, opinions, number)) for number, key in enumerate(keys))
    table = doc.Table("The groups", ("Group", "Seats", "What sets it apart"), rows, (1,))
    yield doc.Scatter("The map of the class", far, _points(opinions), keys, table)
    yield from _agreed(subject, opinions)
    if opinions.absent:
        yield doc.note("Seats that voted on less than half of the decisions are not on the map.")


def _points(opinions: OpinionMap) -> tuple[tuple[float, float, int], ...]:
    """The seats, each moved a little by a lot that is always the same, in the order of where they are.

    Seats that voted alike would cover each other, and from exact places every vote could be worked out.
    """
    group_of, lot = opinions.group_of(), np.random.default_rng(20_200_601)
    width = float(np.ptp(opinions.places, axis=0).max())
    moved = opinions.places + lot.normal(scale=_NEARBY * width, size=opinions.places.shape)
    return tuple(
        sorted((x, y, group_of.get(seat, -1)) for seat, (x, y) in zip(opinions.seats, moved.tolist(), strict=True))
    )


def _agreed(subject: ClassSubject, opinions: OpinionMap) -> Iterator[doc.Part]:
    """What every group agreed on; or nearly all, where there are none."""
    if not opinions.agreed:
        yield doc.sentence("No option had most of every group behind it.")
        return
    of, least = ("every group", AGREED) if opinions.groups else ("the class", NEARLY_ALL)
    yield doc.sentence(f"At least {formatting.percent(least)} of {of} were for:")
    asked_and_option = ((subject.questions[place], option) for place, option, _ in opinions.agreed)
    items = (
        doc.spans(doc.bold(f"{words.title(subject.game, asked)}: "), words.quoted(subject.game, asked, option))
        for asked, option in asked_and_option
    )
    yield doc.Listing(tuple(items))


def _apart(subject: ClassSubject, opinions: OpinionMap, number: int) -> str:
    """What sets a group apart from the others, in a cell: at most the two most telling votes."""
    said = []
    for place, option, _, _ in opinions.groups[number].own[:2]:
        asked = subject.questions[place]
        inside, outside = _shares(asked, opinions.groups[number].seats, option)
        said.append(f"{words.quoted(subject.game, asked, option)} ({inside} of it, {outside} of the others)")
    return "; ".join(said) or "nothing on its own"


def _shares(asked: Asked, seats: Sequence[str], option: str) -> tuple[str, str]:
    """Which share of these seats, and of all others, was for an option."""
    inside = [asked.last[seat] for seat in seats if seat in asked.last]
    outside = list((Counter(asked.last.values()) - Counter(inside)).elements())
    return words.about(inside.count(option), len(inside)), words.about(outside.count(option), len(outside))


def minds(subject: ClassSubject) -> Iterator[doc.Part]:
    """Whose minds were the most likely to change, and whether they did."""
    pulls = [
        pull
        for pull in findings.pulls(subject.questions, subject.opinions)
        if min(pull.pulled[0], pull.others[0]) >= LEAST
    ]
    if not pulls:
        return
    yield doc.sentence(
        "These seats first chose something else than most of those, or the largest number of them, who voted like them "
        "on everything else. A mind in such a place may be the likeliest to change. Here is whether it was:"
    )
    pulls = sorted(pulls, key=lambda pull: -pull.pulled[1] / pull.pulled[0])[:_MOST_PULLS]
    rows = tuple(
        (
            words.title(subject.game, pull.asked),
            f"{words.about(pull.pulled[1], pull.pulled[0])} of {pull.pulled[0]}",
            f"{words.about(pull.others[1], pull.others[0])} of {pull.others[0]}",
        )
        for pull in pulls
    )
    head = ("Decision", "Of these, changed", "Of all others, changed")
    yield doc.Table("Who changed between the two votes, where most did", head, rows, (1, 2))
