"""The desk as it stands: meters, budgets, the agenda, promises, what is due, what is said."""

from __future__ import annotations

from typing import Literal

from attrs import frozen

from ceo_sim.engine.evaluate import at_least
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Row, shares
from ceo_sim.engine.meters import Meter
from ceo_sim.engine.play_log import NewsItem
from ceo_sim.engine.snapshots import Promised, Waiting
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.stakes import StakeView, stakes
from ceo_sim.scenario.metrics import debrief_metrics, is_exact, is_headline, is_seen
from ceo_sim.scenario.model import Metric
from ceo_sim.scenario.timeline import Timeline

IDLE = "With an hour to spare"
"""What stands over what can be done with free hours."""


@frozen
class MeterView:
    """A meter.

    Attributes:
        value: Its figure, or the range that a survey gives: `61`, `70–80`.
        band: The author's word for the value, or empty.
        move: Its last change as an arrow and a size: `▼7`; `=` if its figure is the same. Since this time yesterday, or
            on the first day since the start; for what is surveyed, since the survey before.
        is_good: Whether those it speaks of would wish for that change; None if there is none, or nothing to wish for.
        trend: The same in words: `down 7 since yesterday`; empty where there is nothing to compare with.
        cause: The largest cause of its last change, unless it is only surveyed.
        age: How old the survey is, in few letters: `3 d old`; empty for what is seen directly.
        as_of: The same in words: `survey is 3 days old`.
        course: Its value at the end of each day so far, or each survey, and now.
    """

    metric: Metric
    is_headline: bool
    value: str
    band: str
    move: str
    is_good: bool | None
    trend: str
    cause: str
    age: str
    as_of: str
    course: tuple[float, ...]

    @property
    def id(self) -> str:
        """The id of its metric."""
        return self.metric.id

    @property
    def name(self) -> str:
        """What it is called."""
        return self.metric.name

    @property
    def summary(self) -> str:
        """It in a sentence: word, figure, age, trend, and whether that is for the better."""
        figure = f"{self.value} {formatting.unit(self.metric, self.value)}".strip()
        parts = (self.band, figure, self.as_of, self.trend, formatting.verdict(self.is_good))
        return formatting.full_stop(f"{self.name}: {', '.join(filter(None, parts))}")


@frozen
class AgendaLine:
    """A decision that waits.

    Attributes:
        price: What it takes, whichever option is chosen: `0 to 2 hours`; empty if nothing.
        deadline: Until when, as seen from now: `until tomorrow evening`, `whenever`, `must be answered now`; empty for
            what stands for free hours.
        deadline_in_full: The same with date, hour and what is left.
        obstacle: Why it cannot be taken today, or empty.
        expires: The step at which it runs out; None if it can wait for ever.
    """

    id: str
    title: str
    is_urgent: bool
    expires: int | None
    price: str
    deadline: str
    deadline_in_full: str
    obstacle: str


@frozen
class PromiseView:
    """A promise that is still to be kept.

    Attributes:
        due: Until when, to be put right behind its text: `, by Friday 12 June (12 days)`.
        days_left: Days, or turns, until then.
    """

    id: str
    text: str
    due: str
    days_left: float


@frozen
class DueLine:
    """Something with a date.

    Attributes:
        when: In few letters: `now`, `Sun 31 May`; in full with its hour and how far off it is.
    """

    when: str
    when_in_full: str
    kind: Literal["decide", "promised"]
    text: str


@frozen
class Remark:
    """What an adviser says, on the desk or to an option."""

    person: str
    text: str


@frozen
class NewsView:
    """A line of the feed.

    Attributes:
        when: A weekday, or a date in a story of more than a week, and a part of it; in full a date and its hour.
        agree: How many agree, in words; empty where nobody was counted.
        is_fresh: Whether it has come since the player last let time pass.
    """

    when: str
    when_in_full: str
    sender: str
    role: str
    text: str
    agree: str
    is_fresh: bool


