"""What a scenario has for a lesson: its decisions in the order in which a play meets them, its people and its case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from attrs import frozen

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting
from ceo_sim.presentation.document import Parts
from ceo_sim.presentation.exhibits import parts_of
from ceo_sim.scenario.loader import Loaded
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.model import Argument, Cast, Debrief, Fact, HistoryChoice, Info, Lens, Metric, Role
from ceo_sim.scenario.text import Text

MOST_BIG = 3
"""Decisions on which a class votes twice; a lesson of fifty minutes has no time for more."""
MOST_IN_PLAN = 9
"""Decisions of a story that a lesson of fifty minutes comes to."""


@frozen
class Choice:
    """An option of a decision as it is put to a class: its words, and what speaks for and against it by lens."""

    id: str
    label: str
    arguments: Mapping[str, Argument]


@frozen
class Matter:
    """A decision that a class comes to.

    Attributes:
        when: The day in the story.
        brief: What is told before it, with its markup.
        exhibit: The document that comes with it, as parts of a page; none if there is none.
        urgent: Whether the story waits for it.
        real: What the real people did, if there is a record.
    """

    id: str
    title: str
    when: str
    brief: str
    exhibit: Parts
    urgent: bool
    options: tuple[Choice, ...]
    real: HistoryChoice | None

    @property
    def weight(self) -> int:
        """How much there is to talk about."""
        lenses = {lens for option in self.options for lens in option.arguments}
        return 2 * self.urgent + len(self.options) + min(len(lenses), 2) + (self.real is not None)


@frozen(eq=False)
class Material:
    """What a scenario has for a lesson, up to the end of an act.

    Attributes:
        name: What a teacher types for it.
        edition: The edition that it is read in; empty for its own words.
        game: A play that stands at its beginning, which has the words of then.
        matters: The decisions that most plays come to, in their order.
        big: Those of them on which a class votes twice.
    """

    loaded: Loaded
    name: str
    edition: str
    game: Game
    matters: tuple[Matter, ...]
    big: tuple[Matter, ...]

    @property
    def info(self) -> Info:
        """What the scenario says of itself."""
        return self.loaded.playable.info

    @property
    def title(self) -> str:
        """Its title, with that of the act."""
        return self.info.title

    @property
    def minutes(self) -> int:
        """How long a play takes."""
        act = self.loaded.as_written.acts.get(self.loaded.act) if self.loaded.act else None
        return (act.minutes if act is not None else None) or self.info.minutes

    @property
    def planned(self) -> tuple[Matter, ...]:
        """The decisions that a lesson of fifty minutes comes to."""
        return self.matters[:MOST_IN_PLAN]

    @property
    def people(self) -> list[Cast]:
        """Those who advise the player, or come in a brief, in the order of the file."""
        return list(self.loaded.playable.cast.values())

    @property
    def meters(self) -> list[Metric]:
        """The large meters."""
        return [metric for metric in self.loaded.playable.metrics.values() if metric.headline]

    @property
    def lenses(self) -> list[Lens]:
        """The ethical frameworks, used after the game only."""
        return list(self.loaded.playable.lenses.values())

    @property
    def has_arguments(self) -> bool:
        """Whether there is a best case for and against options of the big decisions."""
        return any(option.arguments for matter in self.big for option in matter.options)

    @property
    def roles(self) -> list[Role]:
        """The seats for playing in teams."""
        return list(self.loaded.playable.roles.values())

    @property
    def debrief(self) -> Debrief | None:
        """What is put to the players afterwards."""
        return self.loaded.playable.debrief

    @property
    def facts(self) -> list[Fact]:
        """The case file, as far as it goes with the decisions of the lesson, or lies before the end of the story."""
        history = self.loaded.playable.history
        if history is None:
            return []
        known = {matter.id for matter in self.matters}
        return [fact for fact in history.facts if fact.decision in known or self._is_before_end(fact.at)]

    def _is_before_end(self, at: dt.datetime | dt.date | int) -> bool:
        end = self.game.timeline.moment(self.game.timeline.last)
        if isinstance(at, int) or isinstance(end, int):
            return isinstance(at, int) and isinstance(end, int) and at <= end
        day = at.date() if isinstance(at, dt.datetime) else at
        return day <= end.date()

    @property
    def exhibit(self) -> Parts:
        """The document that the story begins with, as parts of a page."""
        return parts_of(self.game.show(self.info.exhibit))

    def fill(self, text: Text | None) -> str:
        """A text with the values at the beginning of the story."""
        return self.game.fill(text)


def material(loaded: Loaded, name: str, edition: str | None = None) -> Material:
    """What a scenario without errors has for a lesson.

    Args:
        loaded: The scenario, up to the end of an act or whole.
        name: What a teacher types for it.
        edition: The edition that it was loaded in.
    """
    program = compile_scenario(loaded.playable)
    history = loaded.playable.history
    seed = 0 if history is None else history.seed
    matters = tuple(
        _met(Game(program, seed), {} if history is None else {one.decision: one for one in history.choices})
    )
    planned = matters[:MOST_IN_PLAN]
    heaviest = sorted(planned, key=lambda matter: -matter.weight)[:MOST_BIG]
    big = tuple(matter for matter in planned if matter in heaviest)
    return Material(loaded, name, edition or "", Game(program, seed), matters, big)


def _met(game: Game, real: Mapping[str, HistoryChoice]) -> Sequence[Matter]:
    """The decisions that a play comes to which answers as the real people did, or with the first option."""
    matters: dict[str, Matter] = {}
    while not game.ended:
        agenda = game.agenda()
        able = [] if not agenda else [option for option in game.order(agenda[0].id) if game.can(agenda[0].id, option)]
        if not able:
            game.wait()
            continue
        matter = _matter(game, agenda[0].id, real.get(agenda[0].id))
        matters.setdefault(matter.id, matter)
        wanted = matter.real.option if matter.real is not None else ""
        game.choose(matter.id, wanted if wanted in able else min(able, key=list(_options(game, matter.id)).index))
    return list(matters.values())


def _options(game: Game, decision: str) -> Mapping[str, object]:
    return game.program.scenario.decisions[decision].options


def _matter(game: Game, id: str, real: HistoryChoice | None) -> Matter:
    view = game.ask(id)
    shown = {option.id: option for option in view.options}
    options = [shown[option] for option in view.written.options if option in shown]
    choices = tuple(Choice(option.id, plain(option.label), option.written.lenses) for option in options)
    when = formatting.date(game.timeline, game.now)
    known = real if real is not None and real.counterpart != "none" else None
    return Matter(view.id, plain(view.title), when, view.brief, parts_of(view.exhibit), view.urgent, choices, known)
