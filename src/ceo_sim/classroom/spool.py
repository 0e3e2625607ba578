"""Bytes by key, outside of memory: in a file that has no name and is gone with the process."""

from __future__ import annotations

import contextlib
import tempfile
from typing import IO

from attrs import define, field

_LEAST = 4096
"""Bytes of the smallest place; each next size is twice as large."""


@define
class _Place:
    offset: int
    room: int
    length: int


@define(eq=False)
class Spool:
    """Keeps what can be worked out again: if the disk is full or gone, it keeps nothing."""

    _file: IO[bytes] | None = None
    _places: dict[str, _Place] = field(init=False, factory=dict)
    _free: dict[int, list[int]] = field(init=False, factory=dict)
    _end: int = 0

    def put(self, key: str, data: bytes) -> None:
        """Keep data, in place of what was kept under the key before."""
        self.drop(key)
        room = _LEAST
        while room < len(data):
            room *= 2
        with contextlib.suppress(OSError):
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="ceo-sim-", buffering=0)  # noqa: SIM115 - `close` closes it
            offset = self._offset(room)
            self._file.seek(offset)
            if self._file.write(data) == len(data):
                self._places[key] = _Place(offset, room, len(data))

    def get(self, key: str) -> bytes | None:
        """What is kept under a key; None if nothing is."""
        place = self._places.get(key)
        if place is None or self._file is None:
            return None
        with contextlib.suppress(OSError):
            self._file.seek(place.offset)
            data = self._file.read(place.length)
            if len(data) == place.length:
                return data
        return None

    def drop(self, key: str) -> None:
        """Keep nothing under a key any more."""
        if (place := self._places.pop(key, None)) is not None:
            self._free.setdefault(place.room, []).append(place.offset)

    def close(self) -> None:
        """Keep nothing any more."""
        self._places.clear()
        self._free.clear()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _offset(self, room: int) -> int:
        if free := self._free.get(room):
            return free.pop()
        offset, self._end = self._end, self._end + room
        return offset
