from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ceo_sim.analysis.playtest import play_test
from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.game import Game
from ceo_sim.engine.replay import rewound
from ceo_sim.saves.recording import recorded
from ceo_sim.saves.reopen import replay_save
from ceo_sim.saves.session import Session
from ceo_sim.scenario.loader import Loaded, load, load_texts
from ceo_sim.scenario.playtest_reader import ReadTests, read_tests
from tests.saves.helpers import ADVISED, INTERRUPTED_STORY, NASTY, at_noon
from tests.support.examples import examples
from tests.support.plays import played_by_lot
from tests.support.stories import EVERYTHING, IN_ACTS, INTERRUPTED


def read_back(folder: Path, text: str, test: str) -> tuple[Loaded, ReadTests]:
    """A story and a test of it, from files."""
    story = folder / "story.toml"
    (folder / "tests" / "story").mkdir(parents=True, exist_ok=True)
    story.write_text(text)
    (folder / "tests" / "story" / "a.toml").write_text(test, encoding="utf-8")
    loaded = load(story)
    return loaded, read_tests(story, loaded)


ADVISED_TEXT = EVERYTHING + '[cast.head]\nname = "Head"\nrole = "Advises"\nadviser = true\nforecast = { hours = 1 }\n'


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**64 - 1), days=st.none() | st.integers(0, 15), left=st.integers(0, 4))
def test_any_game_recorded_passes_at_once(tmp_path: Path, seed: int, days: int | None, left: int) -> None:
    program = compile_scenario(ADVISED.playable)
    game = played_by_lot(program, seed, days)
    session = Session(rewound(game, max(0, len(game.answers) - left)), ADVISED, tmp_path / "a.toml", now=at_noon)
    session.name = NASTY

    test = recorded(replay_save(session.as_save(), ADVISED))

    loaded, read = read_back(tmp_path, ADVISED_TEXT, test)
    assert read.diagnostics == ()
    (written,) = read.tests
    played = play_test(compile_scenario(loaded.playable), written.test)
    assert played.misses == ()
    assert [(one.step, one.decision, one.option) for one in played.game.answers] == [
        (one.step, one.decision, one.option) for one in session.game.answers
    ]
    assert played.game.consultations == session.game.consultations
    assert played.game.now == session.game.now


@settings(max_examples=examples(15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**64 - 1), days=st.none() | st.integers(0, 15))
def test_a_game_into_which_something_was_thrown_passes_at_once(tmp_path: Path, seed: int, days: int | None) -> None:
    game = played_by_lot(compile_scenario(INTERRUPTED_STORY.playable), seed, days, throwing=True)
    session = Session(game, INTERRUPTED_STORY, tmp_path / "a.toml", now=at_noon)

    test = recorded(replay_save(session.as_save(), INTERRUPTED_STORY))

    loaded, read = read_back(tmp_path, INTERRUPTED, test)
    assert read.diagnostics == ()
    played = play_test(compile_scenario(loaded.playable), read.tests[0].test)
    assert played.misses == ()
    assert played.game.side_moves == game.side_moves
    assert played.game.check() == game.check()


@pytest.mark.parametrize("key", ["seed", "choose", "ending", "metric.mood", "fired", "promise.review"])
def test_what_came_of_the_game_is_expected(tmp_path: Path, key: str) -> None:
    game = next(
        game
        for seed in range(100)
        if (game := played_by_lot(compile_scenario(ADVISED.playable), seed)).promises() and game.ended
    )
    session = Session(game, ADVISED, tmp_path / "a.toml", now=at_noon)

    assert f"\n{key} " in recorded(replay_save(session.as_save(), ADVISED))


def test_a_recorded_game_fails_once_the_numbers_have_changed(tmp_path: Path) -> None:
    game = played_by_lot(compile_scenario(ADVISED.playable), 3)
    session = Session(game, ADVISED, tmp_path / "a.toml", now=at_noon)
    test = recorded(replay_save(session.as_save(), ADVISED))

    loaded, read = read_back(tmp_path, ADVISED_TEXT.replace("baseline = 55", "baseline = 45"), test)

    assert play_test(compile_scenario(loaded.playable), read.tests[0].test).misses


def test_a_game_of_an_act_is_recorded_as_one(tmp_path: Path) -> None:
    week = load_texts({"scenario.toml": IN_ACTS}).until("week")
    game = Game(compile_scenario(week.playable), 1)
    game.choose("ask", "up")
    while not game.ended:
        game.wait()

    test = recorded(replay_save(Session(game, week, tmp_path / "a.toml", now=at_noon).as_save(), week))

    _, read = read_back(tmp_path, IN_ACTS, test)
    assert read.diagnostics == ()
    (written,) = read.tests
    assert written.test.act == "week"
    assert written.test.expect[0].ending == "glad"
    assert play_test(compile_scenario(week.playable), written.test).misses == ()


def test_a_test_of_an_act_that_is_not_there_says_so(tmp_path: Path) -> None:
    test = '[[test]]\nname = "A"\nact = "weak"\nexpect = [{ ending = "glad" }]\n'
    _, read = read_back(tmp_path, IN_ACTS, test)
    (problem,) = read.diagnostics
    assert (problem.code, problem.line, problem.suggestion) == ("E501", 3, "week")
