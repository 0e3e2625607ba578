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

    def feed(self, data: str) -> Iterable[Message]:
        if not data:  # the input has ended
            return super().feed(data)
        tidied = self._unsigned(data) or self._tidied(data)
        return super().feed(tidied) if tidied else ()

    def tick(self) -> Iterable[Message]:
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
        self._before = ""
        return data[:cut], data[cut:]

    def _pasted(self, data: str) -> tuple[str, str]:
        """What is pasted, without what could steer anything, with the sign that it ends, and the rest."""
        text, end, rest = data.partition(END)
        self._is_pasting = not end
        if not end:
            held = next((size for size in range(len(END) - 1, 0, -1) if text.endswith(END[:size])), 0)
            self._held = text[len(text) - held :]
            text = text[: len(text) - held]
        return text.translate(STEERING) + end, rest