@frozen
class DeskView:
    """All that a desk tells.

    Attributes:
        when: The date and the part of the day; in full with its year and hour.
        budgets: What is left of each today.
        stakes: What can be lost.
        meters: Those that have come to matter, the headline ones first; `unseen` are the others.
        standing: What can be done with free hours.
        promises: Those still to be kept.
        due: What has a date, the soonest first.
    """

    company: str
    when: str
    when_in_full: str
    budgets: tuple[str, ...]
    stakes: tuple[StakeView, ...]
    meters: tuple[MeterView, ...]
    unseen: tuple[MeterView, ...]
    agenda: tuple[AgendaLine, ...]
    standing: tuple[AgendaLine, ...]
    promises: tuple[PromiseView, ...]
    remarks: tuple[Remark, ...]
    due: tuple[DueLine, ...]
    feed: tuple[NewsView, ...]

    @property
    def headline(self) -> tuple[MeterView, ...]:
        """The meters that are always in view."""
        return tuple(meter for meter in self.meters if meter.is_headline)

    @property
    def side(self) -> tuple[MeterView, ...]:
        """The other meters."""
        return tuple(meter for meter in self.meters if not meter.is_headline)

    @property
    def all_meters(self) -> tuple[MeterView, ...]:
        """All meters that may be seen, those that have come to matter first."""
        return (*self.meters, *self.unseen)

    @property
    def takeable(self) -> tuple[AgendaLine, ...]:
        """All that can be taken, as it is numbered: the agenda, and then what is for free hours."""
        return (*self.agenda, *self.standing)


def desk_view(game: Game, fresh_from: int = 0) -> DeskView:
    """The desk as it is now; `fresh_from` is the step from which news are new to the player."""
    info = game.program.scenario.info
    seen = meters(game)
    return DeskView(
        company=info.company or info.title,
        when=formatting.date_and_part(game.timeline, game.now),
        when_in_full=formatting.full_date(game.timeline, game.now),
        budgets=budgets(game),
        stakes=stakes(game),
        meters=tuple(meter for meter in seen if game.has_appeared(meter.id)),
        unseen=tuple(meter for meter in seen if not game.has_appeared(meter.id)),
        agenda=tuple(agenda_line(game, waiting) for waiting in game.agenda()),
        standing=tuple(agenda_line(game, waiting) for waiting in game.standing()),
        promises=tuple(_promise_view(game, promise) for promise in game.promises() if promise.state == "open"),
        remarks=tuple(Remark(person.name, text) for person, text in game.remarks()),
        due=due(game),
        feed=feed(game, fresh_from),
    )


def budgets(game: Game) -> tuple[str, ...]:
    """What is left of each budget: `3 of 8 hours left`."""
    return tuple(
        f"{formatting.number(game.budgets[id])} of {formatting.budgeted(budget.refill, budget)} left"
        for id, budget in game.program.scenario.budgets.items()
    )


# ---- meters -------------------------------------------------------------------------------------------------


def meters(game: Game) -> list[MeterView]:
    """The meters that may be seen, the headline ones first."""
    seen = [meter for meter in game.meters() if is_seen(meter.metric)]
    return [meter_view(game, meter) for meter in sorted(seen, key=lambda meter: not is_headline(meter.metric))]


def headline(game: Game) -> list[MeterView]:
    """The meters that are always in view."""
    large = (metric.id for metric in game.program.scenario.metrics.values() if is_headline(metric))
    return [meter_view(game, game.meter(id)) for id in large]


def meter_view(game: Game, meter: Meter) -> MeterView:
    """A meter in words."""
    metric, timeline = meter.metric, game.timeline
    before, now = meter.course[-1] if meter.before is None else meter.before, meter.course[-1]
    apart = formatting.figures_apart(metric, before, now)
    return MeterView(
        metric=metric,
        is_headline=is_headline(metric),
        value=formatting.known_value(meter),
        band=meter.band,
        move=(move := formatting.arrow_and_size(metric, before, now)),
        is_good=is_good(metric, apart),
        trend=_trend(game, meter, move),
        cause=_largest_cause(game, meter.metric) if apart and not meter.surveyed else "",
        age=formatting.survey_age(meter.age) if meter.surveyed else "",
        as_of=_as_of(meter, timeline) if meter.surveyed else "",
        course=meter.course,
    )


def is_good(metric: Metric, change: float) -> bool | None:
    """Whether those that a metric speaks of would wish for a change; None if there is none, or nothing to wish for."""
    if not change or metric.better == "neither":
        return None
    return (change > 0) == (metric.better == "higher")


def metrics_with_causes(game: Game) -> list[Metric]:
    """The metrics whose ledger may be read: in play those seen directly, afterwards all that are shown."""
    return [metric for metric in debrief_metrics(game.program.scenario) if game.ended or is_exact(metric)]


def _trend(game: Game, meter: Meter, move: str) -> str:
    if meter.before is None:
        return ""
    is_first_day = not meter.surveyed and game.now < game.timeline.steps_a_day
    since = "the survey before" if meter.surveyed else "the start" if is_first_day else _day_before(game.timeline)
    if move == formatting.LEVEL:
        return f"unchanged since {since}"
    return f"{'up' if move[0] == formatting.UP else 'down'} {move[1:]} since {since}"


