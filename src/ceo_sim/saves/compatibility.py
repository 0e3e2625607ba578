"""Which saves a version of a scenario still plays."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from ceo_sim.library import FindScenario, ScenarioUnavailable
from ceo_sim.saves.format import SaveError
from ceo_sim.saves.reading import read
from ceo_sim.saves.reopen import replay_save
from ceo_sim.scenario.characters import one_line


@frozen
class SaveFit:
    """Whether a save still plays.

    Attributes:
        path: The file.
        answers: How many answers were replayed.
        problem: Why not all of them were; empty if they were.
    """

    path: Path
    answers: int
    problem: str


def fits(folder: Path, scenario: str, find: FindScenario) -> list[SaveFit]:
    """How the saves of a scenario, by its id, play again; those of others are left out, and nothing is written.

    Args:
        folder: Where the saves lie.
        scenario: The id.
        find: Gives the version to try, with an edition where a save has one.
    """
    tried = []
    for path in sorted(folder.glob("*.toml")):
        try:
            save = read(path)
            if save.scenario != scenario:
                continue
            replayed = replay_save(save, find(scenario, save.edition))
        except (SaveError, ScenarioUnavailable) as error:
            tried.append(SaveFit(path, 0, one_line(str(error))))
        else:
            problem = f"departs at {replayed.mismatch}" if replayed.mismatch else ""
            tried.append(SaveFit(path, replayed.answers_replayed, one_line(problem)))
    return tried
