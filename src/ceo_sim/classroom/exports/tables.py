"""Tidy tables of a class: decisions, reasons, predictions; a row for each thing that was said."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from ceo_sim.classroom.exports.votes import Said
from ceo_sim.classroom.room import Room
from ceo_sim.engine.game import Game
from ceo_sim.presentation import naming
from ceo_sim.report.choices import cell

DECISIONS = (
    "seat",
    "team",
    "number",
    "round",
    "decision",
    "decision_title",
    "option",
    "option_label",
    "carried_out",
    "seconds",
)
REASONS = ("seat", "team", "number", "round", "decision", "option", "reason")
PREDICTIONS = ("seat", "team", "number", "decision", "metric", "predicted")


def decisions(room: Room, votes: Sequence[Said], game: Game) -> str:
    """A row for each vote, with the seconds since voting was opened; `game` gives words to decisions and options."""

    def rows() -> Iterator[tuple[object, ...]]:
        for one in votes:
            seat = room.seats[one.seat]
            seconds = "" if one.after is None else round(one.after / 1000, 1)
            title = naming.decision_title(game, one.decision)
            label = naming.option_name(game, one.decision, one.option)
            same = str(one.option == one.carried_out).lower() if one.carried_out else ""
            yield (seat.name, seat.team, one.number, one.round, one.decision, title, one.option, label, same, seconds)

    return _table(DECISIONS, rows())


def reasons(room: Room, votes: Sequence[Said]) -> str:
    """A row for each reason."""
    rows = (
        (
            room.seats[one.seat].name,
            room.seats[one.seat].team,
            one.number,
            one.round,
            one.decision,
            one.option,
            one.reason,
        )
        for one in votes
        if one.reason
    )
    return _table(REASONS, rows)


def predictions(room: Room, votes: Sequence[Said]) -> str:
    """A row for each metric that a seat said the way of."""
    rows = (
        (room.seats[one.seat].name, room.seats[one.seat].team, one.number, one.decision, metric, direction)
        for one in votes
        for metric, direction in one.predicted.items()
    )
    return _table(PREDICTIONS, rows)


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """CSV (RFC 4180) with the byte order mark by which spreadsheets know UTF-8; no cell is carried out by one."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(columns)
    table.writerows(map(cell, row) for row in rows)
    return "\ufeff" + written.getvalue()
