"""What steers a terminal, turns the direction of reading or hides text, and what only looks as if it did."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from ceo_sim.scenario.characters import blanked, escaped, one_line, steering, unstacked

JOINERS = "\u200c\u200d\u00ad"
CREW = "👩\u200d🚒"
PERSIAN = "می\u200cرود"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
PREPENDED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
"""Format characters by name, but signs that are seen, such as the one before an Arabic number of a year."""


def test_every_control_and_format_character_steers_but_those_that_words_are_made_with() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        acts = unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") or (code & 0xFFFE) == 0xFFFE
        if acts and character not in JOINERS + PREPENDED + "\t\n":
            assert [*steering(f"a{character}b")] == [(character, 1)], hex(code)


def test_whatever_can_be_seen_does_not_steer() -> None:
    seen = [chr(code) for code in range(sys.maxunicode + 1) if chr(code).isprintable()]
    assert [*steering("".join(seen))] == []


@pytest.mark.parametrize("text", [CREW, PERSIAN, SCOTLAND, "half\u00adway", "🇳🇱", "नमस्\u200dते", "x\ue0b0"])
def test_letters_are_not_lost(text: str) -> None:
    assert (one_line(text), blanked(text), escaped(text)) == (text, text, text)


def test_letters_of_a_flag_hide_nothing_outside_of_one() -> None:
    assert one_line("no\U000e0067\U000e0062") == "no"
    assert one_line("\U0001f3f4\U000e0067x") == "\U0001f3f4 x"


def test_a_joiner_joins_once() -> None:
    assert one_line("a \u200d\u200d字") == "a \u200d 字"
    assert one_line("a\u200d\u200d\u200db") == "a\u200d b"
    assert one_line("\U0001f469\u200d\U0001f467") == "\U0001f469\u200d\U0001f467"


@given(st.text(st.sampled_from("\u200d\u200c\u0301\ufe0fa 字\U0001f469\U0001f1e9\U0001f3fb\u0d9a\u0dca"), min_size=20))
def test_no_line_stops_the_screen(text: str) -> None:
    for width in (20, 33):
        Content(one_line(text)).wrap(width)


@given(st.text())
def test_a_line_is_one_line_and_has_as_many_letters_as_before(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert [*steering(line)] == []
    assert len(blanked(text)) == len(text)
    assert one_line(line) == line


@given(st.text())
def test_what_was_let_through_before_still_is_and_only_letters_have_come_back(text: str) -> None:
    before = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    kept = [character for character in before if character != " "]
    now = iter(one_line(text))
    assert all(character in now for character in kept)


@given(st.text())
def test_an_escape_can_be_read_back(text: str) -> None:
    assert [*steering(escaped(text))] == []
    if "\\" not in text and text.isascii():
        assert escaped(text).encode("ascii").decode("unicode_escape") == text


def test_a_heap_of_marks_is_taken_off_and_no_script_loses_any() -> None:
    assert unstacked("a" + "\u0301" * 60 + "b" + "\u20dd" * 9) == "a" + "\u0301" * 6 + "b" + "\u20dd" * 6
    for words in ("ế ạ̈", "שָׁלֹ֔ום", "ที่นี่", "རྡྷྱཱུ", "ខ្ញុំ", "क्षि", "👩‍🚀❤️"):
        assert unstacked(words) == words


@pytest.mark.parametrize("code", range(128))
def test_a_text_of_ascii_is_read_as_it_would_be_beside_other_letters(code: int) -> None:
    text = f"a{chr(code)}b"
    assert blanked(text) == blanked(f"{text}é")[:-1]
    assert escaped(text) == escaped(f"{text}é")[:-1]
