"""Output of commands: JSON for programs, lines for people, and one line on standard error for a mistake."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from ceo_sim.scenario.characters import escaped

INTERRUPTED = 130
"""The exit code of a shell for a program that somebody broke off."""
MAX_COMPLAINT = 1_000


def open_closed_streams() -> bool:
    """Put an empty input and an output that goes nowhere where a stream was closed before the program started.

    Returns:
        Whether there is a standard output to write to.
    """
    has_output = sys.stdout is not None
    # They last as long as the process does.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    return has_output


def replace_what_cannot_be_written() -> None:
    """Write a question mark for a character that the terminal's encoding lacks, where an error would be raised."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def complain(problem: str) -> None:
    """Print one line on standard error that says what is wrong and how to mend it."""
    text = escaped(problem if len(problem) <= MAX_COMPLAINT else problem[:MAX_COMPLAINT] + "...")
    print(f"ceo-sim: {text}", file=sys.stderr)


def print_json(data: Any) -> None:
    """Print data for a program, in ASCII, so that it is independent of terminal and locale."""
    import json

    print(json.dumps(data, indent=2))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines for a person, with control characters escaped."""
    for line in lines:
        print(escaped(line))


def table(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[str]:
    """Align rows in columns of terminal cells; those whose numbers are in `right` to the right."""
    import wcwidth

    widths = [max(wcwidth.width(row[column]) for row in rows) for column in range(len(rows[0]))] if rows else []
    lines = []
    for row in rows:
        cells = (
            wcwidth.rjust(cell, width) if column in right else wcwidth.ljust(cell, width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join(cells).rstrip())
    return lines
