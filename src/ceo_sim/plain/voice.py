"""One side of a conversation: says lines, asks for one, and takes it apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from attrs import define, field

from ceo_sim.keyboards import latin
from ceo_sim.plain.help import WORDS
from ceo_sim.settings import SettingsFile

Ask = Callable[[str], str | None]
"""Shows a prompt and gives the line that was typed, or None when there are no more."""
Say = Callable[[str], None]
"""Shows a line; wrapping it is its own affair."""

LEAVING = ("q", "quit", "exit")
HELP = ("help", "?")
"""Words that mean the same at every prompt."""
_NUMBER = re.compile(r"\s*(\d{1,4})(?:[\s.:,;)-]+(.*))?", re.DOTALL)


class LeftError(Exception):
    """The player has gone, by choice or because the lines ran out."""


@define
class Voice:
    """Says lines, never two empty ones in a row, and asks for others.

    What it reads from and writes to is handed in, so that a conversation knows neither files nor terminals.

    Attributes:
        settled: What who types has settled once for all games.
        is_over: Whether who types has left, or a line was asked for and there was none any more.
    """

    ask_line: Ask
    say: Say
    settled: SettingsFile = field(factory=SettingsFile)
    is_over: bool = False
    _said_nothing: bool = True
    _handed_back: str | None = None

    @property
    def asks_predictions(self) -> bool:
        """Whether who types wants to be asked for predictions."""
        return self.settled.current.predictions

    def ask_predictions(self, *, wanted: bool) -> None:
        """Ask for predictions from now on, in every game, or no more; say so if that cannot be kept."""
        self.settled.change("predictions", wanted)
        self.tell([self.settled.trouble] if self.settled.trouble else [])

    def tell(self, lines: Iterable[str]) -> None:
        """Say some lines."""
        for line in lines:
            if line or not self._said_nothing:
                self.say(line)
            self._said_nothing = not line

    def ask(self, prompt: str, help: str) -> str | None:
        """A line as it was typed, without what stands around it; None when the player leaves, or no more come.

        Args:
            prompt: What is shown before it.
            help: What can be typed, which is told to whoever asks for it.
        """
        return self._asked(prompt, help, command_word)

    def hand_back(self, line: str) -> None:
        """Let a line that was no answer be taken at the next prompt: whoever types ahead may not know of this one."""
        self._handed_back = line

    def command(self, prompt: str, help: str) -> tuple[str, str]:
        """A word in small letters, or a number, and the rest of the line.

        Raises:
            LeftError: There are no more lines, or the player wants to go.
        """
        line = self._asked(prompt, help, first_word)
        if line is None:
            raise LeftError
        if number := _NUMBER.fullmatch(latin(line)):
            return number[1], line[number.start(2) :].strip() if number[2] else ""
        typed, *rest = line.split(maxsplit=1) or [""]
        word = command_word(typed)
        return word if word in WORDS else typed.lower(), "".join(rest)

    def _asked(self, prompt: str, help: str, meant: Callable[[str], str]) -> str | None:
        """A line in which a word that is `meant` neither leaves nor asks for help."""
        while (line := self._line(prompt)) is not None and (word := meant(line)) not in LEAVING:
            if word not in HELP:
                return line
            self.tell(["", *help.split("\n"), ""])
        self.is_over = True
        return None

    def _line(self, prompt: str) -> str | None:
        if self._handed_back is not None:
            again, self._handed_back = self._handed_back, None
            self.say(prompt + again)
            return again
        self._said_nothing = False
        line = self.ask_line(prompt)
        return None if line is None else line.strip()


def command_word(line: str) -> str:
    """A whole line, as a command; whatever layout the keyboard has."""
    return latin(line).strip().lower()


def first_word(line: str) -> str:
    """The word that a command begins with; nothing if the line is blank."""
    return command_word(line.split(maxsplit=1)[0]) if line.strip() else ""
