"""`ceo-sim class merge`: one class of the saves and result codes that were handed in."""

from __future__ import annotations

import csv
import secrets
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim.cli import arguments
from ceo_sim.cli.output import print_json, print_lines, table
from ceo_sim.cli.progress import progress

if TYPE_CHECKING:
    from ceo_sim.classroom.merge import Merged, Seat, Stories

MOST_TOLD = 100
"""Of what does not fit; a list that is no list has a reason for each of its lines."""
HELP = "Make one class of saves and result codes that were handed in, and say which do not fit, and why."
EXAMPLES = """\
  ceo-sim class merge handed_in -o tuesday.class         a folder of saves, lists of codes and other files
  ceo-sim class merge codes.txt -o tuesday.class         a code in each line, with a name beside it or not
  ceo-sim class merge R47A09S2-0Z00JTZ4-MTN6 -o x.class --assign AS51-DFBG-G009-SF0R
  ceo-sim class merge handed_in -o tuesday.class --map seats.csv    whose seat is whose, in a file of yours
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("things", nargs="+", metavar="THING", help="a folder, a save, a list of codes, or a code")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help="the class to write")
    parser.add_argument(
        "--assign", metavar="CODE", help="what the class was to play; what most have played if left out"
    )
    parser.add_argument(
        "--own-luck",
        action="store_true",
        help="take in plays of any luck; an assignment with --own-luck does so by itself",
    )
    parser.add_argument("--scenario", metavar="ID_OR_PATH", help="the scenario, if that is not installed")
    parser.add_argument("--map", type=Path, metavar="FILE", help="write down whose seat is whose, as CSV")
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Write the class, and say what is in it."""
    from ceo_sim.classroom.events import LogError
    from ceo_sim.classroom.handed_in import collected
    from ceo_sim.classroom.merge import merged
    from ceo_sim.saves.assignment import read_assignment

    assignment = None if parsed.assign is None else read_assignment(parsed.assign)
    if parsed.out.exists():
        raise LogError(f"{parsed.out} is there already; choose another name")
    things, stories = collected(parsed.things), _stories(parsed.scenario)
    with progress(quiet=parsed.json) as report:
        result = merged(things, stories, assignment, own_luck=parsed.own_luck, report=report)
    if parsed.map is not None:
        _write_map(result, parsed.map)  # first, as a class that is there is not written over the next time
    _write(result, parsed.out)
    if parsed.json:
        print_json(_as_data(result))
    else:
        print_lines(_summary(result, parsed.out))
    return 0


def _stories(named: str | None) -> Stories:
    from ceo_sim.errors import UserError
    from ceo_sim.library import installed, load_playable, path_of
    from ceo_sim.saves.assignment import Played

    paths = [each.path for each in installed()] if named is None else [path_of(named)]
    stories = []
    for path in paths:
        try:
            stories.append((path, Played.of(path, load_playable(path))))
        except UserError:
            if named is not None:
                raise
    return stories


def _write(result: Merged, out: Path) -> None:
    from ceo_sim.classroom.events import LogError
    from ceo_sim.classroom.merge import events_of
    from ceo_sim.classroom.store import Draft, SqliteStore, Unavailable

    now = int(time.time() * 1000)
    store = SqliteStore.create(out)
    try:
        store.append([Draft(secrets.token_urlsafe(12), now, event) for event in events_of(result)])
    except Unavailable as error:
        raise LogError(str(error)) from None
    finally:
        store.close()


def _write_map(result: Merged, path: Path) -> None:
    from ceo_sim import places
    from ceo_sim.report.choices import cell

    rows = [("seat", "label", "from"), *((seat.name, seat.label, seat.where) for seat in result.seats)]
    places.create_private(path)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[cell(each) for each in row] for row in rows])


def _summary(result: Merged, out: Path) -> Iterator[str]:
    from ceo_sim.presentation.formatting import counted

    luck = "each with luck of its own" if result.own_luck else f"seed {result.seed}"
    yield f"{counted(len(result.seats), 'play')} of {result.loaded.playable.info.title}, {luck}: {out}"
    yield from table(list(map(_row, result.seats)))
    for places in result.twins:
        yield f"The same play: {'; '.join(places)}. Each counts; remove one if it was handed in twice."
    if result.misfits:
        yield f"{len(result.misfits)} not in the class:"
        yield from (f"  {misfit.where}: {misfit.why}" for misfit in result.misfits[:MOST_TOLD])
    if (more := len(result.misfits) - MOST_TOLD) > 0:
        yield f"  and {more:,} more; --json lists them all"


def _row(seat: Seat) -> tuple[str, ...]:
    from ceo_sim.presentation.formatting import counted

    return "", seat.name, counted(seat.answers, "answer"), _note(seat), seat.label or seat.where


def _note(seat: Seat) -> str:
    if not seat.is_whole:
        return "as far as the code holds it"
    return "over" if seat.ending else "not over"


def _as_data(result: Merged) -> dict[str, object]:
    return {
        "scenario": result.loaded.playable.info.id,
        "act": result.loaded.act,
        "seed": None if result.own_luck else result.seed,
        "seats": [
            {
                "seat": seat.name,
                "label": seat.label,
                "from": seat.where,
                "seed": seat.seed,
                "answers": seat.answers,
                "ending": seat.ending,
                "whole": seat.is_whole,
            }
            for seat in result.seats
        ],
        "misfits": [{"from": misfit.where, "why": misfit.why} for misfit in result.misfits],
        "twins": [list(places) for places in result.twins],
    }
