"""Somebody who types lines and keeps what was said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import define, field

from ceo_sim.plain.dialogue import Dialogue
from ceo_sim.saves.session import Session
from tests.saves.helpers import begun


@define
class Talk:
    """What was typed and said; typing ends when the lines run out."""

    typed: list[str]
    said: list[str] = field(factory=list)

    def ask(self, prompt: str) -> str | None:
        line = self.typed.pop(0) if self.typed else None
        self.said.append(prompt + (line or ""))
        return line

    @property
    def text(self) -> str:
        return "\n".join(self.said)

    def after(self, line: str) -> str:
        """What was said after a line was typed, up to the next one."""
        start = next(number for number, said in enumerate(self.said) if said.endswith(": " + line)) + 1
        rest = self.said[start:]
        prompts = ("Desk: ", "Your choice: ", "Debrief: ")
        end = next((number for number, said in enumerate(rest) if said.startswith(prompts)), len(rest))
        return "\n".join(rest[:end])


def talk(session: Session, typed: Iterable[str]) -> Talk:
    """Play with those lines until they run out."""
    said = Talk(list(typed))
    Dialogue(session, said.ask, said.said.append).play()
    return said


def told(folder: Path, *typed: str, seed: int = 7) -> Talk:
    """A new game of the small story, played with those lines."""
    with begun(folder, seed) as session:
        return talk(session, typed)
