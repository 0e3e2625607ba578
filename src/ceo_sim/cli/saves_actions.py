"""What `ceo-sim saves ACTION` does with a save."""

from __future__ import annotations

import shlex
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from ceo_sim.cli import arguments
from ceo_sim.cli.opening import finder_of, folder_of
from ceo_sim.cli.output import print_lines
from ceo_sim.saves.format import SaveError


class Action(NamedTuple):
    """Something to do: its help, what it takes, and what does it and gives the exit code."""

    help: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]


def _save(parsed: Namespace) -> Path:
    from ceo_sim.saves.listing import find_save

    return find_save(parsed.save, folder_of(parsed))


def _takes_save(parser: ArgumentParser) -> None:
    parser.add_argument("save", metavar="SAVE", help="its path, its file name, or the name that you gave it")


# ---- words -----------------------------------------------------------------------------------------------------


def _takes_name(parser: ArgumentParser) -> None:
    _takes_save(parser)
    parser.add_argument("name", metavar="NAME", help='at most 60 characters; "" takes the name away')


def _rename(parsed: Namespace) -> int:
    from ceo_sim.presentation.formatting import full_stop
    from ceo_sim.saves.listing import summarise
    from ceo_sim.saves.manage import rename

    save = _save(parsed)
    rename(save, parsed.name)
    name = summarise(save).name
    print_lines([full_stop(f"{save.stem} is called {name}") if name else f"{save.stem} has no name now."])
    return 0


def _takes_note(parser: ArgumentParser) -> None:
    _takes_save(parser)
    parser.add_argument("note", metavar="TEXT", help='at most 500 characters; "" takes the note away')


def _note(parsed: Namespace) -> int:
    from ceo_sim.saves.manage import annotate

    save = _save(parsed)
    annotate(save, parsed.note)
    print_lines([f"The note is kept with {save.stem}." if parsed.note else f"{save.stem} has no note now."])
    return 0


# ---- files -----------------------------------------------------------------------------------------------------


def _delete(parsed: Namespace) -> int:
    from ceo_sim.saves.manage import trash

    print_lines([f"Moved to {trash(_save(parsed))}; `ceo-sim saves restore` brings it back."])
    return 0


def _restore(parsed: Namespace) -> int:
    from ceo_sim.saves.listing import TRASH, find_save
    from ceo_sim.saves.manage import restore

    print_lines([f"Brought back: {restore(find_save(parsed.save, folder_of(parsed) / TRASH))}"])
    return 0


def _takes_target(parser: ArgumentParser) -> None:
    _takes_save(parser)
    parser.add_argument("target", type=Path, metavar="TARGET", help="a folder, or a file that is not there yet")


def _export(parsed: Namespace) -> int:
    from ceo_sim.saves.manage import export

    print_lines([f"Copied to {export(_save(parsed), parsed.target)}"])
    return 0


def _takes_source(parser: ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="FILE", help="a save from elsewhere")


def _import(parsed: Namespace) -> int:
    from ceo_sim.saves.manage import import_save

    print_lines([f"Copied to {import_save(parsed.source, folder_of(parsed))}"])
    return 0


def _takes_nothing(_: ArgumentParser) -> None:
    pass


def _folder(parsed: Namespace) -> int:
    print_lines([str(folder_of(parsed))])
    return 0


# ---- another way -----------------------------------------------------------------------------------------------


def _takes_fork(parser: ArgumentParser) -> None:
    _takes_save(parser)
    parser.add_argument("--at", type=_answer, required=True, metavar="N", help="the answer to change, counted from 1")
    parser.add_argument("--name", default="", metavar="NAME", help="what the new game is called")
    parser.add_argument("--scenario", metavar="ID_OR_PATH", help="its scenario, if that is not installed")


def _answer(text: str) -> int:
    try:
        return arguments.count(text)
    except ArgumentTypeError:
        raise ArgumentTypeError(f"expected the number of an answer, from 1, not {text[:40]!r}") from None


def _fork(parsed: Namespace) -> int:
    from ceo_sim.saves.session import Session
    from ceo_sim.scenario.markup import plain

    save, folder = _save(parsed), folder_of(parsed)
    one = Session.look(save, finder_of(parsed))
    answers = one.game.answers
    if parsed.at > len(answers):
        there_are = f"its answers are 1 to {len(answers)}" if answers else "it has none"
        raise SaveError(save, f"has no answer {parsed.at}", there_are)
    with one.fork(parsed.at - 1, folder, parsed.name) as forked:
        if forked.trouble is not None:
            raise SaveError(forked.path, "the new game cannot be written", forked.trouble)
        decision = plain(forked.game.ask(answers[parsed.at - 1].decision).title)
        named = forked.path.stem if parsed.saves is None else shlex.quote(str(forked.path))
        print_lines(
            [
                f"In a new game, answer {parsed.at} is to be changed ({decision}): {forked.path}",
                f"Go on with it: ceo-sim play --resume {named}",
            ]
        )
    return 0


ACTIONS = {
    "rename": Action("Give a game a name.", _takes_name, _rename),
    "note": Action("Keep a note with a game.", _takes_note, _note),
    "fork": Action("Go back to an answer, in a new game with the same luck.", _takes_fork, _fork),
    "delete": Action("Move a save to the trash beside it.", _takes_save, _delete),
    "restore": Action("Bring a save back from the trash.", _takes_save, _restore),
    "export": Action("Copy a save elsewhere.", _takes_target, _export),
    "import": Action("Copy a save from elsewhere into your folder.", _takes_source, _import),
    "folder": Action("Print the folder for saves.", _takes_nothing, _folder),
}
"""By the word that is typed."""
