"""What a list of scenarios needs, and no more."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ceo_sim.scenario.loader import load
from ceo_sim.scenario.manifest import MAX_EDITIONS, editions_of, find_scenarios, read_manifest
from tests.scenario.sample import SMALL, TURNS
from tests.support.examples import examples


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder with two scenarios and what else may lie about."""
    (tmp_path / "b.toml").write_text(TURNS, encoding="utf-8")
    (tmp_path / "a" / "editions").mkdir(parents=True)
    (tmp_path / "a" / "scenario.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "a" / "editions" / "es.toml").write_text("", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / ".hidden.toml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "scenario.schema.json").write_text("{}", encoding="utf-8")
    return tmp_path


def test_files_and_folders_are_found_by_name(shelf: Path) -> None:
    assert [path.name for path in find_scenarios(shelf)] == ["a", "b.toml"]
    assert find_scenarios(shelf / "none") == ()
    assert editions_of(shelf / "a") == ("es",)
    assert editions_of(shelf / "b.toml") == ()


def test_a_header_says_what_the_scenario_says(shelf: Path) -> None:
    dates, _ = map(read_manifest, find_scenarios(shelf))
    assert (dates.id, dates.title, dates.role, dates.minutes) == ("small", "Small", "You run it.", 30)
    assert (dates.editions, dates.problem) == (("es",), "")
    assert dates.acts == ()


def test_a_header_has_the_acts_of_the_main_file(tmp_path: Path) -> None:
    file = tmp_path / "acts.toml"
    acts = '[act.week]\ntitle = "The week"\nuntil = 7\n[act.week.debrief]\ntext = "So."\n[act.july]\ntitle = "July"\n'
    acts += 'start = ["early.yes"]\n'
    file.write_text(f"{TURNS}\n{acts}[act.odd]\nuntil = 9\n", encoding="utf-8")
    header = read_manifest(file)
    assert header.acts == (("week", "The week"),)
    assert header.starts == (("july", "July"),)
    assert header.act_order == ("week", "july")


@pytest.mark.parametrize(
    "content, problem",
    [
        (b"title = ", 'line 1: "title" has no value; expected a value after the ='),
        (b"format = 1", "no [scenario]"),
        (b"scenario = 3", "no [scenario]"),
        (b"\xff", "utf-8"),
        (b"x = " + b"[" * 100_000, "nested too deeply"),
        (b"#" * 1_000_001, "larger than"),
    ],
    ids=["syntax", "nothing", "a number", "bytes", "nesting", "size"],
)
def test_a_broken_one_is_listed_with_its_problem(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "broken.toml"
    file.write_bytes(content)
    manifest = read_manifest(file)
    assert (manifest.id, manifest.title) == ("broken", "broken")
    assert problem in manifest.problem


def test_a_key_of_a_hundred_thousand_dots_costs_no_time(tmp_path: Path) -> None:
    file = tmp_path / "slow.toml"
    file.write_text("k" + ".a" * 100_000 + " = 1\n", encoding="utf-8")

    assert read_manifest(file).problem == "a key with too many dots: at most 16 parts"


def test_a_text_that_looks_like_a_header_is_no_header(tmp_path: Path) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(
        '[clock]\nturns = 3\n[scenario]\nopening = """\n[act.x]\ntitle = 4"""\ntitle = "T"\n', encoding="utf-8"
    )
    assert (read_manifest(file).title, read_manifest(file).acts) == ("T", ())


def test_odd_values_are_left_out(tmp_path: Path) -> None:
    file = tmp_path / "odd.toml"
    file.write_text(
        '[scenario]\ntitle = "\\u001b[31mRed\\u202e"\nminutes = -3\nrole = 4\n[act]\nx = 3', encoding="utf-8"
    )
    manifest = read_manifest(file)
    assert (manifest.title, manifest.minutes, manifest.role, manifest.acts) == ("[31mRed", 30, "", ())


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"[scenario]\n{text}".encode()))
@settings(max_examples=examples(50))
def test_no_content_raises_anything(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "header.toml"
    file.write_bytes(content)
    assert read_manifest(file).title


def test_nothing_heavy_is_imported_for_it() -> None:
    code = "import sys, ceo_sim.scenario.manifest; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"attr", "attrs", "numpy", "rich", "textual"} & set(modules)


def test_more_editions_than_are_read_are_a_number_and_no_names(shelf: Path) -> None:
    for number in range(MAX_EDITIONS):
        (shelf / "a" / "editions" / f"more{number}.toml").write_text("", encoding="utf-8")
    manifest = read_manifest(shelf / "a")
    assert len(manifest.editions) == MAX_EDITIONS
    assert manifest.problem == f"it has {MAX_EDITIONS + 1} editions, and at most {MAX_EDITIONS} are read"
    assert load(shelf / "a").errors[0].code == "E004"
