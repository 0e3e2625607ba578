"""`ceo-sim class open`: a class in the database of a school."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ceo_sim.cli import arguments, extras
from ceo_sim.cli.classes.arguments import add_begin, add_database, scenario_and_seed

HELP = "Begin a class in a school's database, which `ceo-sim class serve` serves."
EXAMPLES = """\
  ceo-sim class open the_post --act week --database postgresql://me@db/ceo --at https://class.example.edu
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    add_begin(parser)
    add_database(parser)
    parser.add_argument("--at", required=True, metavar="URL", help="the address at which the servers are reached")


def run(parsed: Namespace) -> int:
    """Begin the class, and print where it is."""
    extras.require("web", "aiohttp", "msgspec")
    extras.require("postgresql", "psycopg", "psycopg_pool")
    from ceo_sim.classroom.postgresql import Database
    from ceo_sim.classroom.school import open_class

    loaded, seed = scenario_and_seed(parsed)
    database = Database.open(parsed.database)
    try:
        begin, secret = open_class(
            database, loaded, seed=seed, play=parsed.play or "board", mirror=parsed.mirror, edition=parsed.edition
        )
    finally:
        database.close()
    at = parsed.at.rstrip("/")
    print(f"Students open {at} and enter {begin.code}")
    print(f"Projector: {at}/{begin.code}/screen")
    print(f"Teacher:   {at}/{begin.code}/teach?key={secret}")
    print("           for the teacher alone: whoever has it leads the class")
    return 0
