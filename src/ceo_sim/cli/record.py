"""`ceo-sim record`: a play test made of a saved game."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import restored
from ceo_sim.cli.output import complain

HELP = "Make a play test of a saved game: its answers, and what came of them."
EXAMPLES = """\
  ceo-sim record the_post-2026-11-22-1815
  ceo-sim record the_post-2026-11-22-1815 -o scenarios/the_post/tests/patient.toml
  ceo-sim test the_post

With -o the test is added at the end of the file, if that is there. Give it a name that says what it claims.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("save", metavar="SAVE", help="a save: its path, or its name in the folder for saves")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="the file to add it to; else it is printed")
    arguments.add_opening(parser)


def run(parsed: Namespace) -> int:
    """Replay the save and write the test."""
    from ceo_sim import places
    from ceo_sim.saves.recording import recorded

    test = recorded(restored(parsed))
    if parsed.output is None:
        print(test, end="")
        return 0
    try:
        before = parsed.output.read_text(encoding="utf-8-sig") if parsed.output.exists() else ""
    except UnicodeDecodeError:
        complain(f"{parsed.output} is not UTF-8, so no test can be added to it; name another file")
        return 1
    places.write_atomically(parsed.output, f"{before.rstrip()}\n\n{test}" if before.strip() else test)
    print(f"Written to {parsed.output}")
    return 0
