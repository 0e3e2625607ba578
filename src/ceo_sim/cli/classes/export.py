"""`ceo-sim class export`: a class in the shapes that other programs read."""

from __future__ import annotations

import os
import re
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim import places
from ceo_sim.cli import documents
from ceo_sim.cli.classes.arguments import add_log, require_log
from ceo_sim.cli.documents import Unwritten

if TYPE_CHECKING:
    from ceo_sim.classroom import events as ev
    from ceo_sim.classroom.debrief.subject import ClassSubject

HELP = "Write a class as tables, as a gradebook, as xAPI statements, or as a package for a learning platform."
EXAMPLES = """\
  ceo-sim class export monday.class --to decisions -o decisions.csv      a row for each vote
  ceo-sim class export monday.class --to reasons -o reasons.csv          a row for each reason
  ceo-sim class export monday.class --to canvas --roster roster.csv -o canvas.csv
  ceo-sim class export monday.class --to xapi -o monday.jsonl
  ceo-sim class export monday.class --to xapi --send https://lrs.example/xapi --key key.txt
  ceo-sim class export monday.class --to scorm -o monday.zip             its debrief, for those who were absent
"""
SHAPES = ("decisions", "reasons", "predictions", "canvas", "moodle", "xapi", "scorm")
KEY = "CEO_SIM_LRS_KEY"


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_log(parser)
    parser.add_argument("--to", choices=SHAPES, required=True, help="the shape")
    parser.add_argument("--scenario", type=Path, metavar="PATH", help="its scenario, if that is not installed")
    parser.add_argument(
        "--roster", metavar="CSV", help='for a gradebook: its own export, with a column "seat"; it is only read'
    )
    parser.add_argument("--points", type=int, default=10, metavar="N", help="for having taken part in all (10)")
    parser.add_argument("--title", metavar="T", help="what the gradebook calls it (the scenario: participation)")
    parser.add_argument("--send", metavar="URL", help="send xAPI statements to this record store")
    parser.add_argument(
        "--key", metavar="FILE", help=f"a file with KEY:SECRET of the record store; else ${KEY} holds them"
    )
    documents.add_output(parser)


def run(parsed: Namespace) -> int:
    """Read the log, and write the shape."""
    if parsed.send and parsed.to != "xapi":
        raise Unwritten("--send takes --to xapi: a record store reads nothing else")
    if parsed.to in ("canvas", "moodle") and not parsed.roster:
        raise Unwritten(f"--to {parsed.to} takes --roster: the gradebook's own export, with a column of seats")
    if not 1 <= parsed.points <= 1000:
        raise Unwritten(f"--points takes a number from 1 to 1000, not {parsed.points}")
    if parsed.to == "scorm" and parsed.output == documents.STDOUT:
        raise Unwritten("a package is no text: name a file with -o")
    target = None if parsed.send else documents.target_of(parsed)
    require_log(parsed)
    from ceo_sim.classroom.debrief.subject import ClassSubject
    from ceo_sim.classroom.opening import looked_at, room_of, scenario_of

    with looked_at(parsed.log, parsed.database) as store:
        log = list(store.read())
    room, opened = room_of(log, parsed.log)
    subject = ClassSubject.of(room, scenario_of(opened, parsed.scenario))
    if parsed.send:
        return _send(parsed, subject, log)
    if parsed.to == "scorm":
        assert target is not None
        places.write_atomically(target, _package(subject))
        return 0
    documents.write(_text(parsed, subject, log), target)
    return 0


def _text(parsed: Namespace, subject: ClassSubject, log: Sequence[ev.Stored]) -> str:
    from ceo_sim.classroom.exports import gradebook, tables, votes, xapi

    room, game = subject.room, subject.game
    said = votes.said(room, log)
    match parsed.to:
        case "decisions":
            return tables.decisions(room, said, game)
        case "reasons":
            return tables.reasons(room, said)
        case "predictions":
            return tables.predictions(room, said)
        case "xapi":
            return xapi.as_lines(xapi.statements(room, log, said, game))
    title = parsed.title or f"{subject.opened.title}: participation"
    shares = {room.seats[id].name: share for id, share in votes.participation(room, said).items()}
    roster = gradebook.read_roster(_read(parsed.roster), list(shares))
    write = gradebook.canvas if parsed.to == "canvas" else gradebook.moodle
    return write(roster, shares, title, parsed.points)


def _package(subject: ClassSubject) -> bytes:
    from ceo_sim.classroom.debrief.page import page
    from ceo_sim.classroom.exports.scorm import SCRIPT, package
    from ceo_sim.report.html import html

    id = re.sub(r"[^A-Za-z0-9]+", "-", f"ceo-sim-{subject.opened.scenario}-{subject.opened.code}")
    return package(html(page(subject), compact=True, script=SCRIPT), f"{subject.opened.title}: a class looks back", id)


def _send(parsed: Namespace, subject: ClassSubject, log: Sequence[ev.Stored]) -> int:
    from ceo_sim.classroom.exports import votes, xapi
    from ceo_sim.classroom.exports.record_store import send

    credentials = (_read(parsed.key) if parsed.key else os.environ.get(KEY, "")).strip()
    if ":" not in credentials:
        raise Unwritten(f"a record store wants a key: KEY:SECRET in a file named by --key, or in ${KEY}")
    said = votes.said(subject.room, log)
    sent = send(parsed.send, credentials, list(xapi.statements(subject.room, log, said, subject.game)))
    print(f"{sent:,} statements were taken by {parsed.send}")
    return 0


def _read(path: str) -> str:
    try:
        return places.typed(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise Unwritten(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is no text in UTF-8'}"
        ) from None
