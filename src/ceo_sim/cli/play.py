"""`ceo-sim play`: the game, on a screen or in plain lines."""

from __future__ import annotations

import gc
import os
import sys
from argparse import ArgumentParser, BooleanOptionalAction, Namespace
from pathlib import Path

from ceo_sim import places, settings
from ceo_sim.cli import arguments, assigned, starting
from ceo_sim.cli.output import complain

HELP = "Play, on a full screen or in plain lines."
EXAMPLES = """\
  ceo-sim play                              the title: scenarios, and saves to resume
  ceo-sim play the_post --seed 7            a new game; the same seed is the same luck
  ceo-sim play my_story.toml                a scenario of your own
  ceo-sim play my_story.toml --until week   its first act, if that is called week
  ceo-sim play --assign AS51-DFBG-G009-SF0R  the game that your teacher has assigned
  ceo-sim play the_post --from june         its second act, with what the story says was decided before
  ceo-sim play --resume the_post-2026-11-22-1815
  ceo-sim play the_post --at townhall       begin where a decision is open
  ceo-sim play the_post --at townhall --set staff=30 --seed 7
  ceo-sim play tutorial --plain             in plain lines, for screen readers and pipes
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("scenario", nargs="?", metavar="ID_OR_PATH", help="a scenario's id, file or folder")
    parser.add_argument(
        "--seed", type=arguments.seed, metavar="S", help="the luck of the game; a fresh one if left out"
    )
    parser.add_argument(
        "--plain",
        action=BooleanOptionalAction,
        help="plain lines on standard input and output, or not, whatever the settings say",
    )
    parser.add_argument("--resume", metavar="SAVE", help="go on with a save: its path, or its name")
    parser.add_argument("--salvage", action="store_true", help="resume what can be kept of a damaged save, as a copy")
    parser.add_argument("--mirror", action="store_true", help="swap the political poles of the scenario")
    parser.add_argument("--edition", metavar="NAME", help="read another edition of the scenario")
    parser.add_argument(
        "--at", metavar="DECISION", help="begin where this decision is open, by a play that leads there"
    )
    parser.add_argument(
        "--set",
        type=starting.assignment,
        action="append",
        default=[],
        metavar="ID=VALUE",
        help="with --at, set a metric or a variable by hand; the game is marked as made up",
    )
    parser.add_argument("--until", metavar="ACT", help="play a part of the scenario, up to the end of that act")
    parser.add_argument("--assign", metavar="CODE", help="play the game that an assignment code stands for")
    parser.add_argument(
        "--from", dest="begin", metavar="ACT", help="begin with that act, and with what it names as decided before"
    )
    arguments.add_saves(parser)


def run(parsed: Namespace) -> int:
    """Open the game."""
    _require_fitting_options(parsed)
    settings_file = settings.load()
    if parsed.assign is not None:
        assigned.settle(parsed, settings_file)
    parsed.saves = settings.save_folder(parsed.saves, settings_file.current)
    why = places.terminal_problem()
    if parsed.plain or why or (parsed.plain is None and settings_file.current.plain):
        for problem in settings_file.problems:
            complain(problem)
        if why and not parsed.plain:
            complain(f"{why}: the game is played in plain lines")
        parsed.scenario = _located(parsed)
        return _plain(_started(parsed), settings_file)
    if not places.is_interactive():
        complain("there is no terminal here to draw on; play in plain lines with `ceo-sim play --plain`")
        return 2
    parsed.scenario = _located(parsed)
    return _screen(_started(parsed), settings_file)


def _require_fitting_options(parsed: Namespace) -> None:
    """Leave with a complaint if options are named that do not go together."""
    chosen = parsed.mirror or parsed.edition or parsed.until or parsed.begin
    if parsed.resume is not None and (parsed.seed is not None or chosen):
        own = "seed, poles, edition and acts: leave out --seed, --mirror, --edition, --from and --until"
        parsed.parser.error(f"a save has its own {own}")
    if parsed.salvage and parsed.resume is None:
        parsed.parser.error("--salvage needs --resume SAVE")
    for option, value in (("edition", parsed.edition), ("until", parsed.until), ("from", parsed.begin)):
        if value is not None and parsed.scenario is None:
            parsed.parser.error(f"--{option} needs a scenario")
    if parsed.begin is not None and parsed.at is not None:
        parsed.parser.error("--from and --at both say where a game begins: name one of them")
    if parsed.at is not None and (parsed.scenario is None or parsed.resume is not None):
        parsed.parser.error("--at needs a scenario, and --resume does not go with it")
    if parsed.set and parsed.at is None:
        parsed.parser.error("--set needs --at DECISION")
    if parsed.assign is not None and parsed.begin is not None:
        parsed.parser.error("--assign says how to play: leave out --from")
    if parsed.assign is not None and any(getattr(parsed, option) not in (None, False) for option in assigned.OWN):
        parsed.parser.error(f"--assign says how to play: leave out --{', --'.join(assigned.OWN)}")


def _started(parsed: Namespace) -> Namespace:
    """The arguments, where a game that begins at a decision is a save to resume."""
    if parsed.at is not None:
        of_game = parsed.seed, parsed.edition, parsed.until, parsed.mirror
        start = starting.Start(parsed.scenario, parsed.at, tuple(parsed.set), *of_game)
        parsed.resume = str(start.saved_in(parsed.saves))
        parsed.seed, parsed.edition, parsed.until, parsed.mirror = None, None, None, False
    return parsed


def _located(parsed: Namespace) -> Path | None:
    """Where the scenario lies that is named, with a complaint about a name that two of them have.

    Raises:
        ScenarioUnavailable: There is none, or it is a save, or it has no poles to swap.
    """
    from ceo_sim.library import ScenarioUnavailable, load_playable, manifest_of, require_mirror, require_start
    from ceo_sim.saves.listing import summarise

    named = parsed.scenario
    if named is None:
        return None
    manifest = manifest_of(named)
    if parsed.mirror:
        require_mirror(load_playable(manifest.path, parsed.edition))
    if parsed.begin is not None:
        require_start(load_playable(manifest.path, parsed.edition, parsed.until), parsed.begin)
    if manifest.problem and manifest.path.is_file() and summarise(manifest.path).scenario:
        raise ScenarioUnavailable(f"{named} is a save; go on with it: `ceo-sim play --resume {named}`")
    if manifest.problem and manifest.id == named != str(manifest.path):
        complain(f"{manifest.path}: {manifest.problem}")
    return manifest.path


def _plain(parsed: Namespace, settings_file: settings.SettingsFile) -> int:
    from ceo_sim.plain.run import run as run_plain

    return run_plain(
        (sys.stdin, sys.stdout),
        saves=parsed.saves,
        scenario=parsed.scenario,
        seed=parsed.seed,
        resume=_save(parsed),
        salvage=parsed.salvage,
        mirror=parsed.mirror,
        edition=parsed.edition,
        act=parsed.until,
        assignment=parsed.assign or "",
        begin=parsed.begin,
        settings_file=settings_file,
    )


def _screen(parsed: Namespace, settings_file: settings.SettingsFile) -> int:
    resume = _save(parsed)
    if resume is not None:
        resume = _salvaged(parsed, resume) if parsed.salvage else _readable(resume)
    # They overrule the terminal's own size, and name a driver, for whatever runs under Textual.
    for variable in ("COLUMNS", "LINES", "TEXTUAL_DRIVER"):
        os.environ.pop(variable, None)
    # To look for garbage while 400 modules are imported takes 40 ms and finds none; the app, once drawn, looks again.
    gc.disable()
    from ceo_sim.tui import app

    game = app.CeoSim(
        saves=parsed.saves,
        scenario=parsed.scenario,
        seed=parsed.seed,
        resume=resume,
        mirror=parsed.mirror,
        edition=parsed.edition,
        act=parsed.until,
        assignment=parsed.assign or "",
        begin=parsed.begin,
        settings_file=settings_file,
    )
    return app.run(game)


def _save(parsed: Namespace) -> Path | None:
    if parsed.resume is None:
        return None
    from ceo_sim.saves.listing import find_save

    return find_save(parsed.resume, parsed.saves)


def _readable(save: Path) -> Path:
    """The save, if it can be read; errors are raised here, before a screen is drawn."""
    from ceo_sim.saves.reading import read

    read(save)
    return save


def _salvaged(parsed: Namespace, save: Path) -> Path:
    """A new save with the part of it that can be salvaged."""
    from ceo_sim.library import finder
    from ceo_sim.saves.session import Session

    with Session.resume(save, finder(parsed.scenario), salvage=True, folder=parsed.saves) as session:
        if session.notice:
            session.save()
        return session.path
