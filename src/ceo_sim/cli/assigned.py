"""The game of an assignment code: its scenario found among those at hand, and how it is to be played."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim.settings import SettingsFile

if TYPE_CHECKING:
    from ceo_sim.saves.assignment import Assignment

OWN = ("seed", "resume", "mirror", "edition", "until", "at")
"""Options that do not go with `--assign`, as the code says what they would."""


def settle(parsed: Namespace, settings_file: SettingsFile) -> None:
    """Put what the code in `parsed.assign` stands for in the place of the options of `ceo-sim play`.

    Raises:
        UserError: It is mistyped, or its scenario is not at hand, or is another version.
    """
    from ceo_sim.library import load_playable, require_mirror
    from ceo_sim.saves.assignment import Played, read_assignment

    assignment = read_assignment(parsed.assign)
    path = _path(assignment, parsed.scenario)
    loaded = load_playable(path)
    edition, act = assignment.chosen(Played.of(path, loaded))
    if assignment.mirror:
        require_mirror(loaded)
    parsed.assign = assignment.code
    parsed.scenario, parsed.edition, parsed.until = str(path), edition, act
    parsed.seed, parsed.mirror = assignment.seed, assignment.mirror
    if assignment.predictions != "own":
        settings_file.current = settings_file.current._replace(predictions=assignment.predictions == "on")


def _path(assignment: Assignment, named: str | None) -> Path:
    """Where the scenario lies: that which is named, or that of those at hand which the code is for."""
    from ceo_sim.library import ScenarioUnavailable, installed, path_of

    if named is not None:
        return path_of(named)
    if (path := next((each.path for each in installed() if assignment.is_of(each.id)), None)) is None:
        raise ScenarioUnavailable(
            "the assignment code is for a scenario that is not here; ask your teacher for its file, and name it: "
            "`ceo-sim play FILE --assign CODE`"
        )
    return path
