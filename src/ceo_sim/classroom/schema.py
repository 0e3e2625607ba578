"""The tables of a school's database, the rights they take, and which addresses of one can be read; needs psycopg."""

from __future__ import annotations

import re

import psycopg
from psycopg import conninfo

from ceo_sim.classroom import events as ev
from ceo_sim.presentation import formatting

FORMAT = 1
"""Of the tables; a server refuses those of a newer one."""
_SCHEMES = ("postgresql://", "postgres://")
_TABLES = """
CREATE TABLE ceo_sim (
    format  integer NOT NULL
);
CREATE TABLE class (
    id         text PRIMARY KEY,
    code       text NOT NULL UNIQUE,
    last       bigint NOT NULL DEFAULT 0,
    opened_at  bigint NOT NULL,
    delete_at  bigint NOT NULL
);
CREATE TABLE event (
    class  text NOT NULL REFERENCES class ON DELETE CASCADE,
    seq    bigint NOT NULL,
    key    text NOT NULL,
    at     bigint NOT NULL,
    body   text NOT NULL,
    PRIMARY KEY (class, seq),
    UNIQUE (class, key)
);
"""
_NEEDED = (
    ("ceo_sim", "SELECT"),
    *(("class", right) for right in ("SELECT", "INSERT", "UPDATE", "DELETE")),
    *(("event", right) for right in ("SELECT", "INSERT")),
)
_LOCK = 0x43454F53


def verify_address(url: str) -> None:
    """Make sure that an address of a database can be read; what an error says never has any of it, nor a password.

    Raises:
        LogError: It cannot be.
    """
    if not url.startswith(_SCHEMES):
        raise ev.LogError("the address of a database begins with postgresql://, as in postgresql://USER@HOST/NAME")
    rest = url.partition("://")[2]
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    # The reader of libpq would take the rest of such a password for the name of a host, and errors would tell it.
    if rest.count("@") != authority.count("@") or rest.count("@") > 1 or re.search(r"#|%(?![0-9A-Fa-f]{2})", rest):
        raise ev.LogError(
            "the address of the database cannot be read: in the user and the password, write @ as %40, : as %3A, "
            "/ as %2F, ? as %3F, # as %23 and % as %25"
        )
    try:
        conninfo.conninfo_to_dict(url)
    except psycopg.Error as error:
        has_password = ":" in authority.rpartition("@")[0] or "password" in rest
        reason = "postgresql://USER@HOST:PORT/NAME was expected" if has_password else said(error)
        raise ev.LogError(f"the address of the database cannot be read: {reason}") from None


def prepare(connection: psycopg.Connection) -> None:
    """Make the tables in a database that has none, and make sure that they can be used in one that does.

    Raises:
        LogError: They are of a newer version, or something else's, or our user may not use them.
        psycopg.Error: The database is away.
    """
    # Two servers that begin at once would both make the tables.
    connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
    if _value(connection, "SHOW transaction_read_only") == "on":
        raise ev.LogError("the database takes no writes: give the address of the one that does, not of its copy")
    if _value(connection, "SELECT to_regclass('ceo_sim')") is None:
        _make(connection)
        return
    _verify_rights(connection)
    there = int(str(_value(connection, "SELECT max(format) FROM ceo_sim") or 0))
    if there > FORMAT:
        raise ev.LogError(
            f"the database was prepared by a newer version of ceo-sim (tables of format {there}; this one knows "
            f"{FORMAT}): use that version here, too"
        )


def said(error: BaseException) -> str:
    """What a database says, in a line without a full stop."""
    text = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    return formatting.without_full_stop(" ".join((text or str(error)).split())) or type(error).__name__


def _make(connection: psycopg.Connection) -> None:
    for table in ("class", "event"):
        if _value(connection, "SELECT to_regclass(%s)", table) is not None:
            raise ev.LogError(f"the database has a table “{table}” of something else: give classes one of their own")
    try:
        connection.execute(_TABLES)
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidSchemaName) as error:
        user = _user(connection)
        raise ev.LogError(
            f"{user} may not make tables in this database ({said(error)}): have its owner run "
            f"GRANT USAGE, CREATE ON SCHEMA public TO {user}"
        ) from None
    connection.execute("INSERT INTO ceo_sim VALUES (%s)", (FORMAT,))


def _verify_rights(connection: psycopg.Connection) -> None:
    for table in ("ceo_sim", "class", "event"):
        needed = [right for name, right in _NEEDED if name == table]
        missing = [
            right
            for right in needed
            if not _value(connection, "SELECT has_table_privilege(to_regclass(%s), %s)", table, right)
        ]
        if missing:
            user = _user(connection)
            raise ev.LogError(
                f"{user} lacks rights on the table {table}: have its owner run "
                f"GRANT {', '.join(missing)} ON {table} TO {user}"
            )


def _user(connection: psycopg.Connection) -> str:
    return connection.info.user


def _value(connection: psycopg.Connection, query: str, *values: object) -> object:
    row = connection.execute(query, values).fetchone()
    assert row is not None
    return row[0]
