"""`ceo-sim class result`: the result code of a save."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import restored
from ceo_sim.cli.output import print_json, print_lines

HELP = "Print the result code of a save: the whole playthrough in at most 60 characters, to be pasted into a form."
EXAMPLES = """\
  ceo-sim class result the_post-2026-11-22-1815
  ceo-sim class result handed_in/game.toml --json
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_save(parser)


def run(parsed: Namespace) -> int:
    """Print the code, how to handle it, and what it does not hold."""
    from ceo_sim.presentation.results import remarks
    from ceo_sim.saves.result import result_of

    reopened = restored(parsed)
    save, answers = reopened.save, len(reopened.game.answers)
    result = result_of(reopened.game, reopened.loaded, save.edition, mirror=save.mirror)
    if parsed.json:
        print_json({"code": result.code, "answers": answers, "held": result.answers, "whole": result.is_whole})
    else:
        print_lines([result.code, *remarks(result, answers)])
    return 0
