"""`ceo-sim class purge`: logs of classes whose time is over, or that are named, deleted for good."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ceo_sim.cli import extras
from ceo_sim.cli.classes.arguments import add_folder, folder_of

HELP = "Delete the logs of classes whose time is over, and those that are named."
EXAMPLES = """\
  ceo-sim class purge                                  those whose time is over; hosting a class does it, too
  ceo-sim class purge monday.class --now               this one, though its time is not over
  ceo-sim class purge --database postgresql://me@db/ceo
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("log", nargs="*", metavar="LOG", help="logs to delete before their time; needs --now")
    parser.add_argument("--now", action="store_true", help="really delete the logs that are named")
    add_folder(parser)
    parser.add_argument("--database", metavar="URL", help="the database of a school, in place of a folder")


def run(parsed: Namespace) -> int:
    """Delete, and say what."""
    extras.require("web", "msgspec")
    if bool(parsed.log) != parsed.now:
        parsed.parser.error("name logs and add --now, or neither to delete those whose time is over")
    if parsed.database:
        return _in_database(parsed.database)
    from ceo_sim.classroom.opening import log_path
    from ceo_sim.classroom.retention import delete, purge

    if parsed.log:
        gone = [log_path(log) for log in parsed.log]
        for path in gone:
            delete(path)
    else:
        gone = purge(folder_of(parsed.folder))
    for path in gone:
        print(f"Deleted: {path}")
    if not gone:
        print("There is nothing to delete.")
    return 0


def _in_database(url: str) -> int:
    extras.require("postgresql", "psycopg", "psycopg_pool")
    from ceo_sim.classroom.postgresql import Database, now

    database = Database.open(url)
    try:
        count = database.purge(now())
    finally:
        database.close()
    print(f"Classes deleted: {count}")
    return 0
