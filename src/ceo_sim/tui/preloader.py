"""Stories that are read while the title is looked at, so that the one that is chosen is there at once."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim import library

if TYPE_CHECKING:
    from ceo_sim.engine.program import Program
    from ceo_sim.scenario.loader import Loaded
    from ceo_sim.scenario.model import Scenario


class Preloader:
    """Loads and compiles stories, each once as long as its files stay as they are; to be called from any thread."""

    def __init__(self) -> None:
        self._loaded: dict[tuple[Path, str | None], tuple[library.Stamp, Loaded]] = {}
        self._compiled: list[tuple[Scenario, bool, Program]] = []
        self._lock = threading.RLock()

    def preload(self, path: Path, edition: str | None, *, mirror: bool) -> None:
        """Make a story ready; what is wrong with one is said when it is chosen."""
        with suppress(library.ScenarioUnavailable, OSError), self._lock:
            self.compiled(self.load(path, edition).playable, mirror=mirror)

    def load(self, path: Path, edition: str | None, act: str | None = None) -> Loaded:
        """A story without errors, from its files, or what there is of it up to the end of an act.

        Raises:
            ScenarioUnavailable: It has errors, the message quotes the first; or it has no such act.
        """
        with self._lock:
            stamp = library.stamp(path)
            if self._loaded.get((path, edition), (None, None))[0] != stamp:
                self._loaded[path, edition] = stamp, library.load_playable(path, edition)
            return library.up_to(self._loaded[path, edition][1], act)

    def compiled(self, scenario: Scenario, *, mirror: bool = False) -> Program:
        """A story that was loaded, ready to run."""
        from ceo_sim.engine.compile import compile_scenario  # NumPy, which the first frame can do without

        with self._lock:
            for known, mirrored, program in self._compiled:
                if known is scenario and mirrored == mirror:
                    return program
            program = compile_scenario(scenario, mirror=mirror)
            self._compiled.append((scenario, mirror, program))
            return program

    def keep_only(self, scenario: Scenario) -> None:
        """Let go of all stories but the one that is played."""
        with self._lock:
            self._loaded = {key: entry for key, entry in self._loaded.items() if entry[1].scenario is scenario}
            self._compiled = [entry for entry in self._compiled if entry[0] is scenario]
