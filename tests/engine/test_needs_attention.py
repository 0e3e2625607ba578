"""When time stops because something needs the player."""

from __future__ import annotations

from ceo_sim.engine.game import Game
from tests.support.stories import by_turn

QUIET = """
[metric.trust]
start = 50
[decision.word]
brief = "Give your word?"
at = 0
expires = 1
[decision.word.option.give]
label = "Give it"
promises = ["review"]
[promise.review]
text = "A review"
due = 4
kept_when = "trust > 90"
"""


def stopped_at(game: Game) -> list[int]:
    """The turns at which a game stops that passes on by itself to its end."""
    stops = []
    while not game.ended:
        if game.needs_attention(game.wait()):
            stops.append(game.now)
    return stops


def test_time_stops_the_day_before_a_promise_is_due_and_on_no_quiet_day() -> None:
    game = Game(by_turn(QUIET, turns=8), 1)
    game.choose("word", "give")
    due = game.promises()[0].due

    assert stopped_at(game) == [due - 1, 8]


def test_what_ran_out_stops_time() -> None:
    assert stopped_at(Game(by_turn(QUIET, turns=8), 1)) == [1, 8]
