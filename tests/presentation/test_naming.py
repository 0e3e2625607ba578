from __future__ import annotations

import pytest

from ceo_sim.engine.game import Game
from ceo_sim.presentation.naming import entry_text
from tests.support.stories import by_turn


@pytest.mark.parametrize(
    "default, text", [("", "The moment has passed."), ('default = "a"', "Nobody decided; the default applies.")]
)
def test_what_nobody_decided_in_time_is_said(default: str, text: str) -> None:
    game = Game(by_turn(f"[decision.d]\nat = 0\nexpires = 1\n{default}\n[decision.d.option.a]\n"), 1)
    entries = game.wait().entries

    assert entry_text(entries[0]) == text
