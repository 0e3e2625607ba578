"""`ceo-sim goto`: the game, opened where something happens."""

from __future__ import annotations

from argparse import ArgumentParser, BooleanOptionalAction, Namespace

from ceo_sim import settings
from ceo_sim.cli import arguments, explore, play
from ceo_sim.cli.output import complain

HELP = "Open the game where an option is open, or where an event or an ending has come."
EXAMPLES = """\
  ceo-sim goto the_post walkout
  ceo-sim goto my_story.toml the_post.leave_up --plain

The way there is a save of its own, so the game can be played on, and the way be looked at in its debrief.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    arguments.add_scenario(parser)
    parser.add_argument(
        "node", metavar="NODE", help="an option, decision, event, card, remark, text or ending by its id"
    )
    explore.add_budget(parser)
    parser.add_argument("--plain", action=BooleanOptionalAction, help="plain lines, or not, whatever the settings say")
    arguments.add_saves(parser)
    parser.set_defaults(luck="dice", plays=10_000, seed=1, until_met=True)


def run(parsed: Namespace) -> int:
    """Find a way, write it as a save and open the game with it."""
    from ceo_sim.cli.witnesses import write_witness
    from ceo_sim.library import load_playable, path_of
    from ceo_sim.saves.locking import acquire_new

    loaded = load_playable(path_of(parsed.scenario))
    exploration = explore.explored(loaded, parsed)
    node = exploration.nodes.named(parsed.node)
    folder = settings.save_folder(parsed.saves, settings.load().current)
    path, lock, trouble = acquire_new(folder, f"{exploration.program.scenario.info.id[:60]}-at-{node.id[:60]}")
    lock.close()
    if trouble is not None:
        complain(trouble)
        return 1
    write_witness(loaded, exploration.program, node, exploration.witness(node), path, before=True)
    # Parsed as `ceo-sim play` does it, whatever arguments that has.
    parser = ArgumentParser()
    play.add_arguments(parser)
    plain = {None: [], True: ["--plain"], False: ["--no-plain"]}[parsed.plain]
    opened = parser.parse_args(["--resume", str(path), *plain, "--", parsed.scenario])
    opened.saves, opened.parser = parsed.saves, parsed.parser
    return play.run(opened)
