"""The course of each metric in words: what a chart would show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ceo_sim.analysis.provenance import cause_name
from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Row, Share, shares
from ceo_sim.plain import lines
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting
from ceo_sim.scenario.metrics import debrief_metrics, display_epsilon, guess_metric
from ceo_sim.scenario.model import Metric

WEIGHTIEST = 5
"""Causes of a metric that are told with its course; `why` tells more."""
LARGEST_MOVES = 3
DAY_BY_DAY = 10
"""A story of more days than this is told week by week."""


@frozen
class _Move:
    """A day's change of a metric, up to and with a step."""

    step: int
    amount: float
    cause: Share


def courses(game: Game, named: str = "") -> Iterator[str]:
    """The large metrics side by side, then the course of each, what moved it most, and why.

    With `all` every metric's course follows, with a name only that of one.
    """
    (stops, every), metrics = _stops(game), debrief_metrics(game.program.scenario)
    if named not in ("", "all"):
        metric = guess_metric(game.program.scenario, named)
        if metric in metrics:
            yield from _course(game, metric, stops, every)
        else:
            yield f"There is no meter {lines.quoted(named)}. Type meters and one of: {_names(metrics)}."
        return
    large = [metric for metric in metrics if metric.headline]
    if large:
        yield f"{every} by {every.lower()}"
        yield f"At the start: {_side_by_side(large, [game.start_value(metric.id) for metric in large])}."
        for stop in stops:
            values = [game.course(metric.id)[stop] for metric in large]
            yield f"{formatting.date(game.timeline.moment(stop))}: {_side_by_side(large, values)}."
    for metric in metrics if named or not large else large:
        yield ""
        yield from _course(game, metric, stops, every)
    if others := [metric for metric in metrics if not metric.headline and not named]:
        yield ""
        yield f"Type meters and a name for one more, or meters all: {_names(others)}."


def _names(metrics: Iterable[Metric]) -> str:
    return ", ".join(metric.name for metric in metrics)


def _side_by_side(metrics: Sequence[Metric], values: Sequence[float]) -> str:
    return ", ".join(
        f"{metric.name} {formatting.figure(metric, value)}" for metric, value in zip(metrics, values, strict=True)
    )


def _stops(game: Game) -> tuple[list[int], str]:
    """The steps at which courses are told, ends of days or weeks, and which of the two."""
    ends = game.timeline.ends_of_days(game.now)
    if not game.timeline.by_date:
        return ends, "Turn"
    if len(ends) <= DAY_BY_DAY:
        return ends, "Day"
    return [*ends[6:-1:7], ends[-1]], "Week"


def _course(game: Game, metric: Metric, stops: Sequence[int], every: str) -> Iterator[str]:
    timeline, course = game.timeline, game.course(metric.id)
    yield f"{metric.name}: {formatting.from_to(metric, game.start_value(metric.id), course[-1])}."
    for word, best in (("Lowest", min), ("Highest", max)):
        step = best(range(len(course)), key=course.__getitem__)
        yield f"{INDENT}{word}: {formatting.figure(metric, course[step])} on {formatting.date(timeline.moment(step))}."
    if not metric.headline:
        figures = ", ".join(f"{course[step]:,.{metric.decimals}f}" for step in stops)
        yield f"{INDENT}{every} by {every.lower()}: {figures}."
    if moves := _largest_moves(game, metric):
        yield f"{INDENT}It moved most on"
        for move in moves:
            day = formatting.date(timeline.moment(move.step))
            yield f"{INDENT}- {day}, by {formatting.change(metric, move.amount)}: {_cause(game, metric, move.cause)}"
    causes = [share for share in game.ledger.why(metric.id) if share.kind != "start"]
    if not causes:
        yield f"{INDENT}Nothing moved it."
        return
    yield f"{INDENT}What weighed most, all told"
    shown = causes if len(causes) == WEIGHTIEST + 1 else causes[:WEIGHTIEST]
    for share in shown:
        yield f"{INDENT}- {_cause(game, metric, share)}"
    if rest := causes[len(shown) :]:
        together = formatting.change(metric, sum(share.amount for share in rest))
        yield f"{INDENT}- {len(rest)} further causes, {together} together."


def _largest_moves(game: Game, metric: Metric) -> list[_Move]:
    """The days on which it moved most, the earliest first, each with the cause that did most of it."""
    rows = [row for row in game.ledger.of(metric.id) if row.kind != "start"]
    moves = []
    before = -1
    for end in game.timeline.ends_of_days(game.now):
        of_the_day: list[Row] = [row for row in rows if before < row.step <= end]
        amount = sum(row.amount for row in of_the_day)
        if abs(amount) >= display_epsilon(metric):
            cause = max(shares(of_the_day), key=lambda share: share.amount * (1 if amount > 0 else -1))
            moves.append(_Move(end, amount, cause))
        before = end
    largest = sorted(moves, key=lambda move: -abs(move.amount))[:LARGEST_MOVES]
    return sorted(largest, key=lambda move: move.step)


def _cause(game: Game, metric: Metric, share: Share) -> str:
    name = cause_name(game.program.scenario, share.kind, share.cause).rstrip(".")
    return f"{name}, {formatting.change(metric, share.amount)}."
