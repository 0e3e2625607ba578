"""Games that were saved by earlier versions: each is played again, or says at which answer the story departs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ceo_sim.library import find_scenario
from ceo_sim.saves.reading import read
from ceo_sim.saves.record import Record
from ceo_sim.saves.restoring import Restored, restore

FOLDER = Path(__file__).parents[1] / "data" / "saves" / "before_portable_arithmetic"
"""Games played by lot when exp, log, tanh and cos were those of NumPy and so depended on the processor."""
SAVES = sorted(FOLDER.glob("*.toml"))


def replayed(record: Record) -> Restored:
    return restore(record, find_scenario(record.scenario, record.edition))


def test_there_are_saves_of_every_story_under_way_and_ended_and_with_all_that_a_save_can_hold() -> None:
    records = [read(path) for path in SAVES]

    assert {(record.scenario, bool(record.ending)) for record in records} == {
        (scenario, ended) for scenario in ("the_post", "meridian", "tutorial") for ended in (True, False)
    }
    assert {record.mirror for record in records} == {True, False}
    assert {record.edition for record in records} == {None, "13plus"}
    for holds in ("note", "name", "values", "consultations"):
        assert any(getattr(record, holds) for record in records), holds
    answers = [answer for record in records for answer in record.answers]
    assert any(answer.predicted for answer in answers)
    assert any(answer.reason for answer in answers)
    assert all(answer.check for answer in answers)


@pytest.mark.parametrize("path", SAVES, ids=lambda path: path.stem)
def test_an_old_save_is_played_again_or_says_at_which_answer_it_departs(path: Path) -> None:
    restored = replayed(read(path))

    if not restored.changed:
        assert restored.notice == ""
    if restored.departure:
        # Only its scenario can make it depart, and then all answers before are repeated.
        assert re.match(rf"answer {restored.kept + 1}, |a forecast ", restored.departure)
        assert f"{restored.kept} of {len(restored.record.answers)} could be kept" in re.sub(
            r"(\d+) answers?", r"\1", restored.notice
        )
    else:
        assert restored.kept == len(restored.record.answers)
        assert restored.game.ended == bool(restored.record.ending)
        assert restored.game.now == restored.record.step
    assert len(restored.game.answers) == restored.kept


@pytest.mark.parametrize("path", [path for path in SAVES if "under_way" in path.stem], ids=lambda path: path.stem)
def test_an_old_save_whose_metrics_came_out_otherwise_says_at_which_answer(path: Path) -> None:
    record = read(path)
    place = len(record.answers) // 2
    answers = list(record.answers)
    answers[place] = answers[place]._replace(check="00000000")

    restored = replayed(record._replace(answers=tuple(answers)))

    assert restored.kept == place
    assert restored.departure.startswith(f"answer {place + 1}, ")
    assert restored.departure.endswith("the metrics after it differ from those recorded")
