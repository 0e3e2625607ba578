"""Games that were saved by earlier versions: each is played again, or says at which answer the story departs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ceo_sim.library import find_scenario
from ceo_sim.saves.format import Save
from ceo_sim.saves.reading import read
from ceo_sim.saves.reopen import ReopenedSave, replay_save

FOLDER = Path(__file__).parents[1] / "data" / "saves" / "before_portable_arithmetic"
"""Games played by lot when exp, log, tanh and cos were those of NumPy and so depended on the processor."""
SAVES = sorted(FOLDER.glob("*.toml"))


def replayed(save: Save) -> ReopenedSave:
    return replay_save(save, find_scenario(save.scenario, save.edition))


def test_there_are_saves_of_every_story_under_way_and_ended_and_with_all_that_a_save_can_hold() -> None:
    saves = [read(path) for path in SAVES]

    assert {(save.scenario, bool(save.ending)) for save in saves} == {
        (scenario, ended) for scenario in ("the_post", "meridian", "tutorial") for ended in (True, False)
    }
    assert {save.mirror for save in saves} == {True, False}
    assert {save.edition for save in saves} == {None, "13plus"}
    for holds in ("note", "name", "values", "consultations"):
        assert any(getattr(save, holds) for save in saves), holds
    answers = [answer for save in saves for answer in save.answers]
    assert any(answer.predicted for answer in answers)
    assert any(answer.reason for answer in answers)
    assert all(answer.check for answer in answers)


@pytest.mark.parametrize("path", SAVES, ids=lambda path: path.stem)
def test_an_old_save_is_played_again_or_says_at_which_answer_it_departs(path: Path) -> None:
    restored = replayed(read(path))

    if not restored.scenario_changed:
        assert restored.notice == ""
    if restored.mismatch:
        # Only its scenario can make it depart, and then all answers before are repeated.
        assert re.match(rf"answer {restored.answers_replayed + 1}, |a forecast ", restored.mismatch)
        assert f"{restored.answers_replayed} of {len(restored.save.answers)} could be kept" in re.sub(
            r"(\d+) answers?", r"\1", restored.notice
        )
    else:
        assert restored.answers_replayed == len(restored.save.answers)
        assert restored.game.ended == bool(restored.save.ending)
        assert restored.game.now == restored.save.step
    assert len(restored.game.answers) == restored.answers_replayed


@pytest.mark.parametrize("path", [path for path in SAVES if "under_way" in path.stem], ids=lambda path: path.stem)
def test_an_old_save_whose_metrics_came_out_otherwise_says_at_which_answer(path: Path) -> None:
    save = read(path)
    place = len(save.answers) // 2
    answers = list(save.answers)
    answers[place] = answers[place]._replace(check="00000000")

    restored = replayed(save._replace(answers=tuple(answers)))

    assert restored.answers_replayed == place
    assert restored.mismatch.startswith(f"answer {place + 1}, ")
    assert restored.mismatch.endswith("the metrics after it differ from those recorded")
