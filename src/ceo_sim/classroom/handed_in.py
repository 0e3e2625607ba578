"""What a class has handed in, found: saves and result codes, in folders among other files, in lists, and as typed.

All of it comes from students and is taken for nothing but text: no file is followed out of its folder, none that is too
large is read, and what is no save and no code is left aside with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from attrs import frozen

from ceo_sim.errors import UserError
from ceo_sim.saves.assignment import read_assignment
from ceo_sim.saves.codes import MistypedCode
from ceo_sim.saves.format import MAX_SIZE, Save, SaveError
from ceo_sim.saves.reading import content_of, read
from ceo_sim.saves.result import KIND, LONG_KIND, Result, is_result_code, read_result
from ceo_sim.scenario.characters import one_line

MOST = 2_000
"""Plays of one class, which has no more seats."""
MOST_FILES = 10_000
MOST_LINES = 5_000
"""Of one list."""
DEEPEST = 3
"""Folders within a folder that are looked into: learning platforms put each student's file in one of its own."""
LONGEST_LINE = 500
LONGEST_LABEL = 40
SAVES, LISTS = (".toml",), (".txt", ".csv", ".tsv", ".md")
TABLES = (".csv", ".tsv")
"""Lists that have a line of headings."""
_SHORTEST_CODE, _SHORTEST_LONG_CODE = 12, 30
"""Characters from which a word is one that was meant for a code."""
_CELLS = re.compile(r'[,;\t"]')
_TIME = re.compile(r"\d{1,4}[/.:-]\d")
"""How the time begins that a form puts into its first column."""


@frozen
class HandedIn:
    """Something that may be a play of the class.

    Attributes:
        where: The file, with the line in a list; or what was typed.
        label: Whose it is, as far as whoever handed it in says so: the words beside a code, or the name of a file with
            that of its folder.
        play: The play.
    """

    where: str
    label: str
    play: Save | Result


@frozen
class Misfit:
    """Something that is not in the class, and why."""

    where: str
    why: str


def collected(things: Iterable[str]) -> Iterator[HandedIn | Misfit]:
    """All that is in folders, files and codes, in their order; at most `MOST` plays."""
    count = 0
    for thing in things:
        for each in _in(thing):
            count += isinstance(each, HandedIn)
            if count > MOST:
                yield Misfit(each.where, f"it comes after {MOST:,} others, and a class has no more seats")
                return
            yield each


def _in(thing: str) -> Iterator[HandedIn | Misfit]:
    path = Path(thing)
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except (OSError, ValueError):
        is_folder = is_file = False
    if is_folder:
        yield from _in_folder(path)
    elif is_file:
        yield from _in_file(path, path.name)
    elif "/" in thing or "\\" in thing or path.suffix in (*SAVES, *LISTS):
        yield Misfit(_shown(thing), "there is no such file or folder")
    else:
        yield _code(thing, _shown(thing))


# ---- folders and files --------------------------------------------------------------------------------------


def _in_folder(folder: Path) -> Iterator[HandedIn | Misfit]:
    for number, path in enumerate(_files(folder, DEEPEST)):
        where = _shown(str(path.relative_to(folder)))
        if number >= MOST_FILES:
            yield Misfit(where, f"the folder has more than {MOST_FILES:,} files; the rest is left aside")
            return
        yield from _in_file(path, where)


def _files(folder: Path, depth: int) -> Iterator[Path]:
    """The files of a folder and of those in it, by name; hidden ones and links are left out."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for path in entries:
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir() and depth > 1:
            yield from _files(path, depth - 1)
        elif path.is_file():
            yield path


def _in_file(path: Path, where: str) -> Iterator[HandedIn | Misfit]:
    suffix = path.suffix.lower()
    if suffix in LISTS:
        yield from _in_list(path, where)
    elif suffix in SAVES:
        try:
            yield HandedIn(where, label_of(where.removesuffix(path.suffix)), read(path))
        except SaveError as error:
            yield Misfit(where, _lowered(f"{error.problem}; {error.remedy}"))
    else:
        yield Misfit(where, f"it is no save, which ends in {SAVES[0]}, and no list of codes, such as {LISTS[0]}")


def _in_list(path: Path, where: str) -> Iterator[HandedIn | Misfit]:
    try:
        text = content_of(path)[:MAX_SIZE].decode("utf-8-sig", "replace")
    except SaveError as error:
        yield Misfit(where, error.problem)
        return
    has_any, lines = False, text.splitlines()
    for number, line in enumerate(lines, 1):
        if number > MOST_LINES:
            yield Misfit(where, f"it has more than {MOST_LINES:,} lines; the rest is left aside")
            return
        if (written := line.strip()) and not written.startswith("#"):
            has_any = True
            is_head = number == 1 < len(lines) and path.suffix.lower() in TABLES and not any(map(str.isdigit, written))
            if not is_head:
                yield _code(written, f"{where}, line {number}")
    if not has_any:
        yield Misfit(where, "it has no line with a code")


# ---- codes --------------------------------------------------------------------------------------------------


def _code(line: str, where: str) -> HandedIn | Misfit:
    """The first result code of a line, with what stands beside it for its label."""
    line = line[:LONGEST_LINE]
    candidates = list(_candidates(line))
    for start, typed in candidates:
        if is_result_code(typed):
            return HandedIn(where, _label_near(line, start, start + len(typed)), read_result(typed))
    mistyped = [typed for _, typed in candidates if _is_meant(typed)]
    try:
        read_result(mistyped[-1] if mistyped else "")
    except MistypedCode as error:
        return Misfit(where, _lowered(str(error)) if mistyped else _without_code(line))
    raise AssertionError


def _candidates(line: str) -> Iterator[tuple[int, str]]:
    """Where a code may begin in a line, and what would be it: from there to the end of its cell, or of the word."""
    start = 0
    for cell in _CELLS.split(line):
        for word in re.finditer(r"\S+", cell):
            if word[0][0].upper() in (KIND, LONG_KIND):
                yield start + word.start(), cell[word.start() :]
                yield start + word.start(), word[0]
        start += len(cell) + 1


def _is_meant(typed: str) -> bool:
    """Whether what is no code was meant for one: no name is so long and has digits in it."""
    is_long = typed[0].upper() == LONG_KIND
    shortest = _SHORTEST_LONG_CODE if is_long else _SHORTEST_CODE
    return len(typed) >= shortest and any(map(str.isdigit, typed)) and not (is_long and " " in typed)


def _label_near(line: str, start: int, end: int) -> str:
    """What stands before a code, or else after it, without the time of a form and empty cells."""
    sides = ([cell.strip() for cell in _CELLS.split(part)] for part in (line[:start], line[end:]))
    said = ([cell for cell in cells if cell and not _TIME.match(cell)] for cells in sides)
    return label_of(", ".join(next((cells for cells in said if cells), [])))


def _without_code(line: str) -> str:
    try:
        read_assignment(line)
    except UserError:
        return f"it has no result code, which begins with {KIND} or {LONG_KIND}"
    return "it is an assignment code; a result code is told at the end of the game"


def label_of(written: str) -> str:
    """Words beside a code, or the name of a file, as a label: on one line, and no longer than fits a table."""
    return one_line(written.strip(" ,;:\t\"'-")).strip()[:LONGEST_LABEL].rstrip()


def _lowered(text: str) -> str:
    return one_line(text[:300])


def _shown(text: str) -> str:
    return one_line(text[:120])
