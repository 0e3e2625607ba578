"""What to send when something went wrong inside the game: all that helps to mend it, and nothing that was typed."""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from textual.app import App

import ceo_sim
from ceo_sim.presentation.safe_text import for_terminal

MOST_FRAMES = 12
LONGEST = 300


def report(app: App[Any], last_actions: Iterable[str], error: BaseException) -> str:
    """The lines to send: versions, terminal, what was done last, and where it went wrong."""
    terminal = " ".join(filter(None, map(os.environ.get, ("TERM", "TERM_PROGRAM", "COLORTERM"))))
    frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
    lines = (
        f"ceo-sim {ceo_sim.__version__}, Textual {_version('textual')}",
        f"Python {platform.python_version()} on {platform.system()} {platform.release()}",
        f"terminal {_cropped(terminal) or 'unnamed'}, {app.size.width}x{app.size.height}, theme {app.theme}",
        "last done: " + (", ".join(last_actions) or "nothing"),
        "",
        *(f"{_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in frames),
        f"{type(error).__name__}: {_cropped(str(error))}",
    )
    return "\n".join(lines)


def _short(file: str) -> str:
    """A file's place from its package on: what lies above it is nobody's business."""
    parts = Path(file).parts
    for package in ("ceo_sim", "site-packages"):
        if package in parts:
            return "/".join(parts[parts.index(package) :])
    return parts[-1] if parts else file


def _cropped(text: str) -> str:
    safe = for_terminal(text)
    return safe if len(safe) <= LONGEST else safe[: LONGEST - 3] + "..."


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "of unknown version"
