"""One playthrough, one question at a time: verify, can, do.

A playthrough is its program, its seed and its answers; everything else follows from them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import numpy as np

from ceo_sim.engine import effects, questions, world
from ceo_sim.engine.ledger import shares
from ceo_sim.engine.snapshots import Answer, Consultation, Direction, Movement, Report
from ceo_sim.engine.story import ONLY, IllegalMove, Story
from ceo_sim.scenario.metrics import display_epsilon, is_exact

__all__ = ["Game", "IllegalMove"]


class Game(Story):
    """A playthrough in progress."""

    def consult(self, decision: str, adviser: str) -> None:
        """Give time to an adviser's forecast of an open decision; asking again costs nothing.

        Raises:
            IllegalMove: The decision is not open, the adviser gives no forecasts, or the time is not there.
        """
        if (lock := self.consultation_lock(decision, adviser)) is not None and not self.consulted(decision, adviser):
            raise IllegalMove(f"{adviser} cannot be asked: {lock.text}")
        if not self.consulted(decision, adviser):
            for budget, cost in (self.program.scenario.cast[adviser].forecast or {}).items():
                self._state.cells[self.program.budgets[budget], 0] -= cost
            self._state.invalidate(self.program.budget_readers)
            self.consultations.append(Consultation(self.now, decision, adviser, len(self.answers)))

    def choose(
        self, decision: str, option: str, reason: str = "", predicted: Mapping[str, Direction] | None = None
    ) -> Report:
        """Give an answer; no time passes.

        Args:
            decision: One that is open.
            option: One of its options.
            reason: The player's own, kept with it.
            predicted: Which way the player thinks that metrics will have gone a day later; it changes nothing.

        Raises:
            IllegalMove: It cannot be given now.
        """
        self.verify(decision, option)
        plan = self._open_plan(decision)
        taken = self._option(plan, option)
        marks = self._marks()
        self._marks_before.append(len(self.ledger.rows))
        self._log.decided(taken, reason)
        effects.choose(self._state, plan, taken, ONLY)
        self._record()
        self.answers.append(Answer(self.now, decision, option, reason, self.check(), predicted=dict(predicted or {})))
        return self._report(marks)

    def wait(self, until: int | None = None) -> Report:
        """Let time pass to the first step of the next day, or to a given step, or until something is urgent.

        Raises:
            IllegalMove: Something urgent has to be answered first, or the story is over.
        """
        if self.ended:
            raise IllegalMove("the story is over")
        if (urgent := self.urgent()) is not None:
            raise IllegalMove(f"{urgent.id} has to be answered first")
        marks = self._marks()
        goal = self.timeline.next_day(self.now) if until is None else until
        while self.now < goal and not self.ended and self.urgent() is None:
            self._move()
        return self._report(marks)

    def check(self) -> str:
        """A short digest of all metrics as they are, to three decimals."""
        values = np.round(self._state.metrics()[:, 0], 3) + 0.0
        return hashlib.blake2s(values.tobytes(), digest_size=4).hexdigest()

    # ---- inside ---------------------------------------------------------------------------------------------

    def _move(self) -> None:
        world.move(self._state)
        self._record()
        if not self.ended:
            questions.open_due_decisions(self._state)

    def _marks(self) -> tuple[int, int, int, int]:
        return self.now, len(self.entries), len(self.news), len(self.ledger.rows)

    def _report(self, marks: tuple[int, int, int, int]) -> Report:
        start, entries, news, rows = marks
        return Report(
            start=start,
            end=self.now,
            entries=tuple(self.entries[entries:]),
            news=tuple(self.news[news:]),
            moved=tuple(sorted(self._moved(rows), key=lambda move: -move.weight)),
        )

    def _moved(self, mark: int) -> Iterable[Movement]:
        rows = self.ledger.since(mark)
        for id, metric in self.program.scenario.metrics.items():
            own = [row for row in rows if row.metric == id]
            if own and is_exact(metric):
                before, after = own[0].value - own[0].amount, own[-1].value
                if abs(after - before) >= display_epsilon(metric):
                    yield Movement(metric, before, after, tuple(shares(own)))
