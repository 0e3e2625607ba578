"""The parser of the command line, assembled from the commands' modules."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from ceo_sim import __version__, suggestions
from ceo_sim.cli.output import complain

COMMANDS = (
    "play",
    "scenarios",
    "new",
    "check",
    "explain",
    "migrate",
    "outline",
    "script",
    "graph",
    "stats",
    "diff",
    "simulate",
    "explore",
    "goto",
    "balance",
    "test",
    "record",
    "preview",
    "replay",
    "why",
    "why-not",
    "report",
    "saves",
    "schema",
    "completion",
)
"""The commands; each is a module of this package, with `_` for `-`."""
_DESCRIPTION = "Lead a company through its worst weeks, and see exactly why it went as it did."
_EXAMPLES = """\
examples:
  ceo-sim                       open the game
  ceo-sim play the_post         begin a scenario
  ceo-sim play --plain          play in plain lines, for screen readers and pipes
  ceo-sim check my_story.toml   find mistakes in a scenario
  ceo-sim COMMAND --help        more about a command, with examples
"""


class _Parser(argparse.ArgumentParser):
    """A parser that complains in one line, and prints help in colour where there is a terminal for it."""

    def format_help(self) -> str:
        if sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb":
            from rich_argparse import RawDescriptionRichHelpFormatter

            self.formatter_class = RawDescriptionRichHelpFormatter
        return super().format_help()

    def error(self, message: str) -> NoReturn:
        complain(f"{message}; see `{self.prog} --help`")
        sys.exit(2)


def parser(only: str | None = None) -> argparse.ArgumentParser:
    """The parser; the result of parsing has a `run` that takes it and gives the exit code.

    Args:
        only: The one command that is wanted: to load all of them takes 25 ms, which the title screen would be late.
    """
    whole = _Parser(
        prog="ceo-sim",
        description=_DESCRIPTION,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", "-V", action="version", version=f"ceo-sim {__version__}")
    commands = whole.add_subparsers(
        title="commands", metavar="COMMAND", required=True, prog="ceo-sim", parser_class=_Parser
    )
    for name in COMMANDS if only is None else (only,):
        command = importlib.import_module(f"ceo_sim.cli.{name.replace('-', '_')}")
        part = commands.add_parser(
            name,
            help=command.HELP,
            description=command.HELP,
            epilog="examples:\n" + command.EXAMPLES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        command.add_arguments(part)
        part.set_defaults(run=command.run, parser=part)
    return whole


def unknown_command(arguments: Sequence[str]) -> str:
    """A message if the first argument is meant as a command and is not one; else empty."""
    if not arguments or arguments[0].startswith("-") or arguments[0] in COMMANDS:
        return ""
    hint = suggestions.hint(arguments[0], COMMANDS, f"there are {', '.join(COMMANDS)}")
    return f'there is no command "{arguments[0]}"; {hint}'
