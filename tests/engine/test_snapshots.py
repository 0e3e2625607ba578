from __future__ import annotations

import pytest

from ceo_sim.engine.ledger import Share
from ceo_sim.engine.snapshots import Movement, weightiest
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Metric

TRUST = Metric(id="trust", name="Trust", start=Expression.parse(50))


@pytest.mark.parametrize("before, after, is_seen", [(69.4, 69.6, True), (69.6, 70.4, False), (-0.2, 0.2, False)])
def test_a_move_is_seen_if_its_figure_reads_otherwise(before: float, after: float, is_seen: bool) -> None:
    assert Movement(TRUST, before, after, ()).is_seen == is_seen


@pytest.mark.parametrize(
    "amounts, told",
    [
        ((5.0, -3.0, 1.0), [5.0, -3.0]),
        ((10.0, 0.4), [10.0]),
        ((0.5, 0.04), [0.5]),
        ((0.02,), [0.02]),
        ((), []),
    ],
)
def test_two_causes_are_told_and_no_second_that_is_next_to_nothing(
    amounts: tuple[float, ...], told: list[float]
) -> None:
    causes = [Share("event", str(number), amount) for number, amount in enumerate(amounts)]
    assert [share.amount for share in weightiest(TRUST, [Share("start", "", 50.0), *causes])] == told
