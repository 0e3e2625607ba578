"""The saves in a folder at a glance, without loading a scenario or the engine."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

from ceo_sim import places, suggestions
from ceo_sim.saves.format import Moment, Save, SavedConsultation, SavedInjection, SaveError
from ceo_sim.saves.reading import read
from ceo_sim.scenario.characters import one_line

TRASH = "trash"
"""The folder for discarded saves, beside those that are not."""


class Summary(NamedTuple):
    """A save as a list shows it; its texts have nothing in them that could steer a terminal.

    Attributes:
        path: The file.
        scenario: The id of its scenario; empty if that cannot be read.
        title: Its scenario's title, or the name of the file.
        reached: Where in the story it stands, if that is known.
        answers: Number of answers, or of those that can be salvaged.
        ending: The title of its ending; empty while it goes on.
        updated: When it was last written.
        damaged: What is wrong with it, and what can be salvaged; empty if nothing is wrong.
        salvageable: Whether a damaged one can be resumed in part.
        shipped: Whether it came with the program.
        name: What the player calls it; empty if it has no name.
        note: The player's own words about it, on one line.
        created: When it was begun.
        given: Moment, decision and option of each of those answers.
        between: The forecasts that were asked for, and what was thrown in.
    """

    path: Path
    scenario: str
    title: str
    reached: Moment | None
    answers: int
    ending: str
    seed: int
    updated: dt.datetime | None
    damaged: str = ""
    salvageable: bool = False
    shipped: bool = False
    name: str = ""
    note: str = ""
    created: dt.datetime | None = None
    mirror: bool = False
    edition: str | None = None
    act: str | None = None
    given: tuple[tuple[Moment, str, str], ...] = ()
    between: tuple[SavedConsultation | SavedInjection, ...] = ()


def list_saves(folder: Path) -> list[Summary]:
    """The saves in a folder, the newest first, and then those that came with the program."""
    shipped = {places.real(path): path for path in places.packaged_saves()}
    try:
        own = [path for path in folder.glob("*.toml") if not path.name.startswith(".")]
    except OSError:
        own = []
    folder = places.real(folder)
    summaries = [summarise(path) for path in own if folder / path.name not in shipped]
    summaries.sort(key=lambda save: (save.updated.timestamp() if save.updated else 0.0, save.path.name), reverse=True)
    return summaries + [summarise(path)._replace(shipped=True) for path in shipped.values()]


def summarise(path: Path) -> Summary:
    """A save at a glance, however broken it is."""
    try:
        return _summary(path, read(path))
    except SaveError as error:
        damaged = one_line(f"{error.problem}; {error.remedy}")
        if error.salvageable is None:
            return Summary(path, "", one_line(path.name), None, 0, "", 0, None, damaged)
        return _summary(path, error.salvageable)._replace(damaged=damaged, salvageable=True)


def _summary(path: Path, save: Save) -> Summary:
    return Summary(
        path=path,
        scenario=one_line(save.scenario),
        title=one_line(save.title),
        reached=save.reached,
        answers=len(save.answers),
        ending=one_line(save.ending),
        seed=save.seed,
        updated=save.updated,
        name=one_line(save.name),
        note=one_line(save.note),
        created=save.created,
        mirror=save.mirror,
        edition=save.edition,
        act=save.act,
        given=tuple((answer.at, answer.decision, answer.option) for answer in save.answers),
        between=(*save.consultations, *save.injections),
    )


def find_save(name: str, folder: Path) -> Path:
    """Where a save lies: named by its path, by its file name in the folder or among those shipped, or as a game is.

    Raises:
        SaveError: There is none, or more than one game has that name.
    """
    if (path := places.existing(name)) is not None:
        return path
    known = {path.name: path for path in [*places.packaged_saves(), *sorted(folder.glob("*.toml"))]}
    by_file = {normalize("NFC", file): path for file, path in known.items()} | known
    for wanted in (name, f"{name}.toml", normalize("NFC", name), normalize("NFC", f"{name}.toml")):
        if wanted in by_file:
            return by_file[wanted]
    summaries = [summarise(path) for path in known.values()]
    named = [save.path for save in summaries if save.name and suggestions.folded(save.name) == suggestions.folded(name)]
    if len(named) == 1:
        return named[0]
    if named:
        files = suggestions.listed(path.stem for path in named)
        raise SaveError(Path(name), "more than one game has that name", f"name the file: {files}")
    listed = f"`ceo-sim saves{' --trash' if folder.name == TRASH else ''}` lists those there are"
    names = [*known, *(save.name for save in summaries if save.name)]
    raise SaveError(Path(name), "there is no such save", suggestions.hint(name, names, listed))
