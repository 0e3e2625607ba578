"""The JSON Schema."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli

from ceo_sim.scenario.manifest import find_scenarios
from ceo_sim.scenario.schema import schema, schema_text
from tests.scenario.sample import SMALL, TURNS, planted

SCENARIOS = Path(__file__).parents[2] / "scenarios"
FILES = [file for path in find_scenarios(SCENARIOS) for file in (path.glob("*.toml") if path.is_dir() else [path])]


def as_json(value: Any) -> Any:
    """What an editor takes TOML for."""
    if isinstance(value, dict):
        return {name: as_json(part) for name, part in value.items()}
    if isinstance(value, list):
        return [as_json(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date) else value


VALIDATOR = jsonschema.Draft7Validator(schema())


def complaints(text: str) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(as_json(tomli.loads(text)))]


def test_it_is_a_schema() -> None:
    jsonschema.Draft7Validator.check_schema(schema())


def test_the_one_that_is_checked_in_is_current() -> None:
    written = (SCENARIOS / "scenario.schema.json").read_text(encoding="utf-8")
    assert written == schema_text(), "run: ceo-sim schema > scenarios/scenario.schema.json"


@pytest.mark.parametrize("file", FILES, ids=[f"{file.parent.name}/{file.name}" for file in FILES])
def test_each_file_of_the_shipped_scenarios_follows_it(file: Path) -> None:
    assert complaints(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("text", [SMALL, TURNS], ids=["dates", "turns"])
def test_sound_scenarios_follow_it(text: str) -> None:
    assert complaints(text) == []


@pytest.mark.parametrize(
    "old, new",
    [
        ("half_life", "halflife"),
        ('name = "Ines"', "name = 3"),
        ('of = "losses"', 'of = "loses"'),
        ("range = [0, 3]", "range = [0, 3, 4]"),
        ('half_life = "20d"', 'half_life = "20 days"'),
        ("[event.leak]", "[event.Leak]"),
        ('event = "leak"', 'evnt = "leak"'),
    ],
)
def test_it_finds_what_an_editor_can_find(old: str, new: str) -> None:
    assert complaints(planted(old, new)) != []


def test_it_explains_keys_with_defaults_units_and_examples() -> None:
    metric = schema()["definitions"]["Metric"]["properties"]
    assert metric["range"]["default"] == [0, 100]
    assert metric["range"]["description"].startswith("Lowest and highest value")
    assert "unit of the metric" in metric["start"]["description"]
    assert metric["half_life"]["examples"] == ["45d"]
