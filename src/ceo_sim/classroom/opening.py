"""The log of a class by what somebody typed, and the scenario that it was played with."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from ceo_sim import places
from ceo_sim.classroom import events as ev
from ceo_sim.classroom import names
from ceo_sim.classroom.room import Room
from ceo_sim.classroom.store import SUFFIX, SqliteStore, Store, Unavailable
from ceo_sim.library import ScenarioUnavailable, load_playable, path_of
from ceo_sim.scenario.loader import Loaded


@contextlib.contextmanager
def looked_at(target: str, database: str = "") -> Iterator[Store]:
    """A log to be read, also while a server holds the class.

    Args:
        target: The name of its file, or the code of a class in a database.
        database: The address of that database, if it is in one.

    Raises:
        LogError: There is none, or it cannot be read.
    """
    opened = _in_database(target, database) if database else contextlib.closing(SqliteStore.look(log_path(target)))
    with opened as store:
        try:
            yield store
        except Unavailable as error:
            raise ev.LogError(str(error)) from None


@contextlib.contextmanager
def _in_database(code: str, url: str) -> Iterator[Store]:
    from ceo_sim.classroom.postgresql import Database

    with contextlib.closing(Database.open(url)) as database:
        store = database.find(names.tidy_code(code))
        if store is None:
            raise ev.LogError(f"the database has no class of the code {code}; a class is named by its four letters")
        yield store


def room_in(target: str, database: str = "") -> tuple[Room, ev.Opened]:
    """The class that a log describes, and how it began; the log is named as for `looked_at`.

    Raises:
        LogError: There is no such log, it cannot be read, or no class has begun in it.
    """
    with looked_at(target, database) as store:
        return room_of(store.read(), target)


def room_of(log: Iterable[ev.Stored], target: str) -> tuple[Room, ev.Opened]:
    """The same of a log that has been read from there.

    Raises:
        LogError: As for `room_in`.
    """
    room = Room().replay(log)
    if room.opened is None:
        raise ev.LogError(f"{target}: no class has begun in it")
    return room, room.opened


def scenario_of(opened: ev.Opened, path: Path | None = None) -> Loaded:
    """The scenario that a class was played with.

    Args:
        opened: How the class began.
        path: Where it lies; one that is installed under its id if left out.

    Raises:
        ScenarioUnavailable: It is not there or has errors.
    """
    # A log may have been written by anybody, and is to open no file that it names.
    if path is None and (PurePath(opened.scenario).name != opened.scenario or opened.scenario.startswith(".")):
        raise ScenarioUnavailable(f'there is no scenario "{opened.scenario}"; name its file with --scenario')
    return load_playable(path or path_of(opened.scenario), opened.edition, opened.act)


def log_path(target: str) -> Path:
    """The file that a name means: itself, or with the ending of logs."""
    path = places.typed(target)
    return path if path.exists() or path.suffix else path.with_name(path.name + SUFFIX)
