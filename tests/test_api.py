"""The public interface: what it offers, and that every example in its documentation holds."""

from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import ceo_sim
import ceo_sim.api

ROOT = Path(__file__).parents[1]
SAVE = "saves/as_it_happened.toml"
EXAMPLES = {
    "play_by_code.py": ([], "Neighbors' trust: 58.0 to "),
    "odds.py": (["tutorial", "200"], "200 plays"),
    "ask_advisers.py": (["tutorial"], "own_up"),
    "class_table.py": ([SAVE], "as_it_happened,313,quarter,"),
}


@pytest.mark.parametrize("module", [ceo_sim, ceo_sim.api], ids=["ceo_sim", "ceo_sim.api"])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    failed, attempted = doctest.testmod(module)  # type: ignore[arg-type] # a module by any name
    assert attempted
    assert not failed


def test_the_examples_of_the_guide_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, attempted = doctest.testfile("docs/python.md", module_relative=False, encoding="utf-8")
    assert attempted
    assert not failed


def test_every_public_name_is_exported_and_described() -> None:
    names = [name for name in ceo_sim.__all__ if name != "__version__"]
    assert names == ceo_sim.api.__all__
    assert all(getattr(ceo_sim, name) is getattr(ceo_sim.api, name) for name in names)
    assert [name for name in names if not (getattr(ceo_sim, name).__doc__ or "").strip()] == []
    assert set(ceo_sim.__all__) <= set(dir(ceo_sim))


def test_a_name_that_is_not_public_is_refused() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        ceo_sim.nothing  # type: ignore[attr-defined]  # noqa: B018 - asking is what raises


def test_causes_add_up_to_the_value_of_each_metric() -> None:
    game = ceo_sim.replay(ROOT / SAVE)
    for metric in game.program.metrics:
        total = sum(cause.amount for cause in ceo_sim.why(game, metric))
        assert total == pytest.approx(game.course(metric)[-1], abs=1e-6)


def test_a_replayed_save_can_be_played_from_another_place(tmp_path: Path) -> None:
    moved = tmp_path / "story.toml"
    moved.write_bytes((ROOT / "scenarios/tutorial.toml").read_bytes())
    with pytest.raises(ceo_sim.SaveError):
        ceo_sim.replay(ROOT / SAVE, scenario=moved)


@pytest.mark.parametrize(
    "call",
    [lambda: ceo_sim.load("no_such_story"), lambda: ceo_sim.replay("no_such_save.toml")],
    ids=["scenario", "save"],
)
def test_what_is_not_there_is_an_error_for_the_user(call: object) -> None:
    with pytest.raises(ceo_sim.UserError, match="no_such_"):
        call()  # type: ignore[operator] # it is one of the two above


def test_every_example_is_tested() -> None:
    assert set(EXAMPLES) == {path.name for path in (ROOT / "examples").glob("*.py")}


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs(name: str) -> None:
    arguments, expected = EXAMPLES[name]
    ran = subprocess.run(
        [sys.executable, f"examples/{name}", *arguments],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert expected in ran.stdout
    assert ran.stderr == ""
