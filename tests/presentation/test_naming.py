from __future__ import annotations

import pytest

from ceo_sim.engine.game import Game
from ceo_sim.engine.ledger import RowKind
from ceo_sim.presentation.naming import cause_name, entry_text
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, GROUNDS, by_turn, program, scenario

STORY = scenario(GROUNDS)


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
        ("default", "post.stay", "By default: The post, … - Leave it"),
        ("option", "post.stay", "You: The post, … - Leave it"),
        ("option", "post.go", "You: The post, … - Take it down"),
        ("lapse", "post", "Not decided: The post, …"),
        ("event", "walkout", "Event: A walkout"),
        ("card", "papers.blame", "Chance: “One two three four five six seven …”"),
        ("card", "papers.praise", "Chance: Praise"),
        ("later", "post.stay", "In the wake of: The post, … - Leave it"),
        ("echo", "walkout", "Echo of: A walkout"),
        ("promise", "review.broken", "Promise broken: A review"),
        ("inject", "gone_now", "Thrown in: gone now"),
    ],
)
def test_causes_have_names(kind: RowKind, cause: str, name: str) -> None:
    assert cause_name(STORY, kind, cause) == name


@pytest.mark.parametrize("seed", range(3))
def test_every_cause_in_a_ledger_has_a_name(seed: int) -> None:
    game = played_by_lot(program(EVERYTHING), seed)

    assert all(cause_name(game.program.scenario, row.kind, row.cause) for row in game.ledger.rows)
