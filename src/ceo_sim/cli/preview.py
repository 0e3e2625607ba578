"""`ceo-sim preview`: a scenario while it is written, played again at each change."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim import places, settings
from ceo_sim.cli import arguments
from ceo_sim.cli.opening import near
from ceo_sim.cli.output import complain

if TYPE_CHECKING:
    from ceo_sim.presentation.preview import Preview
    from ceo_sim.scenario.loader import Loaded

HELP = "Watch a scenario while you write it: the game, its source, what is wrong, and why."
EXAMPLES = """\
  ceo-sim preview my_story.toml                 beside your editor; each save is shown at once
  ceo-sim preview my_story --at town_hall       begin where a decision is open
  ceo-sim preview my_story --save SAVE          begin where a game stands
  ceo-sim preview my_story --plain              in plain lines, printed at each change
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("scenario", metavar="ID_OR_PATH", help="a scenario's file or folder, or its id")
    parser.add_argument("--seed", type=arguments.seed, metavar="S", help="the luck of the play (0)")
    parser.add_argument("--edition", metavar="NAME", help="read another edition of the scenario")
    parser.add_argument(
        "--at", metavar="DECISION", help="begin where this decision is open, by a play that leads there"
    )
    parser.add_argument("--save", metavar="SAVE", help="begin with the answers of a save: its path, or its name")
    parser.add_argument("--plain", action="store_true", help="plain lines on standard output, at each change")
    arguments.add_saves(parser)


def run(parsed: Namespace) -> int:
    """Watch the scenario until it is left."""
    from ceo_sim.library import Watch, path_of
    from ceo_sim.scenario.loader import load
    from ceo_sim.scenario.memory import Memory

    if parsed.at is not None and parsed.save is not None:
        parsed.parser.error("--at and --save are two beginnings: leave one out")
    if parsed.save is not None and parsed.seed is not None:
        parsed.parser.error("a save has its own seed: leave out --seed")
    path = near(path_of(parsed.scenario))
    watch = Watch(path)
    preview, memory = _preview(parsed, path), Memory()

    def read() -> Loaded:
        return load(path, edition=parsed.edition, memory=memory, findings=True)

    if parsed.plain:
        from ceo_sim.plain.preview import run as run_plain

        return run_plain(preview, read, watch.has_changed, (sys.stdin, sys.stdout))
    if not places.is_interactive() or places.terminal_problem():
        complain("there is no terminal here to draw on; use `ceo-sim preview --plain`")
        return 2
    for variable in ("COLUMNS", "LINES", "TEXTUAL_DRIVER"):
        os.environ.pop(variable, None)
    from ceo_sim.tui.preview import PreviewApp

    app = PreviewApp(preview, read, watch.has_changed, settings.load().current.theme)
    app.run()
    return app.return_code or 0


def _preview(parsed: Namespace, path: Path) -> Preview:
    """A preview that begins where it was asked to.

    Raises:
        ScenarioUnavailable: It is to begin at a decision, and has errors.
        CannotStart: It has no such decision, no play leads there, or the save cannot be previewed.
        SaveError: The save cannot be used.
    """
    from ceo_sim.cli.starting import CannotStart, Start
    from ceo_sim.presentation.preview import Preview

    if parsed.save is not None:
        return _of_save(parsed, path)
    if parsed.at is None:
        return Preview(parsed.seed or 0)
    _, _, witness = Start(path, parsed.at, (), parsed.seed, parsed.edition).search()
    if witness is None:
        raise CannotStart(f"no play that was tried comes to {parsed.at}; begin at the start, or with a save")
    return Preview(witness.seed, list(witness.answers), witness.step, picked=parsed.at)


def _of_save(parsed: Namespace, path: Path) -> Preview:
    """A preview that begins where a game stands, as far as its answers fit the scenario as it is now."""
    from ceo_sim.cli.opening import folder_of
    from ceo_sim.cli.starting import CannotStart
    from ceo_sim.library import finder
    from ceo_sim.presentation.preview import Preview
    from ceo_sim.saves.listing import find_save
    from ceo_sim.saves.reopen import reopen

    restored = reopen(find_save(parsed.save, folder_of(parsed)), finder(path), salvage=True)
    if restored.save.mirror or restored.save.made_up is not None:
        raise CannotStart("a preview shows the story as it is written: neither mirrored nor made up")
    if restored.notice:
        complain(restored.notice)
    game = restored.game
    return Preview(game.seed, list(game.answers), game.now, side_moves=game.side_moves)
