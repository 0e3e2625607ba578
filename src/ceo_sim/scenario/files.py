"""The files of a scenario, read with care: not too many, not too large, plain files of this folder, in UTF-8.

Whatever keeps them from being read is added to a list of problems; nothing is raised.
"""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

from ceo_sim.scenario.diagnostics import Diagnostic
from ceo_sim.scenario.manifest import EDITIONS, MAIN_FILE, MAX_FILE, editions_of

MAX_FOLDER = 8_000_000
MAX_FILES = 64


def read_files(path: Path, problems: list[Diagnostic]) -> dict[Path, str]:
    """The texts of a scenario's file, or of all those of its folder, the main one first."""
    texts: dict[Path, str] = {}
    for file in _files_of(path, problems):
        _read(file, texts, problems)
    return texts


def edition_file(path: Path, edition: str) -> Path:
    """The file of an edition."""
    return path / EDITIONS / f"{edition}.toml"


def read_edition(path: Path, edition: str, problems: list[Diagnostic]) -> str:
    """The text of an edition; empty, and a problem more, if it cannot be read."""
    file = edition_file(path, edition)
    if edition not in editions_of(path):
        known = ", ".join(editions_of(path)) or "none"
        problems.append(_about(file, "E903", f'there is no edition "{edition}"', f"one of: {known}"))
        return ""
    texts: dict[Path, str] = {}
    _check_inside([file], path, problems)
    _read(file, texts, problems)
    return texts.get(file, "")


def _files_of(path: Path, problems: list[Diagnostic]) -> tuple[Path, ...]:
    """The files of a scenario, the main one first; too many or too large ones are a problem."""
    try:
        if not path.is_dir():
            files = [path]
        else:
            files = sorted((file for file in path.glob("*.toml") if not file.name.startswith(".")), key=_main_first)
            if not files or files[0].name != MAIN_FILE:
                problems.append(_about(path, "E007", "this folder has no scenario.toml"))
            if len(files) > MAX_FILES:
                problems.append(_about(path, "E004", f"{len(files)} files", f"at most {MAX_FILES}"))
            _check_inside(files, path, problems)
            if not problems and (size := sum(file.stat().st_size for file in files)) > MAX_FOLDER:
                message = f"{size:,} bytes in all files"
                problems.append(_about(path, "E003", message, f"at most {MAX_FOLDER:,}"))
    except (OSError, ValueError) as error:
        problems.append(_about(path, "E001", _reason(error)))
    return tuple(files) if not problems else ()


def _main_first(file: Path) -> tuple[bool, str]:
    return file.name != MAIN_FILE, file.name


def _check_inside(files: Iterable[Path], folder: Path, problems: list[Diagnostic]) -> None:
    whole = folder.resolve()
    outside = (file for file in files if not file.resolve().is_relative_to(whole))
    problems += [_about(file, "E005", "this file is a link out of the folder") for file in outside]


def _read(file: Path, texts: dict[Path, str], problems: list[Diagnostic]) -> None:
    try:
        status = file.stat()
        if not stat.S_ISREG(status.st_mode):
            problems.append(_about(file, "E001", "this is not a plain file"))
            return
        with file.open("rb") as opened:
            content = opened.read(MAX_FILE + 1) if status.st_size <= MAX_FILE else b""
        if max(status.st_size, len(content)) > MAX_FILE:
            problems.append(_about(file, "E003", f"{status.st_size:,} bytes", f"at most {MAX_FILE:,}"))
            return
        texts[file] = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - (content.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"byte {content[error.start]:#04x} is not UTF-8"
        problems.append(
            Diagnostic(
                code="E002", message=message, file=str(file), line=line, column=column, end_line=line, end_column=column
            )
        )
    except (OSError, ValueError) as error:
        problems.append(_about(file, "E001", _reason(error)))


def _about(path: Path, code: str, message: str, expected: str = "") -> Diagnostic:
    return Diagnostic(code=code, message=message, file=str(path), expected=expected)


def _reason(error: Exception) -> str:
    return (error.strerror or "it cannot be read") if isinstance(error, OSError) else str(error)
