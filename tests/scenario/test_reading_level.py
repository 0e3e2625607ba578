from __future__ import annotations

import pytest

from ceo_sim.scenario.reading_level import grade, sentences_in, syllables, words_in


@pytest.mark.parametrize(
    "word, count",
    [
        *(("make", 1), ("makes", 1), ("asked", 1), ("wanted", 2), ("table", 2), ("boxes", 2), ("the", 1), ("rules", 1)),
        *(("company", 3), ("president", 3), ("changes", 2), ("free", 1), ("there", 1), ("notices", 3), ("hm", 1)),
    ],
)
def test_syllables_are_those_that_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_word_with_an_apostrophe_or_a_hyphen_is_one() -> None:
    assert words_in("Don't re-read it; 61,000 do.") == ["Don't", "re-read", "it", "61", "000", "do"]


def test_a_sentence_ends_with_a_mark_and_what_closes_behind_it() -> None:
    assert sentences_in('He said "No." She left. Why? (Nobody asked.) So') == [
        'He said "No.',
        "She left.",
        "Why?",
        "(Nobody asked.",
        "So",
    ]


def test_the_grade_is_that_of_the_formula() -> None:
    # Six words of one syllable each in one sentence.
    assert grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)


def test_longer_sentences_and_words_make_a_text_harder() -> None:
    easy, hard = "It rains. We stay in.", "Precipitation necessitates remaining within residential accommodation."

    assert (grade(sentences_in(easy)) or 0) < (grade(sentences_in(hard)) or 0)


def test_a_text_without_words_has_no_grade() -> None:
    assert grade(["...", ""]) is None