def _day_before(timeline: Timeline) -> str:
    if not timeline.by_date:
        return "the turn before"
    return "yesterday" if timeline.step_days <= 1 else f"{formatting.elapsed(timeline, 1)} ago"


def _as_of(meter: Meter, timeline: Timeline) -> str:
    if meter.age <= 0:
        return "survey of today" if timeline.by_date else "survey of this turn"
    return f"survey is {formatting.elapsed(timeline, round(meter.age / timeline.step_days))} old"


def _largest_cause(game: Game, metric: Metric) -> str:
    causes = shares(_rows_since_yesterday(game, metric.id))
    return naming.cause_name(game, causes[0].kind, causes[0].cause) if causes else ""


def _rows_since_yesterday(game: Game, metric: str) -> list[Row]:
    day_before = game.now - game.timeline.steps_a_day
    rows = []
    for row in reversed(game.ledger.rows):
        if row.step <= day_before:
            break
        if row.metric == metric and row.kind != "start":
            rows.append(row)
    return rows


# ---- what waits, and what has a date ------------------------------------------------------------------------


def agenda_line(game: Game, waiting: Waiting) -> AgendaLine:
    """A decision that waits, in words."""
    left = game.budgets
    too_dear = [
        f"{formatting.budgeted(left[budget.id], budget)} left"
        for budget, least, _ in waiting.cost
        if not at_least(left[budget.id], least)
    ]
    relative, in_full = deadlines(game, waiting.expires, is_urgent=waiting.urgent)
    if waiting.is_standing:
        relative, in_full = "", ""
    return AgendaLine(
        id=waiting.id,
        title=waiting.title,
        is_urgent=waiting.urgent,
        expires=waiting.expires,
        price=", ".join(formatting.cost_range(*cost) for cost in waiting.cost),
        deadline=relative,
        deadline_in_full=in_full,
        obstacle="not today: " + too_dear[0] if too_dear else "",
    )


def deadlines(game: Game, expires: int | None, *, is_urgent: bool) -> tuple[str, str]:
    """Until when a decision can wait: as seen from now, and with date, hour and what is left."""
    if is_urgent:
        return "must be answered now", "must be answered now"
    if expires is None:
        return "whenever", "whenever"
    timeline = game.timeline
    last_day = ": last day" if expires <= timeline.next_day(game.now) else ""
    left = formatting.elapsed(timeline, max(0, expires - game.now))
    in_full = f"until {formatting.date_and_time(timeline, expires)}, {left} left"
    return formatting.deadline(timeline, game.now, expires) + last_day, in_full + last_day


def _promise_view(game: Game, promise: Promised) -> PromiseView:
    return PromiseView(
        id=promise.id,
        text=promise.text,
        due=formatting.due_date(game.timeline, game.now, promise.due, promise.text),
        days_left=game.timeline.days(promise.due - game.now),
    )


def due(game: Game) -> tuple[DueLine, ...]:
    """What has a date, the soonest first: decisions that must be taken or run out, and promises."""
    dated: list[tuple[int | None, Literal["decide", "promised"], str]] = [
        (game.now if waiting.urgent else waiting.expires, "decide", waiting.title) for waiting in game.agenda()
    ]
    dated += [(promise.due, "promised", promise.text) for promise in game.promises() if promise.state == "open"]
    known = sorted(((step, kind, text) for step, kind, text in dated if step is not None), key=lambda line: line[0])
    return tuple(DueLine(*_whens(game, step), kind, text) for step, kind, text in known)


def _whens(game: Game, step: int) -> tuple[str, str]:
    if step <= game.now:
        return "now", "now"
    left = formatting.elapsed(game.timeline, step - game.now)
    in_full = f"{formatting.date_and_time(game.timeline, step)}, in {left}"
    return formatting.weekday_and_date(game.timeline, step), in_full


# ---- what is said -------------------------------------------------------------------------------------------


def feed(game: Game, fresh_from: int = 0) -> tuple[NewsView, ...]:
    """The feed, oldest first."""
    return tuple(news_view(game, item, is_fresh=item.step >= fresh_from) for item in game.news)


def news_view(game: Game, item: NewsItem, *, is_fresh: bool = True) -> NewsView:
    """A line of the feed in words."""
    return NewsView(
        when=formatting.weekday_and_part(game.timeline, item.step),
        when_in_full=formatting.date_and_time(game.timeline, item.step),
        sender=item.sender,
        role=item.role,
        text=item.text,
        agree=f"{item.agree:,} agree" if item.agree else "",
        is_fresh=is_fresh,
    )


def senders(news: tuple[NewsView, ...]) -> list[str]:
    """Everybody who has spoken, by name."""
    return sorted({item.sender for item in news})
