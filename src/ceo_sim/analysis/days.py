"""What each day of a story moved, and by what: the ledger by days."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Row, Share, shares
from ceo_sim.engine.snapshots import weightiest
from ceo_sim.scenario.metrics import display_epsilon, span
from ceo_sim.scenario.model import Metric


@frozen
class Moved:
    """A day's change of a metric, and its causes, the largest first."""

    metric: Metric
    amount: float
    causes: tuple[Share, ...]

    @property
    def weightiest(self) -> list[Share]:
        """The two causes that weigh most."""
        return weightiest(self.metric, self.causes)


class Days:
    """The changes of some metrics by the number of the day; see `Timeline.day_number`."""

    def __init__(self, game: Game, metrics: Iterable[Metric]) -> None:
        self._metrics = {metric.id: metric for metric in metrics}
        self._rows: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in game.ledger.rows:
            if row.kind != "start" and row.metric in self._metrics:
                self._rows[game.timeline.day_number(row.step)][row.metric].append(row)

    def moved(self, day: int) -> list[Moved]:
        """What shows of a day's changes, the largest part of a range first."""
        rows = {self._metrics[id]: rows for id, rows in self._rows.get(day, {}).items()}
        moves = [Moved(metric, math.fsum(row.amount for row in of), tuple(shares(of))) for metric, of in rows.items()]
        moves.sort(key=lambda move: -abs(move.amount) / span(move.metric))
        return [move for move in moves if abs(move.amount) >= display_epsilon(move.metric)]
