"""Who gives forecasts and for what, and a forecast: how a decision may go on, option by option."""

from __future__ import annotations

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from ceo_sim.analysis import forecast as analysis
from ceo_sim.analysis.assumptions import overrides
from ceo_sim.analysis.forecast_bands import QUANTILES, ForecastBands
from ceo_sim.engine.game import Game
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.decision import DecisionView
from ceo_sim.presentation.locks import lock_text
from ceo_sim.scenario.metrics import bounds, is_headline
from ceo_sim.scenario.model import Cast

LOW, MIDDLE, HIGH = (QUANTILES.index(level) for level in (0.05, 0.5, 0.95))
LANES = analysis.LANES
METHOD = """A thousand plays of each option, from this moment to the end, under this adviser's own assumptions. Later \
choices fall by lot, with the same luck for every option."""
HOW_TO_READ = "Each figure is the middle of a thousand plays; nine in ten of them lie in the range behind it."


@frozen
class GiverView:
    """Somebody who gives forecasts.

    Attributes:
        price: What it takes: `1 hour`, `no time`; whether or not it was paid already.
        is_asked: Whether it was paid already.
        lock: Why it cannot be had now, or empty.
        terms: What it takes now, in short.
        note: What else there is to it: its lock, or the options for which there would be too little time; or empty.
    """

    id: str
    name: str
    role: str
    leans: str
    price: str
    is_asked: bool
    lock: str
    terms: str
    note: str

    @property
    def person(self) -> str:
        """A name and what they do."""
        return f"{self.name}, {self.role}" if self.role else self.name


def has_forecasts(game: Game) -> bool:
    """Whether anybody in this story gives forecasts."""
    return bool(analysis.givers(game.program.scenario))


def givers(game: Game, decision: DecisionView) -> tuple[GiverView, ...]:
    """Everybody who gives forecasts, with what it takes for an open decision."""
    return tuple(_giver_view(game, decision, person) for person in analysis.givers(game.program.scenario))


def price(game: Game, person: Cast) -> str:
    """What a forecast takes: `1 hour`, or `no time`."""
    named = game.program.scenario.budgets
    costs = [formatting.amount(float(cost), named[id].name) for id, cost in (person.forecast or {}).items() if cost]
    return ", ".join(costs) or "no time"


def _giver_view(game: Game, decision: DecisionView, person: Cast) -> GiverView:
    is_asked = game.consulted(decision.id, person.id)
    lock = None if is_asked else game.consultation_lock(decision.id, person.id)
    locked = "" if lock is None else lock_text(game.program.scenario, lock)
    takes = price(game, person)
    terms, note = takes, ""
    if is_asked:
        terms = "asked already: free"
    elif lock is not None:
        terms, note = "not now", f"Locked: {locked}"
    elif any((person.forecast or {}).values()):
        left = _left_after(game, person)
        rest = (formatting.number(left[id]) for id, cost in (person.forecast or {}).items() if cost)
        terms, note = f"{takes}, {', '.join(rest)} left after", _out_of_reach(game, decision, left)
    return GiverView(
        id=person.id,
        name=person.name,
        role=person.role,
        leans=person.leans,
        price=takes,
        is_asked=is_asked,
        lock=locked,
        terms=terms,
        note=note,
    )


def _left_after(game: Game, person: Cast) -> dict[str, float]:
    """What would be left of each budget after a forecast."""
    costs = person.forecast or {}
    return {id: left - float(costs.get(id, 0)) for id, left in game.budgets.items()}


def _out_of_reach(game: Game, decision: DecisionView, left: dict[str, float]) -> str:
    """The options for which there would be too little left afterwards."""
    written = game.program.scenario.decisions[decision.id].options
    numbers = [
        str(option.number)
        for option in decision.options
        if not option.lock and any(float(cost) > left[id] for id, cost in written[option.id].cost.items())
    ]
    if not numbers:
        return ""
    return f"After it there is too little time for option{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}."


