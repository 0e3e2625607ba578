"""Stories that are read while the title is looked at, so that the one that is chosen is there at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field

if TYPE_CHECKING:
    from ceo_sim.scenario.loader import Loaded

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of the last change and size of each file of a story."""


@define
class Ahead:
    """Reads stories, each once as long as its files stay as they are; to be called from any thread.

    Attributes:
        edition: The edition in which they are read.
    """

    edition: str | None
    _read: dict[Path, tuple[Stamp, Loaded]] = field(factory=dict)
    _reading: threading.Lock = field(factory=threading.Lock)

    def read(self, paths: Iterable[Path], is_wanted: Callable[[], bool]) -> None:
        """Read some stories as long as that is wanted; what is wrong with one is told when it is chosen."""
        from ceo_sim.saves.finding import NotFound

        for path in paths:
            if not is_wanted():
                return
            with suppress(NotFound, OSError):
                self._load(path)

    def choose(self, path: Path) -> Loaded:
        """The story that is played, and let go of the others.

        Raises:
            NotFound: It has errors; the first is told.
        """
        loaded = self._load(path)
        self._read.clear()
        return loaded

    def _load(self, path: Path) -> Loaded:
        from ceo_sim.saves.finding import load_playable

        with self._reading:
            stamp = _stamp(path)
            known = self._read.get(path)
            if known is None or known[0] != stamp:
                self._read[path] = known = stamp, load_playable(path, self.edition)
            return known[1]


def _stamp(path: Path) -> Stamp:
    files = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists())
