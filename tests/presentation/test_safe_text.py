"""Foreign text on a page."""

from __future__ import annotations

import html
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.presentation.safe_text import for_html, for_markdown

HOSTILE = "a\x1b[31m<b>\u202e`*_|\\&$~[x](y)"


def test_nothing_in_a_text_is_markup_or_steers() -> None:
    assert for_html(HOSTILE) == "a\ufffd[31m&lt;b&gt;\ufffd`*_|\\&amp;$~[x](y)"
    assert for_markdown(HOSTILE) == "a\ufffd\\[31m\\<b\\>\ufffd\\`\\*\\_\\|\\\\\\&\\$\\~\\[x\\](y)"


@given(st.text(st.characters(exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"))))
def test_html_shows_what_was_written(text: str) -> None:
    assert html.unescape(for_html(text)) == text


@given(st.text())
def test_no_target_gets_a_character_that_acts(text: str) -> None:
    for shown in (for_html(text), for_markdown(text)):
        assert not any(unicodedata.category(character) in ("Cs", "Zl", "Zp") for character in shown)
        assert not any(character in shown for character in "\x1b\x00\u202e\u2066")
