from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceo_sim.plain.spelling import is_ascii_only, spelled

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    "written, spelt",
    [
        ("“No” – she’s gone…", '"No" - she\'s gone...'),
        ("Zoë Løvås, Łukasz Šťastný, Þóra Strauß", "Zoe Lovas, Lukasz Stastny, Thora Strauss"),
        ("Agora · office → desk, 5 ≤ x × 2, −3", "Agora - office -> desk, 5 <= x x 2, -3"),
        ("½ of €10, ﬁne, 2²", "1/2 of EUR 10, fine, 22"),
        ("e\u0301 and a\u200bb", "e and ab"),
        ("☂ 日本", "? ??"),
    ],
)
def test_in_ascii_it_still_reads(written: str, spelt: str) -> None:
    assert spelled(written, "ascii") == spelt


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp437", "utf-8", "no such encoding"]))
def test_whatever_is_said_can_be_written(text: str, encoding: str) -> None:
    said = spelled(text, encoding)

    said.encode("ascii" if encoding.startswith("no") else encoding)


@given(st.text(st.characters(codec="latin-1")))
def test_what_an_encoding_has_stays_as_it_is(text: str) -> None:
    assert spelled(text, "latin-1") == text


@pytest.mark.parametrize("scenario", ["the_post", "meridian", "tutorial.toml", "depot.toml"])
def test_every_character_of_the_scenarios_has_a_spelling(scenario: str) -> None:
    path = ROOT / "scenarios" / scenario
    if not path.exists():
        pytest.skip("it is not there")
    files = [path] if path.is_file() else sorted(path.rglob("*.toml"))
    used = {character for file in files for character in file.read_text(encoding="utf-8")} - {"?"}

    lost = [unicodedata.name(character, character) for character in used if "?" in spelled(character, "ascii")]
    assert not lost


@pytest.mark.parametrize(
    "environment, ascii_only",
    [
        ({"LC_ALL": "C"}, True),
        ({"LC_ALL": "POSIX", "LANG": "de_DE.UTF-8"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LC_CTYPE": "C.UTF-8"}, False),
        ({}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "C", "LC_CTYPE": "de_DE.UTF-8"}, False),
        ({"LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}, False),
        ({"LC_ALL": "C", "PYTHONUTF8": "1"}, False),
    ],
)
def test_only_a_c_locale_that_is_named_means_ascii(environment: dict[str, str], *, ascii_only: bool) -> None:
    assert is_ascii_only(environment) == ascii_only
