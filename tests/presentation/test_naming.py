from __future__ import annotations

import pytest

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import RowKind
from ceo_sim.presentation.naming import cause_name, cause_title, choice_name, entry_text, option_name
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, GROUNDS, by_turn, program

STORY = program(GROUNDS)


@pytest.mark.parametrize(
    "default, text", [("", "The moment has passed."), ('default = "a"', "Nobody decided; the default applies.")]
)
def test_what_nobody_decided_in_time_is_said(default: str, text: str) -> None:
    game = Game(by_turn(f"[decision.d]\nat = 0\nexpires = 1\n{default}\n[decision.d.option.a]\n"), 1)
    entries = game.wait().entries

    assert entry_text(entries[0]) == text


@pytest.mark.parametrize(
    "kind, cause, name",
    [
        ("start", "", "At the start"),
        ("drift", "staff", "Settling back"),
        ("clamp", "post.stay", "Limit of the scale"),
        ("default", "post.stay", "By default: The post, 60 - Leave it up"),
        ("option", "post.stay", "You: The post, 60 - Leave it up"),
        ("option", "post.go", "You: The post, 60 - Take it down"),
        ("lapse", "post", "Not decided: The post, 60"),
        ("event", "walkout", "Event: A walkout"),
        ("card", "papers.blame", "Chance: “One two three four five six seven …”"),
        ("card", "papers.praise", "Chance: Praise"),
        ("later", "post.stay", "In the wake of: The post, 60 - Leave it up"),
        ("echo", "walkout", "Echo of: A walkout"),
        ("promise", "review.broken", "Promise broken: A review"),
        ("inject", "gone_now", "Thrown in: gone now"),
    ],
)
def test_causes_have_names(kind: RowKind, cause: str, name: str) -> None:
    assert cause_name(Game(STORY, 1), kind, cause) == name


@pytest.mark.parametrize("seed", range(3))
def test_every_cause_in_a_ledger_has_a_name(seed: int) -> None:
    game = played_by_lot(program(EVERYTHING), seed)

    assert all(cause_name(game, row.kind, row.cause) for row in game.ledger.rows)


def test_what_took_effect_is_called_as_the_player_saw_it_and_not_by_the_values_of_now() -> None:
    story = by_turn(
        """
        [metric.mood]
        name = "Mood"
        start = 50
        [decision.d]
        title = "{if mood < 60}Before{else}After{end}"
        brief = "Now."
        at = 0
        [decision.d.option.a]
        label = "{if mood < 60}Warn{else}Thank{end} them at {mood}."
        effects = { mood = 20 }
        [event.e]
        title = "{if mood < 60}Silence{else}Applause{end}"
        text = "It is heard."
        at = 1
        effects = { mood = -30 }
        [event.f]
        title = "More"
        text = "More."
        at = 2
        effects = { mood = 35 }
        """
    )
    game = Game(story, 1)
    assert cause_title(game, "d.a") == "Before - Warn them at 50"

    game.choose("d", "a")
    for _ in range(3):
        game.wait()

    assert game.meter("mood").value == 75
    assert choice_name(game, "d", "a") == "Before: Warn them at 50"
    assert option_name(game, "d", "a") == "Warn them at 50"
    assert cause_name(game, "option", "d.a") == "You: Before - Warn them at 50"
    assert cause_name(game, "event", "e") == "Event: Silence"
