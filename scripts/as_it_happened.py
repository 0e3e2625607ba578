"""Write the real path of the flagship as a save: `python scripts/as_it_happened.py`, or `make real-path`.

To be run whenever the flagship changes; a test says so.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from ceo_sim.analysis.history import replay_history
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.saves.format import dumps
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import load

ROOT = Path(__file__).parents[1]
SAVE = ROOT / "saves" / "as_it_happened.toml"
WRITTEN = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


def as_it_happened() -> str:
    """The text of the save.

    Raises:
        SystemExit: The flagship has errors.
    """
    loaded = load(ROOT / "scenarios" / "the_post")
    if loaded.scenario is None:
        raise SystemExit("\n".join(map(str, loaded.errors)))
    game = replay_history(compile_scenario(loaded.scenario))
    return dumps(Session(game, loaded, SAVE, created=WRITTEN, now=lambda: WRITTEN).as_save())


if __name__ == "__main__":
    SAVE.write_text(as_it_happened(), encoding="utf-8")
