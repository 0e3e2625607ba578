"""The codes that the docs and the help of commands show, of the flagship as it is now; `--check` only compares.

`make real-path` renews them, too. They fit together: the result code is that of the real path, played as the assignment
code says.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

from ceo_sim.analysis.counterfactual import follow
from ceo_sim.analysis.history import replay_history
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.library import load_playable, path_of
from ceo_sim.saves.assignment import Played, assigned
from ceo_sim.saves.result import result_of

ROOT = Path(__file__).parents[1]
PAGES = tuple(
    ROOT / page for page in ("docs/teaching.md", "src/ceo_sim/cli/play.py", "src/ceo_sim/cli/classes/merge.py")
)
SCENARIO, ACT = "the_post", "week"
_ASSIGNMENT = re.compile(r"\bA[0-9A-Z]{3}(?:-[0-9A-Z]{4}){3}\b")
_RESULT = re.compile(r"\bR[0-9A-Z]{7}(?:-[0-9A-Z]{1,8})+\b")


@cache
def codes() -> tuple[str, str]:
    """An assignment code, and the result code of a play of it."""
    path = path_of(SCENARIO)
    loaded = load_playable(path, None, ACT)
    real = replay_history(compile_scenario(load_playable(path).playable))
    game = follow(compile_scenario(loaded.playable), real.seed, real.answers).game
    given = assigned(Played.of(path, loaded), act=ACT, edition=None, mirror=False, seed=game.seed, predictions="own")
    return given.code, result_of(game, loaded, None, mirror=False).code


def renewed(text: str) -> str:
    """A text with the codes as they are now."""
    assignment, result = codes()
    return _RESULT.sub(result, _ASSIGNMENT.sub(assignment, text))


def main() -> int:
    """Renew the pages, or say whether they are as they should be."""
    is_current = True
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        is_current &= text == renewed(text)
        if "--check" not in sys.argv:
            page.write_text(renewed(text), encoding="utf-8")
    return int("--check" in sys.argv and not is_current)


if __name__ == "__main__":
    sys.exit(main())
