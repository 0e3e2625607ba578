"""Logs of classes in a database of PostgreSQL, which several servers share; needs psycopg.

The places of a class's events are given out under a lock on its row, so that they have no gaps and are seen in order: a
sequence of the database would show a later event before an earlier one that is still being committed.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence

import psycopg
import psycopg_pool
from attrs import define, field
from psycopg import sql

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import schema
from ceo_sim.classroom.store import Draft, Gone, Unavailable

CONNECTIONS = 8
"""At most, of one server; one class writes through one at a time, for some milliseconds."""
PATIENCE = 5.0
"""Seconds for which a connection is waited for."""
_AGAIN = 1.0
"""Seconds between attempts to listen, while the database is away."""
_CHANNEL = "ceo_sim_class"
_DAY = 86_400_000


@define(eq=False)
class Database:
    """A database with the logs of many classes.

    It may go away and come back: who then wants something of it hears that it is not to be had.
    """

    _url: str = field(repr=False)
    _pool: psycopg_pool.ConnectionPool = field(init=False)
    _watching: dict[str, set[Callable[[], object]]] = field(init=False, factory=dict)
    _listener: threading.Thread | None = field(init=False, default=None)
    _closed: threading.Event = field(init=False, factory=threading.Event)

    @classmethod
    def open(cls, url: str) -> Database:
        """The database at an address such as `postgresql://user@host/name`; its tables are made if there are none.

        Raises:
            LogError: It cannot be reached, refuses us, or has other tables than ours.
        """
        schema.verify_address(url)
        try:  # by itself, as the pool would only say after five seconds that it has waited
            with psycopg.connect(url, connect_timeout=int(PATIENCE)) as connection:
                schema.prepare(connection)
        except psycopg.Error as error:
            raise ev.LogError(f"the database of the classes is not to be had: {schema.said(error)}") from None
        return cls(url)

    def __attrs_post_init__(self) -> None:
        # It writes a line for each attempt; who holds the class says once that the database is away.
        logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)
        self._pool = psycopg_pool.ConnectionPool(
            self._url,
            min_size=1,
            max_size=CONNECTIONS,
            timeout=PATIENCE,
            reconnect_timeout=0,
            check=psycopg_pool.ConnectionPool.check_connection,
            kwargs={"connect_timeout": int(PATIENCE), "application_name": "ceo-sim"},
            open=True,
        )

    @contextlib.contextmanager
    def connection(self) -> Iterator[psycopg.Connection]:
        """A connection in a transaction, which is on disk when the block has ended.

        Raises:
            Unavailable: The database is away, or went away in the block: what was done in it may or may not be there.
        """
        try:
            with self._pool.connection() as connection:
                connection.execute("SET LOCAL synchronous_commit = on")
                yield connection
        except psycopg.Error as error:
            raise Unavailable(f"the database of the classes is not to be had: {schema.said(error)}") from error

    # ---- classes --------------------------------------------------------------------------------------------

    def create(self, id: str, opened: ev.Opened, at: int) -> PostgresStore:
        """The log of a new class, still empty; `at` is now, in milliseconds since 1970.

        Raises:
            LogError: There is a class of that code.
            Unavailable: The database is away.
        """
        try:
            with self.connection() as connection:
                connection.execute(
                    "INSERT INTO class (id, code, opened_at, delete_at) VALUES (%s, %s, %s, %s)",
                    (id, opened.code, at, at + opened.keep_days * _DAY),
                )
        except Unavailable as error:
            if isinstance(error.__cause__, psycopg.errors.UniqueViolation):
                raise ev.LogError(f"there is a class of the code {opened.code} already") from None
            raise
        return PostgresStore(self, id)

    def find(self, code: str) -> PostgresStore | None:
        """The log of the class that is found under a code now.

        Raises:
            Unavailable: The database is away.
        """
        with self.connection() as connection:
            row = connection.execute("SELECT id FROM class WHERE code = %s", (code,)).fetchone()
        return None if row is None else PostgresStore(self, row[0])

    def purge(self, now: int) -> int:
        """Delete the classes whose time is over, and count them; `now` is in milliseconds since 1970.

        Raises:
            Unavailable: The database is away.
        """
        with self.connection() as connection:
            gone = connection.execute("DELETE FROM class WHERE delete_at < %s RETURNING id", (now,)).fetchall()
            for (id,) in gone:
                connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, id))
        return len(gone)

    def close(self) -> None:
        """Let go of it."""
        self._closed.set()
        self._pool.close()
        if self._listener is not None:
            self._listener.join(2 * _AGAIN)

    # ---- being told of what other servers write -------------------------------------------------------------

    def watch(self, id: str, changed: Callable[[], object]) -> None:
        """Have `changed` called whenever somebody has written to a class, and after the database was away."""
        self._watching.setdefault(id, set()).add(changed)
        if self._listener is None:
            self._listener = threading.Thread(target=self._listen, name="postgresql", daemon=True)
            self._listener.start()

    def unwatch(self, id: str) -> None:
        """Call nobody any more for a class."""
        self._watching.pop(id, None)

    def _listen(self) -> None:
        while not self._closed.is_set():
            with contextlib.suppress(psycopg.Error), self._listening() as connection:
                for id in list(self._watching):  # what was written while nobody listened
                    self._tell(id)
                while not self._closed.is_set():
                    for notice in connection.notifies(timeout=_AGAIN):
                        self._tell(notice.payload)
            self._closed.wait(_AGAIN)

    def _listening(self) -> psycopg.Connection:
        connection = psycopg.connect(self._url, autocommit=True, connect_timeout=int(PATIENCE))
        connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(_CHANNEL)))
        return connection

    def _tell(self, id: str) -> None:
        for changed in tuple(self._watching.get(id, ())):
            with contextlib.suppress(RuntimeError):  # the loop of a class that is just being closed
                changed()


@define(eq=False)
class PostgresStore:
    """The log of one class; see `store.Store`."""

    _database: Database
    id: str

    def append(self, drafts: Sequence[Draft]) -> list[ev.Stored]:
        """See `Store`."""
        keys = [draft.key for draft in drafts]
        with self._database.connection() as connection:
            row = connection.execute("SELECT last FROM class WHERE id = %s FOR UPDATE", (self.id,)).fetchone()
            if row is None:
                raise Gone
            there = self._there(connection, keys)
            fresh = [draft for draft in drafts if draft.key not in there]
            last = int(row[0])
            stored = {
                draft.key: ev.Stored(last + place, draft.at, draft.event)  # type: ignore[arg-type] # each is one
                for place, draft in enumerate(fresh, 1)
            }
            self._insert(connection, fresh, last)
        return [there.get(key) or stored[key] for key in keys]

    def _there(self, connection: psycopg.Connection, keys: list[str]) -> dict[str, ev.Stored]:
        """The events that an earlier attempt has written, by key."""
        rows = connection.execute(
            "SELECT key, seq, at, body FROM event WHERE class = %s AND key = ANY(%s)", (self.id, keys)
        )
        return {key: ev.Stored(seq, at, ev.decode(body, seq)) for key, seq, at, body in rows}

    def _insert(self, connection: psycopg.Connection, drafts: Sequence[Draft], last: int) -> None:
        if not drafts:
            return
        seqs = [last + place for place in range(1, len(drafts) + 1)]
        columns = ([draft.key for draft in drafts], [draft.at for draft in drafts])
        bodies = [ev.encode(draft.event).decode() for draft in drafts]
        connection.execute(
            "INSERT INTO event SELECT %s, * FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::text[])",
            (self.id, seqs, *columns, bodies),
        )
        connection.execute("UPDATE class SET last = %s WHERE id = %s", (seqs[-1], self.id))
        for draft in drafts:
            if isinstance(draft.event, ev.CodeChanged):
                connection.execute("UPDATE class SET code = %s WHERE id = %s", (draft.event.code, self.id))
        connection.execute("SELECT pg_notify(%s, %s)", (_CHANNEL, self.id))

    def read(self, after: int = 0) -> Iterator[ev.Stored]:
        """See `Store`."""
        with self._database.connection() as connection:
            rows = connection.execute(
                "SELECT event.seq, event.at, event.body FROM class LEFT JOIN event ON class = id AND seq > %s "
                "WHERE id = %s ORDER BY seq",
                (after, self.id),
            ).fetchall()
        if not rows:
            raise Gone
        if rows[0][0] is None:  # nothing is new
            return
        for seq, at, body in rows:
            yield ev.stored(seq, at, body)

    def watch(self, changed: Callable[[], object]) -> None:
        """See `Store`."""
        self._database.watch(self.id, changed)

    def close(self) -> None:
        """See `Store`; the database stays open for others."""
        self._database.unwatch(self.id)


def now() -> int:
    """Now, in milliseconds since 1970."""
    return int(time.time() * 1000)
