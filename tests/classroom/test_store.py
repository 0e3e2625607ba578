from __future__ import annotations

import os
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom import store as store_module
from ceo_sim.classroom.store import Draft, SqliteStore, Unavailable
from tests.support.classes import joined, opened


def test_what_was_appended_is_read_by_another_reader_while_the_class_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.class"
    store = SqliteStore.create(path)
    given = store.append([Draft("a", 1, opened()), Draft("b", 2, joined(1))])
    assert [each.seq for each in given] == [1, 2]
    reader = SqliteStore.look(path)
    assert list(reader.read()) == given
    store.append([Draft("c", 3, joined(2))])
    assert [each.seq for each in reader.read(2)] == [3]
    reader.close()
    store.close()


def test_an_event_that_is_sent_again_is_written_once(tmp_path: Path) -> None:
    store = SqliteStore.create(tmp_path / "a.class")
    first = store.append([Draft("a", 1, opened()), Draft("b", 2, joined(1))])
    again = store.append([Draft("b", 9, joined(1)), Draft("c", 9, joined(2))])
    assert again[0] == first[1]
    assert [each.seq for each in store.read()] == [1, 2, 3]
    store.close()


def test_a_second_host_is_kept_out_and_told_why(tmp_path: Path) -> None:
    path = tmp_path / "a.class"
    store = SqliteStore.create(path)
    with pytest.raises(ev.LogError, match="another ceo-sim holds this class"):
        SqliteStore.resume(path)
    store.close()
    SqliteStore.resume(path).close()


def test_a_file_that_is_no_log_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    text, other = tmp_path / "a.class", tmp_path / "b.class"
    text.write_text("format = 3\n")
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE event (seq)")
    connection.close()
    before = (text.read_bytes(), other.read_bytes())
    for path in (text, other, tmp_path / "none.class"):
        with pytest.raises(ev.LogError, match="is no log of a class"):
            SqliteStore.resume(path)
    assert (text.read_bytes(), other.read_bytes()) == before
    with pytest.raises(ev.LogError, match="is there already"):
        SqliteStore.create(text)


