"""How much of the drift of a stock each cause has: what made its baseline another one pulls the stock there.

A stock x drifts by r (b - x) in a step. Its baseline is b = b0 + B1 + B2 + ..., where Bi is what cause i has made of
it. With Pi for what cause i has pulled so far, the drift is the sum of r (Bi - Pi), the pulls of the causes, and of
r (b0 - (x - P1 - P2 - ...)), the settling back of all else. So Pi comes to Bi as the stock comes to its baseline, and
what an effect has added settles back as if nothing pulled.
"""

from __future__ import annotations

from attrs import define, field, frozen

from ceo_sim.engine.program import Cause, Drift

SMALLEST = 1 / 5_000
"""Part of the range of a metric that is reported of a cause at a time: 0.02 of 100; till then it is in the rest."""


@define
class _Pull:
    """What one cause has made of one baseline, and what it has pulled so far; what of that is yet to be reported."""

    made: float = 0.0
    pulled: float = 0.0
    unreported: float = 0.0


@frozen
class Pulls:
    """The pulls in one playthrough.

    Attributes:
        rates: Part of the way to its baseline that each drifting stock goes in a step.
        least: What is reported at a time.
        baselines: As they were last.
    """

    rates: list[float]
    least: list[float]
    baselines: list[float]
    _pulls: dict[Cause, dict[int, _Pull]] = field(factory=dict)

    @classmethod
    def of(cls, drift: Drift, baselines: list[float]) -> Pulls:
        """The pulls at the beginning: none."""
        least = ((drift.highs - drift.lows) * SMALLEST)[:, 0].tolist()
        return cls(drift.rates[:, 0].tolist(), least, baselines)

    def rebase(self, row: int, causes: tuple[tuple[Cause, float], ...], baseline: float) -> None:
        """Note what causes have made of a baseline, by its row; that of a drift is part of the settling back."""
        change, self.baselines[row] = baseline - self.baselines[row], baseline
        for cause, part in causes if change else ():
            if cause.kind != "drift":
                self._pulls.setdefault(cause, {}).setdefault(row, _Pull()).made += change * part

    def step(self) -> list[tuple[Cause, list[tuple[int, float]]]]:
        """Let a step pass: what each cause has pulled that is worth a report, by the row of the stock."""
        reports = []
        for cause, by_row in self._pulls.items():
            parts = []
            for row, pull in by_row.items():
                amount = self.rates[row] * (pull.made - pull.pulled)
                pull.pulled += amount
                pull.unreported += amount
                if abs(pull.unreported) >= self.least[row]:
                    parts.append((row, pull.unreported))
                    pull.unreported = 0.0
            if parts:
                reports.append((cause, parts))
        return reports
