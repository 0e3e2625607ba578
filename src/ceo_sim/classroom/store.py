"""Where the log of a class lies: a file of SQLite as it comes; `postgresql` has one that several servers share.

What `append` has given back is on disk. SQLite writes ahead (WAL) and syncs at each commit (`synchronous=FULL`), which
takes about a millisecond; `live` commits many votes at once for that.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from attrs import define, field, frozen

from ceo_sim import places
from ceo_sim.classroom import events as ev

SUFFIX = ".class"
_APPLICATION = 0x43454F53
"""Marks the file as ours, where `file` and SQLite look for it: the letters CEOS."""
_FORMAT = 1
_LARGEST = 1_000_000
"""Bytes of anything that is read from a log; an event has far fewer."""
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
    _files: list[tuple[int, int] | None] = field(factory=list)  # those that are open, if it is written to
    _size: int = 0  # of the log, which never shrinks

    @classmethod
    def create(cls, path: Path) -> SqliteStore:
        """A new log; only its owner may read it.

        Raises:
            LogError: There is one, or it cannot be written there.
        """
        try:
            _make(path)
        except FileExistsError:
            raise ev.LogError(f"{path} is there already; choose another name, or resume it") from None
        except OSError as error:
            raise ev.LogError(f"{path} cannot be written: {error.strerror}; choose another folder") from None
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
        return cls(path, _connect_to_write(path), lock, _identities(path))

    def append(self, drafts: Sequence[Draft]) -> list[ev.Stored]:
        """See `Store`."""
        stored = []
        try:
            self._look_after_files()
            with self._connection as connection:
                connection.execute("BEGIN IMMEDIATE")
                (last,) = connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()
                for draft in drafts:
                    row = connection.execute("SELECT seq, at, body FROM event WHERE key = ?", (draft.key,)).fetchone()
                    if row is not None:
                        stored.append(ev.stored(*row))
                        continue
                    last += 1
                    values = (last, draft.key, draft.at, ev.encode(draft.event).decode())
                    connection.execute("INSERT INTO event VALUES (?, ?, ?, ?)", values)
                    stored.append(ev.Stored(last, draft.at, draft.event))  # type: ignore[arg-type] # each is one
            self._size = self.path.stat().st_size
        except (sqlite3.Error, OSError) as error:
            raise Unavailable(f"{self.path.name} cannot be written: {error}") from error
        return stored

    def _look_after_files(self) -> None:
        """Have back what of the log was deleted, moved or cut off.

        What is written to a file without a name is soon gone, and SQLite does not look whether there is one.

        Raises:
            Unavailable: Another file stands in its place.
            OSError: It cannot be written.
            sqlite3.Error: The same.
        """
        now = _identities(self.path)
        is_cut = now[0] is not None and now[0] == self._files[0] and self.path.stat().st_size < self._size
        if now == self._files and not is_cut:
            return
        if now[0] == self._files[0] and not is_cut:  # what SQLite has beside it is gone, and is still open
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.close()
        elif now[0] is None or is_cut:
            spare = self.path.with_name(f".{self.path.name}.back")
            spare.unlink(missing_ok=True)
            _make(spare, self._connection.execute("SELECT seq, key, at, body FROM event ORDER BY seq").fetchall())
            self._connection.close()
            for path in _parts(self.path)[1:]:
                path.unlink(missing_ok=True)
            spare.replace(self.path)
        else:
            raise Unavailable(
                f"another file is in the place of {self.path.name}; once it is moved away, the log is put back"
            )
        self._connection = _connect_to_write(self.path)
        self._files = _identities(self.path)

    def read(self, after: int = 0) -> Iterator[ev.Stored]:
        """See `Store`."""
        try:
            for row in self._connection.execute("SELECT seq, at, body FROM event WHERE seq > ? ORDER BY seq", (after,)):
                yield ev.stored(*row)
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
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
    return connection


def _connect_to_write(path: Path) -> sqlite3.Connection:
    connection = _connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("SELECT max(seq) FROM event").fetchone()  # now there are all its files
    return connection


def _make(path: Path, rows: Iterable[tuple[object, ...]] = ()) -> None:
    """A log with these rows; only its owner may read it.

    Raises:
        FileExistsError: There is one.
        OSError: It cannot be made.
        sqlite3.Error: The same.
    """
    places.create_private(path)
    with contextlib.closing(_connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {_APPLICATION}")
        connection.execute(f"PRAGMA user_version = {_FORMAT}")
        connection.execute("BEGIN")
        connection.execute(_TABLE)
        connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?)", rows)
        connection.execute("COMMIT")


def _parts(path: Path) -> list[Path]:
    """A log, and what SQLite has beside it."""
    return [path, *(path.with_name(path.name + end) for end in ("-wal", "-shm"))]


def _identities(path: Path) -> list[tuple[int, int] | None]:
    """Which files the parts of a log are, whatever they are called; None for one that is not there."""

    def of(part: Path) -> tuple[int, int] | None:
        try:
            status = part.stat()
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

    return [of(part) for part in _parts(path)]


def _verify(path: Path) -> None:
    """Do nothing if the file is a log that this version reads."""
    try:
        if not path.is_file():  # a pipe would be waited for
            raise FileNotFoundError
        with contextlib.closing(_connect_existing(path)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (format,) = connection.execute("PRAGMA user_version").fetchone()
            has = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL LIMIT 2").fetchall()
    except (sqlite3.Error, OSError):
        raise ev.LogError(
            f"{path} is no log of a class, or cannot be read; expected a file ending in {SUFFIX}"
        ) from None
    if application != _APPLICATION:
        raise ev.LogError(f"{path} is no log of a class; expected a file that `ceo-sim class host` has made")
    if format > _FORMAT:
        raise ev.LogError(f"{path} is of format {format}, and this version reads up to {_FORMAT}; get a newer ceo-sim")
    if [str(sql).split() for (sql,) in has] != [
        _TABLE.split()
    ]:  # a view could make up events without end, a trigger could do anything
        raise ev.LogError(f"{path} is no log of a class; it holds something other than the events of one")


def _connect_existing(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
