"""Who gives forecasts and for what, and a forecast: how a decision may go on, option by option."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.analysis import forecast as analysis
from ceo_sim.analysis.assumptions import overrides
from ceo_sim.analysis.forecast_bands import QUANTILES, ForecastBands
from ceo_sim.analysis.outlook import watched
from ceo_sim.engine.evaluate import at_least
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.decision import DecisionView, OptionView
from ceo_sim.presentation.document import Fold, Labelled, Listing, Part, Parts, Table, note, sentence, spans
from ceo_sim.presentation.locks import lock_text
from ceo_sim.presentation.ranking import in_order
from ceo_sim.scenario.markup import plain
from ceo_sim.scenario.metrics import span
from ceo_sim.scenario.model import Cast, Metric

LOW, MIDDLE, HIGH = (QUANTILES.index(level) for level in (0.05, 0.5, 0.95))
LANES = analysis.LANES
MOST_APART = 3
"""Metrics that are named as those in which options differ most."""
METHOD = """A thousand plays of each option, from this moment to the end, under this adviser's own assumptions. Later \
choices fall by lot, with the same luck for every option."""
NOTHING_TO_PLAY = "every option is locked, and says what it needs"
HOW_TO_READ = "Each figure is the middle of a thousand plays; nine in ten of them lie in the range behind it."


@frozen
class GiverView:
    """Somebody who gives forecasts.

    Attributes:
        price: What it takes: `1 hour`, `no time`; whether or not it was paid already.
        is_asked: Whether it was paid already.
        lock: Why it cannot be had now, or empty.
        terms: What it takes now, in short.
        note: What else there is to it: its lock, or the options for which there would be too little left; or empty.
    """

    person: Cast
    price: str
    is_asked: bool
    lock: str
    terms: str
    note: str


def has_forecasts(game: Game) -> bool:
    """Whether anybody in this story gives forecasts."""
    return bool(analysis.givers(game.program.scenario))


def givers(game: Game, decision: DecisionView) -> tuple[GiverView, ...]:
    """Everybody who gives forecasts, with what it takes for an open decision."""
    people, foreseeable = analysis.givers(game.program.scenario), cache(game.foreseeable)  # the same for all of them
    return tuple(_giver_view(game, decision, person, foreseeable) for person in people)


def note_on_all(givers: Sequence[GiverView]) -> str:
    """The note that all of several have who were not asked yet, to be said once; empty if they differ."""
    notes = [giver.note for giver in givers if not giver.is_asked]
    return notes[0] if len(notes) > 1 and len(set(notes)) == 1 else ""


def _giver_view(game: Game, decision: DecisionView, person: Cast, foreseeable: Callable[[str], object]) -> GiverView:
    named, costs = game.program.scenario.budgets, {id: cost for id, cost in (person.forecast or {}).items() if cost}
    price = ", ".join(formatting.budgeted(float(cost), named[id]) for id, cost in costs.items()) or "no time"
    if game.consulted(decision.id, person.id):
        return GiverView(person, price, is_asked=True, lock="", terms="asked already: free", note="")
    if (lock := game.consultation_lock(decision.id, person.id)) is not None:
        by_tomorrow = game.budgets_by_tomorrow(decision.id)
        can_wait = all(float(cost) <= by_tomorrow[id] for id, cost in costs.items())
        again = f"; {_tomorrow(game)} there is enough again" if can_wait else ""
        text = lock_text(game.program.scenario, lock) + again
        return GiverView(person, price, is_asked=False, lock=text, terms="not now", note=f"Locked: {text}")
    if not foreseeable(decision.id):
        note = f"Nothing to forecast: {NOTHING_TO_PLAY}"
        return GiverView(person, price, is_asked=False, lock=NOTHING_TO_PLAY, terms="not now", note=note)
    left = {id: left - float(costs.get(id, 0)) for id, left in game.budgets.items()}
    rest = ", ".join(formatting.number(left[id]) for id in costs)
    terms, note = (f"{price}, {rest} left after", _out_of_reach(game, decision, left)) if costs else (price, "")
    return GiverView(person, price, is_asked=False, lock="", terms=terms, note=note)


def _tomorrow(game: Game) -> str:
    return "tomorrow" if game.timeline.by_date else "next turn"


