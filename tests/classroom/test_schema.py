from __future__ import annotations

import contextlib
from collections.abc import Iterator

import psycopg
import pytest

from ceo_sim.classroom import events as ev
from ceo_sim.classroom.postgresql import Database
from ceo_sim.classroom.schema import FORMAT, verify_address
from tests.support import postgresql


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ceo:hush/hush@db/ceo",
        "postgresql://ceo:hush@hush@db/ceo",
        "postgresql://ceo:hush#hush@db/ceo",
        "postgresql://ceo:hush?hush@db/ceo",
        "postgresql://ceo:hush%zz@db/ceo",
        "postgresql://ceo:hush@db:port/ceo?hush=hush",
        "postgresql://db/ceo?password=hush&hush=1",
        "mysql://ceo:hush@db/ceo",
        "hush",
    ],
)
def test_an_address_that_cannot_be_read_is_one_clear_error_without_its_password(address: str) -> None:
    with pytest.raises(ev.LogError, match=r"the address of (the|a) database") as error:
        Database.open(address)
    assert "hush" not in str(error.value)


@pytest.mark.parametrize(
    "address", ["postgresql://ceo@db/ceo", "postgres://ceo:a%40b%2Fc@[::1]:5432/ceo?sslmode=require"]
)
def test_an_address_that_can_be_read_is_let_through(address: str) -> None:
    verify_address(address)


# ---- with a real database -----------------------------------------------------------------------------------

NEEDED = [*postgresql.NEEDED]


@pytest.fixture
def fresh(server: postgresql.Cluster) -> Iterator[str]:
    """The address of a database of its own, for its owner."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS fresh")
        connection.execute("CREATE DATABASE fresh")
        for role in ("ceo",):
            connection.execute(f"DROP ROLE IF EXISTS {role}")
            connection.execute(f"CREATE ROLE {role} LOGIN")
    yield server.url.rpartition("/")[0] + "/fresh"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("DROP DATABASE fresh WITH (FORCE)")


def limited(url: str) -> str:
    """The same for a user who owns nothing."""
    return url.replace("postgres@", "ceo@")


def owner(url: str, *commands: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for command in commands:
            connection.execute(command)


class TestRights:
    pytestmark = NEEDED

    def test_a_user_who_may_not_make_tables_hears_what_the_owner_has_to_run(self, fresh: str) -> None:
        with pytest.raises(ev.LogError, match="GRANT USAGE, CREATE ON SCHEMA public TO ceo"):
            Database.open(limited(fresh))
        owner(fresh, "GRANT USAGE, CREATE ON SCHEMA public TO ceo")
        Database.open(limited(fresh)).close()

    def test_a_user_needs_no_more_than_the_rights_that_are_asked_for(self, fresh: str) -> None:
        Database.open(fresh).close()
        asked = []
        for _ in range(4):
            try:
                Database.open(limited(fresh)).close()
                break
            except ev.LogError as error:
                asked.append("GRANT " + str(error).rpartition("GRANT ")[2])
                owner(fresh, asked[-1])
        assert asked == [
            "GRANT SELECT ON ceo_sim TO ceo",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON class TO ceo",
            "GRANT SELECT, INSERT ON event TO ceo",
        ]
        with contextlib.closing(Database.open(limited(fresh))) as database:
            assert database.purge(0) == 0

    def test_tables_of_a_newer_version_are_left_alone(self, fresh: str) -> None:
        Database.open(fresh).close()
        owner(fresh, f"UPDATE ceo_sim SET format = {FORMAT + 1}")
        with pytest.raises(ev.LogError, match=f"format {FORMAT + 1}; this one knows {FORMAT}"):
            Database.open(fresh)

    def test_tables_of_something_else_are_left_alone(self, fresh: str) -> None:
        owner(fresh, "CREATE TABLE class (pupil text)")
        with pytest.raises(ev.LogError, match="table “class” of something else"):
            Database.open(fresh)

    def test_a_copy_that_takes_no_writes_is_one_clear_error(self, fresh: str) -> None:
        owner(fresh, "ALTER DATABASE fresh SET default_transaction_read_only = on")
        with pytest.raises(ev.LogError, match="takes no writes"):
            Database.open(fresh)

    def test_a_database_that_is_not_there_is_one_clear_error(self, fresh: str) -> None:
        with pytest.raises(ev.LogError, match=r'database "nowhere" does not exist$'):
            Database.open(fresh.replace("fresh", "nowhere"))
