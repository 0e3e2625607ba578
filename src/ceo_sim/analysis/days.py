"""What each day of a story moved, and by what: the ledger by days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import Row, shares
from ceo_sim.engine.snapshots import Movement
from ceo_sim.scenario.metrics import display_epsilon
from ceo_sim.scenario.model import Metric


class Days:
    """The changes of some metrics by the number of the day; see `Timeline.day_number`."""

    def __init__(self, game: Game, metrics: Iterable[Metric]) -> None:
        self._metrics = {metric.id: metric for metric in metrics}
        self._rows: dict[int, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in game.ledger.rows:
            if row.kind != "start" and row.metric in self._metrics:
                self._rows[game.timeline.day_number(row.step)][row.metric].append(row)

    def moved(self, day: int) -> list[Movement]:
        """What shows of a day's changes, the largest part of a range first."""
        rows = {self._metrics[id]: rows for id, rows in self._rows.get(day, {}).items()}
        moves = (
            Movement(metric, of[0].value - of[0].amount, of[-1].value, tuple(shares(of))) for metric, of in rows.items()
        )
        large = (move for move in moves if abs(move.change) >= display_epsilon(move.metric))
        return sorted(large, key=lambda move: -move.weight)
