"""`ceo-sim class assign`: a code by which everybody in a class plays the same game."""

from __future__ import annotations

import secrets
from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from ceo_sim.cli import arguments
from ceo_sim.cli.output import print_json, print_lines

if TYPE_CHECKING:
    from ceo_sim.saves.assignment import Assignment
    from ceo_sim.scenario.loader import Loaded

HELP = "Print a code by which everybody plays the same game: `ceo-sim play --assign CODE`."
EXAMPLES = """\
  ceo-sim class assign the_post --act week           the same luck for all, drawn by lot
  ceo-sim class assign the_post --seed 7             with luck of your choice
  ceo-sim class assign the_post --own-luck           each player with luck of their own
  ceo-sim class assign the_post --predictions off    nobody is asked for predictions
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    parser.add_argument("--act", metavar="ACT", help="play up to the end of this act; the whole story if left out")
    luck = parser.add_mutually_exclusive_group()
    luck.add_argument("--seed", type=arguments.seed, metavar="S", help="the luck of every game; by lot if left out")
    luck.add_argument("--own-luck", action="store_true", help="give every game luck of its own")
    parser.add_argument("--mirror", action="store_true", help="swap the political poles of the scenario")
    parser.add_argument("--edition", metavar="NAME", help="read another edition of the scenario")
    parser.add_argument(
        "--predictions",
        choices=["own", "on", "off"],
        default="own",
        help="ask for predictions, or not; as each player has settled it, if left out",
    )
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Print the code, and what it stands for."""
    from ceo_sim.library import load_playable, path_of, require_mirror
    from ceo_sim.saves.assignment import SHORT_SEEDS, Played, assigned

    path = path_of(parsed.scenario)
    loaded = load_playable(path, parsed.edition, parsed.act)
    if parsed.mirror:
        require_mirror(loaded)
    seed = secrets.randbelow(SHORT_SEEDS) if parsed.seed is None else parsed.seed
    assignment = assigned(
        Played.of(path, loaded),
        act=parsed.act,
        edition=parsed.edition,
        mirror=parsed.mirror,
        seed=None if parsed.own_luck else seed,
        predictions=parsed.predictions,
    )
    if parsed.json:
        print_json({**_as_data(loaded, assignment), "edition": parsed.edition})
    else:
        print_lines([assignment.code, _summary(loaded, assignment, parsed.edition)])
        print_lines([f"To play it: ceo-sim play --assign {assignment.code}"])
    return 0


def _as_data(loaded: Loaded, assignment: Assignment) -> dict[str, object]:
    return {
        "code": assignment.code,
        "scenario": loaded.playable.info.id,
        "fingerprint": loaded.fingerprint,
        "act": loaded.act,
        "seed": assignment.seed,
        "mirror": assignment.mirror,
        "predictions": assignment.predictions,
    }


def _summary(loaded: Loaded, assignment: Assignment, edition: str | None) -> str:
    of_act = "" if loaded.act else "the whole story"
    luck = "luck of their own for all" if assignment.seed is None else f"seed {assignment.seed}"
    asked = {"own": "", "on": "predictions are asked", "off": "no predictions are asked"}[assignment.predictions]
    poles, words = "poles swapped" if assignment.mirror else "", f"edition {edition}" if edition else ""
    return f"{loaded.playable.info.title}: " + ", ".join(filter(None, (of_act, luck, poles, words, asked)))
