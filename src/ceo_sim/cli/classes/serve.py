"""`ceo-sim class serve`: all classes of a school's database; several of these may stand behind one address."""

from __future__ import annotations

import asyncio
import contextlib
from argparse import ArgumentParser, Namespace

from ceo_sim.cli import extras
from ceo_sim.cli.classes.arguments import add_database
from ceo_sim.cli.web import port

HELP = "Serve the classes of a school's database; several servers may stand behind one address."
EXAMPLES = """\
  ceo-sim class serve --database postgresql://me@db/ceo --port 8001 --at https://class.example.edu
  ceo-sim class serve --database postgresql://me@db/ceo --port 8002 --at https://class.example.edu
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    add_database(parser)
    parser.add_argument(
        "--at", required=True, metavar="URL", help="the address at which the proxy before it is reached"
    )
    parser.add_argument(
        "--address", default="127.0.0.1", metavar="ADDR", help="the one address to listen on (127.0.0.1)"
    )
    parser.add_argument("--port", type=port, required=True, metavar="N", help="the port")


def run(parsed: Namespace) -> int:
    """Serve until it is interrupted."""
    extras.require("web", "aiohttp", "segno", "msgspec")
    extras.require("postgresql", "psycopg", "psycopg_pool")
    from ceo_sim.classroom import network
    from ceo_sim.classroom.postgresql import Database
    from ceo_sim.classroom.school import serve

    with (
        contextlib.closing(network.listening(parsed.address, parsed.port)) as listener,
        contextlib.closing(Database.open(parsed.database)) as database,
    ):
        where = network.url(*listener.getsockname()[:2])

        def began() -> None:
            print(
                f"Serving at {where} for {parsed.at}; the proxy before it sets X-Forwarded-For and keeps Host",
                flush=True,
            )

        asyncio.run(serve(database, listener, parsed.at.rstrip("/"), began))
    return 0
