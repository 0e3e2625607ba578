"""The drift of a stock names what made its baseline another one."""

from __future__ import annotations

import pytest

from ceo_sim.engine.game import Game
from tests.support.stories import by_turn

STORY = by_turn(
    """
[metric.systems]
name = "Systems back"
start = 0
baseline = "10 + (60 if working else 0) + rain"
half_life = 3
headline = true
[metric.sales]
name = "Sales"
start = 5
baseline = "systems / 2"
half_life = 2
[metric.index]
name = "Index"
formula = "2 * systems"
[variable.working]
start = false
[variable.rain]
start = 0
[decision.d]
title = "D"
brief = "D"
at = 0
urgent = true
[decision.d.option.work]
label = "Work"
effects.systems = 8
sets.working = true
[decision.d.option.wait]
label = "Wait"
[event.shower]
title = "Shower"
at = 3
sets.rain = -10
""",
    turns=12,
)


@pytest.fixture
def played() -> Game:
    game = Game(STORY, 1)
    game.choose("d", "work")
    while not game.ended:
        game.wait()
    return game


def share(game: Game, metric: str, kind: str) -> float:
    return sum(cause.amount for cause in game.ledger.why(metric, game.now) if cause.kind == kind)


def test_a_cause_of_a_baseline_has_what_it_pulls(played: Game) -> None:
    rate = 1 - 2 ** (-1 / 3)
    pull = 60 * (1 - (1 - rate) ** 12)
    assert share(played, "systems", "option") == pytest.approx(8 + pull, abs=0.03)
    assert share(played, "systems", "event") == pytest.approx(-10 * (1 - (1 - rate) ** 10), abs=0.03)
    settled = 10 * (1 - (1 - rate) ** 12) - 8 * (1 - (1 - rate) ** 12)
    assert share(played, "systems", "drift") == pytest.approx(settled, abs=0.06)


def test_what_reads_a_pulled_stock_moves_by_the_same_cause(played: Game) -> None:
    assert share(played, "index", "option") == pytest.approx(2 * share(played, "systems", "option"), abs=0.05)
    assert share(played, "sales", "option") > 20, "a baseline that reads it, too"
    assert abs(share(played, "sales", "drift")) < 5


def test_all_causes_add_up_at_every_moment(played: Game) -> None:
    for metric in ("systems", "sales", "index"):
        for step in range(played.now + 1):
            causes = played.ledger.why(metric, step)
            assert sum(cause.amount for cause in causes) == pytest.approx(played.course(metric)[step], abs=1e-9)