def _out_of_reach(game: Game, decision: DecisionView, left: dict[str, float]) -> str:
    """The options for which there would be too little left afterwards, and whether tomorrow brings enough."""
    written = game.program.scenario.decisions[decision.id].options
    costs = {
        option.number: cost
        for option in decision.options
        if not option.lock and not _is_enough(left, cost := written[option.id].cost)
    }
    if not costs:
        return ""
    by_tomorrow = game.budgets_by_tomorrow(decision.id)
    until = f" until {_tomorrow(game)}" if all(_is_enough(by_tomorrow, cost) for cost in costs.values()) else ""
    named, played = ("options", "they are") if len(costs) > 1 else ("option", "it is")
    numbers = formatting.joined([str(number) for number in costs])
    return f"A forecast leaves too little for {named} {numbers}{until}; {played} played all the same."


def _is_enough(left: Mapping[str, float], cost: Mapping[str, float]) -> bool:
    return all(at_least(left[id], amount) for id, amount in cost.items())


# ---- a forecast ---------------------------------------------------------------------------------------------


@frozen(eq=False)
class ForecastView:
    """A forecast.

    Attributes:
        giver: Whose it is.
        options: As the decision has them.
        played: Those of them that were played; one that only lacks what forecasts took, or tomorrow brings, is.
        metrics: What was forecast, the headline ones first.
        watched: Those of them that the adviser looks at; none where they look at everything.
        dates: That of its first step in words, and that of its last.
    """

    giver: Cast
    options: tuple[OptionView, ...]
    played: tuple[OptionView, ...]
    metrics: tuple[Metric, ...]
    watched: tuple[Metric, ...]
    dates: tuple[str, str]
    _game: Game
    _bands: ForecastBands

    @property
    def steps(self) -> tuple[int, ...]:
        """The steps at which it has values."""
        return self._bands.steps

    def band(self, option: str, metric: str) -> NDArray[np.float64]:
        """The values of a metric, a row for each of `QUANTILES`, a column for each of `steps`."""
        return self._bands.fan(option, metric)

    def all_values(self, metric: str) -> list[float]:
        """Every value of a metric, for a scale on which all options find room."""
        return [float(value) for value in self._bands.bands[:, self._bands.metrics.index(metric)].ravel()]

    @property
    def moments(self) -> tuple[tuple[str, int], ...]:
        """After a week, if the story lasts so long, and the end: in words, and the place among `steps`."""
        timeline = self._game.timeline
        week = self._bands.after_a_week(timeline)
        first = () if week is None else ((formatting.weekday_and_date(timeline, self.steps[week]), week),)
        return (*first, ("at the end", len(self.steps) - 1))

    def range(self, option: str, metric: Metric, place: int) -> str:
        """The middle and nine in ten of the plays at a place among `steps`: `61 (50 to 70)`."""
        levels = self.band(option, metric.id)[:, place]
        low, middle, high = (formatting.figure(metric, float(levels[level])) for level in (LOW, MIDDLE, HIGH))
        return f"{middle} ({low} to {high})"

    def now(self, metric: Metric) -> str:
        """The value of a metric now, as far as it is known."""
        return formatting.known_value(self._game.meter(metric.id))

    def middles(self, metric: Metric, place: int) -> dict[OptionView, float]:
        """The middle of a metric with each option that was played, at a place among `steps`."""
        return {one: float(self.band(one.id, metric.id)[MIDDLE, place]) for one in self.played}

    def furthest_apart(self, metrics: Sequence[Metric], place: int = -1) -> list[Metric]:
        """Those of some metrics in whose middle the options differ, the one in which they differ most first."""
        spread = {metric: self._spread(metric, place) for metric in metrics}
        return sorted(filter(spread.get, metrics), key=lambda metric: -spread[metric])

    def _spread(self, metric: Metric, place: int) -> float:
        """How far the middles of a metric are apart, as a share of its scale; 0 if they read alike."""
        values = self.middles(metric, place).values()
        distinct = {formatting.figure(metric, value) for value in values}
        return (max(values) - min(values)) / span(metric) if len(distinct) > 1 else 0.0

    def apart(self) -> str:
        """The metrics in whose middle at the end the options differ most, in a sentence; empty if they do in none."""
        ranges = []
        for metric in self.furthest_apart(self.metrics)[:MOST_APART]:
            ends = self.middles(metric, -1).values()
            lowest, highest = (formatting.figure(metric, end(ends)) for end in (min, max))
            ranges.append(f"{metric.name} ({lowest} to {highest})")
        return f"At the end the options differ most in {formatting.joined(ranges)}." if ranges else ""

    def ranking(self) -> str:
        """What the adviser says before anything else: how the options rank by what they look at, in a sentence."""
        name = self.giver.name
        for metrics in filter(None, (self.watched, self.metrics)):
            spread = {
                (metric, *moment): self._spread(metric, moment[1]) for moment in self.moments for metric in metrics
            }
            metric, when, place = max(spread, key=lambda at: (spread[at], at[-1]))
            if spread[metric, when, place]:
                looks = "looks at" if self.watched is metrics else "looks at everything; the options differ most in"
                when = when if place == len(self.steps) - 1 else f"by {when}"
                return f"{name} {looks} {in_order(metric, self.middles(metric, place), when)}"
        return f"{name} sees no difference between the options." if len(self.played) > 1 else ""

    def in_words(self, metrics: Sequence[Metric]) -> Parts:
        """Ranges of some metrics, option by option, and what was taken for granted."""
        standing = ", ".join(f"{metric.name} {self.now(metric)}" for metric in metrics)
        said = [self.ranking(), f"Now: {standing}." if metrics else "", self.apart()]
        ranking, *parts = ([sentence(one)] if one else [] for one in said)
        return (
            *ranking,
            _method(),
            *chain.from_iterable(parts),
            *(self._option(option, metrics) for option in self.options),
            self._beliefs(),
        )

    def granted(self) -> Parts:
        """What stands against each option, how it was played, and what was taken for granted."""
        locks = tuple(
            (f"Option {option.number}", spans(lock)) for option in self.options if (lock := self._lock(option))
        )
        return (*([Labelled(locks)] if locks else []), _method(), self._beliefs())

    def endings(self, *, narrow: bool = False) -> Parts:
        """How often each ending came with each option that was played.

        Args:
            narrow: Whether options are called by their numbers alone, so that many of them stand side by side.
        """
        shares = [dict(self._bands.endings_of(option.id)) for option in self.played]
        ids = sorted({id for came in shares for id in came}, key=lambda id: -sum(came.get(id, 0) for came in shares))
        rows = tuple(
            (
                spans(naming.ending_title(self._game, id)),
                *(spans(_share(came.get(id, 0), narrow=narrow)) for came in shares),
            )
            for id in ids
        )
        head = ("ending", *(f"{'' if narrow else 'option '}{option.number}" for option in self.played))
        caption = "How often each ending came" + (", by option" if narrow else "")
        names = Listing(tuple(spans(f"Option {option.number}: {plain(option.label)}") for option in self.played))
        return (Table(caption, head, rows, tuple(range(1, len(head)))), names)

    def _option(self, option: OptionView, metrics: Sequence[Metric]) -> Fold:
        title = f"{option.number}. {plain(option.label)}"
        lock = self._lock(option)
        if option not in self.played:
            return Fold(title, (note(lock),))
        today = [("Now", spans(lock))] if lock else []
        ranges = ((metric.name, spans(self._ranges(option.id, metric))) for metric in metrics)
        return Fold(title, (Labelled((*today, *ranges)),))

    def _lock(self, option: OptionView) -> str:
        if option not in self.played:
            return "Locked, so it was not played."
        return (
            f"Locked: {formatting.full_stop(option.lock)} It was played as if there were enough." if option.lock else ""
        )

    def _ranges(self, option: str, metric: Metric) -> str:
        return f"{', '.join(f'{when} {self.range(option, metric, place)}' for when, place in self.moments)}."

    def _beliefs(self) -> Part:
        """The story's numbers that this person would put otherwise."""
        items = tuple(
            spans(f"{naming.display_name(assumption)}: {formatting.override_text(theirs, value)}.")
            for assumption, value, theirs in overrides(self._game.program.scenario, self.giver.assumes)
        )
        if not items:
            return sentence(f"{self.giver.name} takes every number as the story has it.")
        return Fold(f"Where {self.giver.name} differs from the story", (Listing(items),))


def _share(share: float, *, narrow: bool) -> str:
    if not share:
        return "never"
    said = formatting.percent(share)
    return said.replace("under ", "<").replace("over ", ">") if narrow else said


def _method() -> Part:
    return note(f"{METHOD} {HOW_TO_READ}")


def forecast_view(game: Game, decision: DecisionView, adviser: str) -> ForecastView:
    """An adviser's forecast of an open decision as things stand; takes some hundred milliseconds."""
    bands = analysis.forecast(game, decision.id, adviser)
    scenario = game.program.scenario
    return ForecastView(
        giver=scenario.cast[adviser],
        options=decision.options,
        played=tuple(option for option in decision.options if option.id in bands.lines),
        metrics=tuple(scenario.metrics[id] for id in bands.metrics),
        watched=tuple(scenario.metrics[id] for id in watched(scenario, scenario.cast[adviser], bands.metrics)),
        dates=("now", formatting.weekday_and_date(game.timeline, bands.steps[-1])),
        game=game,
        bands=bands,
    )
