"""Why something cannot be had, in words."""

from __future__ import annotations

import pytest

from ceo_sim.engine.game import Game
from ceo_sim.presentation.locks import lock_text
from tests.support.stories import LOCKS, by_turn


@pytest.mark.parametrize(
    "option, text",
    [
        ("gated", "needs Public trust above 45; it is 38"),
        ("either", "needs labels in the rule or not: “D” still open"),
        ("dear", "needs 2 hours; 1 left"),
        ("close", "needs Public trust above 38; it is 38.0"),
        ("stated", "only if this holds: the rule knows labels"),
        ("board", "needs the board's patience at least 60; it is 50"),
    ],
)
def test_a_lock_says_what_is_needed_and_what_there_is(option: str, text: str) -> None:
    game = Game(by_turn(LOCKS), 1)
    lock = game.lock("d", option)

    assert lock is not None
    assert lock_text(game.program.scenario, lock) == text
