"""What `[style]` asks of the words of a scenario."""

from __future__ import annotations

import pytest

from tests.scenario.sample import loaded, places, planted, unmarked

HARD = "Considerable organizational communication necessitates accommodation " * 8
QUOTED = 'brief = """\nHe said:\n\n> The mob.\n\nShe said “mob”, they \\"mob\\".\n"""'
LOADED = 'loaded = ["mob", "so-called"]'
NAMES = 'names = ["Roe", "Jane Roe"]'


@pytest.mark.parametrize(
    "code, old, new, style",
    [
        ("W205", 'brief = "He rings."', f'brief = «"{HARD}."', "grade = 9"),
        ("W205", 'label = "Answer"', f'label = "Answer"\noutcome = «"{{if told}}{HARD}.{{end}}"', "grade = 9"),
        ("W206", 'brief = "He rings."', 'brief = "The «Mob rings."', LOADED),
        ("W206", 'brief = "He rings."', 'brief = "{if told}The «so-called{else}A{end} mobster."', LOADED),
        ("W207", 'role = "Policy"', 'role = "Policy of «Jane Roe"', NAMES),
        ("W207", 'brief = "He rings."', 'brief = "{if told}«Roe{else}He{end} rings."', NAMES),
        ("W207", 'text = "They left."', 'text = "«Roe left."', NAMES),
    ],
)
def test_what_it_forbids_is_found_where_it_is(code: str, old: str, new: str, style: str) -> None:
    text, line, column = unmarked(planted(old, new))
    assert places(loaded(f"{text}\n[style]\n{style}\n").diagnostics) == [(code, line, column)]


@pytest.mark.parametrize(
    "old, new, style",
    [
        ('brief = "He rings."', f'brief = "{HARD}."', "grade = 90"),
        ('brief = "He rings."', f'brief = "{HARD}."', LOADED),
        ('brief = "He rings."', 'brief = "Organizational communication."', "grade = 1"),
        ('brief = "He rings."', QUOTED, LOADED),
        ('brief = "He rings."', 'brief = "The mobs ring, mob-like {staff:.0f}."'.replace("mob-like", "amob"), LOADED),
        ('advice = { policy = "', 'advice = { policy = "A mob. ', LOADED),
        ('text = "They left."', 'text = "The mob left."', LOADED),
        ('brief = "He rings."', 'brief = "The roes, and Janeroe."', NAMES),
        ("", '[history]\n[[history.fact]]\nat = 2020-05-29\ntext = "Jane Roe rang."\nsource = "Roe 2020"', NAMES),
        ('role = "You run it."', 'role = "You run it."\nauthors = ["J. Roe"]\ninspired_by = "Roe."', NAMES),
        ("range = [0.2, 1.0]", 'range = [0.2, 1.0]\nsource = "Roe 2020"', NAMES),
    ],
)
def test_what_it_allows_is_left_alone(old: str, new: str, style: str) -> None:
    assert loaded(f"{planted(old, new)}\n[style]\n{style}\n").diagnostics == ()


def test_the_grade_is_that_of_english() -> None:
    hard = planted('brief = "He rings."', f'brief = "{HARD}."') + "\n[style]\ngrade = 9\n"
    assert [
        one.code for one in loaded(hard.replace('id = "small"', 'id = "small"\nlanguage = "en-GB"')).diagnostics
    ] == ["W205"]
    assert loaded(hard.replace('id = "small"', 'id = "small"\nlanguage = "de"')).diagnostics == ()


def test_the_finding_says_how_hard_it_is_and_what_would_do() -> None:
    (found,) = loaded(planted('brief = "He rings."', f'brief = "{HARD}."') + "\n[style]\ngrade = 9.5\n").diagnostics
    assert found.message.startswith("reading this takes grade ")
    assert found.expected == "at most 9.5: shorter sentences, shorter words"