# ---- a forecast ---------------------------------------------------------------------------------------------


@frozen
class ForecastMetric:
    """A metric that a forecast has; `now` is where it stands, as far as that is known."""

    id: str
    name: str
    unit: str
    is_headline: bool
    now: str
    scale: tuple[float, float]


@frozen
class RangeView:
    """Where a metric may stand: `when` is a date in few letters, or `at the end`; `text` is `61 (50 to 70)`."""

    when: str
    text: str


@frozen
class OptionForecast:
    """An option, and how often each ending came of it, the most frequent first; locked ones are not played."""

    id: str
    number: int
    label: str
    is_played: bool
    endings: tuple[str, ...]


@frozen(eq=False)
class ForecastView:
    """A forecast.

    Attributes:
        person: Whose it is, by name.
        giver: The same with what they do.
        options: As the decision has them.
        metrics: What was forecast, the headline ones first.
        start: The date of its first step in words, and that of its last.
        overrides: The story's numbers that this person would put otherwise: `Weight: 2 instead of 1`.
        agrees: What to say where there are none.
    """

    person: str
    giver: str
    options: tuple[OptionForecast, ...]
    metrics: tuple[ForecastMetric, ...]
    dates: tuple[str, str]
    overrides: tuple[str, ...]
    agrees: str
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

    def axis_labels(self, metric: str, low: float, high: float) -> tuple[str, str]:
        """Both ends of such a scale in figures."""
        return formatting.axis_labels(self._game.program.scenario.metrics[metric], low, high)

    def ranges(self, option: str, metric: str) -> tuple[RangeView, ...]:
        """Where a metric may stand after a week, if the story lasts that long, and at the end."""
        timeline, band = self._game.timeline, self.band(option, metric)
        week = self._bands.after_a_week(timeline)
        later = () if week is None else ((formatting.weekday_and_date(timeline, self.steps[week]), week),)
        return tuple(
            RangeView(when, self._range(metric, band[:, place])) for when, place in (*later, ("at the end", -1))
        )

    def _range(self, id: str, values: NDArray[np.float64]) -> str:
        metric = self._game.program.scenario.metrics[id]
        low, middle, high = (formatting.figure(metric, float(values[level])) for level in (LOW, MIDDLE, HIGH))
        return f"{middle} ({low} to {high})"


def forecast_view(game: Game, decision: DecisionView, adviser: str) -> ForecastView:
    """An adviser's forecast of an open decision as things stand; takes some hundred milliseconds."""
    bands = analysis.forecast(game, decision.id, adviser)
    scenario = game.program.scenario
    person = scenario.cast[adviser]
    return ForecastView(
        person=person.name,
        giver=formatting.person(person),
        options=tuple(
            OptionForecast(
                id=option.id,
                number=option.number,
                label=option.label,
                is_played=option.id in bands.lines,
                endings=endings(game, bands, option.id) if option.id in bands.lines else (),
            )
            for option in decision.options
        ),
        metrics=tuple(_metric_view(game, id) for id in bands.metrics),
        dates=("now", formatting.weekday_and_date(game.timeline, bands.steps[-1])),
        overrides=tuple(
            f"{naming.display_name(assumption)}: {formatting.override_text(theirs, value)}"
            for assumption, value, theirs in overrides(scenario, person.assumes)
        ),
        agrees=f"{person.name} takes every number as the story has it.",
        game=game,
        bands=bands,
    )


def endings(game: Game, bands: ForecastBands, line: str) -> tuple[str, ...]:
    """How often each ending came, the most frequent first: `Sold 40 %`."""
    shares = bands.endings_of(line)
    return tuple(f"{naming.ending_title(game, id)} {formatting.percent(share)}" for id, share in shares)


def _metric_view(game: Game, id: str) -> ForecastMetric:
    metric = game.program.scenario.metrics[id]
    now = formatting.known_value(game.meter(id))
    return ForecastMetric(id, metric.name, metric.unit, is_headline(metric), now, bounds(metric))
