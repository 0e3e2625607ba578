"""Opening what a command names: a save with its scenario, and the folder for saves."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim import settings
from ceo_sim.cli.output import complain

if TYPE_CHECKING:
    from ceo_sim.library import FindScenario
    from ceo_sim.saves.reopen import ReopenedSave
    from ceo_sim.scenario.loader import Loaded


def folder_of(arguments: Namespace) -> Path:
    """The folder for saves."""
    return settings.save_folder(arguments.saves, settings.load().current)


def finder_of(arguments: Namespace) -> FindScenario:
    """What finds the scenario of a save: the installed one, or the one that is named."""
    from ceo_sim.library import finder, path_of

    return finder(None if arguments.scenario is None else path_of(arguments.scenario))


def near(path: Path) -> Path:
    """A path as a person here would type it: relative to the current folder if it is in there."""
    try:
        here = Path.cwd()
    except OSError:  # a folder that was deleted
        return path
    return path.relative_to(here) if path.is_absolute() and path.is_relative_to(here) else path


def restored(arguments: Namespace, save: str | None = None) -> ReopenedSave:
    """Replay the save that a command names, or one of several; its notice goes to standard error."""
    from ceo_sim.saves.listing import find_save
    from ceo_sim.saves.reopen import reopen

    path = find_save(arguments.save if save is None else save, folder_of(arguments))
    reopened = reopen(path, finder_of(arguments), salvage=arguments.salvage)
    if reopened.notice:
        complain(reopened.notice)
    return reopened


def playable(named: str) -> Loaded:
    """The scenario without errors that a writer's command names; misuse, with exit code 2, if it cannot be played."""
    from ceo_sim.library import ScenarioUnavailable, load_playable, path_of

    try:
        return load_playable(path_of(named))
    except ScenarioUnavailable as error:
        complain(str(error))
        raise SystemExit(2) from None
