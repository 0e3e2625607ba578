"""What is pasted is text, whatever is in it and however the terminal hands it on; nothing of it ever acts as a key."""

from __future__ import annotations

import re
from collections.abc import Iterable
from time import monotonic

from textual._xterm_parser import XTermParser
from textual.message import Message

BEGIN, END = "\x1b[200~", "\x1b[201~"
STEERING = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)])
TEXT = re.compile(r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
AT_ONCE = 64
"""Letters in one read that nobody types: GNU screen, the Linux console and others paste without saying so."""
SAME_PASTE = 0.1
"""Seconds after such a read in which text still belongs to it."""
INTERRUPTS = ("\x03", "\x1b[99;5u")
"""Ctrl-C, as terminals send it."""
SILENCE = 0.3
"""Seconds without any input after which a Ctrl-C by itself is a key, though a paste has not ended."""
LONGEST = 4_000_000
"""Letters of a paste that are handed on; a Ctrl-C in what comes after them ends it."""


class PasteParser(XTermParser):
    """Reads keys, the mouse and pastes as Textual does.

    Textual 8.2 takes an escape sequence within a paste for keys, and what is pasted without a sign for typed: a
    megabyte of either held the game up for many minutes, and an Enter or an n among it decided or passed days.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._is_pasting = False
        self._before = ""
        self._held = ""
        self._unsigned_until = 0.0
        self._last_read = 0.0
        self._length = 0
        self._is_broken_off = False

    def feed(self, data: str) -> Iterable[Message]:
        if not data:  # the input has ended
            return super().feed(data)
        silence, self._last_read = monotonic() - self._last_read, monotonic()
        if self._is_broken_off:
            _, end, data = data.partition(END)
            self._is_broken_off = not end
        elif self._is_interrupted(data, silence):
            self._is_broken_off = data not in INTERRUPTS
            self._is_pasting, self._held = False, ""
            return super().feed(END + INTERRUPTS[0])
        tidied = self._unsigned(data) or self._tidied(data)
        return super().feed(tidied) if tidied else ()

    def _is_interrupted(self, data: str, silence: float) -> bool:
        """Whether a paste without an end is given up: by a Ctrl-C that the paste itself can hardly have in it."""
        if not self._is_pasting:
            return False
        return (data in INTERRUPTS and silence >= SILENCE) or (self._length > LONGEST and INTERRUPTS[0] in data)

    def tick(self) -> Iterable[Message]:
        if monotonic() - self._last_read >= SAME_PASTE:
            self._is_broken_off = False
        if 0 < self._unsigned_until <= monotonic():
            self._unsigned_until = 0
            yield from super().feed(END)
        yield from super().tick()

    def _unsigned(self, data: str) -> str:
        """The text with the sign that a terminal should have set, if it is more than anybody types."""
        is_more = self._unsigned_until > 0
        if self._is_pasting or len(data) < (1 if is_more else AT_ONCE) or not TEXT.fullmatch(data):
            return ""
        self._unsigned_until = monotonic() + SAME_PASTE
        return data if is_more else BEGIN + data

    def _tidied(self, data: str) -> str:
        parts = [END] if self._unsigned_until else []
        self._unsigned_until = 0
        data, self._held = self._held + data, ""
        while data:
            part, data = self._pasted(data) if self._is_pasting else self._typed(data)
            parts.append(part)
        return "".join(parts)

    def _typed(self, data: str) -> tuple[str, str]:
        """What comes before a paste, with the sign that it begins, and the rest."""
        seen = self._before + data  # the sign may come in two parts
        place = seen.find(BEGIN)
        if place < 0:
            self._before = seen[1 - len(BEGIN) :]
            return data, ""
        self._is_pasting, cut = True, place + len(BEGIN) - len(self._before)
        self._before, self._length = "", 0
        return data[:cut], data[cut:]

    def _pasted(self, data: str) -> tuple[str, str]:
        """What is pasted, without what could steer anything, with the sign that it ends, and the rest."""
        text, end, rest = data.partition(END)
        self._is_pasting = not end
        if not end:
            partial = next((size for size in range(len(END) - 1, 0, -1) if text.endswith(END[:size])), 0)
            self._held = text[len(text) - partial :]
            text = text[: len(text) - partial]
        room, self._length = max(0, LONGEST - self._length), self._length + len(text)
        return text[:room].translate(STEERING) + end, rest
