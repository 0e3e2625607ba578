"""Renaming, annotating, trashing, exporting and importing saves; nothing is ever deleted or overwritten.

A save that a running game has open is not changed, and neither is one that came with the program.
"""

from __future__ import annotations

import contextlib
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ceo_sim import places
from ceo_sim.saves.format import MAX_NOTE, MAX_SIZE, Save, SaveError, dumps, tidy, tidy_name
from ceo_sim.saves.listing import TRASH
from ceo_sim.saves.locking import free_paths
from ceo_sim.saves.reading import content_of, read


def rename(path: Path, name: str) -> None:
    """Name a game, in at most 60 characters on one line; its file keeps its own name.

    Raises:
        SaveError: It is damaged, in use, shipped, or cannot be written; it is as it was.
    """
    _change(path, lambda save: save._replace(name=tidy_name(name)))


def annotate(path: Path, note: str) -> None:
    """Replace the note about a game, of at most 500 characters.

    Raises:
        SaveError: As for `rename`.
    """
    _change(path, lambda save: save._replace(note=tidy(note, MAX_NOTE)))


def trash(path: Path) -> Path:
    """Move a save, even a damaged one, into the trash beside it.

    Returns:
        Where it is now.

    Raises:
        SaveError: It is no save, in the trash already, in use, shipped, or cannot be moved; it is where it was.
    """
    if path.parent.name == TRASH:
        raise SaveError(path, "is in the trash already", "`ceo-sim saves restore` brings it back")
    if path.suffix != ".toml":
        raise SaveError(path, "is not a save", "name one that `ceo-sim saves` lists")
    with _locked(path, "moved"):
        return _move(path, path.parent / TRASH)


def restore(path: Path) -> Path:
    """Move a save back from the trash.

    Returns:
        Where it is now.

    Raises:
        SaveError: It is not in a trash, or cannot be moved; it is where it was.
    """
    if path.parent.name != TRASH:
        raise SaveError(path, "is not in the trash", "`ceo-sim saves --trash` lists what is")
    with _locked(path, "moved"):
        return _move(path, path.parent.parent)


def export(path: Path, target: Path) -> Path:
    """Copy a save as it is, even a damaged one.

    Args:
        path: The save.
        target: A file that is not there yet, or a folder.

    Returns:
        The copy.

    Raises:
        SaveError: The save cannot be read, or the target is there already or cannot be written.
    """
    content = content_of(path)
    with _save_errors(target, "written"):
        target = places.typed(target)
        target = target / path.name if target.is_dir() else target
        try:
            with _reserved(target):
                places.write_atomically(target, content)
        except FileExistsError:
            raise SaveError(target, "is there already", "name another file; nothing was written") from None
    return target


def write_sidecar(save: Path, ending: str, content: str) -> Path:
    """Write a file beside a save, named after it; nothing is overwritten, and what is there already stays.

    Args:
        save: The save, whether or not it is there.
        ending: What the name ends in, after a dot.
        content: What the file is to hold.

    Returns:
        The file.

    Raises:
        SaveError: It cannot be written.
    """
    with _save_errors(save.parent, "written to"):
        save.parent.mkdir(parents=True, exist_ok=True)
        for number in itertools.count(1):
            path = save.with_name(f"{save.stem}{f'-{number}' if number > 1 else ''}.{ending}")
            try:
                with _reserved(path):
                    places.write_atomically(path, content)
                return path
            except FileExistsError:
                if _holds(path, content):
                    return path
    raise AssertionError("there is always another number")


def _holds(path: Path, content: str) -> bool:
    """Whether a file has exactly that content."""
    wanted = content.encode()
    return path.is_file() and path.stat().st_size == len(wanted) and path.read_bytes() == wanted


def import_save(source: Path, folder: Path) -> Path:
    """Copy a save from elsewhere into a folder, under a name that no save there has.

    Returns:
        The copy, in the present format.

    Raises:
        SaveError: It is no save, or damaged, or cannot be read, or the copy cannot be written.
    """
    source = places.typed(source)
    text = dumps(read(source))
    with _save_errors(folder, "written to"), _free(folder, source.stem) as path:
        places.write_atomically(path, text)
    return path


# ---- inside ---------------------------------------------------------------------------------------------------


def _change(path: Path, changed: Callable[[Save], Save]) -> None:
    with _locked(path, "written"):
        text = dumps(changed(read(path)))
        if len(text.encode()) > MAX_SIZE:
            raise SaveError(path, "has grown too long for more words", "it is as it was")
        places.write_atomically(path, text)


def _move(path: Path, folder: Path) -> Path:
    with _free(folder, path.stem) as target:
        os.replace(path, target)
    return target


@contextlib.contextmanager
def _locked(path: Path, done: str) -> Iterator[None]:
    """Lock a save of the player's own; errors name what could not be `done` to it."""
    with _save_errors(path, done):
        if not path.is_file() and not path.is_symlink():
            problem = "is not a file" if path.exists() else "there is no such save"
            raise SaveError(path, problem, "`ceo-sim saves` lists those there are")
        if places.is_packaged(path):
            raise SaveError(path, "came with the program and stays as it is", "fork it, or export a copy")
        try:
            with places.lock(path):
                yield
        except places.LockedError:
            raise SaveError(path, "another game has it open", "leave that game first") from None


@contextlib.contextmanager
def _save_errors(path: Path, done: str) -> Iterator[None]:
    """Turn errors of the system into a `SaveError`."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "the name is no file name"
        raise SaveError(path, f"cannot be {done}: {reason}", "everything is as it was") from None


@contextlib.contextmanager
def _free(folder: Path, stem: str) -> Iterator[Path]:
    """Reserve a file in a folder that no save has and no running game is about to write; empty until written."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in free_paths(folder, stem):
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(places.lock(path))
                stack.enter_context(_reserved(path))
            except (places.LockedError, FileExistsError):
                continue
            yield path
            return


@contextlib.contextmanager
def _reserved(path: Path) -> Iterator[None]:
    """Create an empty file that was not there, so that nothing is overwritten; it is removed if the block fails.

    Raises:
        FileExistsError: There is one.
    """
    places.create_private(path)
    try:
        yield
    except BaseException:
        with contextlib.suppress(OSError):
            path.unlink()
        raise
