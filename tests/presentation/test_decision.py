"""A decision in words."""

from __future__ import annotations

from pathlib import Path

from ceo_sim.engine.game import Game
from ceo_sim.presentation.decision import decision_view, newly_locked
from tests.plain.helpers import rich
from tests.support.stories import LOCKS, by_turn


def test_options_have_their_price_and_their_lock_in_the_order_of_the_game() -> None:
    game = Game(by_turn(LOCKS), 1)
    view = decision_view(game, "d")

    assert [option.id for option in view.options] == game.order("d")
    assert [option.number for option in view.options] == [1, 2, 3, 4, 5, 6, 7]
    options = {option.id: option for option in view.options}
    assert (options["dear"].price, options["dear"].lock, options["dear"].is_free) == (
        "2 hours",
        "needs 2 hours; 1 left",
        False,
    )
    assert (options["free"].price, options["free"].lock, options["free"].is_free) == ("no time", "", True)
    assert view.budgets == ("1 of 1 hour left",)
    assert view.deadline == "whenever"


def test_what_a_forecast_has_taken_locks_options_that_were_open(tmp_path: Path) -> None:
    with rich(tmp_path) as session:
        before = decision_view(session.game, "first")
        session.consult("first", "ines")
        session.consult("first", "ines")
        after = decision_view(session.game, "first")

    assert [option.id for option in newly_locked(before, before)] == []
    assert [option.id for option in newly_locked(before, after)] == [
        option.id for option, was in zip(after.options, before.options, strict=True) if option.lock and not was.lock
    ]
