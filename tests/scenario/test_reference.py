"""The reference of the language."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import attrs
import pytest
import tomli

from ceo_sim.scenario.calendar import Calendar
from ceo_sim.scenario.codes import RULES
from ceo_sim.scenario.fields import toml_name
from ceo_sim.scenario.loader import load_texts
from ceo_sim.scenario.model import Consequence, Grounded
from ceo_sim.scenario.pages import FOLDER, read_pages
from ceo_sim.scenario.reference import document, headers
from ceo_sim.scenario.structure import structure_as
from ceo_sim.scenario.values import written_fields

DOCUMENT = Path(__file__).parents[2] / "docs" / "scenario-format.md"
PAGES = read_pages(DOCUMENT.parent / FOLDER)
KEYS = [
    (class_, attribute, type_)
    for class_ in [*headers(), Grounded, Consequence]
    for attribute, type_ in written_fields(class_).items()
]


def test_it_is_current() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert written == document(written, PAGES), "run: python -m ceo_sim.scenario.reference"


def test_it_lists_every_code() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    assert [code for code in RULES if f"| [{code}](" not in written] == []


def test_it_lists_every_key_with_an_example() -> None:
    written = DOCUMENT.read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in written.splitlines() if line.startswith("| `")]
    assert {toml_name(attribute) for _, attribute, _ in KEYS} <= {row[0].strip("| `") for row in rows}
    assert [row[0] for row in rows if not row[-1].strip("| ")] == []


CALENDAR = Calendar(dt.UTC, dt.datetime(2020, 5, 28, 18, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    "class_, attribute, type_", KEYS, ids=lambda found: getattr(found, "__name__", "") or getattr(found, "name", "")
)
def test_each_example_is_what_the_key_takes(class_: Any, attribute: attrs.Attribute[Any], type_: Any) -> None:
    example = tomli.loads(attribute.metadata["example"])
    if example:
        assert toml_name(attribute) in example
        assert structure_as(example[toml_name(attribute)], type_, (), calendar=CALENDAR)[1] == []
    else:
        assert class_ is not None
        assert any(attrs.has(part) for part in (type_, *getattr(type_, "__args__", ())))


@pytest.mark.parametrize("example", DOCUMENT.read_text(encoding="utf-8").split("```toml\n")[1:])
def test_each_piece_of_toml_in_the_document_is_toml(example: str) -> None:
    tomli.loads(example.partition("```")[0])


def test_the_smallest_scenario_in_the_document_is_sound() -> None:
    smallest = DOCUMENT.read_text(encoding="utf-8").split("```toml\n")[1].partition("```")[0]
    assert load_texts({"first.toml": smallest}).diagnostics == ()
