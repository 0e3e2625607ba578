from __future__ import annotations

import numpy as np
import pytest

from ceo_sim.engine import rng
from ceo_sim.engine.game import Game
from ceo_sim.engine.lanes import Lanes
from ceo_sim.engine.policy import RandomPolicy, run
from ceo_sim.engine.world import move
from tests.support.stories import by_date, by_turn

M = '[metric.m]\nname = "M"\nstart = 50\n'


def course(body: str, turns: int = 6) -> list[float]:
    """The course of `m` when nobody decides anything."""
    game = Game(by_turn(M + body, turns), 1)
    game.wait(turns)
    return game.course("m")


def test_a_stock_goes_half_the_way_to_its_baseline_in_its_half_life() -> None:
    story = by_date('[metric.m]\nname = "M"\nstart = 80\nbaseline = 40\nhalf_life = "5d"\n')
    game = Game(story, 1)
    game.wait(story.timeline.last)

    days = game.course("m")[::4]
    assert days[5] == pytest.approx(60.0)
    assert days[10] == pytest.approx(50.0)


def test_a_baseline_that_moves_is_followed() -> None:
    body = '[metric.n]\nname = "N"\nstart = 0\nbaseline = "m + 10 * turn"\nhalf_life = 1\n'
    game = Game(by_turn(M + body), 1)
    game.wait(2)

    # Read when time has moved: 60 at turn 1, 70 at turn 2.
    assert game.course("n") == [0.0, 30.0, 50.0]


def test_something_delayed_falls_due_when_it_should_and_only_if_its_condition_holds_then() -> None:
    body = """
[metric.gate]
name = "G"
start = 0
[event.e]
at = 1
effects = { m = 1 }
[[event.e.later]]
after = 2
effects = { m = 10 }
[[event.e.later]]
after = 3
when = "gate > 0"
effects = { m = 20 }
"""
    assert course(body) == [50.0, 51.0, 51.0, 61.0, 61.0, 61.0, 61.0]


def test_a_delay_between_two_times_takes_each_of_them_as_often() -> None:
    body = '[event.e]\ntitle = "E"\nat = 1\n[[event.e.later]]\nafter = [1, 3]\neffects = { m = 1 }\n'
    story = by_turn(M + body)
    state = Lanes(story, rng.consecutive_seeds(1, 30_000))
    shares = []
    while state.now < 4:
        move(state)
        shares.append(float(state.cells[0].mean()) - 50)

    assert shares == pytest.approx([0, 1 / 3, 2 / 3, 1], abs=0.02)


def test_an_event_with_a_cooldown_keeps_its_distance() -> None:
    values = course('[event.e]\ntitle = "E"\nwhen = "true"\nonce = false\ncooldown = 2\neffects = { m = 1 }\n')

    assert values == [50.0, 51.0, 51.0, 52.0, 52.0, 53.0, 53.0]


def test_an_event_happens_only_within_its_window() -> None:
    values = course('[event.e]\ntitle = "E"\nwhen = "true"\nonce = false\nfrom = 2\nuntil = 4\neffects = { m = 1 }\n')

    assert values == [50.0, 50.0, 51.0, 52.0, 53.0, 53.0, 53.0]


def test_an_event_with_a_chance_is_considered_once_a_day_at_its_hour() -> None:
    story = by_date(M + '[event.e]\ntitle = "E"\nchance = 1\nhour = 13\nonce = false\neffects = { m = 1 }\n')
    game = Game(story, 1)
    game.wait(12)

    # Steps stand at 18:00, 0:00, 6:00 and 12:00; 13 o'clock lies in the last of these.
    assert [value - 50 for value in game.course("m")] == [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3]


