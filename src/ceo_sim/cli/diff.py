"""`ceo-sim diff`: what a new version of a scenario means for those who play it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import playable
from ceo_sim.cli.output import complain, print_json, print_lines, table
from ceo_sim.cli.progress import progress
from ceo_sim.presentation import formatting

if TYPE_CHECKING:
    from ceo_sim.analysis.versions import Apart, Change, OddsApart
    from ceo_sim.saves.compatibility import SaveFit
    from ceo_sim.scenario.loader import Loaded

HELP = "Compare two versions of a scenario: things, numbers and words, the odds, and which saves still play."
EXAMPLES = """\
  ceo-sim diff old.toml new.toml
  ceo-sim diff my_story.toml --since HEAD~1
  ceo-sim diff the_post --since v1.0 --saves saves --plays 20000

The exit code is 1 if a save no longer plays.
"""
_WITHOUT_IDS = ("format", "scenario", "clock", "history", "debrief", "mirror")
"""Tables of which there is one."""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("old", metavar="OLD", help="a scenario's file, folder or id; with --since the only one")
    parser.add_argument("new", metavar="NEW", nargs="?", help="the version to compare it with")
    parser.add_argument("--since", metavar="REV", help="compare it with itself at a commit of its Git repository")
    parser.add_argument("--saves", type=Path, metavar="DIR", help="a folder with saves to try with the new version")
    parser.add_argument("--plays", type=arguments.count, default=10_000, metavar="N", help="how often (%(default)s)")
    parser.add_argument("--seed", type=arguments.seed, default=1, metavar="S", help="seed of the first play of both")
    parser.add_argument("--no-odds", action="store_true", help="compare what is written only, and play nothing")
    parser.add_argument("--quiet", action="store_true", help="do not say how far it is")
    arguments.add_json(parser)


def run(parsed: Namespace) -> int:
    """Load both versions, compare and print."""
    from ceo_sim.analysis.versions import changes

    if (parsed.new is None) == (parsed.since is None):
        complain("name two versions, or one and the commit to compare it with: OLD NEW, or SCENARIO --since REV")
        return 2
    old, new = _versions(parsed)
    changed = changes(old.as_written, new.as_written)
    odds = None if parsed.no_odds else _odds(old, new, parsed)
    fits = _fits(new, parsed)
    if parsed.json:
        print_json(_as_data(old, new, changed, odds, fits))
    else:
        print_lines(_lines(old, new, changed, odds, fits))
    return int(any(fit.problem for fit in fits))


def _versions(parsed: Namespace) -> tuple[Loaded, Loaded]:
    if parsed.since is None:
        return playable(parsed.old), playable(parsed.new)
    from ceo_sim.cli.revisions import load_revision
    from ceo_sim.library import path_of

    new = playable(parsed.old)
    return load_revision(path_of(parsed.old), parsed.since), new


def _odds(old: Loaded, new: Loaded, parsed: Namespace) -> OddsApart:
    from ceo_sim import places
    from ceo_sim.analysis.simulate import worthwhile_jobs
    from ceo_sim.analysis.versions import odds_apart
    from ceo_sim.engine.compile import compile_scenario

    before, after = compile_scenario(old.playable), compile_scenario(new.playable)
    jobs = worthwhile_jobs(after, parsed.plays, places.processors())
    with progress(quiet=parsed.quiet) as report:
        return odds_apart(before, after, parsed.plays, parsed.seed, jobs=jobs, report=report)


def _fits(new: Loaded, parsed: Namespace) -> list[SaveFit]:
    if parsed.saves is None:
        return []
    from ceo_sim.library import load_playable, path_of
    from ceo_sim.saves.compatibility import fits

    path = path_of(parsed.old if parsed.new is None else parsed.new)

    def find(_id: str, edition: str | None) -> Loaded:
        return new if edition is None else load_playable(path, edition)

    return fits(parsed.saves, new.playable.info.id, find)


# ---- as data ------------------------------------------------------------------------------------------------


def _as_data(
    old: Loaded, new: Loaded, changed: list[Change], odds: OddsApart | None, fits: list[SaveFit]
) -> dict[str, Any]:
    from attrs import asdict

    return {
        "old": old.fingerprint,
        "new": new.fingerprint,
        "changes": [{**asdict(change), "path": list(change.path), **_place(old, new, change)} for change in changed],
        "odds": None
        if odds is None
        else {
            "plays": odds.plays,
            "endings": {id: _figures(apart) for id, apart in odds.endings.items()},
            "metrics": {id: _figures(apart) for id, apart in odds.metrics.items()},
        },
        "saves": [{"path": str(fit.path), "answers": fit.answers, "problem": fit.problem} for fit in fits],
    }


def _place(old: Loaded, new: Loaded, change: Change) -> dict[str, Any]:
    place = (old if change.kind == "removed" else new).place(change.path)
    return {"file": place.file, "line": place.line}


def _figures(apart: Apart) -> dict[str, Any]:
    from attrs import asdict

    return {**asdict(apart), "beyond_chance": apart.is_beyond_chance}


# ---- for people ---------------------------------------------------------------------------------------------


def _lines(
    old: Loaded, new: Loaded, changed: list[Change], odds: OddsApart | None, fits: list[SaveFit]
) -> Iterator[str]:
    info = new.playable.info
    count = formatting.counted(len(changed), "change")
    yield f"{info.title}: {count if changed else 'nothing that is written has changed'}"
    for thing, group in groupby(changed, key=_thing):
        yield ""
        yield from _of_thing(old, new, thing, list(group))
    if odds is not None:
        yield from ("", *_odds_lines(odds))
    if fits:
        yield from ("", "Saves")
        for fit in fits:
            whole = f"plays whole, with {formatting.counted(fit.answers, 'answer')}"
            yield f"  {fit.path.name}: {fit.problem or whole}"


def _thing(change: Change) -> tuple[str | int, ...]:
    """The table that a change is in: an option or card for itself."""
    path = change.path
    if path[0] in _WITHOUT_IDS:
        return path[:1]
    return path[:4] if len(path) > 3 and path[2] in ("option", "card") else path[:2]


def _of_thing(old: Loaded, new: Loaded, thing: tuple[str | int, ...], group: list[Change]) -> Iterator[str]:
    from ceo_sim.presentation.word_diff import word_diff

    whole = [change for change in group if change.path == thing and change.kind in ("added", "removed")]
    place = (old if whole and whole[0].kind == "removed" else new).place(thing)
    name = ".".join(map(str, thing[1:2] + thing[3:])) if len(thing) > 1 else ""
    kind = thing[2] if len(thing) > 3 else thing[0]
    yield f"{kind} {name}  {place}{f'  {whole[0].kind}: {whole[0].old or whole[0].new}' if whole else ''}".rstrip()
    for change in group:
        if change in whole:
            continue
        key = ".".join(map(str, change.path[len(thing) :] or change.path[-1:]))
        match change.kind:
            case "text":
                yield f"  {key}: {word_diff(str(change.old), str(change.new))}"
            case "order":
                yield f"  order of {key}: {change.old} -> {change.new}"
            case "value":
                yield f"  {key}: {_or_nothing(change.old)} -> {_or_nothing(change.new)}"
            case _:
                yield f"  {key} {change.kind}: {change.old}{change.new}".rstrip(": ")


def _or_nothing(written: object) -> str:
    return "nothing" if written == "" else str(written).lower() if isinstance(written, bool) else str(written)


def _odds_lines(odds: OddsApart) -> Iterator[str]:
    yield f"Endings in {odds.plays:,} random plays of each, with the same seeds; * is beyond chance"
    yield from table([_row(id, apart, percent=True) for id, apart in odds.endings.items()], [1, 2, 3])
    moved = {id: apart for id, apart in odds.metrics.items() if apart.is_beyond_chance or apart.is_in_one_only}
    yield ""
    if moved:
        yield "Metrics at the end that differ beyond chance: mean before and after"
        yield from table([_row(id, apart, percent=False) for id, apart in moved.items()], [1, 2, 3])
    same = formatting.counted(len(odds.metrics) - len(moved), "metric")
    yield f"No difference beyond chance at the end: {same}"


def _row(id: str, apart: Apart, *, percent: bool) -> tuple[str, ...]:
    def figure(value: float | None, sign: str = "") -> str:
        return "-" if value is None else f"{value:{sign}.1%}" if percent else f"{value:{sign},.1f}"

    interval = f"({figure(apart.low, '+')} to {figure(apart.high, '+')})"
    difference = (apart.new or 0) - (apart.old or 0)
    mark = "*" if apart.is_beyond_chance else ""
    return f"  {id}", figure(apart.old), figure(apart.new), figure(difference, "+"), interval, mark
