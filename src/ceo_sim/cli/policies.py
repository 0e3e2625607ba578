"""Policies as they are named on the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim.cli.output import complain
from ceo_sim.scenario.characters import escaped

if TYPE_CHECKING:
    from ceo_sim.engine.policy import Policy
    from ceo_sim.engine.program import Program

NAMES = (
    "random (the agenda by lot, a third of it a day), lot (everything on its day, by lot), first (the first open "
    "option), greedy:METRIC and against:METRIC (what lifts or lowers a metric most at once), value:ID (what serves a "
    "value most), adviser:ID (what at once looks best to an adviser), never-spend, history, or a TOML file with "
    'decision = "option", ["options", "in order"] or "never"'
)
LARGEST_FILE = 1_000_000


def policy_of(named: str, program: Program) -> Policy:
    """The policy of a name or a file; misuse, with exit code 2, if there is none or the file has mistakes."""
    from ceo_sim.analysis.policy_names import BadPolicyFile, UnknownPolicy, policy_named, policy_of_file

    try:
        if not named.endswith(".toml"):
            return policy_named(named, program)
        return policy_of_file(named, _text_of(Path(named)), program)
    except UnknownPolicy as error:
        complain(str(error))
    except BadPolicyFile as error:
        for diagnostic in error.diagnostics:
            for line in diagnostic.lines():
                print(escaped(line), file=sys.stderr)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        complain(f"{named} cannot be read as a policy: {reason}")
    raise SystemExit(2)


def _text_of(path: Path) -> str:
    with path.open("rb") as file:
        data = file.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise ValueError(f"it has more than {LARGEST_FILE:,} bytes")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
