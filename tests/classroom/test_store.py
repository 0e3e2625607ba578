from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.store import Draft, SqliteStore
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
