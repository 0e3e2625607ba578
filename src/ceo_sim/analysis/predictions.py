"""Predictions and forecasts beside what came: the player's own predictions, and the forecasts of advisers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from ceo_sim.analysis.forecast import forecast
from ceo_sim.analysis.forecast_bands import QUANTILES, WEEK
from ceo_sim.engine.game import Game
from ceo_sim.engine.replay import replay
from ceo_sim.engine.snapshots import Direction
from ceo_sim.scenario.metrics import MOST_DECIMALS, fine_decimals, span
from ceo_sim.scenario.model import Cast, Metric

SAME_WITHIN = 0.01
"""Part of a metric's range within which it counts as unmoved, as it does where no change would be shown."""


@frozen
class Prediction:
    """A prediction of the player: which way a metric would have gone a day (a turn) after an answer.

    Attributes:
        answer: Which answer, counted from 0.
        predicted: What the player thought.
        actual: What came.
        change: The metric a day later, or at the end, less the metric right before the answer.
    """

    answer: int
    metric: Metric
    predicted: Direction
    actual: Direction
    change: float


@frozen
class Score:
    """How often the player was right.

    Attributes:
        by_metric: Each metric with how often the player was right and how often asked.
        table: How often each thing came after each was said, as (predicted, actual).
    """

    right: int
    made: int
    by_metric: tuple[tuple[Metric, int, int], ...]
    table: Mapping[tuple[Direction, Direction], int]

    @property
    def commonest(self) -> tuple[Direction, int]:
        """What came most often, and how often: who had always said that would have been right as many times."""
        actual = Counter[Direction]()
        for (_, direction), times in self.table.items():
            actual[direction] += times
        ((direction, times),) = actual.most_common(1)
        return direction, times


@frozen
class AdviserScore:
    """An adviser's forecast for the option that was taken, beside what came.

    Attributes:
        low: The forecast's 5th percentile for the metric at the step `at`.
        high: Its 95th percentile.
        actual: What the metric then was.
    """

    adviser: Cast
    decision: str
    metric: Metric
    low: float
    high: float
    actual: float
    at: int

    @property
    def inside(self) -> bool:
        """Whether what came lies in the range that was forecast."""
        return self.low <= self.actual <= self.high

    @property
    def place(self) -> str:
        """Where what came lies: inside the range, above or below it."""
        return "inside" if self.inside else "above" if self.actual > self.high else "below"


def predictions(game: Game) -> tuple[Prediction, ...]:
    """The player's predictions whose day has come, in their order."""
    return tuple(
        prediction for index, answer in enumerate(game.answers) for prediction in judged(game, index, answer.predicted)
    )


def judged(game: Game, index: int, predicted: Mapping[str, Direction]) -> list[Prediction]:
    """What was predicted at an answer beside what came; nothing as long as its day has not come."""
    due = game.answers[index].step + game.timeline.steps_a_day
    if due > game.now and not game.ended:
        return []
    of_answer = []
    for id, direction in predicted.items():
        metric = game.program.scenario.metrics.get(id)
        if metric is not None:
            change = game.course(id)[min(due, game.now)] - game.value_before(index, id)
            of_answer.append(Prediction(index, metric, direction, _direction(metric, change), change))
    return of_answer


def score(predictions: Sequence[Prediction]) -> Score:
    """Count the predictions that came true."""
    metrics = {prediction.metric.id: prediction.metric for prediction in predictions}
    made = Counter(prediction.metric.id for prediction in predictions)
    right = Counter(prediction.metric.id for prediction in predictions if prediction.predicted == prediction.actual)
    table = Counter((prediction.predicted, prediction.actual) for prediction in predictions)
    by_metric = tuple((metric, right[id], made[id]) for id, metric in metrics.items())
    return Score(right.total(), len(predictions), by_metric, dict(table))


def adviser_scores(game: Game) -> tuple[AdviserScore, ...]:
    """Each forecast that was asked for and whose time has come, for the option taken then, by headline metric.

    The forecasts are made again from where the story then stood.
    """
    scores, side_moves = [], game.side_moves
    for consultation in game.consultations:
        later = game.answers[consultation.after :]
        answer = next((answer for answer in later if answer.decision == consultation.decision), None)
        if answer is None:
            continue
        asked = replay(
            game.program,
            game.seed,
            game.answers[: consultation.after],
            consultation.step,
            side_moves[: side_moves.index(consultation) + 1],
        )
        scores += _scores(game, asked, consultation.decision, consultation.adviser, answer.option)
    return tuple(scores)


def _scores(game: Game, asked: Game, decision: str, adviser: str, option: str) -> list[AdviserScore]:
    due = min(asked.now + WEEK * game.timeline.steps_a_day, game.timeline.last)
    fans = forecast(asked, decision, adviser, option=option, until=due)
    at = fans.steps[-1]
    if option not in fans.lines or (at > game.now and not game.ended):
        return []
    person, scenario = game.program.scenario.cast[adviser], game.program.scenario
    scores = []
    for id in fans.metrics:
        if scenario.metrics[id].headline:
            band = fans.fan(option, id)[:, fans.steps.index(at)]
            came = game.course(id)[min(at, game.now)]
            # What differs in no digit of a value is the same: it lies neither above nor below.
            values = (band[QUANTILES.index(0.05)], band[QUANTILES.index(0.95)], came)
            low, high, actual = (round(float(value), MOST_DECIMALS) for value in values)
            scores.append(AdviserScore(person, decision, scenario.metrics[id], low, high, actual, at))
    return scores


def _direction(metric: Metric, change: float) -> Direction:
    if abs(change) < SAME_WITHIN * span(metric) or not round(change, fine_decimals(metric)):
        return "same"
    return "up" if change > 0 else "down"
