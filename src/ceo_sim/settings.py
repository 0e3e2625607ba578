"""A player's settings for all games: one small TOML file, which is validated on reading and edited in place.

Invalid entries are reported once and ignored; they stay in the file. Only a change that the player makes is written,
where its key stands, and everything around it is preserved.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from ceo_sim import places, suggestions

if TYPE_CHECKING:
    from ceo_sim.scenario.positions import Index

FILE = "settings.toml"
LARGEST = 64 * 1024
LONGEST_VALUE = 500
LARGEST_SHOWN = 64
"""Bits; Python refuses to write out a number of more than 4,300 digits, which a file may hold as a hexadecimal one."""
NEITHER = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that TOML allows nowhere."""


class Settings(NamedTuple):
    """The settings; the name of a field is its key in the file.

    Attributes:
        theme: The colours, by the name of a theme.
        reduced_motion: Whether what could move by itself is shown at once.
        hints: Whether the desk shows the first minute's hints; off once they have been seen.
        predictions: Whether one is asked, up to three times a game, which way some meters will go.
        plain: Whether to play in plain lines unless the command line says otherwise.
        confirm_leaving: Whether one is asked before a game is left.
        save_folder: Where saves are kept; empty for the usual place.
        screenshot_folder: Where pictures of the screen are kept; empty for a folder beside the saves.
        keys: Keys by the id of what they do, several parted by commas.
    """

    theme: str = "desk"
    reduced_motion: bool = False
    hints: bool = True
    predictions: bool = True
    plain: bool = False
    confirm_leaving: bool = True
    save_folder: str = ""
    screenshot_folder: str = ""
    keys: Mapping[str, str] = MappingProxyType({})


DEFAULTS = Settings()


class SettingsFile:
    """The settings and the file they are stored in.

    Attributes:
        path: The file; None if they live in this run only.
        current: The settings in force.
        problems: A sentence about each invalid entry of the file.
        trouble: Why changes cannot be written; empty if they can.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self.current = DEFAULTS
        self.problems: list[str] = []
        self.trouble = ""
        self._text = ""
        self._indexed: tuple[str, Index] | None = None

    def change(self, name: str, value: str | bool) -> None:
        """Change a setting and write it; if the file cannot be written, `trouble` says why."""
        self.current = self.current._replace(**{name: value})  # type: ignore[arg-type]  # the caller knows its type
        if self.path is None or self._is_unreadable:
            return
        try:
            # Read again: another game, or an editor, may have written it meanwhile.
            self._text = _text(self.path)
            changed = _changed(self._text, name, value)
            places.write_atomically(self.path, changed)
            self._text, self.trouble = changed, ""
        except (OSError, _UnreadableError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.trouble = f"This holds until you quit, as {self.path} cannot be changed: {reason}"

    def where(self, *path: str) -> str:
        """File and line of a key, to begin a sentence with."""
        if self._indexed is None or self._indexed[0] is not self._text:
            self._indexed = self._text, _index(self._text)  # cached, as thousands of entries may be invalid
        index = self._indexed[1]
        dotted = tuple(part for key in path for part in key.split("."))  # as an id stands there without quotes
        start = index.keys.get(path, index.keys.get(dotted, (None, None)))[0]
        line = "" if start is None else f", line {index.place(start)[0]}"
        return f"{FILE}{line}"

    @property
    def is_lasting(self) -> bool:
        """Whether changes are stored for the next run."""
        return self.path is not None and not self.trouble

    @property
    def _is_unreadable(self) -> bool:
        return self.trouble.startswith(_UNREAD)

    def _read(self) -> None:
        assert self.path is not None
        try:
            self._text = _text(self.path)
            data = _parsed(self._text)
        except (OSError, _UnreadableError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.trouble = f"{_UNREAD} {self.path} cannot be read ({reason}). It stays as it is; mend or remove it."
            self.problems = [self.trouble]
            return
        for name, value in data.items():
            if problem := self._take(name, value):
                self.problems.append(f"{self.where(name)}: {problem}")

    def _take(self, name: str, value: object) -> str:
        """Apply an entry of the file, or return what is wrong with it."""
        if name == "keys":
            if not isinstance(value, dict):
                return f"keys is {_shown(value)}; expected a table [keys] of ids and keys"
            taken: dict[str, str] = {}
            for path, keys in _flat(value):
                if isinstance(keys, str) and 0 < len(keys) <= LONGEST_VALUE:
                    taken[".".join(path)] = keys
                else:
                    self.problems.append(
                        f"{self.where('keys', *path)}: {_shown('.'.join(path))} is {_shown(keys)}; "
                        'expected keys as text, such as "space" or "n,right"'
                    )
            self.current = self.current._replace(keys=MappingProxyType(taken))
            return ""
        if name not in Settings._fields:
            hint = suggestions.hint(name, Settings._fields, f"there are {', '.join(Settings._fields)}")
            return f"{_shown(name)} is no setting; {hint}"
        default = getattr(DEFAULTS, name)
        if isinstance(default, bool):
            if not isinstance(value, bool):
                return f"{name} is {_shown(value)}; expected true or false"
        elif not isinstance(value, str) or not value.isprintable() or len(value) > LONGEST_VALUE:
            return f"{name} is {_shown(value)}; expected a line of text in quotes"
        self.current = self.current._replace(**{name: value})  # type: ignore[arg-type]  # it has the type of the default
        return ""


def load() -> SettingsFile:
    """Load the player's settings; whatever is wrong with the file is in `problems`."""
    file = SettingsFile(places.config_folder() / FILE)
    file._read()  # noqa: SLF001 - a private part of what is made here
    return file


