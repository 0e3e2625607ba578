"""`ceo-sim saves`: the saved games as a tree, and actions on them."""

from __future__ import annotations

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ceo_sim.cli import arguments, saves_actions
from ceo_sim.cli.opening import folder_of
from ceo_sim.cli.output import print_json, print_lines, table
from ceo_sim.saves.format import Moment

if TYPE_CHECKING:
    from ceo_sim.presentation.saves_list import SaveView
    from ceo_sim.saves.tree import Branch

HELP = "List the saved games, and name, fork, delete, restore or copy them."
EXAMPLES = """\
  ceo-sim saves
  ceo-sim saves --saves handed_in --json
  ceo-sim saves rename the_post-2026-11-22-1815 "The patient one"
  ceo-sim saves fork "The patient one" --at 3
  ceo-sim saves delete the_post-2026-11-22-1815    and restore brings it back
  ceo-sim saves export the_post-2026-11-22-1815 ~/handed_in
"""
DEEPEST = 8
"""How far a branch is set in at most, in steps: a line must stay readable."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_saves(parser)
    arguments.add_json(parser)
    parser.add_argument("--trash", action="store_true", help="list what has been deleted")
    parser.set_defaults(act=_list)
    actions = parser.add_subparsers(title="what to do with a save", metavar="ACTION")
    for name, action in saves_actions.ACTIONS.items():
        part = actions.add_parser(name, help=action.help, description=action.help, allow_abbrev=False)
        # Its own default would take the place of a folder that was named before the action.
        arguments.add_saves(part, default=SUPPRESS)
        action.add_arguments(part)
        part.set_defaults(act=action.run, parser=part)


def run(parsed: Namespace) -> int:
    """Run the action; without one, list the saves."""
    code: int = parsed.act(parsed)
    return code


def _list(parsed: Namespace) -> int:
    """Print each game before those that branch off from it, the newest tree first."""
    from ceo_sim.saves.listing import TRASH, list_saves
    from ceo_sim.saves.tree import branches, walk

    folder = folder_of(parsed)
    summaries = list_saves(folder / TRASH if parsed.trash else folder)
    if parsed.trash:
        summaries = [save for save in summaries if not save.shipped]
    tree = list(walk(branches(summaries)))
    if parsed.json:
        print_json([_as_data(branch, parent) for _, branch, parent in tree])
        return 0
    print_lines(_lines(tree))
    if not summaries:
        print_lines([f"There are no saves in {folder / TRASH if parsed.trash else folder}"])
    return 0


def _as_data(branch: Branch, parent: Branch | None) -> dict[str, Any]:
    save = branch.summary
    data = {key: value for key, value in save._asdict().items() if key != "given"}
    return {
        **data,
        "path": str(save.path),
        "reached": _moment(save.reached),
        "created": _moment(save.created),
        "updated": _moment(save.updated),
        "ended": bool(save.ending),
        "parent": None if parent is None else str(parent.summary.path),
        "forked_after": branch.forked_after,
        "copy": branch.is_copy,
    }


def _moment(moment: Moment | None) -> str | int | None:
    return moment if moment is None or isinstance(moment, int) else moment.isoformat()


def _lines(tree: list[tuple[int, Branch, Branch | None]]) -> Iterator[str]:
    from ceo_sim.presentation.saves_list import branch_view

    views = [branch_view(branch, depth, parent) for depth, branch, parent in tree]
    names = {view.save.path: view.save.name or view.save.path.stem for view in views}
    for row, view in zip(table([_row(view, names) for view in views]), views, strict=True):
        yield row
        if view.save.note:
            yield f"{_indent(view)}  Note: {view.save.note}"


def _row(view: SaveView, names: dict[Path, str]) -> tuple[str, ...]:
    origin = "" if view.parent is None else f", {view.origin(names[view.parent])}"
    return _indent(view) + view.save.path.stem, view.full_name, view.answers, (view.damaged or view.state) + origin


def _indent(view: SaveView) -> str:
    return "  " * min(view.depth, DEEPEST)
