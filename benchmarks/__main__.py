"""Measure ceo-sim: `make bench`, or `python -m benchmarks [PART ...]`.

Every figure stands beside a peer that was measured in the same run, turn by turn, as a machine's speed drifts.
Nothing here fails because something is slow: the goals are printed, and judged by whoever reads.
"""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable

import psutil

from benchmarks import (
    answer,
    balance,
    branching,
    checking,
    crowd,
    durable,
    exploring,
    flagship,
    looking,
    own_pace,
    pages,
    previewing,
    terminal,
    version,
    whole_game,
)
from benchmarks.report import Figure, Missing, table

PARTS: dict[str, Callable[[int], list[Figure]]] = {
    "version": version.measure,
    "checking": checking.measure,
    "branching": branching.measure,
    "exploring": exploring.measure,
    "flagship": flagship.measure,
    "balance": balance.measure,
    "answer": answer.measure,
    "looking": looking.measure,
    "terminal": terminal.measure,
    "game": whole_game.measure,
    "previewing": previewing.measure,
    "pages": pages.measure,
    "crowd": crowd.measure,
    "own_pace": own_pace.measure,
    "durable": durable.measure,
}


def main() -> None:
    """Run the parts that were asked for and print their table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all if left out")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each (default: 5)")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")

    print(
        f"Python {platform.python_version()}, {platform.system()}, {psutil.cpu_count()} cores; rounds: {asked.rounds}"
    )
    figures: list[Figure] = []
    for name in asked.parts or PARTS:
        print(f"  {name} ...", file=sys.stderr, flush=True)
        try:
            figures += PARTS[name](asked.rounds)
        except Missing as missing:
            print(f"  {name}: not measured: {missing}", file=sys.stderr)
    if figures:
        print(table(figures))


if __name__ == "__main__":
    main()
