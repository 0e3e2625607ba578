"""The player's own predictions: asked in a line, and held against what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ceo_sim.analysis.predictions import AdviserScore, Prediction, adviser_scores, predictions, score
from ceo_sim.engine.game import Game
from ceo_sim.engine.snapshots import Direction
from ceo_sim.plain.lines import INDENT
from ceo_sim.presentation import formatting, naming
from ceo_sim.presentation.desk import MeterView
from ceo_sim.presentation.predictions import how_to_type

PROMPT = "Up, down or same, or nothing: "
OFF = ("off", "never")
_WENT: dict[Direction, str] = {"up": "went up", "down": "went down", "same": "stayed the same"}


def asked(question: str, meters: Sequence[MeterView], *, first: bool) -> Iterator[str]:
    """What is asked; at length the first time."""
    yield question
    yield f"{', '.join(meter.name for meter in meters)}."
    if first:
        yield how_to_type(len(meters))
        yield "What you say changes nothing; it is held against what came, after the end. off stops the question."


# ---- after the end -------------------------------------------------------------------------------------------


def came(game: Game) -> Iterator[str]:
    """The player's predictions and the advisers' forecasts, beside what came."""
    found = predictions(game)
    yield from _mine(game, found) if found else ["You made no predictions."]
    yield ""
    advisers = adviser_scores(game)
    yield from _theirs(game, advisers) if advisers else ["No adviser's forecast can be held against what came."]


def _mine(game: Game, found: Sequence[Prediction]) -> Iterator[str]:
    counted = score(found)
    yield f"{counted.right} of your {formatting.counted(counted.made, 'prediction')} came true."
    direction, often = counted.commonest
    yield f"Always saying {direction} would have been right {often} of {counted.made} times."
    for metric, right, made in counted.by_metric:
        yield f"{metric.name}: {right} of {made}."
    for said in _WENT:
        times = [(came, counted.table.get((said, came), 0)) for came in _WENT]
        if any(count for _, count in times):
            what = ", ".join(f"{_WENT[came]} {count}" for came, count in times if count)
            yield f"When you said {said}: it {what}."
    for answer, each in groupby(found, key=lambda one: one.answer):
        given = game.answers[answer]
        yield f"{answer + 1}. {naming.choice_name(game, given.decision, given.option)}."
        for one in each:
            moved = "" if one.came == "same" else f", by {formatting.figure(one.metric, abs(one.change))}"
            yield f"{INDENT}{one.metric.name}: you said {one.said}, it {_WENT[one.came]}{moved}."


def _theirs(game: Game, found: Sequence[AdviserScore]) -> Iterator[str]:
    inside = sum(one.inside for one in found)
    yield f"Of the ranges that advisers gave, {inside} of {len(found)} held what came."
    yield "A range of nine in ten should hold it nine times in ten, if its assumptions are right."
    for (adviser, decision), ones in groupby(found, key=lambda one: (one.adviser.name, one.decision)):
        yield f"{adviser} on {naming.decision_title(game, decision)}"
        for one in ones:
            low, high, figure = formatting.range_and_value(one.metric, one.low, one.high, one.came)
            by = formatting.date(game.timeline.moment(one.at))
            came = f"{figure}, {one.place}"
            yield f"{INDENT}{one.metric.name}, by {by}: {low} to {high}. It was {came}."