@pytest.mark.parametrize("kept_when, state, value", [("m > 55", "kept", 70.0), ("m > 90", "broken", 40.0)])
def test_a_promise_is_kept_or_has_its_price(kept_when: str, state: str, value: float) -> None:
    body = f"""
[event.e]
at = 1
promises = ["review"]
effects = {{ m = 10 }}
[promise.review]
text = "A review"
due = 3
kept_when = "{kept_when}"
kept = {{ effects = {{ m = 10 }} }}
broken = {{ effects = {{ m = -20 }} }}
"""
    game = Game(by_turn(M + body), 1)
    game.wait(6)

    assert [promise.state for promise in game.promises()] == [state]
    assert game.course("m")[-1] == value


DECISION = """
[decision.d]
at = 1
expires = 2
{default}
[decision.d.option.a]
{when}
effects = {{ m = 5 }}
[decision.d.option.b]
[decision.d.lapsed]
effects = {{ m = -7 }}
"""


def test_a_decision_that_waits_too_long_falls_to_its_default() -> None:
    assert course(DECISION.format(default='default = "a"', when=""))[2:5] == [50.0, 55.0, 55.0]


def test_a_default_that_is_locked_lets_the_decision_lapse() -> None:
    assert course(DECISION.format(default='default = "a"', when='when = "m > 60"'))[2:5] == [50.0, 43.0, 43.0]


def test_without_a_default_a_decision_lapses() -> None:
    game = Game(by_turn(M + DECISION.format(default="", when="")), 1)
    game.wait(3)

    assert game.course("m")[-1] == 43.0
    assert game.agenda() == []


def test_a_budget_refills_once_a_day() -> None:
    story = by_date(
        M
        + """
[budget.hours]
name = "hours"
refill = 3
[decision.d]
at = 2020-05-28T18:00:00-04:00
[decision.d.option.a]
cost = { hours = 2 }
[decision.d.option.b]
"""
    )
    game = Game(story, 1)
    game.choose("d", "a")

    assert game.budgets == {"hours": 1.0}
    game.wait()
    assert game.budgets == {"hours": 3.0}


def test_an_early_ending_ends_the_story_at_once_and_others_only_at_the_end() -> None:
    body = (
        M
        + '[event.e]\ntitle = "E"\nat = 2\neffects = {{ m = -45 }}\n'
        + '[ending.low]\ntitle = "L"\ntext = "T"\nwhen = "m < 10"\nearly = {early}\n'
        + '[ending.over]\ntitle = "O"\ntext = "T"\n'
    )
    for early, last in (("true", 2), ("false", 6)):
        game = Game(by_turn(body.format(early=early)), 1)
        game.wait(6)
        assert game.ending is not None
        assert (game.ending.id, game.now) == ("low", last)


def test_two_things_that_fall_due_together_for_one_lane_both_happen() -> None:
    body = """
[event.e]
when = "true"
once = false
until = 2
[[event.e.later]]
after = [2, 3]
effects = { m = 1 }
"""
    state = Lanes(by_turn(M + body), rng.consecutive_seeds(1, 500))
    run(state, RandomPolicy())

    assert np.unique(state.final[0]).tolist() == [52.0]


def test_a_card_that_is_drawn_once_is_not_drawn_again() -> None:
    body = "[deck.d]\n[deck.d.card.a]\nweight = 1\nonce = true\neffects = { m = 1 }\n"

    assert course(body)[-1] == 51.0


def test_what_reads_a_budget_follows_it_when_it_is_spent_and_when_it_is_filled_again() -> None:
    story = by_turn(
        """
[budget.hours]
name = "hours"
refill = 3
[metric.left]
formula = "10 * hours"
[decision.d]
at = 0
[decision.d.option.a]
cost = { hours = 2 }
"""
    )
    game = Game(story, 1)
    game.choose("d", "a")
    assert game.course("left") == [10.0]
    game.wait()

    assert game.course("left") == [10.0, 30.0]
    assert [(row.kind, row.amount) for row in game.ledger.of("left")] == [("start", 30), ("option", -20), ("drift", 20)]
