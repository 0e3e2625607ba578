"""Arguments that several parts of `ceo-sim class` share."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim import settings
from ceo_sim.cli import arguments, extras

if TYPE_CHECKING:
    from ceo_sim.scenario.loader import Loaded

PLAYS = ("board", "teams", "own")


def add_begin(parser: ArgumentParser) -> None:
    """Add how a class begins."""
    parser.add_argument("--act", metavar="ACT", help="play up to the end of this act; the whole story if left out")
    parser.add_argument("--seed", type=arguments.seed, metavar="S", help="the luck; a fresh one if left out")
    parser.add_argument("--edition", metavar="NAME", help="read another edition of the scenario")
    parser.add_argument("--mirror", action="store_true", help="swap the political poles of the scenario")
    parser.add_argument(
        "--play",
        choices=PLAYS,
        help="board: the class decides as one; teams: each has a role; own: each seat plays its own story (board)",
    )


def scenario_and_seed(parsed: Namespace) -> tuple[Loaded, int]:
    """The scenario and the luck of a class that begins, as `add_begin` has them.

    Raises:
        ScenarioUnavailable: It is not there, has errors, or cannot be mirrored.
    """
    from ceo_sim.library import load_playable, path_of, require_mirror
    from ceo_sim.new_game import fresh_seed

    loaded = load_playable(path_of(parsed.scenario), parsed.edition, parsed.act)
    if parsed.mirror:
        require_mirror(loaded)
    return loaded, fresh_seed() if parsed.seed is None else parsed.seed


def add_database(parser: ArgumentParser) -> None:
    """Add the database of a school."""
    parser.add_argument("--database", required=True, metavar="URL", help="postgresql://USER@HOST/NAME")


def add_log(parser: ArgumentParser) -> None:
    """Add the log of a class, in a file or in the database of a school."""
    parser.add_argument("log", metavar="LOG", help="the log of the class, or its four letters with --database")
    parser.add_argument("--database", default="", metavar="URL", help="the class lies in this database of a school")


def require_log(parsed: Namespace) -> None:
    """Make sure that the log can be read, as far as packages go.

    Raises:
        ExtraMissing: One is not installed.
    """
    extras.require("web", "msgspec")
    if parsed.database:
        extras.require("postgresql", "psycopg", "psycopg_pool")


def add_folder(parser: ArgumentParser) -> None:
    """Add the folder of logs."""
    parser.add_argument("--folder", type=Path, metavar="DIR", help="where logs of classes lie")


def folder_of(folder: Path | None) -> Path:
    """The folder of logs: that one, or the one beside the saves."""
    return folder or settings.save_folder(None, settings.load().current) / "classes"
