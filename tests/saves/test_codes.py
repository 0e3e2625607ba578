from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ceo_sim.saves.codes import CHECK_LETTERS, LETTERS, MistypedCode, decoded, encoded
from tests.support.examples import examples

WHAT = "the code"


@st.composite
def codes(draw: st.DrawFn) -> tuple[str, int, int]:
    letters = draw(st.integers(1, 51))
    number = draw(st.integers(0, 32**letters - 1))
    return encoded("R", number, letters, 4), number, letters


@given(codes())
@settings(max_examples=examples(60))
def test_what_is_written_can_be_read(code: tuple[str, int, int]) -> None:
    text, number, letters = code

    assert decoded("R", text, 4, WHAT) == (number, letters)


@given(codes(), st.data())
@settings(max_examples=examples(60))
def test_case_dashes_blanks_and_letters_that_look_alike_do_not_matter(
    code: tuple[str, int, int], data: st.DataObject
) -> None:
    text, number, letters = code
    alike = {"0": "Oo0", "1": "IiLl1", "-": ["", " ", "–", "- ", "\n"]}
    typed = "".join(data.draw(st.sampled_from(alike.get(letter, [letter, letter.lower()]))) for letter in text)

    assert decoded("R", typed, 4, WHAT) == (number, letters)


def test_no_single_wrong_letter_is_missed_and_its_group_is_named() -> None:
    text = encoded("A", 7**21, 12, 4).replace("-", "")
    for place in range(len(text)):
        for letter in LETTERS.replace(text[place], ""):
            refused(text[:place] + letter + text[place + 1 :], place)


@given(codes(), st.data())
@settings(max_examples=examples(60))
def test_nor_is_one_in_a_code_of_any_length(code: tuple[str, int, int], data: st.DataObject) -> None:
    text = code[0].replace("-", "")
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from(LETTERS.replace(text[place], "")))

    refused(text[:place] + letter + text[place + 1 :], place)


@given(codes(), st.data())
@settings(max_examples=examples(60))
def test_no_two_neighbours_that_changed_places_are_missed(code: tuple[str, int, int], data: st.DataObject) -> None:
    text = code[0].replace("-", "")
    place = data.draw(st.integers(0, len(text) - 2))
    assume(text[place] != text[place + 1])

    refused(text[:place] + text[place + 1] + text[place] + text[place + 2 :], place)


def refused(typed: str, place: int) -> None:
    """It is no code, and the group of the place is among those that look wrong."""
    with pytest.raises(MistypedCode) as caught:
        decoded("R", typed, 4, WHAT)
    assert f"group {place // 4 + 1} " in str(caught.value)


def test_a_group_with_a_letter_too_few_is_named() -> None:
    code = encoded("A", 12**9, 12, 4)

    with pytest.raises(MistypedCode, match=r"group 2 \(\w{3}\) has 3 characters instead of 4"):
        decoded("A", code[:5] + code[6:], 4, WHAT, all_full=True)
    with pytest.raises(MistypedCode, match=r"group 4 \(\w{3}\) has 3 characters"):
        decoded("A", code[:-1], 4, WHAT, all_full=True)


@pytest.mark.parametrize("typed", ["A", "XX", "A2B", "A2B3"])
def test_a_code_of_a_few_letters_is_called_too_short(typed: str) -> None:
    with pytest.raises(MistypedCode, match="too short"):
        decoded("A", typed, 4, "the code")


def test_a_code_of_another_kind_is_called_so() -> None:
    with pytest.raises(MistypedCode, match="begins with A, and this is a code of another kind, R"):
        decoded("A", encoded("R", 5, 12, 4), 4, WHAT)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(MistypedCode) as caught:
        decoded("A", "?" + typed, 4, WHAT)
    assert "\n" not in str(caught.value)


@given(st.text(LETTERS, max_size=80))
def test_letters_that_codes_are_made_of_are_a_code_or_refused(typed: str) -> None:
    with suppress(MistypedCode):
        number, letters = decoded("A", typed, 4, WHAT)
        assert encoded("A", number, letters, 4).replace("-", "") == typed


def test_the_checksum_has_the_length_that_the_groups_count_on() -> None:
    assert len(encoded("A", 0, 12, 4).replace("-", "")) == 1 + 12 + CHECK_LETTERS == 16
