"""What can be lost, in words: where each stake stands, and how far that is from its threshold or date."""

from __future__ import annotations

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.engine.meters import Meter
from ceo_sim.engine.stakes import StakeStanding, Standing
from ceo_sim.presentation import formatting
from ceo_sim.presentation.document import Fold, Paragraph, Parts, inline, note, sentence
from ceo_sim.scenario.metrics import bounds
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.timeline import Timeline

_WORDS = {"far": "", "near": "close", "lost": "crossed"}


@frozen
class StakeView:
    """Something that can be lost.

    Attributes:
        where: The figure of its metric, or what a survey gives; its date.
        age: How old the survey is, in few letters: `3 d old`; empty for what is seen directly.
        distance: How far off that is: `six above 40`, `in 12 days`.
        state: `close` or `crossed`; empty where it is neither, and for a date.
        text: What it means, with markup; empty if its author does not say it.
        standing: How it stands; see `StakeStanding`.
        nearness: The lower, the nearer; for where there is no room for all.
        in_full: All of this in a sentence, but for its text.
    """

    id: str
    name: str
    where: str
    age: str
    distance: str
    state: str
    text: str
    standing: Standing
    nearness: float
    in_full: str

    @property
    def summary(self) -> str:
        """It in a sentence, as short as it goes."""
        return formatting.full_stop(f"{self.name}: {self.position}")

    @property
    def position(self) -> str:
        """Where it stands, how far that is off, and the word for that."""
        where = f"{self.where} ({self.age})" if self.age else self.where
        return ", ".join(filter(None, (where, self.distance, self.state)))


def stakes(game: Game) -> tuple[StakeView, ...]:
    """What can be lost and is in sight, in the order of the file."""
    return tuple(_view(game, standing) for standing in game.stakes())


def nearest(views: tuple[StakeView, ...], room: int) -> tuple[StakeView, ...]:
    """So many of them, the nearest, in their order."""
    shown = sorted(views, key=lambda view: view.nearness)[:room]
    return tuple(view for view in views if view in shown)


def page(game: Game) -> Parts:
    """What can be lost, each at length."""
    parts = tuple(_at_length(view) for view in stakes(game))
    return parts or (note("Nothing is said to be at stake."),)


def _at_length(view: StakeView) -> Fold:
    text = (Paragraph(inline(view.text)),) if view.text else ()
    return Fold(view.name, (sentence(view.in_full), *text))


def _view(game: Game, standing: StakeStanding) -> StakeView:
    stake, meter = standing.stake, standing.meter
    if meter is None:
        step = int(standing.threshold)
        where, distance = _date(game.timeline, step), _days_until(game.timeline, game.now, step)
        in_full = f"{formatting.date_and_time(game.timeline, step)}, {distance}"
    else:
        where, distance = formatting.known_value(meter), _apart(meter, standing)
        unit = formatting.unit(meter.metric, where)
        survey = ", by a survey that is " + _survey_age(meter) if meter.surveyed else ""
        in_full = f"{meter.metric.name}: {' '.join(filter(None, (where, unit)))}{survey}, {distance}"
    state = "" if meter is None else _WORDS[standing.standing]
    return StakeView(
        id=stake.id,
        name=stake.name,
        where=where,
        age=formatting.survey_age(meter.age) if meter is not None and meter.surveyed else "",
        distance=distance,
        state=state,
        text=game.fill(stake.text),
        standing=standing.standing,
        nearness=standing.distance,
        in_full=", ".join(filter(None, (in_full, state))),
    )


def _survey_age(meter: Meter) -> str:
    days = round(meter.age)
    return "of today" if days < 1 else f"{formatting.counted(days, 'day')} old"


# ---- how far off --------------------------------------------------------------------------------------------


def _apart(meter: Meter, standing: StakeStanding) -> str:
    """How far a metric is from a threshold: `six above 40`, `four to ten above 40`."""
    metric, threshold = meter.metric, standing.threshold
    low, high = (formatting.figures_apart(metric, threshold, value) for value in (meter.low, meter.high))
    limit = formatting.figure(metric, threshold)
    if not low and not high:
        return _on(metric, meter.value - threshold, limit)
    first, last = _sizes(metric, *sorted((low, high), key=abs))
    if low * high < 0:
        below, above = _sizes(metric, low, high)
        return f"between {below} below and {above} above {limit}"
    if low == high:
        return f"{first} {_side(low)} {limit}"
    return f"{first if low and high else 'up'} to {last} {_side(low + high)} {limit}"


def _on(metric: Metric, apart: float, limit: str) -> str:
    """What reads like the threshold: on it, or off by less than its figures show."""
    if abs(apart) <= 1e-9 * max(1.0, *map(abs, bounds(metric))):
        return f"just at {limit}"
    return f"just {_side(apart)} {limit}"


def _side(apart: float) -> str:
    return "above" if apart > 0 else "below"


def _sizes(metric: Metric, *apart: float) -> list[str]:
    """How far apart, in words where all of it is said in one."""
    figures = [formatting.figure(metric, abs(each)) for each in apart]
    words = [formatting.small_number(figure) for figure in figures]
    is_said = all(word != figure or not each for word, figure, each in zip(words, figures, apart, strict=True))
    return words if is_said else figures


# ---- how long until -----------------------------------------------------------------------------------------


def _date(timeline: Timeline, step: int) -> str:
    return formatting.weekday_and_date(timeline, step)


def _days_until(timeline: Timeline, now: int, step: int) -> str:
    """How long it is until a date: `in 12 days`, `tomorrow at 09:00`."""
    moment = timeline.moment(step)
    days = timeline.day_number(step) - timeline.day_number(now)
    if isinstance(moment, int):
        return "now" if days <= 0 else f"in {formatting.counted(days, 'turn')}"
    if days <= 0:
        return "now" if step <= now else f"today at {formatting.hour(moment)}"
    return f"tomorrow at {formatting.hour(moment)}" if days == 1 else f"in {formatting.counted(days, 'day')}"
