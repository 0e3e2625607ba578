from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.presentation.word_diff import word_diff

WORDS = st.lists(st.sampled_from(["a", "bc", "don't", "{if x}", "{end}", "die", "."]), min_size=1, max_size=12).map(
    " ".join
)


@pytest.mark.parametrize(
    "old, new, marked",
    [
        ("Leave it up", "Leave it up today", "Leave it up{+ today+}"),
        ("It is late.", "It is early.", "It is [-late-]{+early+}."),
        ("", "New", "{+New+}"),
        ("{if a > 1}x{end}", "{if a > 2}x{end}", "[-{if a > 1}-]{+{if a > 2}+}x{end}"),
        ("Old", "", "[-Old-]"),
    ],
)
def test_words_are_taken_out_and_put_in(old: str, new: str, marked: str) -> None:
    assert word_diff(old, new) == marked


def test_of_a_long_text_only_what_stands_around_a_change_is_kept() -> None:
    long = " ".join(f"word{number}" for number in range(200))

    marked = word_diff(long, long.replace("word100", "other"))
    assert "[-word100-]{+other+}" in marked
    assert "word95" in marked
    assert "word105" in marked
    assert len(marked.split()) < 20


@given(WORDS, WORDS)
def test_without_its_marks_it_is_the_new_text(old: str, new: str) -> None:
    marked = word_diff(old, new)
    if "..." not in marked:
        kept = re.sub(r"\[-.*?-\]", "", marked)
        assert "".join(re.sub(r"\{\+(.*?)\+\}", r"\1", kept).split()) == "".join(new.split())
