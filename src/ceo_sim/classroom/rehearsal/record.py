"""What is observed while bots visit a class: how long pages took, what was acknowledged, and what went wrong."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from attrs import define, field, frozen

from ceo_sim.classroom import events as ev
from ceo_sim.presentation import formatting

SLOW = 1.0
"""Seconds after which a page counts as slow: a class that waits longer looks elsewhere."""

Asked = Literal["page", "vote", "join", "control"]


@frozen
class Problem:
    """Something that a teacher should know; a serious one would have stopped or spoilt the lesson."""

    text: str
    is_serious: bool = True


@frozen
class Saved:
    """Something of which a student was told that it is saved; the event of the log that it must be found in."""

    kind: Literal["seat", "vote", "prediction", "move"]
    seat: str
    ballot: int = 0
    round: int = 0
    said: str = ""


@define
class Record:
    """What was observed.

    Attributes:
        took: Seconds of each request of a student, by what was asked.
        heard: Seconds from a change to when a page that listens was told of it.
        saved: What was acknowledged.
        refused: How many times something was turned away, as it should be.
        problems: By their words, how often each was met.
    """

    took: dict[Asked, list[float]] = field(factory=dict)
    heard: list[float] = field(factory=list)
    saved: set[Saved] = field(factory=set)
    refused: int = 0
    problems: Counter[Problem] = field(factory=Counter)

    def time(self, asked: Asked, seconds: float) -> None:
        """Note how long something took."""
        self.took.setdefault(asked, []).append(seconds)

    def problem(self, text: str, *, is_serious: bool = True) -> None:
        """Note what went wrong, in a sentence."""
        self.problems[Problem(text, is_serious)] += 1

    def waits(self) -> list[float]:
        """How long students waited, in seconds: for pages, seats and votes."""
        return [wait for asked in ("page", "vote", "join") for wait in self.took.get(asked, [])]

    def said(self) -> list[str]:
        """The problems as sentences, the serious ones first."""
        ordered = sorted(self.problems.items(), key=lambda met: (not met[0].is_serious, -met[1]))
        return [
            problem.text + (f" ({formatting.counted(count, 'time')})" if count > 1 else "")
            for problem, count in ordered
        ]

    @property
    def is_serious(self) -> bool:
        """Whether one of them is serious."""
        return any(problem.is_serious for problem in self.problems)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies; 0 of none."""
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)] if values else 0.0


def saved_in(log: Iterable[ev.Stored]) -> set[Saved]:
    """All that a log holds of what students are told is saved."""
    saved = set()
    for stored in log:
        match stored.event:
            case ev.Joined(seat=seat):
                saved.add(Saved("seat", seat))
            case ev.Voted(ballot=ballot, round=round, seat=seat, option=option):
                saved.add(Saved("vote", seat, ballot, round, option))
            case ev.Predicted(ballot=ballot, seat=seat):
                saved.add(Saved("prediction", seat, ballot))
            case ev.OwnAnswered(seat=seat, number=number, option=option):
                saved.add(Saved("move", seat, number, said=option))
            case ev.OwnPassed(seat=seat, number=number):
                saved.add(Saved("move", seat, number))
    return saved
