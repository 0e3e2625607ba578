from __future__ import annotations

import csv
import io
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def log(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "demo.class"
    run("class", "demo", "tutorial", "--students", "5", "-o", str(path))
    return path


def test_seats_are_listed_with_what_they_took_part_in(run: Run, log: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("class", "seats", str(log)).out)))
    assert len(rows) == 5
    assert all(row["seat"] and row["took_part"].endswith("%") for row in rows)


def test_a_seat_that_is_called_like_a_formula_is_none_in_the_list(run: Run, log: Path) -> None:
    with sqlite3.connect(log) as connection:
        connection.execute("UPDATE event SET body = json_set(body, '$.name', '=1+1') WHERE body LIKE '%\"joined\"%'")
    connection.close()
    rows = list(csv.DictReader(io.StringIO(run("class", "seats", str(log)).out)))
    assert {row["seat"] for row in rows} == {"'=1+1"}


def test_a_log_whose_time_is_over_is_deleted_and_no_other(run: Run, log: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.class").write_text("not a log")
    assert str(log) in run("class", "purge", "--folder", str(tmp_path)).out  # a demo class began in 2020
    assert not log.exists()
    assert (tmp_path / "mine.class").exists()
    assert "nothing to delete" in run("class", "purge", "--folder", str(tmp_path)).out


def test_a_log_is_deleted_before_its_time_only_if_that_is_said_twice(run: Run, log: Path, tmp_path: Path) -> None:
    assert run("class", "purge", str(log)).code == 2
    assert log.exists()
    other = tmp_path / "text.class"
    other.write_text("not a log")
    assert "is no log of a class" in run("class", "purge", str(other), "--now").err
    assert other.exists()
    assert run("class", "purge", str(log), "--now").code == 0
    assert not log.exists()


def test_a_database_that_cannot_be_reached_is_one_clear_error(run: Run) -> None:
    address = "postgresql://nobody@127.0.0.1:1/none"
    for arguments in (
        ("purge", "--database", address),
        ("open", "tutorial", "--database", address, "--at", "https://class.example"),
        ("serve", "--database", address, "--at", "https://class.example", "--port", "0"),
    ):
        ran = run("class", *arguments)
        assert ran.code in (1, 2)
        assert "127.0.0.1" in ran.err or "port" in ran.err
        assert len(ran.err.splitlines()) == 1
