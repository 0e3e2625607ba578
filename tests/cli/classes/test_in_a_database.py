"""What IT does with the classes of a database, by commands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest

from ceo_sim.classroom.demo import demo_log
from ceo_sim.classroom.events import Opened
from ceo_sim.classroom.postgresql import Database, now
from ceo_sim.classroom.store import Draft
from tests.cli.conftest import Run
from tests.support import postgresql
from tests.support.scenarios import shipped

pytestmark = postgresql.NEEDED


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A database with a class of the code that demonstrations have."""
    with postgresql.cluster() as running:
        database = Database.open(running.url)
        log = demo_log(shipped("tutorial"), 12, 1)
        opened = log[0].event
        assert isinstance(opened, Opened)
        store = database.create("demo", opened, now())
        store.append([Draft(str(each.seq), each.at, each.event) for each in log])
        database.close()
        yield running.url


def code_in(url: str) -> str:
    database = Database.open(url)
    try:
        with database.connection() as connection:
            row = connection.execute("SELECT code FROM class WHERE id = 'demo'").fetchone()
        assert row is not None
        return str(row[0])
    finally:
        database.close()


def test_a_class_of_a_database_is_looked_back_on_and_exported_by_its_letters(run: Run, url: str) -> None:
    code = code_in(url).lower()
    seats = list(csv.DictReader(io.StringIO(run("class", "seats", code, "--database", url).out)))
    assert len(seats) == 12
    decisions = run("class", "export", code, "--database", url, "--to", "decisions")
    assert decisions.code == 0
    assert len(decisions.out.splitlines()) > 12
    debrief = run("class", "debrief", code, "--database", url)
    assert debrief.code == 0
    assert "The Tortoise Alarm" in debrief.out


def test_letters_that_no_class_has_are_one_clear_error(run: Run, url: str) -> None:
    ran = run("class", "debrief", "XXXX", "--database", url)
    assert ran.code != 0
    assert "no class of the code XXXX" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_two_teachers_who_begin_the_same_scenario_get_letters_of_their_own(run: Run, url: str) -> None:
    begun = [
        run("class", "open", "tutorial", "--seed", "1", "--database", url, "--at", "https://class.example/")
        for _ in range(2)
    ]
    assert [ran.code for ran in begun] == [0, 0]
    first, second = (ran.out.splitlines()[0].rpartition(" ")[2] for ran in begun)
    assert first != second
    assert all("https://class.example/" + code in ran.out for code, ran in zip((first, second), begun, strict=True))


def test_a_password_is_in_no_error(run: Run, url: str) -> None:
    for address in (url.replace("postgres@", "postgres:hu/sh@"), url.replace("postgres@", "nobody:hush@") + "x"):
        for command in (
            ("open", "tutorial", "--at", "https://x"),
            ("purge",),
            ("serve", "--at", "x", "--port", "8499"),
        ):
            ran = run("class", *command, "--database", address)
            assert ran.code != 0
            assert "sh" not in ran.err.replace("does not exist", "")
            assert len(ran.err.splitlines()) == 1


def test_purging_deletes_only_classes_whose_time_is_over(run: Run, url: str) -> None:
    database = Database.open(url)
    with database.connection() as connection:
        connection.execute("UPDATE class SET delete_at = 0 WHERE id <> 'demo'")
        count = connection.execute("SELECT count(*) FROM class WHERE id <> 'demo'").fetchone()
    database.close()
    assert count is not None
    assert f"Classes deleted: {count[0]}" in run("class", "purge", "--database", url).out
    assert run("class", "seats", code_in(url), "--database", url).code == 0
