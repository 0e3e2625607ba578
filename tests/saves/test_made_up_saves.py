"""Saves of games whose state was set by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from ceo_sim.engine.compile import compile_scenario
from ceo_sim.engine.replay import replay
from ceo_sim.saves.format import SavedMadeUpState, SaveError, dumps
from ceo_sim.saves.reading import read
from ceo_sim.saves.recording import CannotRecord, recorded
from ceo_sim.saves.reopen import replay_save
from ceo_sim.saves.session import Session
from ceo_sim.scenario.made_up import ID, OPTION, MadeUpState, with_made_up_state
from tests.saves.helpers import STORY, at_noon, begun, find, play, resumed

VALUES = (("staff", 12.5), ("called", True), ("level", 2.0))


@pytest.fixture
def made_up(tmp_path: Path) -> Session:
    """A game that was set by hand and then played to its end."""
    scenario = STORY.playable
    start = compile_scenario(scenario).timeline.moment(0)
    game = replay(compile_scenario(with_made_up_state(scenario, MadeUpState(start, "third", VALUES))), 7, ())
    game.choose(ID, OPTION)
    saved = SavedMadeUpState(start, "third", VALUES)
    return play(Session.start_from(game, STORY, tmp_path, made_up=saved, now=at_noon))


def test_they_replay(made_up: Session) -> None:
    made_up.close()

    again = resumed(made_up.path)

    assert again.game.ended
    assert again.game.ledger == made_up.game.ledger
    assert again.made_up == made_up.made_up
    assert not again.notice
    again.close()


def test_what_is_written_is_read(made_up: Session) -> None:
    assert read(made_up.path) == made_up.as_save()


def test_only_they_need_the_newest_format(made_up: Session, tmp_path: Path) -> None:
    assert "\nformat = 3\n" in made_up.path.read_text(encoding="utf-8")
    with begun(tmp_path) as session:
        assert "\nformat = 2\n" in play(session, 1).path.read_text(encoding="utf-8")


def test_a_person_who_opens_the_file_is_told(made_up: Session) -> None:
    assert "# This is no play of the story" in made_up.path.read_text(encoding="utf-8")
    assert made_up.as_save().title == "A story (made-up state)"


def test_a_fork_is_made_up_too(made_up: Session, tmp_path: Path) -> None:
    with made_up.fork(2, tmp_path) as fork:
        assert read(fork.path).made_up == made_up.made_up
        assert fork.game.program.scenario.info.title == "A story (made-up state)"


def test_a_state_that_no_longer_fits_keeps_nothing_and_says_why(made_up: Session) -> None:
    save = made_up.as_save()._replace(
        made_up=SavedMadeUpState(made_up.game.timeline.moment(0), "third", (("staf", 3.0),))
    )

    reopened = replay_save(save, STORY)

    assert reopened.answers_replayed == 0
    assert "its made-up state: there is no metric or variable staf" in reopened.mismatch
    assert reopened.game.program.scenario.info.title == "A story"


@pytest.mark.parametrize("value", ["x", "nan", "inf", "1e999", "[1]", "2020-01-01", "True"])
def test_a_value_that_is_none_is_refused(made_up: Session, value: str) -> None:
    text = dumps(made_up.as_save()).replace('staff = "12.5"', f'staff = "{value}"')
    made_up.path.write_text(text)

    with pytest.raises(SaveError, match='"staff" should be a number'):
        read(made_up.path)


def test_no_play_test_is_made_of_one(made_up: Session) -> None:
    with pytest.raises(CannotRecord):
        recorded(replay_save(made_up.as_save(), find("story", None)))
