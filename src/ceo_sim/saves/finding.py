"""Scenarios and saves, by id, name or path, as a player names them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim import places
from ceo_sim.saves.keeping import TRASH
from ceo_sim.saves.listing import summarise
from ceo_sim.saves.record import SaveError, UserError
from ceo_sim.scenario.headers import Header, find_scenarios, read_header

if TYPE_CHECKING:
    from ceo_sim.scenario.loader import Loaded

FindScenario = Callable[[str, str | None], "Loaded"]
"""From the id of a scenario and the name of an edition to the scenario, without errors; raises `NotFound`."""


class NotFound(UserError):
    """A scenario that is not there or cannot be played."""


def installed() -> Iterator[Header]:
    """The scenarios at hand, each id once, in the order in which they are found."""
    seen = set()
    for folder in places.scenario_folders():
        for path in find_scenarios(folder):
            header = read_header(path)
            if header.id not in seen:
                seen.add(header.id)
                yield header


def path_of(id_or_path: str) -> Path:
    """Where a scenario lies: an installed one by its id, any other by its path.

    Raises:
        NotFound: There is none.
    """
    ids = {header.id: header.path for header in installed()}
    if id_or_path in ids:
        return ids[id_or_path]
    if (path := _existing(id_or_path)) is not None:
        return path
    close = difflib.get_close_matches(id_or_path, ids, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(ids) or 'none'}, or name a file"
    raise NotFound(f'there is no scenario "{id_or_path}"; {hint}')


def load_playable(path: Path, edition: str | None = None) -> Loaded:
    """Load a scenario.

    Raises:
        NotFound: It has errors; the first is told.
    """
    # It takes cattrs along, which a list of scenarios can do without.
    from ceo_sim.scenario.loader import load

    loaded = load(path, edition=edition)
    if loaded.scenario is None:
        first = loaded.errors[0]
        more = len(loaded.errors) - 1
        others = f" and {more} more" if more else ""
        problem = f"{first.file}:{first.line}:{first.column}: {first.code} {first.message}{others}"
        raise NotFound(f"the scenario cannot be played: {problem}; `ceo-sim check {path}` shows all")
    return loaded


def find_scenario(id: str, edition: str | None = None) -> Loaded:
    """The installed scenario of that id, as a save names it.

    Raises:
        NotFound: It is not installed, or cannot be played.
    """
    return load_playable(path_of(id), edition)


def finder(named: str | None) -> FindScenario:
    """What finds the scenario of a save: the installed one of its id, or in any case the one that is named.

    Raises:
        NotFound: There is none that is named so.
    """
    if named is None:
        return find_scenario
    path = path_of(named)

    def find(_id: str, edition: str | None) -> Loaded:
        return load_playable(path, edition)

    return find


def save_at(name: str, folder: Path) -> Path:
    """Where a save lies: named by its path, by its file name in the folder or among those shipped, or as a game is.

    Raises:
        SaveError: There is none, or more than one game has that name.
    """
    if (path := _existing(name)) is not None:
        return path
    known = {path.name: path for path in [*places.packaged_saves(), *sorted(folder.glob("*.toml"))]}
    for wanted in (name, f"{name}.toml"):
        if wanted in known:
            return known[wanted]
    summaries = [summarise(path) for path in known.values()]
    named = [save.path for save in summaries if save.name and save.name.casefold() == name.strip().casefold()]
    if len(named) == 1:
        return named[0]
    if named:
        files = ", ".join(path.stem for path in named)
        raise SaveError(Path(name), "more than one game has that name", f"name the file: {files}")
    close = difflib.get_close_matches(name, [*known, *(save.name for save in summaries if save.name)], n=1)
    hint = (
        f"did you mean {close[0]}?"
        if close
        else f"`ceo-sim saves{' --trash' if folder.name == TRASH else ''}` lists those there are"
    )
    raise SaveError(Path(name), "there is no such save", hint)


def _existing(name: str) -> Path | None:
    try:
        path = places.expanded(name)
        return path if path.exists() else None
    except (OSError, ValueError, RuntimeError):
        return None
