"""`ceo-sim migrate`: a scenario of an older format in the newest one."""

from __future__ import annotations

import difflib
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from ceo_sim.cli.output import complain, print_lines

HELP = "Rewrite a scenario of format 1 in format 2; its plays stay the same, and its comments where they are."
EXAMPLES = """\
  ceo-sim migrate my_story.toml --dry-run     show what would change
  ceo-sim migrate my_story.toml
  ceo-sim migrate scenarios/my_story          a folder

Nothing is written unless the new scenario can be played as the old one.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario's file or folder")
    parser.add_argument("--dry-run", action="store_true", help="show the changes and write nothing")


def run(parsed: Namespace) -> int:
    """Migrate the files, see that they can be read, and write them."""
    from ceo_sim import places
    from ceo_sim.cli.opening import playable
    from ceo_sim.scenario.loader import load_texts
    from ceo_sim.scenario.migrate import migrated

    if not (Path(parsed.scenario).exists() or Path(f"{parsed.scenario}.toml").exists()):
        complain(f"there is no file or folder {parsed.scenario}; name the one that is to be rewritten")
        return 2
    old = playable(parsed.scenario)
    before = {str(file): file.read_bytes().decode("utf-8-sig") for file in old.files}
    after = migrated(before)
    new = load_texts(after)
    if new.scenario is None:
        print_lines(line for error in new.errors for line in error.lines())
        complain(f"{parsed.scenario} cannot be migrated by itself; nothing is written")
        return 1
    changed = [name for name in before if after[name] != before[name]]
    for name in changed:
        if parsed.dry_run:
            print_lines(_difference(name, before[name], after[name]))
        else:
            places.write_atomically(Path(name), after[name])
            print(f"{name} is of format {new.scenario.format} now")
    if not changed:
        print(f"{parsed.scenario} is of format {new.scenario.format} already")
    return 0


def _difference(name: str, before: str, after: str) -> Iterator[str]:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, n=0, lineterm="")
    return (line for line in lines if not line.startswith("@@"))
