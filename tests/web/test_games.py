from __future__ import annotations

from pathlib import Path

from ceo_sim.html.story_words import StoryWords
from ceo_sim.web.games import OpenGame
from tests.saves.helpers import INTERRUPTED_STORY, begun


def test_a_form_that_was_made_before_something_was_thrown_in_is_out_of_date(tmp_path: Path) -> None:
    with begun(tmp_path, story=INTERRUPTED_STORY) as session:
        game = OpenGame("a", session, StoryWords.of("en", {}))
        before = game.turn
        session.throw("memo")
        assert game.turn != before
