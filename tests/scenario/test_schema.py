"""The JSON Schema."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli

from ceo_sim.scenario import schema as schemas
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


@pytest.mark.parametrize(
    "name, made, option",
    [
        ("scenario", schema, ""),
        ("test", schemas.playtest_schema, " --tests"),
        ("policy", schemas.policy_schema, " --policy"),
    ],
)
def test_those_that_are_checked_in_are_current(name: str, made: Callable[[], schemas.Schema], option: str) -> None:
    written = (SCENARIOS / f"{name}.schema.json").read_text(encoding="utf-8")
    jsonschema.Draft7Validator.check_schema(made())
    assert written == schema_text(made()), f"run: ceo-sim schema{option} > scenarios/{name}.schema.json"


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


# ---- play tests and policies --------------------------------------------------------------------------------

TESTS = jsonschema.Draft7Validator(schemas.playtest_schema())
POLICIES = jsonschema.Draft7Validator(schemas.policy_schema())
TEST_FILES = [
    *SCENARIOS.glob("**/tests/**/*.toml"),
    *(SCENARIOS.parent / "src" / "ceo_sim" / "template" / "tests").glob("*.toml"),
]
SOUND = """
[[test]]
name = "Saying nothing lets it grow"
seed = 7
choose = [
  "post.stay", "walkout", { choose = "meeting.hold", at = 3 }, { ask = "policy", about = "post" }, { throw = "leak" },
]
until = "end"
[[test.expect]]
before = "meeting"
metric.trust = [40, 60]
holds = ["trust > 3"]
locked = { "post.go" = "trust > 40" }
promise.review = "kept"
"""


@pytest.mark.parametrize("file", TEST_FILES, ids=[file.parent.name for file in TEST_FILES])
def test_shipped_play_tests_follow_theirs(file: Path) -> None:
    assert not list(TESTS.iter_errors(as_json(tomli.loads(file.read_text(encoding="utf-8")))))


@pytest.mark.parametrize(
    "old, new",
    [
        ("", ""),
        ("choose =", "chose ="),
        ('"post.stay"', '"post stay"'),
        ("seed = 7", 'seed = "7"'),
        ('"kept"', '"keeping"'),
        ("[40, 60]", "[40]"),
        ("before =", "befor ="),
        ('name = "Saying nothing lets it grow"', ""),
        ('"post.go" =', '"post" ='),
        ("at = 3", "att = 3"),
        ("[[test]]", "[[tests]]\n[[test]]"),
    ],
)
def test_what_is_wrong_in_a_play_test_is_found(old: str, new: str) -> None:
    assert old in SOUND
    found = [error.message for error in TESTS.iter_errors(as_json(tomli.loads(SOUND.replace(old, new, 1))))]
    assert bool(found) == bool(old), found


@pytest.mark.parametrize(
    "text, is_sound",
    [
        ('post = "stay"\nwalkout = "never"\nmeeting = ["hold", "skip"]', True),
        ("", True),
        ("post = 3", False),
        ("post = []", False),
        ('Post = "stay"', False),
        ('[post]\nstay = "x"', False),
    ],
)
def test_a_policy_follows_its_own(text: str, is_sound: bool) -> None:
    assert POLICIES.is_valid(tomli.loads(text)) == is_sound
