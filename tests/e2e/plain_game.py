"""`ceo-sim play --plain` as a program of its own, spoken to through pipes."""

from __future__ import annotations

import os
import re
import selectors
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

PROMPTS = (
    "Desk: ",
    "Enter to go on, d for the desk: ",
    "Your choice: ",
    "Your reason in a line, or nothing: ",
    "What you stand for, or nothing: ",
    "Up, down or same, or nothing: ",
    "Debrief: ",
    "Play: ",
)
_PROMPT = re.compile("(?:^|\n)(" + "|".join(map(re.escape, PROMPTS)) + ")$")
_OPTION = re.compile(r"^(\d+)\. ", re.MULTILINE)
WAIT = 60.0


class PlainGame:
    """A running game, read up to each prompt."""

    def __init__(self, *arguments: str, saves: Path) -> None:
        command = [sys.executable, "-m", "ceo_sim", "play", "--plain", "--saves", str(saves), *arguments]
        # Settings of its own, as it may change them.
        env = {**os.environ, "CEO_SIM_CONFIG": str(saves.with_name(f"{saves.name}-settings"))}
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0, env=env
        )
        self.transcript = ""
        self.said = ""
        self.prompt = ""
        self._selector = selectors.DefaultSelector()
        assert self.process.stdout is not None
        self._selector.register(self.process.stdout, selectors.EVENT_READ)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._selector.close()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    def read(self) -> str:
        """Wait for the next prompt, or for the end, which is an empty prompt."""
        assert self.process.stdout is not None
        raw, self.said, self.prompt = b"", "", ""
        give_up = time.monotonic() + WAIT
        while not (found := _PROMPT.search(self.said)):
            assert self._selector.select(give_up - time.monotonic()), self.transcript[-2_000:]
            part = os.read(self.process.stdout.fileno(), 1 << 16)
            raw += part
            self.said = raw.decode(errors="ignore")
            if not part:
                break
        self.transcript += self.said
        self.prompt = found[1] if found else ""
        return self.prompt

    def type(self, line: str) -> None:
        """Type a line, without waiting for what comes of it."""
        assert self.process.stdin is not None
        self.process.stdin.write(line.encode() + b"\n")

    def kill(self) -> None:
        """End it as `kill -9` does."""
        self.process.kill()
        self.process.wait()

    def end(self) -> int:
        """Close its input, read the rest, and give its exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        while self.read():
            pass
        return self.process.wait()

    def errors(self) -> str:
        """What it wrote on standard error, after its end."""
        assert self.process.stderr is not None
        return self.process.stderr.read().decode()


class Player:
    """Answers what a plain game asks: takes up each thing on the agenda once a day, by turns with any open option."""

    def __init__(self) -> None:
        self.turn = 0
        self.looked_at: set[str] = set()

    def line(self, game: PlainGame) -> str:
        """What to type at the prompt."""
        self.turn += 1
        if game.prompt == "Your choice: ":
            options = game.said.rpartition("Options\n")[2]
            numbers = [
                found[1]
                for part in re.split(r"\n(?=\d+\. )", options)
                if (found := _OPTION.match(part)) and "Locked:" not in part
            ]
            return f"{numbers[self.turn % len(numbers)]} answer {self.turn}" if numbers else "b"
        if game.prompt == "Desk: ":
            agenda = game.said.rpartition("Your agenda\n")[2] if "Your agenda\n" in game.said else ""
            day = game.said.rpartition(" left.")[0].rpartition("\n\n")[2]
            for item in re.split(r"\n(?=\d+\. )", agenda):
                found = _OPTION.match(item)
                if found and (key := day + item.partition(". ")[2][:20]) not in self.looked_at:
                    self.looked_at.add(key)
                    return found[1]
            return "n"
        if game.prompt == "What you stand for, or nothing: ":
            return "2 1"
        if game.prompt == "Up, down or same, or nothing: ":
            return ("", "uds", "d - s", "off")[self.turn % 4]
        return ""
