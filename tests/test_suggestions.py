"""Which name is meant by one that is not there."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.suggestions import closest, hint

WORDS = st.text("abc_", min_size=1, max_size=12)


@pytest.mark.parametrize("word, meant", [("stff", "staff"), ("thrust", "trust"), ("zebra", ""), ("x" * 10_000, "")])
def test_a_misspelt_name_is_recognised(word: str, meant: str) -> None:
    assert closest(word, ["staff", "trust", "told"]) == meant


@given(WORDS, st.lists(WORDS, max_size=8))
def test_leaving_out_words_of_another_length_changes_nothing(word: str, words: list[str]) -> None:
    assert [closest(word, words)] == (difflib.get_close_matches(word, words, n=1) or [""])


def test_a_hint_names_the_likely_word_or_what_there_is() -> None:
    assert hint("post", ["the_post", "tutorial"], "there are two") == "did you mean the_post?"
    assert hint("zebra", ["the_post", "tutorial"], "there are two") == "there are two"
