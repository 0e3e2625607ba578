"""Writing a document that a command made: to standard output or to a file, in the format that its name ends in."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from ceo_sim import places
from ceo_sim.errors import UserError

STDOUT = "-"


class Unwritten(UserError):
    """A document that cannot be written as asked."""


def add_force(parser: ArgumentParser) -> None:
    """Add `--force`."""
    parser.add_argument("--force", action="store_true", help="write over a file that is there already")


def add_output(parser: ArgumentParser) -> None:
    """Add `--output`, which is standard output if left out, and `--force`."""
    parser.add_argument(
        "--output", "-o", metavar="FILE", default=STDOUT, help="the file to write; else to standard output"
    )
    add_force(parser)


def format_of(parsed: Namespace, extensions: Mapping[str, str], default: str) -> str:
    """The format asked for, or that of the name of the file; `default` for standard output.

    Args:
        parsed: With `output` and `format`.
        extensions: The format of each ending of a name, such as `.html`.
        default: The format on standard output.

    Raises:
        Unwritten: The name of the file says none.
    """
    if parsed.format:
        return str(parsed.format)
    if parsed.output == STDOUT:
        return default
    extension = Path(parsed.output).suffix.lower()
    if extension not in extensions:
        formats = list(extensions.values())
        endings = [ending for place, ending in enumerate(extensions) if formats.index(extensions[ending]) == place]
        known = f"{', '.join(endings[:-1])} or {endings[-1]}"
        raise Unwritten(f'"{parsed.output}" does not say which format; end its name in {known}, or add --format')
    return extensions[extension]


def target_of(parsed: Namespace) -> Path | None:
    """The file to write; None for standard output.

    Raises:
        Unwritten: It is there already, and `--force` is not given.
    """
    target = None if parsed.output == STDOUT else places.typed(parsed.output)
    if target is not None and target.exists() and not parsed.force:
        raise Unwritten(f"{target} is there already; name another file, or add --force to write over it")
    return target


def write(text: str, target: Path | None) -> None:
    """Write a document, in UTF-8 whatever the terminal is: it says so itself."""
    if target is None:
        sys.stdout.buffer.write(text.encode())
    else:
        places.write_atomically(target, text)
        if sys.stderr.isatty():
            print(f"Written to {target}", file=sys.stderr)
