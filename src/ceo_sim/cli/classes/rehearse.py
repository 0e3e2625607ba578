"""`ceo-sim class rehearse`: bots play a whole lesson through the real server."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ceo_sim.cli import arguments, extras
from ceo_sim.cli.classes.arguments import PLAYS
from ceo_sim.cli.documents import Unwritten

HELP = "Let bots play a whole lesson through the real server, and hear what you should know before you teach."
EXAMPLES = """\
  ceo-sim class rehearse the_post --act week                 60 students, on this machine, as fast as it goes
  ceo-sim class rehearse the_post --students 200 --play own  a lecture hall, everybody with a story of their own
  ceo-sim class rehearse --database postgresql://me@db/ceo --at https://class.example.edu
                                                             through the servers of a school, as they run
  ceo-sim class rehearse --json > rehearsal.json             for a program; exit code 1 if something is lost or broken
"""
_FIRST = "tutorial"
_MOST = 1_000
_SLOWEST = 60.0


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "scenario", nargs="?", default=_FIRST, metavar="ID_OR_PATH", help=f"a scenario's id, file or folder ({_FIRST})"
    )
    parser.add_argument("--act", metavar="ACT", help="play up to the end of this act; the whole story if left out")
    parser.add_argument("--edition", metavar="NAME", help="read another edition of the scenario")
    parser.add_argument("--students", type=int, default=60, metavar="N", help=f"how many, 1 to {_MOST:,} (60)")
    parser.add_argument("--play", choices=PLAYS, default="board", help="as for `ceo-sim class host` (board)")
    parser.add_argument(
        "--seed", type=arguments.seed, default=1, metavar="S", help="the luck of the story and of the bots (1)"
    )
    parser.add_argument(
        "--pace", type=float, default=0.0, metavar="SECONDS", help="how long a student thinks at most; not at all (0)"
    )
    parser.add_argument("--database", default="", metavar="URL", help="write the log to this PostgreSQL, for a day")
    parser.add_argument(
        "--at", default="", metavar="URL", help="rehearse with the servers of that database which are reached here"
    )
    parser.add_argument("--json", action="store_true", help="print what came of it as JSON")


def run(parsed: Namespace) -> int:
    """Rehearse, and say what a teacher should know; 1 if something was lost or would spoil the lesson."""
    if not 1 <= parsed.students <= _MOST:
        raise Unwritten(f"--students takes a number from 1 to {_MOST:,}, not {parsed.students}")
    if not 0 <= parsed.pace <= _SLOWEST:
        raise Unwritten(f"--pace takes 0 to {_SLOWEST:.0f} seconds, not {parsed.pace:g}")
    if parsed.at and not parsed.database:
        raise Unwritten("--at takes --database, too: the database of the servers at that address")
    extras.require("web", "aiohttp", "msgspec", "segno")
    if parsed.database:
        extras.require("postgresql", "psycopg", "psycopg_pool")
    from ceo_sim.classroom.rehearsal.rehearsing import School, as_json, rehearse
    from ceo_sim.library import load_playable, path_of

    path = path_of(parsed.scenario)
    report = rehearse(
        load_playable(path, parsed.edition, parsed.act),
        path,
        students=parsed.students,
        play=parsed.play,
        seed=parsed.seed,
        pace=parsed.pace,
        edition=parsed.edition,
        school=School(parsed.database, parsed.at.rstrip("/")) if parsed.database else None,
    )
    print(as_json(report) if parsed.json else "\n".join(report.lines()).rstrip())
    return 0 if report.ok else 1
