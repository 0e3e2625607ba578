"""`ceo-sim web`: the game in a browser, on this machine."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING

from ceo_sim import settings
from ceo_sim.cli import arguments, assigned, extras
from ceo_sim.cli.output import complain
from ceo_sim.keyboards import whole_number

if TYPE_CHECKING:
    from ceo_sim.saves.session import Session
    from ceo_sim.web.games import Games

HELP = "Play in a browser, on this machine."
EXAMPLES = """\
  ceo-sim web                     the title: scenarios, and saves to resume
  ceo-sim web the_post --seed 7   a new game; the same seed is the same luck
  ceo-sim web --resume the_post-2026-11-22-1815
  ceo-sim web --port 9000 --no-open
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("scenario", nargs="?", metavar="ID_OR_PATH", help="a scenario's id, file or folder")
    parser.add_argument(
        "--seed", type=arguments.seed, metavar="S", help="the luck of the game; a fresh one if left out"
    )
    parser.add_argument("--resume", metavar="SAVE", help="go on with a save: its path, or its name")
    parser.add_argument("--mirror", action="store_true", help="swap the political poles of the scenario")
    parser.add_argument("--edition", metavar="NAME", help="read another edition of the scenario")
    parser.add_argument("--until", metavar="ACT", help="play a part of the scenario, up to the end of that act")
    parser.add_argument(
        "--from", dest="begin", metavar="ACT", help="begin with that act, and with what it names as decided before"
    )
    parser.add_argument("--assign", metavar="CODE", help="the game that your teacher has assigned")
    parser.add_argument("--port", type=port, metavar="N", help="the port; a free one if left out")
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the address to listen on (127.0.0.1, this machine alone)",
    )
    parser.add_argument("--no-open", action="store_true", help="print the address, and open no browser")
    arguments.add_saves(parser)


def port(text: str) -> int:
    """Parse a port."""
    if (number := whole_number(text, 1, 65_535)) is None:
        raise ArgumentTypeError(f"expected a port from 1 to 65535, not {text[:40]!r}")
    return number


def run(parsed: Namespace) -> int:
    """Serve the game until it is interrupted."""
    chosen = parsed.seed is not None or parsed.mirror or parsed.edition or parsed.until or parsed.begin
    if parsed.scenario is None and chosen:
        parsed.parser.error("--seed, --mirror, --edition, --from and --until need a scenario")
    if parsed.assign is not None and (chosen or parsed.resume is not None):
        parsed.parser.error("the code of --assign says how the game is to be: leave the other options out")
    if parsed.resume is not None and chosen:
        own = "seed, poles, edition and acts: leave out --seed, --mirror, --edition, --from and --until"
        parsed.parser.error(f"a save has its own {own}")
    extras.require("web", "aiohttp")
    from ceo_sim.library import manifest_of
    from ceo_sim.web import run as serving
    from ceo_sim.web.games import Games, finding

    settings_file = settings.load()
    for problem in settings_file.problems:
        complain(problem)
    if parsed.assign is not None:
        assigned.settle(parsed, settings_file)
    find = finding(None if parsed.scenario is None else manifest_of(parsed.scenario))
    games = Games(settings.save_folder(parsed.saves, settings_file.current), find=find)
    return serving.run(
        games,
        settings_file,
        host=parsed.host,
        port=parsed.port,
        session=_session(parsed, games),
        opens=not parsed.no_open,
        say=_say,
    )


def _say(line: str) -> None:
    print(line, flush=True)


def _session(parsed: Namespace, games: Games) -> Session | None:
    """The game to begin with."""
    from ceo_sim.library import load_playable, path_of, require_mirror
    from ceo_sim.new_game import fresh_seed
    from ceo_sim.saves.listing import find_save
    from ceo_sim.saves.session import Session

    if parsed.resume is not None:
        return Session.resume(find_save(parsed.resume, games.folder), games.find, folder=games.folder)
    if parsed.scenario is None:
        return None
    loaded = load_playable(path_of(parsed.scenario), parsed.edition, parsed.until)
    if parsed.mirror:
        require_mirror(loaded)
    seed = fresh_seed() if parsed.seed is None else parsed.seed
    return Session.start(
        loaded,
        seed,
        games.folder,
        mirror=parsed.mirror,
        edition=parsed.edition,
        begin=parsed.begin,
        assignment=parsed.assign or "",
    )
