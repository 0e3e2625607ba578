"""`ceo-sim class`: what a teacher does with a class; each part is a module of `classes`."""

from __future__ import annotations

import importlib
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from typing import Any

PARTS = (
    "host",
    "rehearse",
    "assign",
    "result",
    "merge",
    "pack",
    "debrief",
    "export",
    "seats",
    "purge",
    "demo",
    "open",
    "serve",
)
"""What there is to do, in the order of the help; each is a module of `ceo_sim.cli.classes`, with `_` for `-`."""
HELP = "Teach with a story: give it to a class, and bring together what the class did."
EXAMPLES = """\
  ceo-sim class host the_post --act week        a class that joins in its browsers, with a projector
  ceo-sim class assign the_post --act week      a code by which everybody plays the same game
  ceo-sim class merge handed_in -o tuesday.class    one class of the saves and codes that came back
  ceo-sim class pack the_post --act week -o pack    lesson plans, role cards, ballots, slides and more
  ceo-sim class assign --help                   more about one of these, with examples
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command: those of each of its parts."""
    parts = parser.add_subparsers(dest="part", title="what to do", metavar="PART", required=True)
    for name in PARTS:
        module = _module(name)
        part = parts.add_parser(
            name,
            help=module.HELP,
            description=module.HELP,
            epilog="examples:\n" + module.EXAMPLES,
            formatter_class=RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.add_arguments(part)
        part.set_defaults(part_run=module.run, parser=part)


def run(parsed: Namespace) -> int:
    """Do the part that was named."""
    code: int = parsed.part_run(parsed)
    return code


def _module(name: str) -> Any:
    return importlib.import_module(f"ceo_sim.cli.classes.{name.replace('-', '_')}")
