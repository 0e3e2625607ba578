from __future__ import annotations

import csv
from pathlib import Path

import pytest

from ceo_sim.classroom.room import Room
from ceo_sim.classroom.store import SqliteStore
from tests.classroom.test_merge import played
from tests.cli.conftest import Run

DEPOT = "--scenario=" + str(Path(__file__).parents[3] / "scenarios" / "depot.toml")


@pytest.fixture
def handed_in(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    for lot in range(2):
        played(folder, lot)
    (folder / "list.txt").write_text(f"=HYPERLINK() {played(tmp_path / 'out', 5).result().code}\n")
    return folder


def test_it_writes_a_class_and_says_what_is_in_it(run: Run, handed_in: Path, tmp_path: Path) -> None:
    out = tmp_path / "x.class"
    told = run("class", "merge", str(handed_in), "-o", str(out), DEPOT).out

    store = SqliteStore.look(out)
    room = Room().replay(store.read())
    store.close()
    assert told.splitlines()[0].startswith("3 plays of ")
    assert len(room.seats) == 3
    assert all(seat.name in told for seat in room.seats.values())


def test_whose_seat_is_whose_stands_in_a_file_of_the_teacher_without_formulas(
    run: Run, handed_in: Path, tmp_path: Path
) -> None:
    map = tmp_path / "seats.csv"
    told = run(
        "class", "merge", str(handed_in), "-o", str(tmp_path / "x.class"), DEPOT, "--map", str(map), "--json"
    ).json

    rows = list(csv.reader(map.read_text().splitlines()))
    assert [row[0] for row in rows[1:]] == [seat["seat"] for seat in told["seats"]]
    assert "'=HYPERLINK()" in {row[1] for row in rows}


def test_no_class_is_written_where_the_file_of_the_teacher_cannot_be(run: Run, handed_in: Path, tmp_path: Path) -> None:
    out, map = tmp_path / "x.class", tmp_path / "none" / "seats.csv"

    assert "seats.csv" in run("class", "merge", str(handed_in), "-o", str(out), DEPOT, "--map", str(map)).complaint
    assert not out.exists()


def test_a_class_that_is_there_is_not_written_over(run: Run, handed_in: Path, tmp_path: Path) -> None:
    (tmp_path / "x.class").write_text("mine")

    assert "is there already" in run("class", "merge", str(handed_in), "-o", str(tmp_path / "x.class"), DEPOT).complaint
    assert (tmp_path / "x.class").read_text() == "mine"
