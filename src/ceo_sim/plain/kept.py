"""What is done with saves at the title, beside playing them: names, notes, the trash, copies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ceo_sim import places
from ceo_sim.plain import lines
from ceo_sim.saves import manage
from ceo_sim.saves.listing import TRASH, Summary, list_saves
from ceo_sim.scenario.characters import one_line

HELP = """\
A number starts a story, or goes on with a game.
name N TEXT: call game number N something. note N TEXT: keep a note with it. Without a text it is taken away.
trash N: move game number N to the trash. trash: hear what is in it. restore N: bring that number back.
export N FILE: copy game number N to a file or a folder. import FILE: take in a save from elsewhere.
folder: where your games are kept.
q: leave."""


def done(word: str, rest: str, games: dict[int, Path], folder: Path) -> Iterator[str] | None:
    """Do what a command says, and tell it; None if it is no such command.

    Args:
        word: The command.
        rest: What stands behind it.
        games: The saves by the numbers that the title gives them.
        folder: The folder for saves.

    Raises:
        SaveError: It cannot be done; everything is as it was.
    """
    number, _, text = rest.partition(" ")
    save = games.get(int(number)) if number.isdecimal() and len(number) < 6 else None
    commands: dict[str, Callable[[], Iterator[str]]] = {
        "name": lambda: _described(manage.rename, "name", save, text.strip()),
        "note": lambda: _described(manage.annotate, "note", save, text.strip()),
        "trash": lambda: _discarded(save) if rest else _trash(_in_trash(folder)),
        "restore": lambda: _restored(_in_trash(folder), number),
        "export": lambda: _exported(save, text.strip()),
        "import": lambda: _brought_in(rest.strip(), folder),
        "folder": lambda: iter([one_line(str(folder))]),
        "help": lambda: iter(HELP.split("\n")),
        "?": lambda: iter(HELP.split("\n")),
    }
    return commands[word]() if word in commands else None


def _described(change: Callable[[Path, str], None], what: str, save: Path | None, text: str) -> Iterator[str]:
    if save is None:
        yield f"Type {what}, the number of a game, and some words."
        return
    change(save, text)
    yield f"{save.name} has this {what}: {one_line(text)}" if text else f"{save.name} has no {what} now."


def _discarded(save: Path | None) -> Iterator[str]:
    if save is None:
        yield "Type trash and the number of a game, or trash alone to hear what is in it."
        return
    manage.trash(save)
    yield f"{save.name} is in the trash now. Type trash and restore to bring it back."


def _in_trash(folder: Path) -> list[Summary]:
    return [save for save in list_saves(folder / TRASH) if not save.shipped]


def _trash(saves: Sequence[Summary]) -> Iterator[str]:
    yield "In the trash; type restore and a number to bring one back" if saves else "The trash is empty."
    for number, save in enumerate(saves, 1):
        named = ", ".join(part for part in (save.name, save.title, save.path.name) if part)
        yield f"{number}. {named}."


def _restored(saves: Sequence[Summary], number: str) -> Iterator[str]:
    place = lines.place(number, len(saves))
    if place is None:
        yield from _trash(saves)
        return
    yield f"{manage.restore(saves[place].path).name} is back."


def _exported(save: Path | None, target: str) -> Iterator[str]:
    if save is None or not target:
        yield "Type export, the number of a game, and a file that is not there yet, or a folder."
        return
    yield f"Copied to {one_line(str(manage.export(save, Path(target))))}"


def _brought_in(source: str, folder: Path) -> Iterator[str]:
    if not source:
        yield "Type import and the file of a save."
        return
    yield f"Taken in as {manage.import_save(places.expanded(source), folder).name}"
