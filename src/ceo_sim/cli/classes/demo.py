"""`ceo-sim class demo`: the log of a class of invented students."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from ceo_sim import places
from ceo_sim.cli import arguments, extras
from ceo_sim.cli.documents import Unwritten

HELP = "Write the log of a class of invented students, to try the debrief and the exports with."
EXAMPLES = """\
  ceo-sim class demo -o demo.class                          28 students play the first act of The Post
  ceo-sim class demo the_post --students 200 -o big.class   a whole story, in a lecture hall
  ceo-sim class debrief demo.class -o demo.html             what then came of it
"""
_FIRST = "the_post"
_MOST = 2_000


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("scenario", nargs="?", metavar="SCENARIO", help=f"its id or path; else {_FIRST}, act one")
    parser.add_argument("--act", metavar="ACT", help="play up to the end of this act")
    parser.add_argument("--students", type=int, default=28, metavar="N", help=f"how many, 1 to {_MOST:,} (28)")
    parser.add_argument(
        "--seed", type=arguments.seed, default=11, metavar="S", help="the luck of story and students (11)"
    )
    parser.add_argument(
        "--play", choices=("board", "teams"), default="board", help="as one board, or in teams with roles"
    )
    parser.add_argument("--output", "-o", required=True, metavar="FILE", help="the log to write")


def run(parsed: Namespace) -> int:
    """Let the students play, and write what they did."""
    if not 1 <= parsed.students <= _MOST:
        raise Unwritten(f"--students takes a number from 1 to {_MOST:,}, not {parsed.students}")
    target = places.typed(parsed.output)
    if target.exists():
        raise Unwritten(f"{target} is there already; name another file")
    extras.require("web", "msgspec")
    from ceo_sim.classroom.demo import demo_log
    from ceo_sim.classroom.store import Draft, SqliteStore
    from ceo_sim.library import load_playable, path_of

    path = path_of(parsed.scenario or _FIRST)
    act = parsed.act
    if parsed.scenario is None and act is None:
        act = next(iter(load_playable(path).playable.acts), None)
    loaded = load_playable(path, act=act)
    if parsed.play == "teams" and not loaded.playable.roles:
        raise Unwritten(f"{loaded.playable.info.title} has no roles to play in teams with; take --play board")
    log = demo_log(loaded, parsed.students, parsed.seed, parsed.play)
    store = SqliteStore.create(target)
    try:
        store.append([Draft(f"demo-{each.seq}", each.at, each.event) for each in log])
    finally:
        store.close()
    print(f"{target}: {parsed.students} invented students, {len(log):,} events")
    print(f"To look back on it: ceo-sim class debrief {target} -o debrief.html")
    return 0
