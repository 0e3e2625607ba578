"""How a diagnostic looks, and that it cannot be misused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.diagnostics import Diagnostic, escape, quoted_line
from tests.scenario.sample import loaded, planted


def test_it_shows_the_line_the_place_and_the_remedy() -> None:
    (diagnostic,) = loaded(planted('when = "level < 2"', 'when = "levl < 2"')).diagnostics
    assert str(diagnostic).split("\n") == [
        'scenario.toml:92:9: error E301: unknown name "levl"',
        '    92 | when = "levl < 2"',
        "       |         ^^^^",
        "       expected a metric, variable, assumption, draw or budget, or day, hour, turn",
        "       did you mean level?",
    ]


@pytest.mark.parametrize(
    "old, new, marked, expected, suggestion",
    [
        ('"level < 2"', '"answer and level < 2"', "answer", "the_call.answer", ""),
        ('"level < 2"', '"the_post.answerd and level < 2"', ".answerd", None, "the_post.answered"),
        ('"level < 2"', '"True and level < 2"', "True", None, "true"),
        ('"level < 2"', '"clamp(level, 2) < 2"', "clamp(level, 2)", "3 of them", ""),
        ("{staff:.0f}", "{staff:.0x}", ".0x", None, ""),
        (
            "effects = { crowd = 1 }",
            "effects = { crwd = 1 }",
            "crwd",
            "the id of a metric: crowd, staff, morale",
            "crowd",
        ),
        ("effects = { crowd = 1 }", "effects = { level = 1 }", "level", "`sets`, by which variables are changed", ""),
        ("[event.leak]", "[event.day]", "day", None, ""),
    ],
)
def test_all_of_what_is_meant_is_marked_and_what_could_stand_there_is_named(
    old: str, new: str, marked: str, expected: str | None, suggestion: str
) -> None:
    text = planted(old, new).replace('event = "leak"', 'event = "walkout"')
    (found,) = (one for one in loaded(text).diagnostics if one.severity == "error")
    assert found.line == found.end_line
    assert text.splitlines()[found.line - 1][found.column - 1 : found.end_column - 1] == marked
    assert found.source_line[found.caret : found.caret + len(marked)] == marked
    assert expected in (None, found.expected)
    assert found.suggestion == suggestion


def test_the_words_that_are_taken_are_listed() -> None:
    (reserved,) = loaded(planted("", "[event.hour]\ntitle = 'H'\nat = 2020-06-01T00:00:00-04:00")).errors
    assert {"and", "clamp", "day", "if"} <= set(reserved.expected.replace(",", "").split())
    (of_decisions,) = loaded(planted("", "[decision.the_call.option.lapsed]\nlabel = 'L'")).errors
    assert of_decisions.expected == "an id that is none of answered, open, lapsed, days"


def test_carets_stand_under_all_of_a_key() -> None:
    (diagnostic,) = loaded(planted("half_life", "halflife")).diagnostics
    assert str(diagnostic).split("\n")[1:3] == ['    27 | halflife = "20d"', "       | ^^^^^^^^"]


def test_it_can_be_read_by_a_program() -> None:
    (diagnostic,) = loaded(planted('when = "level < 2"', 'when = "levl < 2"')).diagnostics
    assert diagnostic.as_dict() == {
        "code": "E301",
        "severity": "error",
        "message": 'unknown name "levl"',
        "file": "scenario.toml",
        "line": 92,
        "column": 9,
        "end_line": 92,
        "end_column": 13,
        "expected": "a metric, variable, assumption, draw or budget, or day, hour, turn",
        "suggestion": "level",
        "allowed": "",
    }


@pytest.mark.parametrize("code, severity", [("E301", "error"), ("W502", "warning"), ("N701", "note")])
def test_its_code_says_how_bad_it_is(code: str, severity: str) -> None:
    assert Diagnostic(code=code, message="", file="").severity == severity


@pytest.mark.parametrize(
    "text, escaped",
    [
        ("plain — “text” é 漢", "plain — “text” é 漢"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\tb\nc", r"a\tb\nc"),
        ("\u202e", r"\u202e"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("x" * 500, "x" * 400 + "…"),
    ],
    ids=["plain", "escape", "lines", "bidi", "surrogate", "tag", "long"],
)
def test_what_steers_a_terminal_is_escaped(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text(st.characters(), max_size=300), st.integers(0, 300))
def test_a_quoted_line_is_one_safe_line_with_the_place_in_it(line: str, column: int) -> None:
    column = min(column, len(line))
    quoted, caret = quoted_line(line, column)
    assert 0 <= caret <= len(quoted)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", quoted)


def test_the_caret_stays_under_its_character_in_a_long_line() -> None:
    line = "x" * 500 + "!" + "y" * 500
    quoted, caret = quoted_line(line, 500)
    assert quoted[caret] == "!"
    assert len(quoted) < 200


def test_every_code_has_a_title() -> None:
    for code, rule in RULES.items():
        assert re.fullmatch(r"[EWN]\d{3}", code)
        assert rule.code == code
        assert rule.title
