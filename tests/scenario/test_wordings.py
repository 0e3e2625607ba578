"""The wordings of a text, and where their characters stand."""

from __future__ import annotations

import pytest

from ceo_sim.scenario.markup import loose_marks
from ceo_sim.scenario.text import Text
from ceo_sim.scenario.wordings import MOST, wordings


@pytest.mark.parametrize(
    "source, read",
    [
        ("Plain.", ["Plain."]),
        ("It is {staff:.0f}, {{so}}.", ["It is 00, {so}."]),
        ("{if a}A{elif b}B{else}C{end}.", ["A.", "B.", "C."]),
        ("{if a}A{end}.", ["A.", "."]),
        ("{if a}A{if b}B{end}{else}C{end}.", ["AB.", "C."]),
        ("{one of}A{or}B{end} {first}C{again}D{end} {first}E{end}", ["A C E", "B D "]),
        ("{who:alma} rings.", ["Somebody rings."]),
        ("{first_day.answered} {or_else}", ["00 00"]),
        ("{if a}" + "x{elif b}" * 30 + "{end}", ["x"] * MOST),
    ],
)
def test_each_branch_is_read(source: str, read: list[str]) -> None:
    found = wordings(Text.parse(source))
    assert [wording.text for wording in found] == read
    for wording in found:
        assert all(
            letter in (source[place], "0") or letter in "Somebody"
            for letter, place in zip(wording.text, wording.places, strict=True)
        )


def test_what_is_a_value_in_the_first_edition_is_no_variant() -> None:
    found = wordings(Text.parse("{first} of {again}", marks=False))

    assert [wording.text for wording in found] == ["00 of 00"]


@pytest.mark.parametrize(
    "text, loose",
    [
        ("**a b", [0]),
        ("a **b** *c* d", []),
        ("3 * 4", []),
        ("2 ** 3", [2]),
        ("**a\nb**", []),
        ("**a\n\nb**", [0, 6]),
        ("> **q\n> r**", []),
        ("> **q\nr**", [2, 7]),
        ("- *a\n- b*", [2, 8]),
        ("- *a\nb*", []),
        (r"\*a", []),
        ("****", []),
        ("[a*b](https://example.org/a*b)", []),
    ],
)
def test_a_mark_needs_its_partner_in_its_paragraph(text: str, loose: list[int]) -> None:
    assert [start for start, _ in loose_marks(text)] == loose
