"""The one object that owns the session: it answers and waits, and gives the screens what they show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import define, field

from ceo_sim.analysis.forecast import forecast, givers
from ceo_sim.analysis.forecast_bands import ForecastBands
from ceo_sim.analysis.provenance import cause_name
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Row, Share, shares
from ceo_sim.engine.meters import Meter
from ceo_sim.engine.needing import needs_player
from ceo_sim.engine.snapshots import DecisionView, Direction, Movement, Promised, Report, Waiting
from ceo_sim.presentation import formatting
from ceo_sim.saves.session import Session
from ceo_sim.scenario.metrics import is_exact, is_large, is_seen, told_metrics
from ceo_sim.scenario.model import Cast, Metric, Scenario
from ceo_sim.tui.sights import AgendaLine, MeterSight, NewsSight, Sight


@define(eq=False)
class Play:
    """A playthrough at the screen.

    Attributes:
        session: The game and its save.
        fresh_from: The step from which news are new to the player.
    """

    session: Session
    fresh_from: int = 0
    _forecasts: dict[tuple[object, ...], ForecastBands] = field(factory=dict)

    @property
    def game(self) -> Game:
        """The game; only to be looked at."""
        return self.session.game

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self.game.program.scenario

    @property
    def company(self) -> str:
        """Whose desk it is."""
        return self.scenario.info.company or self.scenario.info.title

    def is_kept_in(self, path: Path) -> bool:
        """Whether that file, however it is named, is the save of this game."""
        return self.session.path.resolve() == path.resolve()

    @property
    def moment(self) -> tuple[int, int, int]:
        """Where the game stands: what is shown of it is the same as long as this is."""
        return self.game.now, len(self.game.answers), len(self.game.consultations)

    # ---- what is done ---------------------------------------------------------------------------------------

    def choose(
        self, decision: str, option: str, reason: str, predicted: Mapping[str, Direction] | None = None
    ) -> Report:
        """Give an answer."""
        return self.session.choose(decision, option, reason, predicted=predicted)

    def pass_day(self) -> Report:
        """Let the day pass."""
        self.fresh_from = self.game.now + 1
        return self.session.wait()

    def pass_on(self) -> Report:
        """Let days pass until something needs the player."""
        first = self.game.now + 1
        reports = [self.pass_day()]
        while not needs_player(self.game, reports[-1]):
            reports.append(self.pass_day())
        self.fresh_from = first
        return merged(reports)

    # ---- forecasts ------------------------------------------------------------------------------------------

    def givers(self) -> list[Cast]:
        """Those who give forecasts."""
        return givers(self.scenario)

    def price(self, person: Cast) -> str:
        """What a forecast takes: `1 hour`, or nothing if it is free."""
        budgets = self.scenario.budgets
        costs = (person.forecast or {}).items()
        return ", ".join(formatting.amount(float(cost), budgets[id].name) for id, cost in costs if cost)

    def left_after(self, person: Cast) -> dict[str, float]:
        """What would be left of each budget after a forecast."""
        costs = person.forecast or {}
        return {id: left - float(costs.get(id, 0)) for id, left in self.game.budgets.items()}

    def forecast(self, decision: str, adviser: str) -> ForecastBands:
        """An adviser's forecast of an open decision as things stand; takes a moment, so not on the screen's thread."""
        moment = (decision, adviser, *self.moment)
        found = self._forecasts.get(moment)
        if found is None:
            found = forecast(self.game, decision, adviser)
            # One is 100 KB, and those of other moments are never asked for again. A new dict, as another thread may
            # still be at work on a forecast that was left.
            self._forecasts = {moment: found}
        return found

    # ---- what is shown --------------------------------------------------------------------------------------

    def headline(self) -> list[MeterSight]:
        """The headline meters."""
        large = (metric.id for metric in self.scenario.metrics.values() if is_large(metric))
        return [self.meter_sight(self.game.meter(id)) for id in large]

    def sight(self) -> Sight:
        """The desk as it is now."""
        meters = [self.meter_sight(meter) for meter in self.game.meters()]
        return Sight(
            company=self.company,
            when=formatting.date_and_part(self.game.timeline, self.game.now),
            hours=self.hours(),
            headline=tuple(one for one in meters if is_large(one.meter.metric)),
            side=tuple(one for one in meters if is_seen(one.meter.metric) and not is_large(one.meter.metric)),
            feed=tuple(self.feed()),
            agenda=tuple(self._agenda_line(waiting) for waiting in self.game.agenda()),
            promises=tuple((promise, self._due(promise)) for promise in self.game.promises()),
            remarks=tuple(self.game.remarks()),
            due=self._calendar(),
        )

    def _calendar(self) -> tuple[tuple[str, str, str], ...]:
        game = self.game
        dated = [
            (game.now if waiting.urgent else waiting.expires, "decide", waiting.title)
            for waiting in game.agenda()
            if waiting.urgent or waiting.expires is not None
        ]
        dated += [(promise.due, "promised", promise.text) for promise in game.promises() if promise.state == "open"]
        found = sorted(((step, kind, what) for step, kind, what in dated if step is not None), key=lambda each: each[0])
        return tuple(
            ("now" if step <= game.now else formatting.weekday_and_date(game.timeline, step), kind, what)
            for step, kind, what in found
        )

    def hours(self) -> str:
        """What is left of each budget today."""
        left = self.game.budgets
        parts = [
            f"{formatting.number(left[id])} of {formatting.amount(budget.refill, budget.name)} left"
            for id, budget in self.scenario.budgets.items()
        ]
        return " · ".join(parts)

    def feed(self) -> Iterable[NewsSight]:
        """The feed, oldest first."""
        for item in self.game.news:
            yield NewsSight(
                formatting.weekday_and_part(self.game.timeline, item.step), item, item.step >= self.fresh_from
            )

    def ask(self, decision: str) -> DecisionView:
        """An open decision as it is put to the player."""
        return self.game.ask(decision)

    def meter_sight(self, meter: Meter) -> MeterSight:
        """A meter with the largest cause of its last move, unless it is known by survey only."""
        if meter.surveyed or formatting.arrow(meter.metric, meter.change) == formatting.LEVEL:
            return MeterSight(meter, "")
        rows = self._rows_since_yesterday(meter.metric.id)
        return MeterSight(meter, largest_cause(self.scenario, shares(rows)))

    def why_metrics(self) -> list[Metric]:
        """The metrics whose ledger may be read: in play those seen directly, afterwards all that are shown."""
        return [metric for metric in told_metrics(self.scenario) if self.game.ended or is_exact(metric)]

    def _rows_since_yesterday(self, metric: str) -> list[Row]:
        timeline, now = self.game.timeline, self.game.now
        first = now
        while first > 0 and not timeline.starts_day(first):
            first -= 1
        found = []
        for row in reversed(self.game.ledger.rows):
            if row.step < first:
                break
            if row.metric == metric and row.kind != "start":
                found.append(row)
        return found

    def _agenda_line(self, waiting: Waiting) -> AgendaLine:
        game = self.game
        left = {budget.name: game.budgets[id] for id, budget in self.scenario.budgets.items()}
        price = ", ".join(formatting.cost_range(name, least, most) for name, least, most in waiting.cost)
        short = [
            f"{formatting.number(left[name])} {name} left" for name, least, _ in waiting.cost if least > left[name]
        ]
        deadline = "whenever"
        if waiting.urgent:
            deadline = "must be answered now"
        elif waiting.expires is not None:
            deadline = formatting.deadline(game.timeline, game.now, waiting.expires)
        tomorrow = game.timeline.next_day(game.now)
        last_day = waiting.expires is not None and waiting.expires <= tomorrow
        return AgendaLine(
            waiting.id,
            waiting.title,
            waiting.urgent,
            price,
            deadline,
            last_day,
            "not today: " + short[0] if short else "",
        )

    def _due(self, promise: Promised) -> str:
        if promise.state != "open":
            return promise.state
        return formatting.due_date(self.game.timeline, self.game.now, promise.due, text=promise.text)


def largest_cause(scenario: Scenario, causes: Iterable[Share]) -> str:
    """The cause that weighs most, in words."""
    found = [share for share in causes if share.kind != "start"]
    return cause_name(scenario, found[0].kind, found[0].cause) if found else ""


def merged(reports: list[Report]) -> Report:
    """Several reports in a row as one."""
    moves: dict[str, list[Movement]] = {}
    for report in reports:
        for move in report.moved:
            moves.setdefault(move.metric.id, []).append(move)
    moved = [_joined(found) for found in moves.values()]
    return Report(
        start=reports[0].start,
        end=reports[-1].end,
        entries=tuple(entry for report in reports for entry in report.entries),
        news=tuple(item for report in reports for item in report.news),
        moved=tuple(sorted(moved, key=lambda move: -move.weight)),
    )


def _joined(moves: list[Movement]) -> Movement:
    totals: dict[tuple[str, str], Share] = {}
    for share in (share for move in moves for share in move.causes):
        key = share.kind, share.cause
        before = totals[key].amount if key in totals else 0.0
        totals[key] = Share(share.kind, share.cause, before + share.amount)
    causes = sorted(totals.values(), key=lambda share: -abs(share.amount))
    return Movement(moves[0].metric, moves[0].before, moves[-1].after, tuple(causes))
