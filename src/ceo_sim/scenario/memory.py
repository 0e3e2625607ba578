"""What was worked out for one version of a scenario and holds for the next ones too.

Everything that is remembered is the result of a pure function, under a key that has all that it depends on; so what is
found with a memory is what is found without one, only sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

from attrs import define, field

VERSIONS = 40
"""What was asked for in none of so many versions is forgotten, and after twice as many at the latest."""
MAX_ENTRIES = 200_000
"""Of a version with more than so many, only the newest is remembered."""
T = TypeVar("T")


@define(eq=False)
class Memory:
    """The results of some versions of one scenario; without a `version` it grows."""

    _young: dict[Hashable, Any] = field(factory=dict)
    _old: dict[Hashable, Any] = field(factory=dict)
    _newest: dict[Hashable, tuple[Hashable, Any]] = field(factory=dict)
    _versions: int = 0
    _lock: Lock = field(factory=Lock)

    @contextmanager
    def version(self) -> Iterator[None]:
        """Look at one version; another thread waits, and what was not asked for in a long time is forgotten."""
        with self._lock:
            self._versions += 1
            if self._versions > VERSIONS or len(self._young) > MAX_ENTRIES:
                self._young, self._old, self._versions = {}, self._young, 0
            yield

    @property
    def size(self) -> int:
        """How many results are remembered."""
        return len(self._young) + len(self._old) + len(self._newest)

    def of(self, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives, which depends on nothing but the key."""
        young = self._young
        if key in young:
            return young[key]  # type: ignore[no-any-return]
        value: T = self._old[key] if key in self._old else work()
        young[key] = value
        return value

    def latest(self, name: Hashable, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives, which depends on nothing but the key; of what has a name only the newest is remembered."""
        if name not in self._newest or self._newest[name][0] != key:
            self._newest[name] = key, work()
        return self._newest[name][1]  # type: ignore[no-any-return]

    def about(self, thing: object, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives, which depends on nothing but one thing, that never changes, and the key."""
        key = id(thing), key  # while it is remembered, no other has its id
        if key in self._young:
            return self._young[key][1]  # type: ignore[no-any-return]
        return self.of(key, lambda: (thing, work()))[1]
