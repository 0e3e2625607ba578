"""`ceo-sim class seats`: the seats of a class, for a map of the teacher's own."""

from __future__ import annotations

import csv
import io
from argparse import ArgumentParser, Namespace

from ceo_sim.cli import documents
from ceo_sim.cli.classes.arguments import add_log, require_log

HELP = (
    "List the seats of a class as CSV, with what each took part in; whose seat is whose, only the teacher writes down."
)
EXAMPLES = """\
  ceo-sim class seats monday.class
  ceo-sim class seats monday.class -o seats.csv
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_log(parser)
    documents.add_output(parser)


def run(parsed: Namespace) -> int:
    """Read the log, and list its seats."""
    require_log(parsed)
    target = documents.target_of(parsed)
    from ceo_sim.classroom.exports.votes import participation, said
    from ceo_sim.classroom.opening import looked_at, room_of
    from ceo_sim.report.choices import cell

    with looked_at(parsed.log, parsed.database) as store:
        log = list(store.read())
    room, _ = room_of(log, parsed.log)
    shares = participation(room, said(room, log))
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(("seat", "team", "took_part"))
    table.writerows((cell(seat.name), cell(seat.team), f"{shares[id]:.0%}") for id, seat in room.seats.items())
    documents.write(written.getvalue(), target)
    return 0
