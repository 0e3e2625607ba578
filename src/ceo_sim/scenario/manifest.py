"""What a list of scenarios shows of each, read quickly, without loading any.

The title screen waits for this, so it imports no more than the reader of TOML.
"""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any, NamedTuple

from ceo_sim.scenario import toml
from ceo_sim.scenario.characters import one_line

MAX_FILE = 1_000_000
MAIN_FILE = "scenario.toml"
EDITIONS = "editions"
MAX_EDITIONS = 64
MAX_SEARCHED = 64
"""Files of a scenario that are searched for its mirror."""
TUTORIAL = "tutorial"
"""The id of the story to begin with."""
_MIRROR = (b"\n[mirror]", b"\nmirror.", b"\nmirror =")
_WANTED = re.compile(r"^\[(?:scenario|act\.[^\]\n]*)\][^\n]*\n(?:(?!\[)[^\n]*(?:\n|\Z))*", re.MULTILINE)


class ScenarioManifest(NamedTuple):
    """A scenario as a list shows it.

    Attributes:
        path: Its file or folder.
        id: Its id, or the name of its file where it has none.
        title: Its title, or its id.
        problem: What is wrong with it, such as why no more is known; empty if nothing is.
        editions: Names of its editions.
        acts: Ids and titles of its acts that end before it does, as far as they stand in its main file.
        starts: Ids and titles of the acts with which a game can begin, but for the first.
        act_order: Ids of all acts, in their order.
        minutes: How long a first play takes; 0 if it does not say.
        act_minutes: Ids of acts and how long a play takes up to the end of each, as far as that is said.
        has_mirror: Whether its political poles can change places.
    """

    path: Path
    id: str
    title: str
    role: str = ""
    summary: str = ""
    rating: str = ""
    content_note: str = ""
    language: str = ""
    version: str = ""
    minutes: int = 0
    acts: tuple[tuple[str, str], ...] = ()
    act_minutes: tuple[tuple[str, int], ...] = ()
    has_mirror: bool = False
    starts: tuple[tuple[str, str], ...] = ()
    act_order: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    problem: str = ""

    @property
    def is_tutorial(self) -> bool:
        """Whether it is the story to begin with."""
        return self.id == TUTORIAL

    @property
    def name(self) -> str:
        """Its title as a list has it, where the tutorial is called one."""
        return f"Tutorial: {self.title}" if self.is_tutorial else self.title


def find_scenarios(folder: Path) -> tuple[Path, ...]:
    """Every scenario directly in a folder: files `NAME.toml` and folders with a `scenario.toml`, in order of name.

    A folder that is not there or cannot be read has none.
    """
    try:
        paths = [path for path in folder.iterdir() if _is_scenario(path)]
    except OSError:
        return ()
    return tuple(sorted(paths, key=lambda path: path.name))


def _is_scenario(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    try:
        return path.is_file() if path.suffix == ".toml" else (path / MAIN_FILE).is_file()
    except OSError:
        return False


def editions_of(path: Path) -> tuple[str, ...]:
    """The names of a scenario's editions, in order."""
    try:
        return tuple(sorted(file.stem for file in (path / EDITIONS).glob("*.toml") if not file.name.startswith(".")))
    except OSError:
        return ()


def read_manifest(path: Path) -> ScenarioManifest:
    """Read what a scenario says of itself; never raises: `problem` says why no more is known."""
    name = _plain(path.stem if path.suffix == ".toml" else path.name)
    try:
        data = _parsed(_text(path / MAIN_FILE if path.is_dir() else path))
    except (OSError, ValueError, RecursionError) as error:
        return ScenarioManifest(path, name, name, problem=_plain(str(error) or type(error).__name__))
    info, acts = (table if isinstance(table := data.get(key), dict) else {} for key in ("scenario", "act"))

    def text(key: str, default: str = "") -> str:
        value = info.get(key)
        return _plain(value) if isinstance(value, str) and value.strip() else default

    editions = editions_of(path)
    titled = [(id, _plain(title), act) for id, act in acts.items() if (title := _title(act))]
    return ScenarioManifest(
        path=path,
        id=text("id", name),
        title=text("title", text("id", name)),
        role=text("role"),
        summary=text("summary"),
        rating=text("rating"),
        content_note=text("content_note"),
        language=text("language", "en"),
        version=text("version", "1.0.0"),
        minutes=_whole(info.get("minutes")) or 30,
        acts=tuple((id, title) for id, title, act in titled if "until" in act or "when" in act),
        act_minutes=tuple((id, minutes) for id, act in acts.items() if (minutes := _minutes(act))),
        starts=tuple((id, title) for id, title, act in titled[1:] if act.get("start")),
        act_order=tuple(id for id, _, _ in titled),
        has_mirror=_has_mirror(path),
        editions=editions[:MAX_EDITIONS],
        problem=_too_many(editions) if info else "it has no [scenario] table",
    )


def _has_mirror(path: Path) -> bool:
    """Whether a file of a scenario has a table of what changes places; they are searched, and not parsed."""
    try:
        files = sorted(path.glob("*.toml"))[:MAX_SEARCHED] if path.is_dir() else [path]
        texts = (b"\n" + file.read_bytes() for file in files if file.stat().st_size <= MAX_FILE)
        return any(mark in text for text in texts for mark in _MIRROR)
    except OSError:
        return False


def _too_many(editions: tuple[str, ...]) -> str:
    count = len(editions)
    return f"it has {count:,} editions, and at most {MAX_EDITIONS} are read" if count > MAX_EDITIONS else ""


def _parsed(text: str) -> dict[str, Any]:
    """The tables that are wanted, and perhaps more: parsing all of a large file would be felt."""
    wanted = _WANTED.findall(text)
    if wanted:
        try:
            return toml.loads("\n".join(wanted))
        except toml.TomlError:
            pass  # a line of a text may look like a header
    try:
        return toml.loads(text)
    except toml.TomlError as error:
        raise ValueError(toml.reason(text, error)) from None


def _text(file: Path) -> str:
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise ValueError("not a plain file")
    if status.st_size > MAX_FILE:
        raise ValueError("larger than 1 MB")
    return file.read_text(encoding="utf-8-sig")


def _plain(text: str) -> str:
    """The start of a text on one line, without what could steer a terminal."""
    return one_line(text[:2_000])


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1_000_000 else None


def _title(act: Any) -> str:
    title = act.get("title") if isinstance(act, dict) else None
    return title if isinstance(title, str) and title.strip() else ""


def _minutes(act: Any) -> int | None:
    return _whole(act.get("minutes")) if isinstance(act, dict) else None
