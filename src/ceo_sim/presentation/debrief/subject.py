"""The playthrough that a debrief is of, and what several sections need to know of it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import product
from pathlib import Path

from attrs import frozen

from ceo_sim.analysis.days import Days
from ceo_sim.engine.game import Game
from ceo_sim.engine.play_log import Entry
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.document import VALUE
from ceo_sim.scenario.editions import words_of
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.metrics import debrief_metrics
from ceo_sim.scenario.model import Metric, Scenario
from ceo_sim.scenario.text import BareFilling, OneOf, Text

_NAN = re.compile(r"(?<!\w)[+-]?nan%?(?!\w)")


@frozen(eq=False)
class DebriefSubject:
    """A playthrough, and what its save holds besides.

    Attributes:
        name: What it is called.
        values: Ids of what the player said to stand for, in order.
        note: The player's own words about it.
        notice: What is odd about the save; empty if nothing is.
        mirrored: Whether the poles of the story have changed places.
        save: Where its save is, if one can make a page of it.
        key: A letter that stands for it in charts of several, and makes ids of its own.
    """

    name: str
    game: Game
    values: tuple[str, ...] = ()
    note: str = ""
    notice: str = ""
    mirrored: bool = False
    save: Path | None = None
    key: str = "A"

    @property
    def scenario(self) -> Scenario:
        """What was played."""
        return self.game.program.scenario

    @property
    def title(self) -> str:
        """What was played, as a heading says it."""
        return self.scenario.info.title + (" (mirrored)" if self.mirrored else "")

    @cached_property
    def days(self) -> Days:
        """What each day moved, of all metrics that the debrief shows."""
        return Days(self.game, debrief_metrics(self.scenario))

    def author_words(self) -> Iterator[str]:
        """Texts and names of the scenario as sentences of a debrief may quote them."""
        game = self.game
        for word in words_of(self.scenario):
            for name in filled_ways(word.value) if isinstance(word.value, Text) else (word.value,):
                yield from (name, formatting.without_full_stop(name))
        for answer in game.answers:
            yield naming.decision_title(game, answer.decision)
            options = self.scenario.decisions[answer.decision].options
            yield from (naming.option_name(game, answer.decision, option) for option in options)
        yield from map(plain, game.words.values())
        yield from (plain(entry.title) for entry in game.entries)
        if game.ending is not None:
            yield naming.ending_title(game, game.ending.id)

    def id(self, section: str) -> str:
        """The id of a section of its own."""
        return f"{self.key.lower()}-{section}"

    def day(self, step: int) -> str:
        """A step as a short date."""
        return formatting.weekday_and_date(self.game.timeline, step)

    def decision(self, index: int) -> str:
        """The decision of an answer, with its number."""
        return f"{index + 1}. {naming.decision_title(self.game, self.game.answers[index].decision)}"


def filled_ways(text: Text) -> Iterator[str]:
    """A text where no condition holds in it and where all do, with each branch drawn, and `VALUE` for its values."""
    conditions = {expression for expression, is_condition in text.expressions() if is_condition}
    widest = max((len(part.branches) for part in text.all_parts() if isinstance(part, OneOf)), default=1)
    for holds, branch in product((False, True), range(widest)):

        def value(part: Expression, holds: bool = holds) -> float | bool:
            return holds if part in conditions else math.nan

        yield _NAN.sub(VALUE, plain(text.fill(BareFilling(value, branch, first=not holds))))


def letters(place: int) -> str:
    """A, B, ... Z, AA, AB, ... by place, counted from 0."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def headline(game: Game) -> list[Metric]:
    """The few large metrics; the first three that may be told of if the scenario has none."""
    metrics = debrief_metrics(game.program.scenario)
    return [metric for metric in metrics if metric.headline] or metrics[:3]


def events(game: Game) -> list[tuple[str, Entry]]:
    """The events of a story, and what was thrown in, with the letters that stand for them, in order."""
    entries = [entry for entry in game.entries if entry.kind in ("event", "inject") and entry.title]
    return [(letters(place).lower(), entry) for place, entry in enumerate(entries)]
