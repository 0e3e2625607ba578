"""What is done with saves at the title, beside playing them: names, notes, the trash, copies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ceo_sim.plain import lines
from ceo_sim.presentation import formatting
from ceo_sim.saves import manage
from ceo_sim.saves.listing import TRASH, Summary, list_saves
from ceo_sim.scenario.characters import one_line

HELP = """\
A number starts a story, or goes on with a game.
1 seed 7: start story 1 with the luck of that number. 1 mirror: with its political poles swapped.
1 edition NAME: in another edition. These go together, such as 1 seed 7 mirror.
name N TEXT: call game number N something. note N TEXT: keep a note with it. Without a text it is taken away.
trash N: move game number N to the trash. trash: hear what is in it. restore N: bring that number back.
export N FILE: copy game number N to a file or a folder. import FILE: take in a save from elsewhere.
endings: the endings that you have met, and how many there are.
folder: where your games are kept.
q: leave."""


def manage_saves(word: str, rest: str, games: Mapping[int, Summary], folder: Path) -> list[str]:
    """Do what a command says; the answer to it, empty if it is no such command.

    Args:
        word: The command.
        rest: What stands behind it.
        games: The saves by the numbers that the title gives them.
        folder: The folder for saves.

    Raises:
        SaveError: It cannot be done; everything is as it was.
    """
    number, _, text = (part.strip() for part in rest.partition(" "))
    game = games.get(int(number)) if number.isdecimal() and len(number) < 6 else None
    save = game and game.path
    match word:
        case "folder":
            return [one_line(str(folder))]
        case "name" | "note" if save:
            change = manage.rename if word == "name" else manage.annotate
            change(save, text)
            return [f"{save.name} has this {word}: {one_line(text)}" if text else f"{save.name} has no {word} now."]
        case "name" | "note":
            return [f"Type {word}, the number of a game, and some words."]
        case "trash" if save:
            manage.trash(save)
            return [f"{save.name} is in the trash now. Type trash and restore to bring it back."]
        case "trash" if rest:
            return ["Type trash and the number of a game, or trash alone to hear what is in it."]
        case "trash" | "restore":
            return _trash(folder, number)
        case "export" if save and text:
            return [f"Copied to {one_line(str(manage.export(save, Path(text))))}"]
        case "export":
            return ["Type export, the number of a game, and a file that is not there yet, or a folder."]
        case "import" if rest:
            return [f"Taken in as {manage.import_save(Path(rest), folder).name}"]
        case "import":
            return ["Type import and the file of a save."]
    return []


def _trash(folder: Path, number: str) -> list[str]:
    """Bring back the save of that number in the trash; if there is none, list what is in it."""
    saves = [save for save in list_saves(folder / TRASH) if not save.shipped]
    if (place := lines.place(number, len(saves))) is not None:
        return [f"{manage.restore(saves[place].path).name} is back."]
    head = "In the trash; type restore and a number to bring one back" if saves else "The trash is empty."
    names = (", ".join(filter(None, (save.name, save.title, save.path.name))) for save in saves)
    return [head, *(formatting.full_stop(f"{number}. {name}") for number, name in enumerate(names, 1))]
