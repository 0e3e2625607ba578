"""The whole text of a scenario as one document: in the order of the calendar, with conditions as stage directions.

It is for an editor who corrects the words. So each text says where it stands, variants stand side by side in the
author's own braces, and nothing is left out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import PurePath
from typing import Any

import attrs

from ceo_sim.analysis.outline import Item, Outline, outline
from ceo_sim.analysis.passages import NARRATOR, Passage, passages
from ceo_sim.presentation import formatting
from ceo_sim.presentation.calendar import end_of, moment
from ceo_sim.presentation.document import Card, Labelled, Page, Paragraph, Part, Section, Spans, bold, note, spans
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.fields import toml_name
from ceo_sim.scenario.issues import Path
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.manifest import MAIN_FILE
from ceo_sim.scenario.markup import Span, blocks
from ceo_sim.scenario.model import Exhibit, Scenario
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.units import Duration

DIRECTIONS = (
    *("at", "from", "until", "urgent", "when", "hidden", "otherwise", "chance", "weight", "every", "hour", "after"),
    *("expires", "default", "standing", "cost", "due", "kept_when", "early", "once", "cooldown", "room"),
)
"""The keys that say when something is met, or what it takes."""
_HEADINGS = {
    "scenario": "What the story says of itself",
    "stake": "What can be lost",
    "cast": "People",
    "role": "Seats for team play",
    "value": "Values",
    "lens": "Ethical frameworks",
    "history": "The real events",
    "debrief": "After the game",
    "metric": "Metrics",
    "assumption": "Assumptions",
    "draw": "Draws",
    "variable": "Variables",
    "function": "Functions",
    "budget": "Budgets",
    "rival": "Rival views",
    "target": "Claims about balance",
    "mirror": "What changes places",
}
_BRACES = re.compile(r"\{\{|\}\}|(?P<piece>\{[^{}]*\})")
_HELD = re.compile("\x01([0-9]+)\x02")
"""A piece in braces while markup is read around it; no text of a scenario may hold these characters."""


def script(loaded: Loaded) -> Page:
    """The document of a scenario that has no errors."""
    return _Script(loaded).page()


class _Script:
    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.scenario: Scenario = loaded.playable
        self.calendar: Outline = outline(loaded.as_written)
        main = loaded.files[0] if loaded.files else PurePath()
        self.base = main.parent.parent if main.name == MAIN_FILE else main.parent
        self.files = {str(file): number for number, file in enumerate(loaded.files)}
        self.things: dict[Path, list[Passage]] = {}
        for passage in passages(loaded.as_written):
            self.things.setdefault(_thing(passage.path), []).append(passage)

    def page(self) -> Page:
        info = self.scenario.info
        lead = (
            note(
                "The whole text, in the order of the calendar. Before each text stand what it is and where it is "
                "written; what is in braces is chosen or worked out in play. A correction belongs at the place named."
            ),
        )
        sections = [
            Section(f"part-{number}", title, tuple(parts))
            for number, (title, parts) in enumerate(self.sections(), 1)
            if parts
        ]
        return Page("Script", info.title, info.language, lead, tuple(sections))

    def sections(self) -> Iterator[tuple[str, list[Part]]]:
        """The headings and what stands under each; a thing stands where it first can come."""
        waiting = dict(self.things)

        def taken(chosen: Callable[[Path], bool]) -> list[Part]:
            return [self.card(path, waiting.pop(path)) for path in list(waiting) if chosen(path)]

        yield _HEADINGS["scenario"], taken(lambda path: path[0] == "scenario")
        for act, dated in self.calendar.parts():
            of_act = [item for item in dated if not self.ends_all(item)]
            if act is not None:
                yield f"Act {act.id}: {act.title}", [note(f"An act, {end_of(act)}.")]
            elif of_act and self.scenario.acts:
                yield "After the acts", [note("All acts are over.")]
            for title, items in self.days(of_act):
                paths = dict.fromkeys(_thing(item.path) for item in items)
                yield title, [self.card(path, waiting.pop(path)) for path in paths if path in waiting]
        yield "Without a date", taken(lambda path: path[0] in ("decision", "event", "promise"))
        yield "Decks", taken(lambda path: path[0] == "deck")
        yield "Endings", taken(lambda path: path[0] in ("ending", "act"))
        yield "What a teacher may throw in", taken(lambda path: path[0] == "inject")
        for table in dict.fromkeys(path[0] for path in list(waiting)):
            yield _HEADINGS.get(str(table), str(table)), taken(lambda path, table=table: path[0] == table)  # type: ignore[misc]

    def days(self, dated: Iterable[Item]) -> Iterator[tuple[str, list[Item]]]:
        """Items that have a date by their days."""
        timeline = self.calendar.timeline
        for _, items in groupby(dated, key=lambda item: timeline.day_number(item.step or 0)):
            group = list(items)
            yield formatting.date(timeline, group[0].step or 0), group

    def ends_all(self, item: Item) -> bool:
        """Whether it is an ending of the whole story."""
        return item.kind == "ending" and self.calendar.scenario.endings[item.id].act is None

    def card(self, path: Path, texts: list[Passage]) -> Card:
        """A thing with all of its texts, and its options or cards within it."""
        parts: list[Part] = []
        by_part: dict[Path, list[Passage]] = {path: []}
        for text in texts:
            by_part.setdefault(_part(text.path), []).append(text)
        for place, group in by_part.items():
            own = self.texts(sorted(group, key=self.position), place)
            parts += own if place == path else [Card(_name(place), "", tuple(own))]
        return Card(_name(path), "", tuple(parts))

    def position(self, text: Passage) -> tuple[int, int, int]:
        """Where a text stands in the files, as a rank."""
        place = self.loaded.place(text.path)
        return self.files.get(place.file, 0), place.line, place.column

    def texts(self, texts: list[Passage], within: Path) -> list[Part]:
        """Texts next to each other, each behind what it is and where; a direction before those that it holds for."""
        parts: list[Part] = []
        for _, group in groupby(texts, key=lambda text: id(text.owner)):
            own = list(group)
            directions = "; ".join(self.directions(own[0].owner))
            if directions:
                parts.append(note(Span(f"[{directions}]", "italic")))
            for text in own:
                parts += self.text(text, within)
        return list(_together(parts))

    def text(self, text: Passage, within: Path) -> list[Part]:
        """A text behind its path within the thing, who speaks it and its place."""
        name = ".".join(map(str, text.path[len(within) :]))
        label = f"{name}{self.speaker(text)} ({self.place(text)}):"
        lines = [spans(text.value)] if isinstance(text.value, str) else marked_blocks(text.value)
        return [Labelled(((label, lines[0]),))] if len(lines) == 1 else [note(bold(label)), *map(Paragraph, lines)]

    def place(self, text: Passage) -> str:
        """Where it is written, named from the folder that the scenario lies in."""
        place = self.loaded.place(text.path)
        file = PurePath(place.file)
        return f"{file.relative_to(self.base) if file.is_relative_to(self.base) else file}:{place.line}"

    def speaker(self, text: Passage) -> str:
        if text.speaker in ("", NARRATOR):
            return ""
        person = self.scenario.cast.get(text.speaker)
        return f", {person.name if person else text.speaker}"

    def directions(self, owner: Any) -> Iterator[str]:
        """When a thing is met and what it takes, as its author wrote it."""
        if isinstance(owner, Exhibit):
            return  # `at` and `from` of a document are words that are shown with it
        for attribute in attrs.fields(type(owner)):
            key, value = toml_name(attribute), getattr(owner, attribute.name)
            if attribute.name == "sender" or (attribute.name == "when" and getattr(owner, "otherwise", False)):
                continue  # `from` of a line in the feed is who says it, and `otherwise` is the whole condition
            if key in DIRECTIONS and value != attribute.default and value not in (None, (), {}):
                yield f"{key} {_direction(value)}"


def _together(parts: list[Part]) -> Iterator[Part]:
    """The parts, with labelled items that follow one another as one list."""
    for labelled, group in groupby(parts, key=lambda part: isinstance(part, Labelled)):
        if labelled:
            yield Labelled(tuple(item for part in group if isinstance(part, Labelled) for item in part.items))
        else:
            yield from group


def marked_blocks(text: Text) -> list[Spans]:
    """The paragraphs of a text with its markup, and what is in braces as it is written."""
    pieces: list[str] = []

    def held(match: re.Match[str]) -> str:
        if match["piece"] is None:
            return match[0][0]
        pieces.append(match[0])
        return f"\x01{len(pieces) - 1}\x02"

    return [_released(block.spans, pieces) for block in blocks(_BRACES.sub(held, text.source))]


def _released(held: Spans, pieces: list[str]) -> Spans:
    """Spans with the pieces in braces put back."""
    whole: list[Span] = []
    for span in held:
        for number, words in enumerate(_HELD.split(span.text)):
            if number % 2:
                whole.append(Span(pieces[int(words)]))
            elif words:
                whole.append(attrs.evolve(span, text=words, is_story=True))
    return tuple(whole)


def _thing(path: Path) -> Path:
    """The table of the scenario that a text belongs to: a decision with its options, a person with what they say."""
    return path[:1] if path[0] in ("scenario", "history", "debrief", "target", "mirror") else path[:2]


def _part(path: Path) -> Path:
    """The option or card that a text belongs to, or the thing itself."""
    return path[:4] if len(path) > 4 and path[2] in ("option", "card") else _thing(path)


def _name(path: Path) -> str:
    return " ".join(map(str, path if len(path) < 4 else path[2:]))


def _direction(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case Duration():
            return formatting.duration(value)
        case dt.datetime():
            return moment(value)
        case (Duration() as first, Duration() as last):
            return f"{formatting.duration(first)} to {formatting.duration(last)}"
        case tuple():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{id} {amount}" for id, amount in value.items())
        case Expression():
            return value.text
    return str(value)
