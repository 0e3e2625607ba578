from __future__ import annotations

import pytest

from ceo_sim.engine.ledger import Share
from ceo_sim.engine.snapshots import weightiest
from ceo_sim.scenario.expression import Expression
from ceo_sim.scenario.model import Metric

TRUST = Metric(id="trust", name="Trust", start=Expression.parse(50))


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
