"""Stories that are read while the title is looked at, so that the one that is chosen is there at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define, field

if TYPE_CHECKING:
    from ceo_sim.engine.program import Program
    from ceo_sim.scenario.loader import Loaded

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of the last change and size of each file of a story."""


@define
class Preloader:
    """Makes stories ready, each once as long as its files stay as they are; to be called from any thread.

    Attributes:
        edition: The edition in which they are read.
        mirror: Whether their poles are swapped.
    """

    edition: str | None
    mirror: bool
    _read: dict[Path, tuple[Stamp, Loaded, Program]] = field(factory=dict)
    _reading: threading.Lock = field(factory=threading.Lock)

    def read(self, paths: Iterable[Path], is_wanted: Callable[[], bool]) -> None:
        """Read some stories as long as that is wanted; what is wrong with one is told when it is chosen."""
        from ceo_sim.library import ScenarioUnavailable

        for path in paths:
            if not is_wanted():
                return
            with suppress(ScenarioUnavailable, OSError):
                self._load(path)

    def choose(self, path: Path) -> tuple[Loaded, Program]:
        """The story that is played, as it was read and ready to run; the others are let go.

        Raises:
            ScenarioUnavailable: It has errors; the first is told.
        """
        story = self._load(path)
        self._read.clear()
        return story

    def _load(self, path: Path) -> tuple[Loaded, Program]:
        from ceo_sim.engine.compile import compile_scenario
        from ceo_sim.library import load_playable

        with self._reading:
            stamp = _stamp(path)
            known = self._read.get(path)
            if known is None or known[0] != stamp:
                loaded = load_playable(path, self.edition)
                self._read[path] = known = stamp, loaded, compile_scenario(loaded.playable, mirror=self.mirror)
            return known[1:]


def _stamp(path: Path) -> Stamp:
    files = sorted(path.rglob("*.toml")) if path.is_dir() else [path]
    return tuple((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files if file.exists())
