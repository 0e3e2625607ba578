"""A real program in a real pseudo-terminal, its screen readable as text; for end-to-end tests and benchmarks.

    with Terminal([sys.executable, "-m", "ceo_sim"], columns=80, rows=24) as terminal:
        terminal.wait_for("New game")
        terminal.press("down", "enter")
        assert "Employee morale" in terminal.text

POSIX only, as pseudo-terminals are.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil
import pyte
from attrs import frozen
from pyte.screens import Char, wcwidth

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
}

LONGEST_SENDING = 60
READING = 0.6
"""Seconds for which nothing comes before an Enter or a click: what opens by itself is deaf to them at first."""

# Would make a program draw otherwise than on a plain terminal.
_UNWANTED = {"COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "CI", "TERM_PROGRAM"}

# pyte takes some for text: questions about modes, keyboard protocols. Colours take it longer than all the rest, and the
# screen is read as text; tests of colours read `output`.
_NOT_FOR_PYTE = re.compile(rb"\x1b\[(?:[<>=][0-9;:]*[A-Za-z]|\?[0-9;]*\$p|[0-9;:]*m)")
_INCOMPLETE = re.compile(rb"\x1b(?:\[[0-9;:<>=?$]*)?\Z")
_ASKS_FOR_SYNC = b"\x1b[?2026$p"
_HAS_SYNC = b"\x1b[?2026;2$y"
_END_OF_PICTURE = b"\x1b[?2026l"


class WaitedInVainError(AssertionError):
    """What was waited for did not come; the message shows the screen."""


@frozen
class Response:
    """What a key press led to: milliseconds to the first and to the last byte of the repaint, and its size."""

    first_ms: float
    last_ms: float
    size: int


@frozen
class Memory:
    """Memory of the program and its children, in bytes."""

    rss: int
    pss: int


class _TextScreen(pyte.Screen):
    """A screen of text alone, which has to make the cell of each character only once."""

    def draw(self, data: str) -> None:
        start, end = self.cursor.x, self.cursor.x + len(data)
        if end > self.columns or not all(map(_is_narrow, data)):
            super().draw(data)
            return
        row = self.buffer[self.cursor.y]
        for column, character in enumerate(data, start):
            row[column] = _cell(character)
        self.cursor.x = end


@cache
def _is_narrow(character: str) -> bool:
    return wcwidth(character) == 1


@cache
def _cell(character: str) -> Char:
    return Char(character)


class Terminal:
    """A program on a terminal of its own; leaving the `with` block kills it.

    Attributes:
        started: When the program was started, by `time.perf_counter`.
        output: All that it has written.
        read_at: When it was last read from, before that was put on the screen.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        reading: float = READING,
    ) -> None:
        """Start the program; `reading` is the silence in seconds before an Enter or a click."""
        self._reading = reading
        self.output = bytearray()
        self._screen = _TextScreen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self._pending = bytearray()
        self._lines: list[str] | None = None
        self._main, other = os.openpty()
        os.set_blocking(self._main, False)
        self.resize(columns, rows)
        base = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
        kind = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        self.started = self.read_at = time.perf_counter()
        self.process = subprocess.Popen(
            [str(word) for word in command],
            stdin=other,
            stdout=other,
            stderr=other,
            env={**base, **kind, **(env or {})},
            cwd=cwd,
            start_new_session=True,
            # So that closing the terminal hangs the program up, and Ctrl-C and Ctrl-Z reach it.
            preexec_fn=_take_as_controlling_terminal,  # noqa: PLW1509 - it makes two system calls
        )
        os.close(other)

    # ---- what it shows ----

    @property
    def lines(self) -> list[str]:
        """The screen, line by line, without trailing blanks; put together once for each thing that is written."""
        if self._lines is None:
            self._lines = [line.rstrip() for line in self._screen.display]
        return self._lines

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def pump(self, timeout: float, *, show: bool = True) -> bytes:
        """Read what there is, waiting at most `timeout` seconds; nothing if nothing came or the program is gone.

        Showing it takes longer than a program takes to write it; `show=False` leaves that to the next time.
        """
        if self._main < 0:
            return b""
        ready, _, _ = select.select([self._main], [], [], max(timeout, 0))
        if not ready:
            return b""
        try:
            data = os.read(self._main, 1 << 16)
        except OSError:  # how Linux says that nobody holds the other end any more
            time.sleep(min(timeout, 0.01))
            return b""
        self.read_at = time.perf_counter()
        self.output += data
        if _ASKS_FOR_SYNC in data:
            os.write(self._main, _HAS_SYNC)
        self._pending += data
        if show:
            self._show()
        return data

    def _show(self) -> None:
        """Put on the screen what was read, but for a command that is not all there."""
        cut = _INCOMPLETE.search(self._pending)
        end = cut.start() if cut else len(self._pending)
        self._stream.feed(_NOT_FOR_PYTE.sub(b"", bytes(self._pending[:end])))
        del self._pending[:end]
        self._lines = None

    def wait_for(self, what: str | Callable[[Terminal], bool], timeout: float = 20) -> float:
        """Read until a text is on the screen, or a condition holds.

        Returns:
            Seconds from the start of the program to the moment at which it was written.

        Raises:
            WaitedInVainError: it did not come in `timeout` seconds, or the program has ended without it.
        """

        def holds() -> bool:
            return what in self.text if isinstance(what, str) else what(self)

        deadline = time.perf_counter() + timeout
        while not holds():
            ended = self.process.poll() is not None
            came = self.pump(0.05)
            if (ended and not came) or time.perf_counter() > deadline:
                state = f"ended with {self.process.returncode}" if ended else f"{timeout:g} s passed"
                raise WaitedInVainError(f"no {what!r}: {state}. The screen:\n{self.text.rstrip()}")
        return self.read_at - self.started

    def settle(self, quiet: float = 0.15, timeout: float = 5) -> None:
        """Read until nothing has come for `quiet` seconds, at most `timeout`."""
        deadline = time.perf_counter() + timeout
        while self.pump(quiet) and time.perf_counter() < deadline:
            pass

    def rest(self, quiet: float = 0.05, timeout: float = 20) -> None:
        """Read until the program writes nothing and does nothing for `quiet` seconds, however slow the machine is."""
        deadline = time.perf_counter() + timeout
        program, worked = psutil.Process(self.process.pid), -1.0
        with suppress(psutil.NoSuchProcess):
            while time.perf_counter() < deadline:
                times = program.cpu_times()
                before, worked = worked, times.user + times.system
                if not self.pump(quiet) and before == worked and program.status() != psutil.STATUS_RUNNING:
                    return

    # ---- what is done to it ----

    def send(self, text: str) -> None:
        """Type some text, as it is, and read on meanwhile: a terminal takes a few kilobytes at a time.

        Raises:
            WaitedInVainError: The program does not read.
        """
        self._read_what_opened(text)
        self._write(text)

    def _read_what_opened(self, text: str) -> None:
        if text == KEYS["enter"]:
            self.settle(self._reading)

    def _write(self, text: str) -> None:
        left, deadline = memoryview(text.encode()), time.perf_counter() + LONGEST_SENDING
        while left and self.process.poll() is None:
            if time.perf_counter() > deadline:
                raise WaitedInVainError(f"nothing was read for {LONGEST_SENDING} s. The screen:\n{self.text.rstrip()}")
            try:
                left = left[os.write(self._main, left) :]
            except BlockingIOError:
                self.pump(0.01)

    def press(self, *keys: str, quiet: float = 0.05) -> None:
        """Press keys one after another, each by its name in `KEYS`, `ctrl+x`, or as the character itself."""
        for key in keys:
            self.send(_bytes_of(key))
            self.settle(quiet)

    def time_press(self, key: str, quiet: float = 0.06, limit: float = 1.0) -> Response | None:
        """Press a key and time the repaint; None if nothing was repainted within `limit` seconds."""
        self._read_what_opened(_bytes_of(key))
        before = len(self.output)
        sent = time.perf_counter()
        self._write(_bytes_of(key))
        first = last = 0.0
        while self.pump(quiet if first else limit, show=False):
            last = self.read_at
            first = first or last
        self._show()
        return Response((first - sent) * 1e3, (last - sent) * 1e3, len(self.output) - before) if first else None

    def time_picture(self, key: str, words: str, timeout: float = 20) -> float:
        """Press a key; milliseconds until a whole picture with some words in its last line has been written.

        What it writes is put on the screen after that, which takes longer than a program takes to write it.

        Raises:
            WaitedInVainError: It did not come in `timeout` seconds.
        """
        self._read_what_opened(_bytes_of(key))
        before = len(self.output)
        sent = time.perf_counter()
        self._write(_bytes_of(key))
        place = -1
        while place < 0 or self.output.find(_END_OF_PICTURE, place) < 0:
            if not self.pump(timeout, show=False):
                break
            place = self.output.rfind(words.encode(), before)
        waited = self.read_at - sent
        self._show()
        self.settle(0.3)
        if words not in self.lines[-1]:
            raise WaitedInVainError(f"no {words!r} in the last line. The screen:\n{self.text.rstrip()}")
        return waited * 1e3

    def click(self, column: int, row: int) -> None:
        """Press and release the left mouse button on a cell, counted from 0."""
        self.settle(self._reading)
        place = f"{column + 1};{row + 1}"
        self.send(f"\x1b[<0;{place}M\x1b[<0;{place}m")

    def click_on(self, text: str) -> None:
        """Click on the first place where `text` stands on the screen.

        Raises:
            WaitedInVainError: it is not on the screen.
        """
        for row, line in enumerate(self.lines):
            if (column := line.find(text)) >= 0:
                self.click(column, row)
                return
        raise WaitedInVainError(f"no {text!r} to click on. The screen:\n{self.text.rstrip()}")

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the program is told as any terminal tells it."""
        self._screen.resize(rows, columns)
        self._lines = None
        fcntl.ioctl(self._main, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def signal(self, number: int) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal under the program, as when its window is closed."""
        if self._main >= 0:
            os.close(self._main)
            self._main = -1

    def kill(self) -> None:
        """End the program at once, without a chance to tidy up."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def wait(self, timeout: float = 20) -> int:
        """Read on until the program has ended, and give its exit code (-N if signal N ended it).

        Raises:
            WaitedInVainError: it did not end in `timeout` seconds.
        """
        deadline = time.perf_counter() + timeout
        while self.process.poll() is None:
            if time.perf_counter() > deadline:
                raise WaitedInVainError(f"no end in {timeout:g} s. The screen:\n{self.text.rstrip()}")
            if self._main < 0:
                time.sleep(0.01)
            self.pump(0.05)
        while self.pump(0):
            pass
        return self.process.returncode

    def memory(self) -> Memory:
        """Memory of the program and its children now."""
        program = psutil.Process(self.process.pid)
        parts = [each.memory_full_info() for each in (program, *program.children(recursive=True))]
        return Memory(sum(part.rss for part in parts), sum(getattr(part, "pss", part.rss) for part in parts))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self.hang_up()


def _take_as_controlling_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)  # tests that run under nohup would hand on that it is ignored


def _bytes_of(key: str) -> str:
    if key.startswith("ctrl+") and len(key) == len("ctrl+x"):
        return chr(ord(key[-1].lower()) & 0x1F)
    if len(key) > 1 and key not in KEYS:
        raise ValueError(f"no key is called {key!r}; known: {', '.join(KEYS)}")
    return KEYS.get(key, key)
