"""Which name is meant by one that is not there."""

from __future__ import annotations

import difflib
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.suggestions import closest, folded, hint, listed

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


@pytest.mark.parametrize("typed", ["Café Übel", "cafe\u0301 u\u0308bel ", "CAFÉ ÜBEL", "CAFE\u0301 U\u0308BEL"])
def test_names_are_compared_however_their_letters_are_put_together(typed: str) -> None:
    assert folded(typed) == folded("Café Übel")


@given(st.text())
def test_what_is_compared_is_the_same_for_all_forms_of_a_name(name: str) -> None:
    assert len({folded(normalize(form, name)) for form in ("NFC", "NFD")}) == 1


def test_many_names_are_a_few_and_a_number() -> None:
    assert listed(["a", "b"]) == "a, b"
    assert listed(map(str, range(10_000))) == "0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 and 9,988 more"