def save_folder(option: Path | None, settings: Settings) -> Path:
    """The folder for saves: what the command line or the environment says, else the settings, else the usual one."""
    if option is None and settings.save_folder and not os.environ.get(places.SAVES_VARIABLE):
        option = Path(settings.save_folder)
    return places.save_folder(option)


# ---- the file ----------------------------------------------------------------------------------------------------

_UNREAD = "Your settings hold until you quit:"


class _UnreadableError(Exception):
    """The file cannot be read as settings."""


def _text(path: Path) -> str:
    """The text of the file; empty if there is none."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "it is not a plain file")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        text = raw.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise _UnreadableError("it is not text in UTF-8") from None
    if len(raw) > LARGEST:
        raise _UnreadableError(f"it is larger than {LARGEST // 1024} KB")
    return text


def _parsed(text: str, number: Callable[[str], Any] = float) -> dict[str, Any]:
    """Parse the text; `number` converts floats, or leaves them as text, to be compared: NaN equals nothing."""
    if not text.strip():
        return {}
    from ceo_sim.scenario import toml

    try:
        return toml.loads(text, parse_float=number)
    except toml.TomlError as error:
        raise _UnreadableError(f"it is not TOML: {toml.reason(text, error)[:160]}") from None
    except (RecursionError, ValueError):  # too deep, or a number of thousands of digits
        raise _UnreadableError("it is not TOML that settings could need") from None


def _changed(text: str, name: str, value: str | bool) -> str:
    """Set one key in the text, and preserve everything else.

    Raises:
        _UnreadableError: There is no safe place for it.
    """
    before = _parsed(text, str)
    ends = "\r\n" if "\r\n" in text else "\n"
    plain = text.replace("\r\n", "\n")
    written = _as_toml(value)
    index = _index(plain)
    if (name,) in index.values and not _is_header(plain, index.values[name,][0]):
        start, end = index.values[name,]
        plain = plain[:start] + written + plain[end:]
    else:
        last = max((end for path, (start, end) in index.values.items() if _is_top(plain, path, start)), default=None)
        if last is None:
            plain = f"{name} = {written}\n" + ("\n" + plain if plain else "")
        else:
            end = plain.find("\n", last)
            head, rest = (plain, "") if end < 0 else (plain[:end], plain[end + 1 :])
            plain = f"{head}\n{name} = {written}\n{rest}"
    # Verified by parsing: nothing is written that does not have all that was there, and the change.
    if not _says(plain, {**before, name: value}):
        raise _UnreadableError(f"{name} is written there in a way that only you can mend")
    return plain.replace("\n", ends)


def _says(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return _parsed(text, str) == wanted
    except _UnreadableError:
        return False


def _is_top(text: str, path: tuple[Any, ...], start: int) -> bool:
    return len(path) == 1 and not _is_header(text, start)


def _is_header(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip()


def _as_toml(value: str | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + NEITHER.sub("", escaped.replace("\n", " ").replace("\t", " ")) + '"'


def _index(text: str) -> Index:
    from ceo_sim.scenario.positions import scan

    return scan(text)


def _flat(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """The values of a table with their paths: the dots of an id that is not quoted have made tables of it."""
    for key, value in table.items():
        if isinstance(value, dict) and len(path) < 4:
            yield from _flat(value, (*path, key))
        else:
            yield (*path, key), value


def _shown(value: object) -> str:
    """Quote a value of the file, cropped and without control characters."""
    if isinstance(value, dict | list):
        return "a table" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and value.bit_length() > LARGEST_SHOWN:
        return "a very large number"
    text = repr(value) if isinstance(value, str | bool | int | float) else f"a {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "..."
