"""`ceo-sim class host`: a class on this machine, which students join in their browsers."""

from __future__ import annotations

import asyncio
import contextlib
import traceback
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ceo_sim import places
from ceo_sim.cli import extras
from ceo_sim.cli.classes.arguments import add_begin, add_folder, folder_of, scenario_and_seed
from ceo_sim.cli.output import complain
from ceo_sim.cli.web import port

if TYPE_CHECKING:
    from ceo_sim.classroom.held import HeldClass
    from ceo_sim.classroom.serving import Hosting

HELP = "Host a class: students join in their browsers, the projector shows the story, you lead."
EXAMPLES = """\
  ceo-sim class host the_post --act week           the class decides as one
  ceo-sim class host the_post --play teams         each team has a role, and one vote
  ceo-sim class host the_post --play own           everybody at their own pace
  ceo-sim class host the_post --no-network         no devices: raised hands, one laptop, one projector
  ceo-sim class host --resume the_post-2026-11-30-0915-BCDF.class
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument("scenario", nargs="?", metavar="ID_OR_PATH", help="a scenario's id, file or folder")
    add_begin(parser)
    parser.add_argument(
        "--address",
        default="auto",
        metavar="ADDR",
        help="the one address to listen on; auto: that of this machine in its network (auto)",
    )
    parser.add_argument("--port", type=port, metavar="N", help="the port; a free one if left out")
    add_folder(parser)
    parser.add_argument("--resume", type=Path, metavar="FILE", help="go on with a class, by the file of its log")
    parser.add_argument("--no-console", action="store_true", help="lead by the web page only, without the terminal")
    parser.add_argument(
        "--no-network", action="store_true", help="be reached from this machine alone, and count raised hands"
    )


def run(parsed: Namespace) -> int:
    """Host the class until it is interrupted."""
    if parsed.scenario is None and parsed.resume is None:
        parsed.parser.error("name a scenario, or a log with --resume")
    own = ("act", "seed", "edition", "mirror", "play")
    if parsed.resume is not None and any(getattr(parsed, each) not in (None, False) for each in own):
        parsed.parser.error(f"--resume goes on as the class began: leave out {', '.join(f'--{each}' for each in own)}")
    if parsed.no_network and parsed.play == "own":
        parsed.parser.error("--play own is played on devices, which --no-network does without: leave out one of them")
    if parsed.no_network and parsed.address != "auto":
        parsed.parser.error("--no-network listens on this machine alone: leave out --address")
    extras.require("web", "aiohttp", "segno", "msgspec")
    from ceo_sim.classroom import names, network
    from ceo_sim.classroom.retention import purge
    from ceo_sim.classroom.serving import host

    folder = folder_of(parsed.folder)
    for gone in purge(folder):
        _say(f"Deleted, as its time was over: {gone}")
    is_open, key = not parsed.no_network, names.secret()
    with contextlib.closing(network.listening(_address(parsed), parsed.port)) as listener:
        where = network.url(*listener.getsockname()[:2])
        has_console = not parsed.no_console and places.is_interactive()
        lines: list[str] = []
        path = folder

        def prepare() -> Hosting:
            nonlocal path
            hosting, path = _resumed(parsed, folder, key) if parsed.resume else _begun(parsed, folder, key)
            return hosting

        def began(held: HeldClass) -> None:
            held.note = _note(held, path)
            lines.extend(_first_lines(held, where, key))
            for line in lines if not has_console else ():
                _say(line)

        async def console(held: HeldClass) -> None:
            from ceo_sim.classroom.console.app import lead  # it takes Textual along, for which no student waits

            if (failure := await lead(held, lines)) is not None:
                for line in (*_without_console(failure), "", *lines):
                    _say(line)
                await asyncio.Event().wait()  # the class goes on until a signal ends it

        asyncio.run(host(listener, prepare, began, console=console if has_console else None, is_open=is_open))
    _say(f"The class is saved. To go on with it: ceo-sim class host --resume {path}")
    return 0


def _address(parsed: Namespace) -> str:
    """The address to listen on."""
    from ceo_sim.classroom import network

    if parsed.no_network:
        return network.LOOPBACK
    if parsed.address != "auto":
        return str(parsed.address)
    own = network.own_address()
    if network.is_loopback(own):
        complain("this machine is in no network, so students cannot join: raised hands can be counted")
    return own


def _begun(parsed: Namespace, folder: Path, key: str) -> tuple[Hosting, Path]:
    """A class that begins, and where its log lies."""
    from ceo_sim.classroom.serving import Hosting
    from ceo_sim.classroom.store import SUFFIX, SqliteStore
    from ceo_sim.classroom.story import beginning

    loaded, seed = scenario_and_seed(parsed)
    how = {"play": parsed.play or "board", "mirror": parsed.mirror, "edition": parsed.edition}
    begin = beginning(loaded, seed=seed, teacher=key, **how)
    path = folder / f"{loaded.playable.info.id}-{places.now():%Y-%m-%d-%H%M}-{begin.code}{SUFFIX}"
    _make_folder(folder)
    return Hosting(SqliteStore.create(path), loaded, begin, key), path


def _resumed(parsed: Namespace, folder: Path, key: str) -> tuple[Hosting, Path]:
    """A class that goes on; its scenario is the one installed under its id, or the one that is named."""
    from ceo_sim.classroom.beginning import opened_in
    from ceo_sim.classroom.opening import scenario_of
    from ceo_sim.classroom.serving import Hosting
    from ceo_sim.classroom.store import SqliteStore
    from ceo_sim.library import path_of

    path = parsed.resume if parsed.resume.exists() else folder / parsed.resume.name
    store = SqliteStore.resume(path)
    opened = opened_in(store)
    return Hosting(store, scenario_of(opened, path_of(parsed.scenario) if parsed.scenario else None), key=key), path


def _make_folder(folder: Path) -> None:
    """Make the folder of the logs, which nobody else should read."""
    from ceo_sim.classroom.events import LogError

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise LogError(f"{folder} cannot be made: {error.strerror}; name another with --folder") from None


def _first_lines(held: HeldClass, where: str, key: str) -> list[str]:
    """What a teacher has to know first."""
    from ceo_sim.classroom import qr

    code = held.room.code
    lines = []
    if held.join:
        lines += [f"Students open   {where}   and enter   {code}", "", *qr.lines(f"{where}/{code}"), ""]
    lines += [
        f"Projector:  {where}/{code}/screen",
        f"Teacher:    {where}/{code}/teach?key={key}",
        "            for you alone: whoever has it leads the class",
        "",
        held.note,
    ]
    return [*lines, "Ctrl+C ends it; every vote is on disk before it is acknowledged."]


def _without_console(failure: Exception) -> Iterator[str]:
    """That the console has failed, and what to lead the class by instead."""
    yield f"The console has stopped by a mistake of ours: {type(failure).__name__}: {failure}"
    for frame in traceback.extract_tb(failure.__traceback__)[-3:]:
        yield f"  {frame.filename}:{frame.lineno}, in {frame.name}"
    yield "The class goes on, and nothing is lost. Lead it by the teacher's page:"


def _note(held: HeldClass, path: Path) -> str:
    """Where the log lies, what is in it, and until when."""
    from ceo_sim.classroom.held import STORED
    from ceo_sim.classroom.retention import deletion_date

    opened = held.lesson.opened
    until = deletion_date(held.room.began, opened.keep_days)
    return f"{STORED} In {path}, deleted after {until:%Y-%m-%d} when a class is hosted from this folder."


def _say(line: str) -> None:
    print(line, flush=True)
