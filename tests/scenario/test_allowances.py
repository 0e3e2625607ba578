"""Findings that are allowed at their line, with a reason."""

from __future__ import annotations

import pytest

from ceo_sim.scenario.loader import load_texts
from tests.scenario.sample import SMALL, loaded, planted

UNREAD = "[variable.unread]\nstart = 1"
LINK = 'brief = """\nHe rings.\n\n[Who](example.org)?\n"""'


def found(text: str) -> list[tuple[str, str]]:
    """The code of each finding, and why it is allowed."""
    return [(one.code, one.allowed) for one in loaded(text).diagnostics]


@pytest.mark.parametrize(
    "old, new, expected",
    [
        ("", "[variable.unread] # allow: W502 for a later edition\nstart = 1", [("W502", "for a later edition")]),
        ("", f"# allow: W502 for a later edition\n{UNREAD}", [("W502", "for a later edition")]),
        ("", f"#allow:w502: for later\n\n# more\n{UNREAD}", [("W502", "for later")]),
        ("", f"# allow: N701, W502 for later\n{UNREAD}", [("W502", "for later")]),
        ('brief = "He rings."', f"{LINK} # allow: W202 a mark of theirs", [("W202", "a mark of theirs")]),
        ('brief = "He rings."', f"# allow: W202 a mark of theirs\n{LINK}", [("W202", "a mark of theirs")]),
        ("", f"{UNREAD} # allow: W502 at another line", [("W502", ""), ("N022", "")]),
        ("", f"# allow: W502\n{UNREAD}", [("W502", ""), ("W022", "")]),
        ("", f"# allow: W999 for later\n{UNREAD}", [("W502", ""), ("W023", "")]),
        ("", f"# allow: this for later\n{UNREAD}", [("W502", ""), ("W023", "")]),
        ("", f"# we allow this\n{UNREAD}", [("W502", "")]),
        ('name = "Ines"', 'name = "# allow: W502 for later"', []),
    ],
)
def test_a_comment_allows_what_its_line_has(old: str, new: str, expected: list[tuple[str, str]]) -> None:
    assert found(planted(old, new)) == expected


def test_what_is_allowed_does_not_stand() -> None:
    both = loaded(planted("", f"# allow: W502 for later\n{UNREAD}\n[variable.other]\nstart = 1"))
    assert [one.code for one in both.diagnostics] == ["W502", "W502"]
    assert [one.message for one in both.standing] == ['no expression reads the variable "other"']


def test_an_error_is_never_allowed() -> None:
    text = SMALL.replace('half_life = "20d"', 'halflife = "20d" # allow: E401 for later')
    assert found(text) == [("E401", ""), ("W023", "")]
    assert loaded(text).scenario is None


def test_nothing_is_idle_while_errors_keep_the_rest_from_being_looked_for() -> None:
    text = planted("", f"# allow: W502 for later\n{UNREAD}").replace("half_life", "halflife")
    assert found(text) == [("E401", "")]


def test_an_edition_answers_for_its_own_allowances_only() -> None:
    base = planted(
        "",
        f"# allow: W502 for later\n{UNREAD}\n# allow: W503 none here\n[event.e]\ntitle = 'E'\nat = "
        "2020-06-01T00:00:00-04:00",
    )
    words = '[edition]\ntitle = "D"\n[decision.the_call] # allow: W501 none here either\ntitle = "D"'
    edition = load_texts({"scenario.toml": base, "editions/d.toml": words}, edition="d")
    assert [(one.code, one.file) for one in edition.diagnostics if not one.allowed] == [("N022", "editions/d.toml")]
    assert [one.code for one in load_texts({"scenario.toml": base}).diagnostics if not one.allowed] == ["N022"]


def test_its_place_is_the_comment() -> None:
    (_, idle) = loaded(planted("", f"{UNREAD} # allow: W502 at another line")).diagnostics
    assert idle.source_line[idle.caret :] == "# allow: W502 at another line"
    assert idle.end_column - idle.column == len("# allow: W502 at another line")
