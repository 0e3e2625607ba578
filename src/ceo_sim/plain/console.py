"""Lines in and out of a terminal or a pipe, of whatever encoding."""

from __future__ import annotations

import io
import os
from typing import TextIO

from attrs import define, field

from ceo_sim.errors import UserError
from ceo_sim.plain.lines import wrapped
from ceo_sim.plain.spelling import is_ascii_only, spelled
from ceo_sim.presentation.safe_text import for_terminal

MAX_LINE = 2_000
"""Characters of a typed line that are read; the rest of it is dropped."""

PIPE_WIDTH = 80


class UnreadableInputError(UserError):
    """Lines in another encoding than the standard input is said to have, such as UTF-16 without its mark."""


@define
class Console:
    """Reads and writes lines; what it shows is wrapped to the terminal, or to 80 columns where there is none."""

    stdin: TextIO
    stdout: TextIO
    encoding: str = field(init=False)

    def __attrs_post_init__(self) -> None:
        for stream in (self.stdin, self.stdout):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        self.encoding = "ascii" if is_ascii_only(os.environ) else self.stdout.encoding or "utf-8"

    def ask(self, prompt: str) -> str | None:
        """Show a prompt and read a line; None when there are no more.

        Raises:
            UnreadableInputError: What was typed is not of the encoding that it is said to be.
        """
        self._write(prompt)
        self.stdout.flush()
        try:
            line = self.stdin.readline(MAX_LINE)
            more = line
            while more and not more.endswith("\n"):
                more = self.stdin.readline(1 << 16)
        except UnicodeError as error:
            raise UnreadableInputError(
                f"what is typed cannot be read as {self.stdin.encoding}; see to PYTHONIOENCODING"
            ) from error
        if not self.stdin.isatty():
            # A transcript without what was typed makes no sense.
            self._write(for_terminal(line).rstrip() + "\n")
        return (
            line.removeprefix("\ufeff").rstrip("\r\n") if line else None
        )  # a mark that PowerShell 5.1 puts into pipes

    def say(self, line: str) -> None:
        """Show a line."""
        for part in wrapped(spelled(line, self.encoding), self._width()):
            self._write(part + "\n")

    def _width(self) -> int:
        try:
            columns = os.get_terminal_size(self.stdout.fileno()).columns  # whatever $COLUMNS says
        except (OSError, ValueError):
            columns = 0
        return max(20, min(columns - 1, 120)) if columns else PIPE_WIDTH

    def _write(self, text: str) -> None:
        self.stdout.write(spelled(text, self.encoding))
