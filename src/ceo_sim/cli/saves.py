"""`ceo-sim saves`: the games that were kept."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING, Any

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import folder_of
from ceo_sim.cli.output import print_json, print_lines, table
from ceo_sim.saves.record import Moment

if TYPE_CHECKING:
    from ceo_sim.saves.listing import Summary

HELP = "List the saved games."
EXAMPLES = """\
  ceo-sim saves
  ceo-sim saves --saves handed_in --json
  ceo-sim play --resume NAME
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    arguments.add_saves(parser)
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """List them, the newest first."""
    from ceo_sim.saves.listing import list_saves

    folder = folder_of(parsed)
    found = list_saves(folder)
    if parsed.json:
        print_json([_as_data(save) for save in found])
        return 0
    print_lines(table([_row(save) for save in found]))
    if not found:
        print_lines([f"There are no saves in {folder}"])
    return 0


def _as_data(save: Summary) -> dict[str, Any]:
    return {
        **save._asdict(),
        "path": str(save.path),
        "reached": _moment(save.reached),
        "updated": _moment(save.updated),
        "ended": bool(save.ending),
    }


def _moment(moment: Moment | None) -> str | int | None:
    return moment if moment is None or isinstance(moment, int) else moment.isoformat()


def _row(save: Summary) -> tuple[str, str, str, str]:
    if save.damaged:
        state = save.damaged
    elif save.ending:
        state = f"ended: {save.ending}"
    elif isinstance(save.reached, int):
        state = f"turn {save.reached}"
    else:
        state = f"{save.reached:%Y-%m-%d}" if save.reached else ""
    answers = "1 answer" if save.answers == 1 else f"{save.answers} answers"
    return save.path.stem, save.title, answers, state
