"""`ceo-sim schema`: the JSON Schema of a scenario, of its play tests or of a policy, for editors."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

HELP = "Print the JSON Schema of a scenario, for editors that complete and check TOML."
EXAMPLES = """\
  ceo-sim schema > scenario.schema.json
  ceo-sim schema --tests > test.schema.json       of the play tests beside a scenario
  ceo-sim schema --policy > policy.schema.json    of a file for `simulate --policy`

A file whose first line is `#:schema ./scenario.schema.json` is checked and completed by Taplo and Even Better TOML.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare of what the schema is."""
    of = parser.add_mutually_exclusive_group()
    of.add_argument("--tests", action="store_true", help="of a file of play tests")
    of.add_argument("--policy", action="store_true", help="of a policy in a file")


def run(parsed: Namespace) -> int:
    """Print the schema."""
    from ceo_sim.scenario import schema

    made = schema.playtest_schema if parsed.tests else schema.policy_schema if parsed.policy else schema.schema
    print(schema.schema_text(made()), end="")
    return 0
