"""`ceo-sim schema`: the JSON Schema of a scenario, for editors."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

HELP = "Print the JSON Schema of a scenario, for editors that complete and check TOML."
EXAMPLES = """\
  ceo-sim schema > scenario.schema.json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare no arguments."""


def run(_parsed: Namespace) -> int:
    """Print the schema."""
    from ceo_sim.scenario.schema import schema_text

    print(schema_text(), end="")
    return 0
