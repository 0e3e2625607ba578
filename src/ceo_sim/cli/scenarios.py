"""`ceo-sim scenarios`: what can be played."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ceo_sim.cli import arguments
from ceo_sim.cli.output import complain, print_json, print_lines, table

HELP = "List the scenarios that can be played."
EXAMPLES = """\
  ceo-sim scenarios
  ceo-sim scenarios --json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """List what is installed and what lies in ./scenarios."""
    from ceo_sim.library import installed

    manifests = installed()
    if parsed.json:
        print_json([manifest._asdict() | {"path": str(manifest.path)} for manifest in manifests])
        return 0
    print_lines(
        table([(manifest.id, manifest.name, f"{manifest.minutes} min", str(manifest.path)) for manifest in manifests])
    )
    for manifest in manifests:
        if manifest.problem:
            complain(f"{manifest.id}: {manifest.problem}")
    if not manifests:
        print("There is no scenario here; put one into ./scenarios, or name its file: ceo-sim play PATH")
    return 0
