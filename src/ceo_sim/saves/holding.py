"""The file of a game: a name that no other has, and holding it while the game runs."""

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


def hold_new(folder: Path, stem: str) -> tuple[Path, contextlib.ExitStack, str | None]:
    """Hold a file that is not there yet, and that no other game holds.

    Returns:
        The file to be, what lets go of it, and what is the trouble.
    """
    for path in free_paths(folder, stem):
        held, busy, trouble = hold(path)
        # The game that had the name may have written its file and ended since.
        if not busy and not _is_there(path):
            break
        held.close()
    return path, held, trouble


def hold(path: Path) -> tuple[contextlib.ExitStack, bool, str | None]:
    """Hold a save for this game.

    Returns:
        What lets go of it, whether another game has it, and what else is the trouble.
    """
    held = contextlib.ExitStack()
    try:
        held.enter_context(places.lock(path))
    except places.LockedError:
        return held, True, None
    except OSError as error:
        return held, False, trouble_of(path, error)
    return held, False, None


def trouble_of(path: Path, error: OSError) -> str:
    """Why a game is not on disk, in a sentence."""
    reason = error.strerror or type(error).__name__
    return f"The game cannot be saved ({reason}); it goes on, and saving is tried again with each answer: {path}"


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False  # holding it will tell what is wrong with the folder
