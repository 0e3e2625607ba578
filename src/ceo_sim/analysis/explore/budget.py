"""What a search may use, and what it has used: states, memory, time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Literal

from attrs import define, field

MOST_LANES = 20_000
"""Lanes that are run at once where memory does not matter."""
Limit = Literal["states", "memory", "seconds", "interrupted"]


class Spent(Exception):
    """A budget is used up.

    Attributes:
        limit: Which.
    """

    def __init__(self, limit: Limit) -> None:
        super().__init__(limit)
        self.limit: Limit = limit


@define
class Budget:
    """What a search may use.

    Attributes:
        states: Most states that are held.
        memory: Most bytes that they and what leads from one to the other take.
        seconds: Longest time.
        used_states: What has been used of each.
        used_memory: The most bytes that were held.
    """

    states: int
    memory: int
    seconds: float
    clock: Callable[[], float] = time.monotonic
    used_states: int = field(default=0, init=False)
    used_memory: int = field(default=0, init=False)
    _started: float = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._started = self.clock()

    @property
    def used_seconds(self) -> float:
        """How long it has taken so far."""
        return self.clock() - self._started

    @property
    def left(self) -> float:
        """Seconds that are left."""
        return self.seconds - self.used_seconds

    def lanes(self, bytes_per_lane: int, most: int = MOST_LANES) -> int:
        """How many lanes may be run at once.

        An eighth of the memory has room for them, which with all that is worked
        out on them take about twice their own.
        """
        return max(1, min(most, self.memory // (16 * bytes_per_lane)))

    def check(self, states: int, memory: int) -> None:
        """Go on if so many states and bytes are within the budget, and time is left.

        Raises:
            Spent: They are not.
        """
        self.used_states = max(self.used_states, min(states, self.states))
        self.used_memory = max(self.used_memory, memory)
        if states > self.states:
            raise Spent("states")
        if memory > self.memory:
            raise Spent("memory")
        if self.left <= 0:
            raise Spent("seconds")
