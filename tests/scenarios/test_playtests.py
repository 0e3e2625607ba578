"""The play tests that our stories come with."""

from __future__ import annotations

from functools import cache

import pytest

from ceo_sim.analysis.playtest import play_test
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.program import Program
from ceo_sim.library import up_to
from ceo_sim.scenario.manifest import find_scenarios
from ceo_sim.scenario.playtest_reader import folder_of_tests, read_tests
from tests.support.scenarios import SCENARIOS, load_once, shipped

PATHS = {path.stem: path for path in find_scenarios(SCENARIOS) if folder_of_tests(path).is_dir()}
READ = {id: read_tests(path, shipped(id)) for id, path in PATHS.items()}
WRITTEN = [(id, written) for id, read in READ.items() for written in read.tests]


@cache
def program(id: str, edition: str | None, *, mirror: bool, act: str | None) -> Program:
    return compile_scenario(up_to(load_once(PATHS[id], edition=edition), act).playable, mirror=mirror)


def test_the_tutorial_the_flagship_and_the_short_story_have_some() -> None:
    assert {"tutorial", "the_post", "depot"} <= PATHS.keys()


@pytest.mark.parametrize("id", PATHS)
def test_a_story_has_play_tests_and_they_name_what_is_there(id: str) -> None:
    assert READ[id].diagnostics == ()
    assert READ[id].tests


@pytest.mark.parametrize("number", range(len(WRITTEN)))
def test_a_play_test_holds(number: int) -> None:
    id, written = WRITTEN[number]
    test = written.test

    assert play_test(program(id, test.edition, mirror=test.mirror, act=test.act), test).misses == ()
