"""Where the log of a class lies: a file of SQLite as it comes; `postgresql` has one that several servers share.

What `append` has given back is on disk. SQLite writes ahead (WAL) and syncs at each commit (`synchronous=FULL`), which
takes about a millisecond; `live` commits many votes at once for that.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from attrs import define, field, frozen

from ceo_sim import places
from ceo_sim.classroom import events as ev

SUFFIX = ".class"
_APPLICATION = 0x43454F53
"""Marks the file as ours, where `file` and SQLite look for it: the letters CEOS."""
_FORMAT = 1
_TABLE = """
CREATE TABLE event (
    seq  INTEGER PRIMARY KEY,
    key  TEXT NOT NULL UNIQUE,
    at   INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT
"""


@frozen
class Draft:
    """An event on its way into the log; its key makes that it is written once, however often that is tried."""

    key: str
    at: int
    event: ev.Event


class Unavailable(Exception):
    """The log cannot be written or read now; the text says why. What was not given back may or may not be in it."""


class Gone(Unavailable):
    """The log was deleted."""

    def __init__(self) -> None:
        super().__init__("this class is not there any more: its time was over, or somebody has deleted it")


class Store(Protocol):
    """A log. Its methods block, and are called by one thread at a time."""

    def append(self, drafts: Sequence[Draft]) -> list[ev.Stored]:
        """Write events to disk and give them back with their places; those whose key is there already, as they are.

        Raises:
            Unavailable: They could not be written; all or none of them may be there.
        """

    def read(self, after: int = 0) -> Iterator[ev.Stored]:
        """The events after a place, in order.

        Raises:
            Unavailable: It cannot be read now; `Gone` if never again.
            LogError: It holds what is no event.
        """

    def watch(self, changed: Callable[[], object]) -> None:
        """Have `changed` called, from any thread, whenever another server has written."""

    def close(self) -> None:
        """Let go of it."""


@define(eq=False)
class SqliteStore:
    """A log in a file of its own. Whoever writes holds a lock, so that no second server does."""

    path: Path
    _connection: sqlite3.Connection
    _lock: contextlib.ExitStack = field(factory=contextlib.ExitStack)

    @classmethod
    def create(cls, path: Path) -> SqliteStore:
        """A new log; only its owner may read it.

        Raises:
            LogError: There is one, or it cannot be written there.
        """
        try:
            places.create_private(path)
        except FileExistsError:
            raise ev.LogError(f"{path} is there already; choose another name, or resume it") from None
        except OSError as error:
            raise ev.LogError(f"{path} cannot be written: {error.strerror}; choose another folder") from None
        with contextlib.closing(_connect(path)) as connection:
            connection.execute(f"PRAGMA application_id = {_APPLICATION}")
            connection.execute(f"PRAGMA user_version = {_FORMAT}")
            connection.execute(_TABLE)
        return cls._locked(path)

    @classmethod
    def resume(cls, path: Path) -> SqliteStore:
        """A log that goes on.

        Raises:
            LogError: It is none, is of a newer format, or another server has it.
        """
        _verify(path)
        return cls._locked(path)

    @classmethod
    def look(cls, path: Path) -> SqliteStore:
        """A log to be read only, also while a server writes it.

        Raises:
            LogError: It is none, or of a newer format.
        """
        _verify(path)
        return cls(path, _connect(path))

    @classmethod
    def _locked(cls, path: Path) -> SqliteStore:
        lock = contextlib.ExitStack()
        try:
            lock.enter_context(places.lock(path))
        except places.LockedError:
            raise ev.LogError(
                f"{path.name} is in use: another ceo-sim holds this class; close it there first"
            ) from None
        except OSError as error:
            raise ev.LogError(f"{path} cannot be used: {error.strerror}") from None
        connection = _connect(path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        return cls(path, connection, lock)

    def append(self, drafts: Sequence[Draft]) -> list[ev.Stored]:
        """See `Store`."""
        stored = []
        try:
            with self._connection as connection:
                connection.execute("BEGIN IMMEDIATE")
                (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
                for draft in drafts:
                    row = connection.execute("SELECT seq, at, body FROM event WHERE key = ?", (draft.key,)).fetchone()
                    if row is not None:
                        stored.append(_stored(row))
                        continue
                    last += 1
                    values = (last, draft.key, draft.at, ev.encode(draft.event).decode())
                    connection.execute("INSERT INTO event VALUES (?, ?, ?, ?)", values)
                    stored.append(ev.Stored(last, draft.at, draft.event))  # type: ignore[arg-type] # each is one
        except sqlite3.Error as error:
            raise Unavailable(f"{self.path.name} cannot be written: {error}") from error
        return stored

    def read(self, after: int = 0) -> Iterator[ev.Stored]:
        """See `Store`."""
        try:
            yield from map(
                _stored,
                self._connection.execute("SELECT seq, at, body FROM event WHERE seq > ? ORDER BY seq", (after,)),
            )
        except sqlite3.Error as error:
            raise Unavailable(f"{self.path.name} cannot be read: {error}") from error

    def watch(self, changed: Callable[[], object]) -> None:
        """See `Store`; the lock makes that nobody else writes."""

    def close(self) -> None:
        """See `Store`."""
        self._connection.close()
        self._lock.close()


def _connect(path: Path) -> sqlite3.Connection:
    # One thread at a time uses it, though not always the same; transactions are begun by hand.
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def _verify(path: Path) -> None:
    """Do nothing if the file is a log that this version reads."""
    try:
        with contextlib.closing(_connect_existing(path)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (format,) = connection.execute("PRAGMA user_version").fetchone()
    except (sqlite3.Error, OSError):
        raise ev.LogError(
            f"{path} is no log of a class, or cannot be read; expected a file ending in {SUFFIX}"
        ) from None
    if application != _APPLICATION:
        raise ev.LogError(f"{path} is no log of a class; expected a file that `ceo-sim class host` has made")
    if format > _FORMAT:
        raise ev.LogError(f"{path} is of format {format}, and this version reads up to {_FORMAT}; get a newer ceo-sim")


def _connect_existing(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _stored(row: tuple[int, int, str]) -> ev.Stored:
    seq, at, body = row
    return ev.Stored(seq, at, ev.decode(body, seq))
