"""Arguments that several commands share."""

from __future__ import annotations

import argparse
from pathlib import Path

from ceo_sim.keyboards import whole_number
from ceo_sim.new_game import LARGEST_SEED


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add `--json`, for output that programs read."""
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")


def add_scenario(parser: argparse.ArgumentParser) -> None:
    """Add the scenario that a command is about."""
    parser.add_argument("scenario", metavar="SCENARIO", help="a scenario's file, folder or id")


def add_saves(parser: argparse.ArgumentParser, *, default: str | None = None) -> None:
    """Add `--saves`, the folder for saves."""
    parser.add_argument(
        "--saves",
        type=Path,
        default=default,
        metavar="DIR",
        help="folder for saves (else $CEO_SIM_SAVES, else that of your settings, else ./saves if it is there, else "
        "your own data folder)",
    )


def add_save(parser: argparse.ArgumentParser) -> None:
    """Add the save, and the options for opening it."""
    parser.add_argument("save", metavar="SAVE", help="a save: its path, or its name in the folder for saves")
    add_opening(parser)
    add_json(parser)


def add_opening(parser: argparse.ArgumentParser) -> None:
    """Add the options for opening a save."""
    parser.add_argument("--scenario", metavar="ID_OR_PATH", help="its scenario, if that is not installed")
    parser.add_argument("--salvage", action="store_true", help="take what can be kept of a damaged save")
    add_saves(parser)


def seed(text: str) -> int:
    """Parse a seed, from 0 to 2**64 - 1."""
    return _whole(text, 0, LARGEST_SEED)


def count(text: str) -> int:
    """Parse a number of plays."""
    return _whole(text, 1, 10_000_000)


def depth(text: str) -> int:
    """Parse how many arrows of a graph are followed."""
    return _whole(text, 0, 1_000)


def states(text: str) -> int:
    """Parse a number of states."""
    return _whole(text, 1, 1_000_000_000)


def jobs(text: str) -> int:
    """Parse a number of processes."""
    return _whole(text, 1, 256)


def _whole(text: str, low: int, high: int) -> int:
    if (number := whole_number(text, low, high)) is None:
        raise argparse.ArgumentTypeError(f"expected a whole number from {low:,} to {high:,}, not {text[:40]!r}")
    return number
