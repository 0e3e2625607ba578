"""Somebody who types lines and keeps what was said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from attrs import define, field

from ceo_sim.plain.dialogue import Dialogue
from ceo_sim.plain.voice import Voice
from ceo_sim.saves.session import Session
from ceo_sim.settings import SettingsFile
from tests.saves.helpers import at_noon, begun, loaded
from tests.support.stories import EVERYTHING


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
        """What was said after a line was typed at one of the main prompts, up to the next one."""
        prompts = ("Desk: ", "Your choice: ", "Debrief: ")
        start = next(number for number, said in enumerate(self.said) if said in [prompt + line for prompt in prompts])
        rest = self.said[start + 1 :]
        end = next((number for number, said in enumerate(rest) if said.startswith(prompts)), len(rest))
        return "\n".join(rest[:end])


def talk(session: Session, typed: Iterable[str], kept: SettingsFile | None = None) -> Talk:
    """Play with those lines until they run out."""
    said = Talk(list(typed))
    voice = Voice(said.ask, said.said.append, kept or SettingsFile())
    going_on = Dialogue(session, voice).play()
    while going_on is not None:
        with going_on as forked:
            going_on = Dialogue(forked, voice).play()
    return said


def told(folder: Path, *typed: str, seed: int = 7) -> Talk:
    """A new game of the small story, played with those lines."""
    with begun(folder, seed) as session:
        return talk(session, typed)


RICH = (
    EVERYTHING.replace("value = 0.4", 'value = 0.4\nwhy = "Two in five said so."\nsource = "Survey, May"')
    + """
[value.candour]
name = "Candour"
text = "Say what was done."
[value.harmony]
name = "Harmony"
[lens.rights]
name = "Rights"
question = "Who has a claim?"
[lens.care]
name = "Care"
[cast.ines]
name = "Ines Ruiz"
role = "Policy"
adviser = true
forecast = { hours = 1 }
assumes = { weight = 0.9 }
[cast.teo]
name = "Teo Roth"
role = "Standards"
adviser = true
forecast = { hours = 3 }
[cast.press]
name = "Evening Post"
role = "A paper"
[rival.loud]
name = "Loud"
text = "Praise counts."
assumes = { weight = 0.95 }
[rival.deaf]
name = "Deaf"
assumes = { weight = 0.1 }
[decision.first.option.stay.values]
candour = 2
harmony = -1
[decision.first.option.stay.lens]
rights = { for = "They may stay.", against = "They must not." }
care = { for = "It is kind.", against = "It is cold." }
[[decision.first.option.stay.news]]
from = "press"
text = "They stay, says the Post."
[[decision.first.option.stay.news]]
from = "Union"
text = "We stay too."
[debrief]
question = [{ text = "Why so?", lens = "care" }]
"""
)
"""The small story with everything that is told before and after it."""


def rich(folder: Path, seed: int = 7) -> Session:
    """A new game of the story with values, forecasts, lenses and rivals; `go` is option 1 of `First`, `stay` is 2."""
    return Session.start(loaded(RICH), seed, folder, now=at_noon)


def to_the_end(*beginning: str) -> list[str]:
    """Lines that play the rich story to its end, from a beginning."""
    return [*beginning, *["1", "", "", "nn"] * 40, "b", *["nn"] * 40]
