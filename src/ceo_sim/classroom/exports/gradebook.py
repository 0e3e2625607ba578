"""Gradebooks of Canvas and Moodle: who took part, and nothing else.

The teacher joins seats to students with a roster on the own machine: the export of the gradebook itself, with a column
`seat` in which the teacher has written the names of seats. It is read and stored nowhere.

Canvas takes a file whose last column of student information is `Section`, with the points possible in a row of their
own; Moodle takes any columns, of which the teacher maps one to users. No word of a student is in these files but the
names of the roster, which came from there and go back as they are.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from attrs import frozen

from ceo_sim.errors import UserError
from ceo_sim.report.choices import cell

SEAT = "seat"
_CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
_MOODLE = ("username", "useridnumber", "userid", "useremail", "idnumber", "email address", "email")
_LARGEST = 5_000_000


class RosterError(UserError):
    """A roster that cannot be used as it is."""


@frozen
class Roster:
    """Rows of a gradebook's own export by the name of the seat, each by its columns as they were written."""

    columns: tuple[str, ...]
    by_seat: Mapping[str, Mapping[str, str]]


def read_roster(text: str, seats: Sequence[str]) -> Roster:
    """A roster.

    Args:
        text: CSV with a column `seat`.
        seats: The names of the seats of the class.

    Raises:
        RosterError: It has no such column, or names seats twice or that there are not; all of them are listed.
    """
    if len(text) > _LARGEST:
        raise RosterError(f"the roster is larger than {_LARGEST // 1_000_000} MB; expected the export of one course")
    try:
        rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
    except csv.Error as error:
        raise RosterError(f"the roster is no CSV: {error}") from None
    columns = tuple(column for column in (rows[0] if rows else {}) if column is not None)
    key = next((column for column in columns if column.strip().lower() == SEAT), None)
    if key is None:
        raise RosterError(f'the roster has no column "{SEAT}"; add one with the name of the seat of each student')
    by_seat: dict[str, dict[str, str]] = {}
    twice, unknown, known = [], [], {seat.lower(): seat for seat in seats}
    for row in rows:
        typed = " ".join((row[key] or "").split()).lower()
        if not typed:  # whoever was absent
            continue
        if typed not in known:
            unknown.append(typed)
        elif known[typed] in by_seat:
            twice.append(typed)
        else:
            by_seat[known[typed]] = {column: row[column] or "" for column in columns if column != key}
    problems = [f"there is no seat {_listed(unknown)}"] * bool(unknown) + [f"twice: {_listed(twice)}"] * bool(twice)
    if problems:
        raise RosterError(
            f"the roster does not fit this class: {'; '.join(problems)}; `ceo-sim class seats` lists them"
        )
    return Roster(tuple(column for column in columns if column != key), by_seat)


def canvas(roster: Roster, shares: Mapping[str, float], title: str, points: int) -> str:
    """A gradebook of Canvas.

    Args:
        roster: Its own export, with seats.
        shares: Which part each seat took part in, by its name.
        title: Of the assignment; one of another title is made by Canvas.
        points: For having taken part in all.

    Raises:
        RosterError: It has neither `Student` nor `ID`.
    """
    names = {column.strip().lower(): column for column in roster.columns}
    if "id" not in names and "student" not in names:
        raise RosterError('a roster for Canvas needs the columns "Student" and "ID", as Canvas exports them')
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([*_CANVAS, cell(title)])
    table.writerow(["    Points Possible", "", "", "", "", points])
    for seat, row in roster.by_seat.items():
        own = [row.get(names.get(column.lower(), ""), "") for column in _CANVAS]
        table.writerow([*own, _points(shares.get(seat, 0.0), points)])
    return written.getvalue()


def moodle(roster: Roster, shares: Mapping[str, float], title: str, points: int) -> str:
    """A gradebook of Moodle: the column that tells its users, and the grade item.

    Raises:
        RosterError: It has none of the columns by which Moodle knows users.
    """
    names = {column.strip().lower(): column for column in roster.columns}
    key = next((column for column in _MOODLE if column in names), None)
    if key is None:
        raise RosterError(f"a roster for Moodle needs one of the columns {', '.join(_MOODLE[:4])}")
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([names[key], cell(title)])
    for seat, row in roster.by_seat.items():
        table.writerow([row.get(names[key], ""), _points(shares.get(seat, 0.0), points)])
    return written.getvalue()


def _points(share: float, points: int) -> str:
    return f"{round(share * points, 1):g}"


def _listed(seats: Sequence[str]) -> str:
    return ", ".join(f'"{seat[:40]}"' for seat in seats[:20]) + (
        f" and {len(seats) - 20} more" if len(seats) > 20 else ""
    )
