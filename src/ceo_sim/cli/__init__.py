"""The command line: one thin file for each command, and nothing heavy loaded before it is needed."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line and return the exit code: 0 done, 1 something is wrong, 2 misused."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments in (["--version"], ["-V"]):
        from ceo_sim import __version__

        print(f"ceo-sim {__version__}")
        return 0
    from ceo_sim.cli.execute import execute

    return execute(arguments)
