"""What an import drags in. The contracts see the graph of imports; only a running program shows what it loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp
import pytest

STORY = Path(__file__).parents[1] / "scenarios" / "the_post"
FLOORS = ("scenario", "engine", "analysis", "saves", "presentation", "plain", "html", "report", "web")
HEADLESS = [f"ceo_sim.{floor}" for floor in FLOORS]

IMPORT_ALL_OF = """
import importlib, pkgutil
package = importlib.import_module({module!r})
for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
    importlib.import_module(found.name)
"""

PLAY_AHEAD = """
from pathlib import Path
from ceo_sim.analysis.forecast import forecast
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.scenario.loader import load
game = Game(compile_scenario(load(Path({story!r})).scenario), 1)
while not game.agenda():
    game.wait()
forecast(game, game.agenda()[0].id, None, 20)
"""

ASK = """
from ceo_sim.cli import main
try:
    main([{option!r}])
except SystemExit:
    pass
"""


def loaded_after(source: str) -> set[str]:
    """Run `source` in a fresh Python and give the modules and packages that it has loaded."""
    report = "\nimport sys\nprint('\\n' + ' '.join(sys.modules))"
    ran = subprocess.run(
        [sys.executable, "-c", source + report], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    names = ran.stdout.splitlines()[-1].split()
    return {*names, *(name.partition(".")[0] for name in names)}


def test_no_modules_import_each_other_in_a_circle_not_even_late_or_for_their_types() -> None:
    graph = grimp.build_graph("ceo_sim", exclude_type_checking_imports=False, cache_dir=None)
    circles = {module for module in graph.modules if _is_in_a_circle(graph, module)}
    assert len(graph.modules) > 100
    assert circles == set()


def test_a_circle_of_imports_is_seen() -> None:
    graph = grimp.ImportGraph()
    for module in ("a", "b", "c", "d"):
        graph.add_module(module)
    for importer, imported in ("ab", "bc", "cb", "cd"):
        graph.add_import(importer=importer, imported=imported)
    assert {module for module in graph.modules if _is_in_a_circle(graph, module)} == {"b", "c"}


def _is_in_a_circle(graph: grimp.ImportGraph, module: str) -> bool:
    """Whether a module imports itself by way of others; it is never among what `grimp` calls upstream of it."""
    return any(
        module in graph.find_upstream_modules(imported) for imported in graph.find_modules_directly_imported_by(module)
    )


@pytest.mark.parametrize("module", HEADLESS)
def test_no_screen_is_loaded_below_the_faces(module: str) -> None:
    assert not loaded_after(IMPORT_ALL_OF.format(module=module)) & {"textual", "rich"}


def test_the_package_itself_costs_nothing() -> None:
    assert not loaded_after("import ceo_sim") & {"numpy", "attrs", "attr", "textual", "rich"}


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_a_word_about_itself_loads_no_game(option: str) -> None:
    assert not loaded_after(ASK.format(option=option)) & {"numpy", "textual"}


def test_the_version_loads_no_rich() -> None:
    assert not loaded_after(ASK.format(option="--version")) & {"attr", "attrs", "platformdirs", "rich"}


def test_playing_does_not_load_the_masked_arrays_of_numpy() -> None:
    loaded = loaded_after(PLAY_AHEAD.format(story=str(STORY)))
    assert "numpy" in loaded
    assert "numpy.ma" not in loaded


def test_the_entrance_of_a_class_is_served_without_the_engine() -> None:
    loaded = loaded_after("import ceo_sim.classroom.serving")
    assert "aiohttp" in loaded
    assert not loaded & {"numpy", "segno", "ceo_sim.scenario.model", "ceo_sim.engine.game"}


def test_a_class_is_held_without_what_only_some_of_its_pages_need() -> None:
    loaded = loaded_after("import ceo_sim.classroom.beginning, ceo_sim.classroom.server as s; s.answers()")
    assert "ceo_sim.engine.game" in loaded
    assert not loaded & {"segno", "wcwidth", "ceo_sim.saves.session", "ceo_sim.classroom.debrief.page"}
