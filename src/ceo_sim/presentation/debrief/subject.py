"""The playthrough that a debrief is of, and what several sections need to know of it."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.engine.play_log import Entry
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.document import Mark
from ceo_sim.scenario.metrics import debrief_metrics
from ceo_sim.scenario.model import Metric, Scenario
from ceo_sim.scenario.text import plain


@frozen(eq=False)
class DebriefSubject:
    """A playthrough, and what its save holds besides.

    Attributes:
        name: What it is called.
        values: Ids of what the player said to stand for, in order.
        note: The player's own words about it.
        notice: What is odd about the save; empty if nothing is.
        mirrored: Whether the poles of the story have changed places.
        key: A letter that stands for it in charts of several, and makes ids of its own.
    """

    name: str
    game: Game
    values: tuple[str, ...] = ()
    note: str = ""
    notice: str = ""
    mirrored: bool = False
    key: str = "A"

    @property
    def scenario(self) -> Scenario:
        """What was played."""
        return self.game.program.scenario

    @property
    def title(self) -> str:
        """What was played, as a heading says it."""
        return self.scenario.info.title + (" (mirrored)" if self.mirrored else "")

    def id(self, section: str) -> str:
        """The id of a section of its own."""
        return f"{self.key.lower()}-{section}"

    def day(self, step: int) -> str:
        """A step as a short date."""
        return formatting.weekday_and_date(self.game.timeline, step)

    def decision(self, index: int) -> str:
        """The decision of an answer, with its number."""
        return f"{index + 1}. {naming.decision_title(self.game, self.game.answers[index].decision)}"


def letters(place: int) -> str:
    """A, B, ... Z, AA, AB, ... by place, counted from 0."""
    return (letters(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


def headline(game: Game) -> list[Metric]:
    """The few large metrics; the first three that may be told of if the scenario has none."""
    metrics = debrief_metrics(game.program.scenario)
    return [metric for metric in metrics if metric.headline] or metrics[:3]


def events(game: Game) -> list[tuple[str, Entry]]:
    """The events of a story with the letters that stand for them, in order."""
    entries = [entry for entry in game.entries if entry.kind == "event" and entry.title]
    return [(letters(place).lower(), entry) for place, entry in enumerate(entries)]


def marks(game: Game) -> tuple[Mark, ...]:
    """Decisions by their numbers and events by their letters, for a chart, in the order of the story."""
    timeline = game.timeline
    decisions = [
        Mark(
            answer.step,
            str(number),
            "decision",
            formatting.weekday_and_date(timeline, answer.step),
            naming.choice_name(game, answer.decision, answer.option),
        )
        for number, answer in enumerate(game.answers, 1)
    ]
    happened = [
        Mark(entry.step, letter, "event", formatting.weekday_and_date(timeline, entry.step), plain(entry.title))
        for letter, entry in events(game)
    ]
    return tuple(sorted((*decisions, *happened), key=lambda mark: mark.at))


def ticks(game: Game, last: int | None = None) -> tuple[tuple[float, str], ...]:
    """Names for some places on the axis of time."""
    ends = game.timeline.ends_of_days(game.now if last is None else last)
    begins = [0, *(end + 1 for end in ends[:-1])]
    stride = -(-len(begins) // 6)
    return tuple((float(step), formatting.short_date(game.timeline.moment(step))) for step in begins[::stride])
