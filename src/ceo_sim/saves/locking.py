"""The file of a game: a name that no other file has, and a lock on it while the game runs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from ceo_sim import places

_UNSAFE = re.compile(r"[^A-Za-z0-9_-]")


def free_paths(folder: Path, stem: str) -> Iterator[Path]:
    """Files that are not there, the plainest name first; a running game may yet have the first of them."""
    safe = _UNSAFE.sub("_", stem)[:80].lstrip("-") or "game"
    for number in count(1):
        path = folder / (f"{safe}-{number}.toml" if number > 1 else f"{safe}.toml")
        if not _is_there(path):
            yield path


def acquire_new(folder: Path, stem: str) -> tuple[Path, contextlib.ExitStack, str | None]:
    """Lock a file that does not exist yet and that no other game has locked.

    Returns:
        The path, the lock (close it to release it), and why there is none, or None.
    """
    for path in free_paths(folder, stem):
        lock, busy, failure = acquire(path)
        # The game that had the name may have written its file and ended since.
        if not busy and not _is_there(path):
            break
        lock.close()
    return path, lock, failure


def acquire(path: Path) -> tuple[contextlib.ExitStack, bool, str | None]:
    """Lock a save for this game.

    Returns:
        The lock (close it to release it), whether another game has it, and why else there is none, or None.
    """
    lock = contextlib.ExitStack()
    try:
        lock.enter_context(places.lock(path))
    except places.LockedError:
        return lock, True, None
    except OSError as error:
        return lock, False, save_failure(path, error)
    return lock, False, None


def save_failure(path: Path, error: OSError) -> str:
    """Why a game is not on disk, in a sentence."""
    reason = error.strerror or type(error).__name__
    return f"The game cannot be saved ({reason}); it goes on, and saving is tried again with each answer: {path}"


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False  # taking the lock will say what is wrong with the folder
