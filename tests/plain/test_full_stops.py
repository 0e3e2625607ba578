"""A sentence that ends with an author's words has one full stop, whatever those end with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ceo_sim.presentation.debrief.subject import DebriefSubject
from ceo_sim.report.debrief import page
from ceo_sim.report.markdown import markdown
from ceo_sim.saves.session import Session
from tests.plain.helpers import RICH, talk, to_the_end
from tests.saves.helpers import at_noon, loaded

_WORDS = re.compile(r'(\b(?:name|title|label|role|leans|text|why|source|note|unit) = )"([^"{]+?)\.?"')
_DOUBLED = re.compile(r"[.?!][”*]*\.(?!\.)")
ASKED = ("values 1", "meters x", "why x", "why", "advisers", "promises", "forecast", "story", "feed x", "values")


@pytest.mark.parametrize("end", ["Inc.", "“Why?”", "“No.”"])
def test_no_face_that_writes_lines_sets_two_ends_to_a_sentence(end: str, tmp_path: Path) -> None:
    story = loaded(_WORDS.sub(lambda found: f'{found[1]}"{found[2]} {end}"', RICH))
    with Session.start(story, 7, tmp_path, now=at_noon) as session:
        looked = ("whatif 1", "lenses", "rivals", "rivals 1", "meters", "real", "values", "predictions", "choices")
        text = talk(session, [*to_the_end("1 2", *ASKED), *looked]).text
        text += markdown(page([DebriefSubject("Own", session.game, session.values)])).replace("\\", "")
    assert end in text
    assert "Type whatif" in text
    assert not [line for line in text.splitlines() if _DOUBLED.search(line)]
