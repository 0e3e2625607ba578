"""The words of a scenario: where each text stands, what it is part of, and who speaks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from attrs import frozen

from ceo_sim.scenario.editions import Word, words_of
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.model import Exhibit, News, Scenario
from ceo_sim.scenario.text import Text

Part = Literal["story", "exhibits", "options", "advice", "remarks", "news", "team", "debrief", "names", "grounds"]
"""What a text is part of: the narration; documents that are shown; what can be answered; what people say to it, on the
desk and in the feed; what only teams are given; what is read after the game; names; and what numbers rest on."""
IN_PLAY: tuple[Part, ...] = ("story", "exhibits", "options", "advice", "remarks", "news")
"""The parts that are read while a story is played."""
NARRATOR = "narrator"
_STORY = {"decision", "event", "deck", "promise", "ending"}
_FRONT = {"title", "role", "summary", "opening", "content_note"}
_AFTERWARDS = {"history", "debrief", "lens", "rival", "mirror", "target"}


@frozen
class Passage:
    """A text of a scenario.

    Attributes:
        path: Where in the data.
        key: What the author calls it there: `brief`, `outcome`, `why`.
        part: What it is part of.
        speaker: The cast id or name of who says it, `narrator`, or empty for what nobody says.
        owner: The object of the model that has it.
        value: What is written.
    """

    path: Path
    key: str
    part: Part
    speaker: str
    owner: Any
    value: str | Text

    @property
    def source(self) -> str:
        """What is written, as it is written."""
        return self.value if isinstance(self.value, str) else self.value.source


def passages(scenario: Scenario) -> Iterator[Passage]:
    """Every text and name of a scenario, in the order of the language's tables."""
    for word in words_of(scenario):
        if isinstance(word.owner, News | Exhibit) and word.keys[-1] == "from" and word.value in scenario.cast:
            continue  # an id, not a name
        if str(word.value):
            part, speaker = _voice(word)
            yield Passage(word.path, word.keys[-1], part, speaker, word.owner, word.value)


def _voice(word: Word) -> tuple[Part, str]:
    """What a word is part of, and who says it."""
    table, key = word.keys[0], word.keys[-1]
    if key in ("why", "source"):
        return "grounds", ""
    if key == "advice":
        return "advice", str(word.path[-1])
    if isinstance(word.owner, News):
        return ("news", word.owner.sender) if key == "text" else ("names", "")
    if isinstance(word.owner, Exhibit):
        speakers = {"text": word.owner.sender, "note": NARRATOR}
        return ("exhibits", speakers[key]) if key in speakers else ("names", "")
    if table == "cast":
        return _of_person(word)
    if table in _AFTERWARDS or "lens" in word.keys:
        return "debrief", ""
    if table in ("role", "inject"):
        return "team", NARRATOR
    if key in ("label", "locked"):
        return "options", ""
    if table in _STORY or table == "act" or (table == "scenario" and key in _FRONT):
        return "story", NARRATOR
    return "names", ""


def _of_person(word: Word) -> tuple[Part, str]:
    if "remark" in word.keys:
        return "remarks", str(word.path[1])
    return ("story", NARRATOR) if word.keys[-1] in ("about", "epilogue") else ("names", "")
