"""The parser of the command line, assembled from the commands' modules."""

from __future__ import annotations

import argparse
import importlib
import keyword
import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn

from ceo_sim import __version__, suggestions
from ceo_sim.cli.output import complain

GROUPS = {
    "To play and to look back": ("play", "web", "scenarios", "saves", "replay", "why", "report"),
    "To teach": ("class",),
    "To write: what is wrong, and what there is": (
        "new",
        "check",
        "explain",
        "migrate",
        "outline",
        "script",
        "graph",
        "stats",
        "diff",
        "preview",
        "schema",
    ),
    "To write: what can happen, and how often": ("simulate", "why-not", "explore", "goto", "balance", "test", "record"),
    "For your shell": ("completion",),
}
"""The commands by what they are for; each is a module of this package, as `_module` names it."""
COMMANDS = tuple(command for group in GROUPS.values() for command in group)
WIDTH = 80
_DESCRIPTION = "Lead a company through its worst weeks, and see exactly why it went as it did."
_EXAMPLES = """\
examples:
  ceo-sim                       open the game
  ceo-sim play the_post         begin a scenario
  ceo-sim play --plain          in plain lines, for screen readers and pipes
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


def parser(only: str | None = None, *, overview: bool = True) -> argparse.ArgumentParser:
    """The parser; the result of parsing has a `run` that takes it and gives the exit code.

    Args:
        only: The one command that is wanted: to load all of them takes 25 ms, which the title screen would be late.
        overview: Whether its help has them by what they are for; a shell that completes them needs argparse's own list.
    """
    whole = _Parser(
        prog="ceo-sim",
        usage="ceo-sim [-h] [--version] COMMAND ...",
        description=_DESCRIPTION if only is not None or not overview else "\n".join([_DESCRIPTION, *_overview()]),
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    whole.add_argument("--version", "-V", action="version", version=f"ceo-sim {__version__}")
    hidden = argparse.SUPPRESS if overview else None
    commands = whole.add_subparsers(
        dest="command", metavar="COMMAND", required=True, prog="ceo-sim", parser_class=_Parser, help=hidden
    )
    for name in COMMANDS if only is None else (only,):
        command = _module(name)
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


def _module(name: str) -> Any:
    """The module of a command: `_` stands for `-`, and after a name that is a word of Python's own."""
    ending = "_" if keyword.iskeyword(name) else ""
    return importlib.import_module(f"ceo_sim.cli.{name.replace('-', '_')}{ending}")


def _overview() -> Iterator[str]:
    """The commands by what they are for, with the first sentence on each."""
    width = max(map(len, COMMANDS))
    for title, names in GROUPS.items():
        yield f"\n{title}:"
        for name in names:
            what = _module(name).HELP.partition(": ")[0].removesuffix(".")
            yield from textwrap.wrap(
                what, WIDTH, initial_indent=f"  {name:{width}}  ", subsequent_indent=" " * (width + 4)
            )


def unknown_command(arguments: Sequence[str]) -> str:
    """A message if the first argument is meant as a command and is not one; else empty."""
    if not arguments or arguments[0].startswith("-") or arguments[0] in COMMANDS:
        return ""
    hint = suggestions.hint(arguments[0], COMMANDS, f"there are {', '.join(COMMANDS)}")
    return f'there is no command "{arguments[0]}"; {hint}'
