"""Who asks: by what a browser holds. And how often somebody may ask, which is known in memory only and never stored."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import Counter, OrderedDict
from collections.abc import Callable

from attrs import define, field, frozen

SEAT_COOKIE = "seat"
TEACHER_COOKIE = "teacher"
FORM_FIELD = "token"
"""The field of every form that only the class's own pages know."""


def form_token(secret: str) -> str:
    """The token of the forms of whoever holds a secret; it says nothing about the secret."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()[:32]


def is_form_token(given: str, secret: str) -> bool:
    """Whether a form was made for whoever holds this secret."""
    return hmac.compare_digest(given.encode(), form_token(secret).encode())


@frozen
class Rate:
    """How often something may be done: so many times at once, and then so many times a second."""

    burst: float
    per_second: float


@frozen
class Limits:
    """What a server lets its guests do. A whole class may share an address, behind a school's router.

    Attributes:
        joins: Seats taken from one address.
        guesses: Codes from one address that were wrong; keys and seats have more letters than can be guessed.
        deeds: Votes, predictions and moves of one seat.
        streams: Connections of seats that wait for changes, in all; and from one seat.
        screens: Those of projectors, which ask for no seat, in all; and from one address.
        seconds: For which a form may be on its way.
    """

    joins: Rate = Rate(250, 10)
    guesses: Rate = Rate(20, 0.5)
    deeds: Rate = Rate(200, 5)
    streams: int = 4_000
    streams_each: int = 6
    screens: int = 1_000
    screens_each: int = 100
    seconds: float = 15.0


@define
class Buckets:
    """Counts what is done from where, up to a rate; the oldest are forgotten."""

    rate: Rate
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(factory=OrderedDict)
    _most: int = 10_000

    def take(self, peer: str) -> bool:
        """Count one more; whether it is within the rate."""
        left = self._now(peer)
        allowed = left >= 1
        self._left[peer] = (left - allowed, self.clock())
        self._left.move_to_end(peer)
        if len(self._left) > self._most:
            self._left.popitem(last=False)
        return allowed

    def is_empty(self, peer: str) -> bool:
        """Whether one more would be too many."""
        return self._now(peer) < 1

    def _now(self, peer: str) -> float:
        left, at = self._left.get(peer, (self.rate.burst, self.clock()))
        return min(self.rate.burst, left + (self.clock() - at) * self.rate.per_second)


@define(eq=False)
class Traffic:
    """What guests of a server do as often as its limits let them.

    Attributes:
        limits: The limits.
        joins: Counts seats taken.
        guesses: Counts codes that were wrong.
        deeds: Counts what each seat does.
        streams: How many connections of seats wait for changes.
        screens: How many of projectors do, by address.
    """

    limits: Limits = field(factory=Limits)
    joins: Buckets = field(init=False)
    guesses: Buckets = field(init=False)
    deeds: Buckets = field(init=False)
    streams: int = field(init=False, default=0)
    screens: Counter[str] = field(init=False, factory=Counter)

    def __attrs_post_init__(self) -> None:
        self.joins = Buckets(self.limits.joins)
        self.guesses = Buckets(self.limits.guesses)
        self.deeds = Buckets(self.limits.deeds)
