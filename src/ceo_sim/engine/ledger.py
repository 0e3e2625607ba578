"""The ledger of one playthrough: every change to a metric, with its cause."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from attrs import define, field, frozen

from ceo_sim.engine.program import Kind

RowKind = Kind | Literal["default", "clamp"]


@frozen
class Row:
    """One change to one metric.

    Attributes:
        step: When.
        metric: Which metric.
        kind: What kind of thing did it; `default` is an option that counted when nobody decided, `clamp` the
            part of a change that its range did not let through.
        cause: The id of what did it, such as `the_post.leave_up` or `walkout`.
        amount: By how much; a metric's first row carries its start.
        value: The metric afterwards.
    """

    step: int
    metric: str
    kind: RowKind
    cause: str
    amount: float
    value: float


@frozen
class Share:
    """All that one cause has added to a metric."""

    kind: RowKind
    cause: str
    amount: float


@define
class Ledger:
    """All rows of a playthrough, in the order in which things happened."""

    rows: list[Row] = field(factory=list)

    def of(self, metric: str, until: int | None = None) -> Iterator[Row]:
        """A metric's rows, up to and with a step."""
        return (row for row in self.rows if row.metric == metric and (until is None or row.step <= until))

    def why(self, metric: str, until: int | None = None) -> list[Share]:
        """The causes that add up to a metric's value at a step, the largest first after the start."""
        return shares(self.of(metric, until))

    def value(self, metric: str, until: int | None = None) -> float:
        """A metric's value at a step.

        Raises:
            KeyError: The metric has no rows by then.
        """
        value: float | None = None
        for row in self.of(metric, until):
            value = row.value
        if value is None:
            raise KeyError(metric)
        return value


def shares(rows: Iterator[Row] | list[Row]) -> list[Share]:
    """What each cause added over some rows of one metric, the start first, then the largest first."""
    totals: dict[tuple[RowKind, str], float] = {}
    for row in rows:
        key = row.kind, row.cause
        totals[key] = totals.get(key, 0.0) + row.amount
    causes = (Share(kind, cause, amount) for (kind, cause), amount in totals.items())
    return sorted(causes, key=lambda share: (share.kind != "start", -abs(share.amount)))