def test_a_log_of_a_newer_format_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a.class"
    SqliteStore.create(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(ev.LogError, match="is of format 2"):
        SqliteStore.resume(path)


def test_only_its_owner_reads_a_log(tmp_path: Path) -> None:
    path = tmp_path / "a.class"
    SqliteStore.create(path).close()
    assert path.stat().st_mode & 0o077 == 0


def raw(path: Path, *rows: tuple[object, object], table: str = "") -> Path:
    """A log that somebody else wrote: rows of time and body, not bound by the table's own rules."""
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA application_id = {0x43454F53}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(table or store_module._TABLE.replace("STRICT", ""))
        for seq, (at, body) in enumerate(rows, 1):
            connection.execute("INSERT INTO event VALUES (?, ?, ?, ?)", (seq, f"{seq}", at, body))
        connection.execute("PRAGMA writable_schema = 1")
        connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'event' AND type = 'table'", (STRICT,))
    connection.close()
    return path


STRICT = store_module._TABLE.strip()
BEGINS = ev.encode(opened()).decode()
ROWS: dict[str, tuple[object, object]] = {
    "no time": ("soon", BEGINS),
    "before 1970": (-(2**62), BEGINS),
    "after all calendars": (2**62, BEGINS),
    "a time without end": (float("inf"), BEGINS),
    "bytes": (0, b"\xff\xfe"),
    "a number": (0, 5),
    "kept for ever": (0, BEGINS[:-1] + ', "keep_days": 4611686018427387904}'),
    "long": (0, '{"kind": "news", "text": "' + "x" * 40_000 + '"}'),
    "deep": (0, "[" * 20_000),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_row_that_is_no_event_is_refused_with_its_place(tmp_path: Path, row: tuple[object, object]) -> None:
    reader = SqliteStore.look(raw(tmp_path / "a.class", row))
    with pytest.raises((ev.LogError, Unavailable), match=r"event 1 |cannot be read"):
        list(reader.read())
    reader.close()


def test_a_text_of_megabytes_is_not_taken_into_memory(tmp_path: Path) -> None:
    reader = SqliteStore.look(raw(tmp_path / "a.class", (0, "x" * 3_000_000)))
    with pytest.raises(Unavailable, match="too big"):
        list(reader.read())
    reader.close()


ENDLESS = """
CREATE VIEW event AS WITH RECURSIVE more(seq) AS (SELECT 1 UNION ALL SELECT seq + 1 FROM more)
SELECT seq, seq AS key, 0 AS at, '{"kind": "news", "text": "x"}' AS body FROM more
"""


@pytest.mark.parametrize("table", [ENDLESS, "CREATE TABLE event (a)", "CREATE TABLE other (a)"])
def test_a_file_that_makes_its_events_up_is_no_log(tmp_path: Path, table: str) -> None:
    path = tmp_path / "a.class"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA application_id = {0x43454F53}")
        connection.execute("PRAGMA user_version = 1")
        connection.execute(table)
    connection.close()
    with pytest.raises(ev.LogError, match="is no log of a class"):
        SqliteStore.look(path)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such pipes")
def test_a_pipe_is_no_log_and_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "a.class"
    os.mkfifo(path)
    with pytest.raises(ev.LogError, match="is no log of a class"):
        SqliteStore.look(path)


@pytest.mark.skipif(sys.platform == "win32", reason="it lets nobody delete an open file")
@pytest.mark.parametrize("gone", [("",), ("-wal",), ("-shm",), ("", "-wal", "-shm")], ids="+".join)
def test_a_log_that_is_deleted_while_the_class_goes_on_is_put_back(tmp_path: Path, gone: tuple[str, ...]) -> None:
    path = tmp_path / "a.class"
    store = SqliteStore.create(path)
    first = store.append([Draft("a", 1, opened()), Draft("b", 2, joined(1))])
    for end in gone:
        path.with_name(path.name + end).unlink()
    second = store.append([Draft("c", 3, joined(2))])
    # As it is on disk at this moment, not as this program would leave it.
    for part in tmp_path.glob("a.class*"):
        shutil.copy(part, tmp_path / part.name.replace("a.class", "copy.class"))
    assert path.stat().st_mode & 0o077 == 0
    third = store.append([Draft("d", 4, joined(3))])
    store.close()
    for name, given in (("copy.class", [*first, *second]), ("a.class", [*first, *second, *third])):
        reader = SqliteStore.look(tmp_path / name)
        assert list(reader.read()) == given
        reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="it lets nobody cut an open file")
def test_a_log_that_is_cut_off_while_the_class_goes_on_is_whole_again_with_the_next_vote(tmp_path: Path) -> None:
    path = tmp_path / "a.class"
    store = SqliteStore.create(path)
    first = store.append([Draft("a", 1, opened()), Draft("b", 2, joined(1))])
    os.truncate(path, 100)
    second = store.append([Draft("c", 3, joined(2))])
    reader = SqliteStore.look(path)
    assert list(reader.read()) == [*first, *second]
    reader.close()
    store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="it lets nobody replace an open file")
def test_a_log_that_is_replaced_while_the_class_goes_on_takes_no_votes_until_it_is_back(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "a.class", tmp_path / "elsewhere"
    store = SqliteStore.create(path)
    first = store.append([Draft("a", 1, opened())])
    path.rename(elsewhere)
    path.write_text("mine")
    with pytest.raises(Unavailable, match="another file is in the place of"):
        store.append([Draft("b", 2, joined(1))])
    assert path.read_text() == "mine"
    elsewhere.replace(path)
    second = store.append([Draft("b", 2, joined(1))])
    assert list(store.read()) == [*first, *second]
    store.close()
